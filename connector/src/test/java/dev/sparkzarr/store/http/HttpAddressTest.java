package dev.sparkzarr.store.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpAddressTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://h/p.zarr | https://h/p.zarr/a%20b/%25",
        "https://h | https://h/a%20b/%25",
        "HTTPS://H:8443// | https://h:8443/a%20b/%25",
        "https://h/a%2Fb/ü c?x=1&y=%20 | https://h/a%2Fb/%C3%BC%20c/a%20b/%25?x=1&y=%20",
        "http://[::1]:80/p?q | http://[::1]:80/p/a%20b/%25?q",
        "https://bücher.example/p | https://xn--bcher-kva.example/p/a%20b/%25",
      })
  void keysGoIntoThePath(String address, String expected) {
    assertThat(HttpAddress.parse(address).orElseThrow().uri(new StoreKey("a b/%")))
        .hasToString(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https:",
        "https://",
        "https:///p",
        "https://h:port/p",
        "https://h:99999/p",
        "https://a_b/p",
        "https://u:geheim@h/p#x",
        "https://u:geheim@h/50%",
        "https://h/p?sig=geheim%"
      })
  void whatIsNoUrlIsRefusedWithoutItsSecrets(String address) {
    assertThatThrownBy(() -> HttpAddress.parse(address))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("Cannot open store http")
        .hasMessageNotContaining("geheim");
  }

  @Test
  void otherSchemesAreOthers() {
    assertThat(HttpAddress.parse("s3a://h/p")).isEmpty();
    assertThat(HttpAddress.parse("/https/p")).isEmpty();
  }

  @Property(tries = 500, seed = "11")
  void encodedTextDecodesToItself(@ForAll String text) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      assertThatThrownBy(() -> UrlText.path(text)).isInstanceOf(StoreException.class);
      return;
    }
    String encoded = UrlText.component(text);
    assertThat(encoded).matches("[A-Za-z0-9._~%-]*");
    assertThat(java.net.URLDecoder.decode(encoded, StandardCharsets.UTF_8)).isEqualTo(text);
  }
}
