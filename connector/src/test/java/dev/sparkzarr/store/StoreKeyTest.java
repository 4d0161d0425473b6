package dev.sparkzarr.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreKeyTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "/", "/a", "a/", "a//b", ".", "..", "a/../b", "../a", "a/.", "a\\b", "a\0", "\n"
      })
  void whatCouldLeaveTheStoreIsNoKey(String text) {
    assertThat(StoreKey.isValid(text)).isFalse();
    assertThatThrownBy(() -> new StoreKey(text)).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> new StoreKey("a").resolve(text)).isInstanceOf(StoreException.class);
  }

  @Test
  void oddNamesAreKeys() {
    for (String text : new String[] {"...", "..a", "a b", "%2e%2e", "[10ms]", "ü", "a:b", "~"}) {
      assertThat(new StoreKey(text).resolve("c/0").value()).isEqualTo(text + "/c/0");
    }
  }

  /** The file system's own idea of a path agrees that a key stays below its root. */
  @Property
  void aKeyStaysBelowItsRoot(
      @ForAll
          @StringLength(max = 12)
          @Chars({'.', '/', 'a', '\\', '%'})
          @CharRange(from = 'a', to = 'c')
          String text) {
    if (StoreKey.isValid(text)) {
      Path root = Path.of("/data/root");
      Path path = root.resolve(text).normalize();
      assertThat(path.startsWith(root)).isTrue();
      assertThat(path).isEqualTo(root.resolve(text)).isNotEqualTo(root);
    }
  }
}
