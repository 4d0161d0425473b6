package dev.sparkzarr.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * s3proxy (org.gaul:s3proxy), one for all tests of this JVM: an S3 in memory that checks signatures
 * and conditions. In a class loader of its own, for its jar holds other versions of what Spark
 * brings. Tests that need it are skipped where its jar is not.
 */
final class S3Proxy {
  static final String ACCESS_KEY = "testkey";
  static final String SECRET_KEY = "testsecret";

  private static S3Proxy running;

  private final String endpoint;
  private final boolean isS3Proxy;

  private S3Proxy(String endpoint, boolean isS3Proxy) {
    this.endpoint = endpoint;
    this.isS3Proxy = isS3Proxy;
  }

  static synchronized S3Proxy start() {
    String other = System.getProperty("sparkzarr.s3.endpoint");
    if (other != null) {
      return new S3Proxy(other, false);
    }
    Path jar = Path.of(System.getProperty("sparkzarr.s3proxy", "target/s3proxy/s3proxy.jar"));
    assumeTrue(Files.exists(jar), () -> "no " + jar);
    if (running == null) {
      try {
        running = new S3Proxy("http://127.0.0.1:" + start(jar), true);
      } catch (ReflectiveOperationException | IOException e) {
        throw new AssertionError(e);
      }
    }
    return running;
  }

  private static int start(Path jar) throws ReflectiveOperationException, IOException {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    // Never closed: the server lives as long as the JVM.
    @SuppressWarnings("resource")
    ClassLoader loader =
        new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
    Thread.currentThread().setContextClassLoader(loader);
    System.setProperty(
        "logback.statusListenerClass", "ch.qos.logback.core.status.NopStatusListener");
    System.setProperty("LOG_LEVEL", "error");
    System.setProperty("JETTY_LOG_LEVEL", "error");
    try {
      Object values =
          loader
              .loadClass("org.gaul.s3proxy.nio2blob.TransientNio2BlobStore")
              .getConstructor()
              .newInstance();
      Class<?> server = loader.loadClass("org.gaul.s3proxy.S3Proxy");
      Object builder = server.getMethod("builder").invoke(null);
      call(builder, "endpoint", URI.create("http://127.0.0.1:0"));
      call(builder, "blobStore", values);
      call(builder, "ignoreUnknownHeaders", true);
      call(builder, "awsAuthentication", signatures(builder), ACCESS_KEY, SECRET_KEY);
      Object started = call(builder, "build");
      call(started, "start");
      return (int) call(started, "getPort");
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  private static Object signatures(Object builder) throws ReflectiveOperationException {
    for (Method method : builder.getClass().getMethods()) {
      if (method.getName().equals("awsAuthentication")) {
        return method.getParameterTypes()[0].getField("AWS_V2_OR_V4").get(null);
      }
    }
    throw new NoSuchMethodException("awsAuthentication");
  }

  private static Object call(Object target, String name, Object... arguments)
      throws ReflectiveOperationException {
    for (Method method : target.getClass().getMethods()) {
      if (method.getName().equals(name) && method.getParameterCount() == arguments.length) {
        method.setAccessible(true);
        return method.invoke(target, arguments);
      }
    }
    throw new NoSuchMethodException(name);
  }

  String endpoint() {
    return endpoint;
  }

  boolean isS3Proxy() {
    return isS3Proxy;
  }

  /** The settings of a store on this server. */
  Map<String, String> settings() {
    return settings(endpoint());
  }

  /**
   * @param endpoint that leads to this server, such as a proxy's
   */
  static Map<String, String> settings(String endpoint) {
    Map<String, String> settings = new HashMap<>();
    settings.put("fs.s3a.endpoint", endpoint);
    settings.put("fs.s3a.path.style.access", "true");
    settings.put("fs.s3a.access.key", ACCESS_KEY);
    settings.put("fs.s3a.secret.key", SECRET_KEY);
    return settings;
  }

  /** Makes a bucket. */
  void bucket(String name) {
    URI uri = URI.create(endpoint() + "/" + name);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).PUT(HttpRequest.BodyPublishers.noBody());
    RequestSigner.sign(
            new RequestSigner.Request("PUT", uri, new TreeMap<>(), Map.of(), Optional.empty()),
            new S3Credentials(ACCESS_KEY, SECRET_KEY, Optional.empty()),
            "us-east-1",
            Instant.now())
        .forEach(request::header);
    try {
      assertThat(
              HttpClient.newHttpClient()
                  .send(request.build(), BodyHandlers.ofString())
                  .statusCode())
          .isIn(200, 409);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
