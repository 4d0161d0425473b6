package dev.sparkzarr.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.store.AccessDeniedException;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.StoreLocation;
import dev.sparkzarr.store.http.SettingReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class S3SettingsTest {
  private static final S3Address ADDRESS = S3Address.parse("s3a://bucket/p").orElseThrow();
  private static final Map<String, String> KEYS =
      Map.of("fs.s3a.access.key", "access", "fs.s3a.secret.key", "geheim");

  private static boolean isDirect(String uri, Map<String, String> settings) {
    S3Address address = S3Address.parse(uri).orElseThrow();
    return S3Choice.isDirect(address, S3BucketSettings.of(address.bucket(), settings));
  }

  // Addresses

  @ParameterizedTest
  @CsvSource({
    "s3a://bucket, bucket, '', s3a://bucket/k",
    "s3://bucket/, bucket, '', s3://bucket/k",
    "S3A://bucket/a b/%20.zarr/, bucket, a b/%20.zarr, s3a://bucket/a b/%20.zarr/k",
    "s3a://bucket//a///b, bucket, a/b, s3a://bucket/a/b/k"
  })
  void addressesAreTakenLiterally(String uri, String bucket, String prefix, String key) {
    S3Address address = S3Address.parse(uri).orElseThrow();
    assertThat(address.bucket()).isEqualTo(bucket);
    assertThat(address.prefix()).isEqualTo(prefix);
    assertThat(address.describe(new StoreKey("k"))).isEqualTo(key);
  }

  @Test
  void addressesThatNameNoPlaceAreRefused() {
    for (String uri : List.of("s3a:bucket", "s3a://b/../c", "s3://access:geheim@bucket/p")) {
      assertThatThrownBy(() -> S3Address.parse(uri))
          .as(uri)
          .isInstanceOf(StoreException.class)
          .hasMessageNotContaining("geheim");
    }
    assertThat(S3Address.parse("s3n://bucket/p")).isEmpty();
    assertThat(S3Address.parse("/s3:/x")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "bucket, '', '', https://bucket.s3.us-east-1.amazonaws.com",
    "bucket, '', eu-west-1, https://bucket.s3.eu-west-1.amazonaws.com",
    "bucket, '', cn-north-1, https://bucket.s3.cn-north-1.amazonaws.com.cn",
    "bucket, s3.amazonaws.com, eu-west-1, https://bucket.s3.eu-west-1.amazonaws.com",
    "bucket, s3.eu-central-1.amazonaws.com, '', https://bucket.s3.eu-central-1.amazonaws.com",
    "bucket, minio:9000, '', https://bucket.minio:9000",
    "bucket, http://10.0.0.1:9000, '', http://10.0.0.1:9000/bucket",
    "a.bucket, '', us-west-2, https://s3.us-west-2.amazonaws.com/a.bucket",
  })
  void endpointsFollowFromSettings(String bucket, String endpoint, String region, String origin) {
    Map<String, String> settings = new HashMap<>();
    settings.put("fs.s3a.endpoint", endpoint);
    // Given, so that this process's environment does not matter.
    settings.put(
        "fs.s3a.endpoint.region",
        endpoint.contains("eu-central") ? region : region.isEmpty() ? "us-east-1" : region);
    S3Endpoints found = S3Endpoints.of(bucket, new SettingReader(settings, "x"));
    assertThat(found.origin(found.region()) + found.root()).isEqualTo(origin);
  }

  @Test
  void anEndpointIsAHost() {
    for (String endpoint : List.of("http://h/path", "ftp://h", "http://u:geheim@h", "a b", "://")) {
      assertThatThrownBy(
              () ->
                  S3Endpoints.of(
                      "bucket", new SettingReader(Map.of("fs.s3a.endpoint", endpoint), "x")))
          .as(endpoint)
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("fs.s3a.endpoint")
          .hasMessageNotContaining("geheim");
    }
  }

  // Which client

  @Test
  void ourClientServesUnlessTheClusterHasItsOwn() {
    String hadoops = "org.apache.hadoop.fs.s3a.S3AFileSystem";
    assertThat(isDirect("s3a://bucket/p", Map.of())).isTrue();
    assertThat(isDirect("s3://bucket/p", Map.of())).isTrue();
    assertThat(isDirect("s3a://bucket/p", Map.of("fs.s3a.impl", hadoops))).isTrue();
    assertThat(isDirect("s3a://bucket/p", Map.of("fs.s3a.impl", "vendor.Fs"))).isFalse();
    assertThat(isDirect("s3a://bucket/p", Map.of("fs.s3.impl", "vendor.Fs"))).isTrue();
    assertThat(isDirect("s3://bucket/p", Map.of("fs.s3.impl", "vendor.Fs"))).isFalse();
    assertThat(isDirect("s3://bucket/p", Map.of("fs.s3a.impl", "vendor.Fs"))).isFalse();
    assertThat(isDirect("s3://bucket/p", Map.of("fs.s3.impl", hadoops, "fs.s3a.impl", "vendor.Fs")))
        .isTrue();
  }

  @Test
  void whatOnlyHadoopDoesIsForHadoop() {
    Map<String, String> settings =
        Map.of(
            "fs.s3a.encryption.algorithm", "SSE-C",
            "fs.s3a.server-side-encryption-algorithm", "CSE-KMS",
            "fs.s3a.delegation.token.binding", "x",
            "fs.s3a.bucket.bucket.accesspoint.arn", "arn:x",
            "fs.s3a.endpoint.fips", "true",
            "fs.s3a.proxy.password", "geheim");
    settings.forEach(
        (name, value) -> {
          Map<String, String> one = new HashMap<>(Map.of(name, value));
          assertThat(isDirect("s3a://bucket/p", one)).as(name).isFalse();
          one.put(S3Choice.SETTING, "direct");
          assertThatThrownBy(() -> isDirect("s3a://bucket/p", one))
              .as(name)
              .isInstanceOf(StoreException.class)
              .hasMessageContaining(name.replace("bucket.bucket.", ""))
              .hasMessageNotContaining("geheim");
        });
    assertThat(isDirect("s3a://other/p", Map.of("fs.s3a.bucket.bucket.accesspoint.arn", "x")))
        .isTrue();
    assertThat(isDirect("s3a://zone--use1-az4--x-s3/p", Map.of())).isFalse();
    assertThat(isDirect("s3a://arn:aws:s3:x/p", Map.of())).isFalse();
  }

  @Test
  void theSettingGoesOverTheRule() {
    assertThat(isDirect("s3a://bucket/p", Map.of(S3Choice.SETTING, "hadoop"))).isFalse();
    assertThat(
            isDirect(
                "s3a://bucket/p", Map.of(S3Choice.SETTING, "Direct", "fs.s3a.impl", "vendor.Fs")))
        .isTrue();
    assertThatThrownBy(() -> isDirect("s3a://bucket/p", Map.of(S3Choice.SETTING, "aws")))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(S3Choice.SETTING);
  }

  @Test
  void aStoreOfHadoopsIsNotOpenedHere() {
    assertThat(
            S3Store.open(
                new StoreLocation("s3a://bucket/p", Map.of("fs.s3a.impl", "vendor.Fs")),
                Optional.empty(),
                Map.of()))
        .isEmpty();
  }

  // Credentials

  private static Optional<S3Credentials> credentials(
      Map<String, String> settings, Map<String, String> environment) {
    return new S3CredentialsChoice(
            ADDRESS,
            new SettingReader(settings, ADDRESS.describe()),
            Optional.of(new Surroundings()),
            environment)
        .source()
        .current();
  }

  /** A Hadoop that always has credentials. */
  private static final class Surroundings implements S3Surroundings {
    @Override
    public Map<String, String> resolve(Map<String, String> settings) {
      return settings;
    }

    @Override
    public Optional<S3CredentialsSource> credentials(String bucket, Map<String, String> settings) {
      return Optional.of(
          S3CredentialsSource.fixed(new S3Credentials("hadoop", bucket, Optional.empty())));
    }
  }

  @Test
  void credentialsAreTakenInTheOrderThatIsDocumented() {
    Map<String, String> environment =
        Map.of("AWS_ACCESS_KEY_ID", "env", "AWS_SECRET_ACCESS_KEY", "s", "AWS_SESSION_TOKEN", "t");
    Map<String, String> withToken = new HashMap<>(KEYS);
    withToken.put("fs.s3a.session.token", "token");
    assertThat(credentials(KEYS, environment))
        .hasValue(new S3Credentials("access", "geheim", Optional.empty()));
    assertThat(credentials(withToken, environment))
        .hasValue(new S3Credentials("access", "geheim", Optional.of("token")));
    assertThat(credentials(Map.of(), environment))
        .hasValue(new S3Credentials("env", "s", Optional.of("t")));
    assertThat(credentials(Map.of(), Map.of()).orElseThrow().accessKey()).isEqualTo("hadoop");
    withToken.put("hadoop.security.credential.provider.path", "jceks://x");
    assertThat(credentials(withToken, Map.of()).orElseThrow().accessKey()).isEqualTo("hadoop");
  }

  @Test
  void namedProvidersAreAskedInTheirOrder() {
    String package3 = "org.apache.hadoop.fs.s3a.";
    Map<String, String> settings = new HashMap<>(KEYS);
    String name = "fs.s3a.aws.credentials.provider";
    settings.put(name, package3 + "AnonymousAWSCredentialsProvider");
    assertThat(credentials(settings, Map.of())).isEmpty();
    settings.put(
        name,
        package3
            + "TemporaryAWSCredentialsProvider,\n "
            + package3
            + "SimpleAWSCredentialsProvider");
    assertThat(credentials(settings, Map.of()).orElseThrow().accessKey()).isEqualTo("access");
    settings.put(name, "com.example.Own," + package3 + "SimpleAWSCredentialsProvider");
    assertThat(credentials(settings, Map.of()).orElseThrow().accessKey()).isEqualTo("hadoop");
  }

  @Test
  void withoutCredentialsTheErrorSaysWhatToSet() {
    for (Map<String, String> settings :
        List.of(
            Map.<String, String>of(),
            Map.of("fs.s3a.aws.credentials.provider", "com.example.Own"),
            Map.of(
                "fs.s3a.aws.credentials.provider",
                "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider"))) {
      assertThatThrownBy(
              () ->
                  S3Store.open(
                      new StoreLocation("s3a://bucket/p", settings), Optional.empty(), Map.of()))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessageContaining("s3a://bucket/p")
          .hasMessageContaining("fs.s3a.access.key")
          .hasMessageContaining("AWS_ACCESS_KEY_ID");
    }
  }

  @Test
  void credentialsShowNothing() {
    assertThat(new S3Credentials("access", "geheim", Optional.of("token")).toString())
        .doesNotContain("access", "geheim", "token");
  }
}
