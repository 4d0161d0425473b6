package dev.sparkzarr.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The change of byte order against the definition, byte by byte. */
class RawBytesTest {
  @Property(tries = 300)
  void bytesOfEveryItemAreReversed(
      @ForAll @IntRange(min = 0, max = 300) int items,
      @ForAll @IntRange(min = 0, max = 3) int log,
      @ForAll @IntRange(min = 0, max = 9) int sourceAt,
      @ForAll @IntRange(min = 0, max = 9) int targetAt,
      @ForAll long seed) {
    int width = 1 << log;
    int size = items * width;
    byte[] source = new byte[sourceAt + size + 9];
    new Random(seed).nextBytes(source);
    byte[] before = source.clone();
    byte[] target = new byte[targetAt + size + 9];
    byte[] expected = target.clone();
    for (int i = 0; i < size; i++) {
      expected[targetAt + i] = source[sourceAt + i / width * width + width - 1 - i % width];
    }
    RawBytes.copyReversed(source, sourceAt, target, targetAt, size, width);
    assertThat(target).isEqualTo(expected);
    assertThat(source).isEqualTo(before);
    RawBytes.copyReversed(source, sourceAt, source, sourceAt, size, width);
    assertThat(Arrays.copyOfRange(source, sourceAt, sourceAt + size))
        .isEqualTo(Arrays.copyOfRange(expected, targetAt, targetAt + size));
    assertThat(Arrays.copyOf(source, sourceAt)).isEqualTo(Arrays.copyOf(before, sourceAt));
    assertThat(Arrays.copyOfRange(source, sourceAt + size, source.length))
        .isEqualTo(Arrays.copyOfRange(before, sourceAt + size, before.length));
  }
}
