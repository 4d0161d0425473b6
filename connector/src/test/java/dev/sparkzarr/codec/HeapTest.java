package dev.sparkzarr.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sparkzarr.metadata.ElementKind;
import org.junit.jupiter.api.Test;

class HeapTest {
  private static final int LARGEST = Integer.MAX_VALUE - 8;

  @Test
  void whatTheJvmCannotHoldIsAnErrorOfOurs() {
    assumeTrue(Runtime.getRuntime().maxMemory() / 4 * 3 < LARGEST, "a heap with room for it");
    ChunkBuffer buffer = new ChunkBuffer(ElementKind.UINT8);
    buffer.resize(5);
    assertThatThrownBy(() -> buffer.resize(LARGEST))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("2147483639 bytes");
    assertThat(buffer.elements()).isZero();
    buffer.resize(6);
    assertThat(buffer.bytes()).hasSizeGreaterThanOrEqualTo(6);
  }
}
