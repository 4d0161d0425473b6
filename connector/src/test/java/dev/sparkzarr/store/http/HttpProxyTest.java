package dev.sparkzarr.store.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.StoreLocation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HttpProxyTest {
  @Test
  void requestsGoThroughTheProxyOfTheSettings() throws IOException {
    try (ValueServer proxy = new ValueServer()) {
      proxy.answer(
          exchange -> {
            ValueServer.send(exchange, 200, exchange.getRequestURI().toString().getBytes());
            return true;
          });
      Map<String, String> settings =
          Map.of("fs.http.proxy.host", "127.0.0.1", "fs.http.proxy.port", "" + proxy.port());
      try (HttpStore store =
          HttpStore.open(new StoreLocation("http://nowhere.invalid/p", settings)).orElseThrow()) {
        assertThat(store.get(new StoreKey("a b"), 100))
            .hasValue(ByteBuffer.wrap("http://nowhere.invalid/p/a%20b".getBytes()));
      }
    }
  }

  @Test
  void aProxyNeedsItsPort() {
    assertThatThrownBy(
            () ->
                HttpStore.open(new StoreLocation("http://h/p", Map.of("fs.http.proxy.host", "x"))))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("fs.http.proxy.port");
  }
}
