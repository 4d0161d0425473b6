package dev.sparkzarr.store.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.store.ByteRange.Slice;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.StoreLocation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpRedirectTest {
  private static final StoreKey KEY = new StoreKey("c/0");
  private static final Map<String, String> SETTINGS =
      Map.of("fs.http.token", "geheim", "fs.http.header.X-Own", "own");

  private ValueServer first;
  private ValueServer second;
  private HttpStore store;

  @BeforeEach
  void start() throws IOException {
    first = new ValueServer();
    second = new ValueServer();
    store = HttpStore.open(new StoreLocation(first.address() + "/p", SETTINGS)).orElseThrow();
    first.put("/q/c/0", new byte[] {1, 2, 3});
    second.put("/p/c/0", new byte[] {4, 5, 6});
  }

  @AfterEach
  void stop() {
    store.close();
    first.close();
    second.close();
  }

  private void redirect(String from, int status, String to) {
    first.answer(
        exchange -> {
          if (!exchange.getRequestURI().getPath().startsWith(from)) {
            return false;
          }
          exchange.getResponseHeaders().set("Location", to);
          ValueServer.send(exchange, status, "moved".getBytes());
          return true;
        });
  }

  @Test
  void aRedirectIsFollowedWithItsRange() {
    for (int status : new int[] {301, 302, 303, 307, 308}) {
      redirect("/p/", status, "/q/c/0");
      assertThat(store.ranges().orElseThrow().read(KEY, new Slice(1, 1)))
          .hasValue(ByteBuffer.wrap(new byte[] {2}));
      ValueServer.Seen last = first.seen().get(first.seen().size() - 1);
      assertThat(last.header("Range")).isEqualTo("bytes=1-1");
      assertThat(last.header("Authorization")).isEqualTo("Bearer geheim");
    }
    assertThat(store.stats().orElseThrow().size(KEY)).hasValue(3);
  }

  @Test
  void headersOfTheUserStayAtHome() {
    redirect("/p/", 302, second.address() + "/p/c/0");
    assertThat(store.get(KEY, 10)).hasValue(ByteBuffer.wrap(new byte[] {4, 5, 6}));
    assertThat(first.seen().get(0).header("X-own")).isEqualTo("own");
    assertThat(second.seen())
        .singleElement()
        .satisfies(
            seen -> {
              assertThat(seen.header("Authorization")).isEmpty();
              assertThat(seen.header("X-own")).isEmpty();
            });
  }

  @Test
  void redirectsEnd() {
    redirect("/", 302, "/p/c/0");
    assertThatThrownBy(() -> store.get(KEY, 10))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("more than 5 times");
    assertThat(first.seen()).hasSize(6);
  }

  @Test
  void redirectsToNowhereAreRefused() {
    for (String to :
        new String[] {"file:///etc/passwd", "ftp://h/x", "http:", "http://a b/", "::"}) {
      redirect("/p/", 302, to);
      assertThatThrownBy(() -> store.get(KEY, 10))
          .as(to)
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("redirects");
    }
  }
}
