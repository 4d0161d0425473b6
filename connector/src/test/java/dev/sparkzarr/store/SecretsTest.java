package dev.sparkzarr.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "s3a://AKIA123:geheim@bucket/x.zarr | s3a://bucket/x.zarr",
        "abfss://container@account.dfs.core.windows.net/x | abfss://container@account.dfs.core.windows.net/x",
        "hdfs://nn:8020/a@b:c | hdfs://nn:8020/a@b:c",
        "https://h/x?sv=2020&sig=geheim%3D&se=1 | https://h/x?sv=2020&sig=***&se=1",
        "https://h/x?X-Amz-Signature=geheim | https://h/x?X-Amz-Signature=***",
        "https://h/x?X-Amz-Security-Token=geheim&a=b | https://h/x?X-Amz-Security-Token=***&a=b",
        "/data/what?key/x | /data/what?key/x",
      })
  void anAddressKeepsAllButItsCredentials(String text, String shown) {
    assertThat(Secrets.NONE.hideIn(text)).isEqualTo(shown);
    assertThat(new StoreLocation(text, Map.of()).toString())
        .isEqualTo("StoreLocation[" + shown + "]");
  }

  @Test
  void valuesOfSecretSettingsAreHiddenWhereverTheyStand() {
    Secrets secrets =
        Secrets.of(
            Map.of(
                "fs.s3a.access.key", "AKIAIOSFODNN7",
                "fs.s3a.secret.key", "wJalrXUtn/FEMI",
                "fs.s3a.bucket.era5.session.token", "IQoJb3JpZ2lu",
                "fs.azure.account.key.x.dfs.core.windows.net", "Zm9vYmFy",
                "fs.azure.account.oauth2.client.secret", "oauth-geheim",
                "fs.s3a.endpoint", "http://localhost:9000",
                "fs.s3a.path.style.access", "true",
                "fs.azure.sas.c.a", "sv=1&sg=abcdef"));
    String text =
        "no AKIAIOSFODNN7 wJalrXUtn/FEMI IQoJb3JpZ2lu Zm9vYmFy oauth-geheim sv=1&sg=abcdef true"
            + " http://localhost:9000";
    assertThat(secrets.hideIn(text))
        .isEqualTo("no *** *** *** *** *** *** true http://localhost:9000");
  }

  @Test
  void aCauseIsCopiedOnlyWhenItTellsASecret() {
    Secrets secrets = Secrets.of(Map.of("x.password", "geheim!"));
    Exception clean = new IOException("no", new IllegalStateException("reason"));
    assertThat(secrets.hideIn(clean)).isSameAs(clean);
    Exception telling = new IOException("no", new IllegalStateException("with geheim! in it"));
    Throwable copy = secrets.hideIn(telling);
    assertThat(copy).hasMessage("java.io.IOException: no");
    assertThat(copy.getCause()).hasMessage("java.lang.IllegalStateException: with *** in it");
    assertThat(copy.getStackTrace()).isEqualTo(telling.getStackTrace());
    java.io.StringWriter trace = new java.io.StringWriter();
    copy.printStackTrace(new java.io.PrintWriter(trace));
    assertThat(trace.toString()).doesNotContain("geheim");
  }
}
