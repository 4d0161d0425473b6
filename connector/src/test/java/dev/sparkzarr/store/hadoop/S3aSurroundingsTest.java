package dev.sparkzarr.store.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.store.AccessDeniedException;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.s3.S3CredentialsSource;
import dev.sparkzarr.store.s3.S3Surroundings;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Credentials through stand-ins that have the names and shapes of S3A's classes. */
class S3aSurroundingsTest {
  @TempDir Path directory;
  private ClassLoader before;
  private URLClassLoader loader;

  @BeforeEach
  void remember() {
    before = Thread.currentThread().getContextClassLoader();
  }

  @AfterEach
  void restore() throws IOException {
    Thread.currentThread().setContextClassLoader(before);
    if (loader != null) {
      loader.close();
    }
  }

  /** The factory of Hadoop 3.4 and later; the class that answers may not be called itself. */
  private void stand(String body) throws IOException {
    Path source = directory.resolve("CredentialProviderListFactory.java");
    Files.writeString(
        source,
        """
        package org.apache.hadoop.fs.s3a.auth;
        public final class CredentialProviderListFactory {
          public interface Credentials {
            String accessKeyId();
            String secretAccessKey();
          }
          public interface SessionCredentials extends Credentials {
            String sessionToken();
          }
          private record Own(String accessKeyId, String secretAccessKey, String sessionToken)
              implements SessionCredentials {}
          public static final class Providers implements AutoCloseable {
            private final org.apache.hadoop.conf.Configuration conf;
            private int asked;
            Providers(org.apache.hadoop.conf.Configuration conf) { this.conf = conf; }
            public Credentials resolveCredentials() throws java.io.IOException {
              asked++;
              BODY
            }
            public void close() { System.setProperty("sparkzarr.test.closed", "true"); }
          }
          public static Providers createAWSCredentialProviderList(
              java.net.URI uri, org.apache.hadoop.conf.Configuration conf)
              throws java.io.IOException {
            if (conf.get("fail") != null) {
              throw new java.io.IOException("no class " + conf.get("fail") + " for " + uri);
            }
            return new Providers(conf);
          }
        }
        """
            .replace("BODY", body));
    List<String> arguments =
        List.of(
            "-d",
            directory.toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "-proc:none",
            source.toString());
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, arguments.toArray(String[]::new)))
        .isZero();
    loader = new URLClassLoader(new URL[] {directory.toUri().toURL()}, before);
    Thread.currentThread().setContextClassLoader(loader);
  }

  @Test
  void itIsFoundAsAService() {
    List<S3Surroundings> found = new ArrayList<>();
    ServiceLoader.load(S3Surroundings.class).forEach(found::add);
    assertThat(found).hasSize(1).allMatch(S3aSurroundings.class::isInstance);
  }

  @Test
  void referencesAreResolvedAsHadoopDoes() {
    assertThat(
            new S3aSurroundings()
                .resolve(Map.of("fs.s3a.endpoint", "${my.host}:9", "my.host", "h")))
        .containsEntry("fs.s3a.endpoint", "h:9");
  }

  @Test
  void withoutS3aThereAreNoneOfIts() {
    // hadoop-aws is here, the SDK that it needs is not.
    assertThat(new S3aSurroundings().credentials("bucket", Map.of())).isEmpty();
  }

  @Test
  void credentialsAreTakenAnewEachTime() throws IOException {
    stand("return new Own(conf.get(\"k\") + asked, \"secret\", asked > 1 ? \"token\" : null);");
    S3CredentialsSource source =
        new S3aSurroundings().credentials("bucket", Map.of("k", "key")).orElseThrow();
    assertThat(source.mayWait()).isTrue();
    assertThat(source.current().orElseThrow().accessKey()).isEqualTo("key1");
    assertThat(source.current().orElseThrow().accessKey()).isEqualTo("key2");
    assertThat(source.current().orElseThrow().secretKey()).isEqualTo("secret");
    assertThat(source.current().orElseThrow().sessionToken()).hasValue("token");
    System.clearProperty("sparkzarr.test.closed");
    source.close();
    assertThat(System.clearProperty("sparkzarr.test.closed")).isEqualTo("true");
  }

  @Test
  void credentialsWithoutKeysAreAnonymous() throws IOException {
    stand("return new Own(null, null, null);");
    assertThat(new S3aSurroundings().credentials("bucket", Map.of()).orElseThrow().current())
        .isEmpty();
  }

  @Test
  void failuresAreOursAndShowNoSecret() throws IOException {
    stand("throw new java.io.IOException(\"refused with geheimnis\");");
    Map<String, String> settings = Map.of("fs.s3a.secret.key", "geheimnis");
    Optional<S3CredentialsSource> source = new S3aSurroundings().credentials("bucket", settings);
    assertThatThrownBy(() -> source.orElseThrow().current())
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining("s3a://bucket/")
        .hasMessageContaining("refused with ***");
    assertThatThrownBy(
            () -> new S3aSurroundings().credentials("bucket", Map.of("fail", "a.b.Provider")))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("no class a.b.Provider")
        .hasMessageContaining("fs.s3a.aws.credentials.provider");
  }
}
