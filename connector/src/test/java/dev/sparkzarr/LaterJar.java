package dev.sparkzarr;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.concurrent.Callable;

/** A service in the thread's class loader, as if its jar had been attached later. */
public final class LaterJar {
  private LaterJar() {}

  /**
   * Runs something on a thread whose loader has a provider.
   *
   * @param provider name of its class, which need not be there
   */
  public static <T> T with(Class<?> service, String provider, Callable<T> action) throws Exception {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(loader(service, provider));
    try {
      return action.call();
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  private static ClassLoader loader(Class<?> service, String provider) {
    String file = "META-INF/services/" + service.getName();
    return new ClassLoader(LaterJar.class.getClassLoader()) {
      @Override
      public Enumeration<URL> getResources(String name) throws IOException {
        return name.equals(file)
            ? Collections.enumeration(Collections.singleton(text(provider)))
            : super.getResources(name);
      }
    };
  }

  private static URL text(String content) throws MalformedURLException {
    return new URL(
        null,
        "text:service",
        new URLStreamHandler() {
          @Override
          protected URLConnection openConnection(URL url) {
            return new URLConnection(url) {
              @Override
              public void connect() {}

              @Override
              public InputStream getInputStream() {
                return new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8));
              }
            };
          }
        });
  }
}
