package dev.sparkzarr.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Shuffling against the definition, bit by bit. */
class ShuffleTest {
  private static final long[] WORDS = new long[WordStreams.SCRATCH];

  @Property(tries = 400)
  void bytesGoToPlanes(
      @ForAll @IntRange(min = 0, max = 700) int length,
      @ForAll @IntRange(min = 1, max = 40) int typeSize,
      @ForAll long seed) {
    checkBytes(length, typeSize, seed);
  }

  @Property(tries = 100)
  void bytesOfManyItemsGoToPlanes(
      @ForAll @IntRange(min = 1900, max = 6300) int items,
      @ForAll @IntRange(min = 1, max = 32) int typeSize,
      @ForAll @IntRange(min = 0, max = 31) int more,
      @ForAll long seed) {
    checkBytes(items * typeSize + more % typeSize, typeSize, seed);
  }

  private static void checkBytes(int length, int typeSize, long seed) {
    byte[] items = noise(length, seed);
    byte[] planes = items.clone();
    int count = length / typeSize;
    for (int i = 0; i < count; i++) {
      for (int plane = 0; plane < typeSize; plane++) {
        planes[plane * count + i] = items[i * typeSize + plane];
      }
    }
    byte[] out = new byte[length + 8];
    ByteShuffle.encode(shifted(items), 3, out, 5, length, typeSize, WORDS);
    assertThat(Arrays.copyOfRange(out, 5, 5 + length)).isEqualTo(planes);
    ByteShuffle.decode(shifted(planes), 3, out, 5, length, typeSize, WORDS);
    assertThat(Arrays.copyOfRange(out, 5, 5 + length)).isEqualTo(items);
  }

  @Property(tries = 400)
  void bitsGoToPlanesInEights(
      @ForAll @IntRange(min = 0, max = 90) int eights,
      @ForAll @IntRange(min = 1, max = 20) int typeSize,
      @ForAll @IntRange(min = 0, max = 30) int more,
      @ForAll long seed) {
    checkBits(8 * eights * typeSize + more, typeSize, seed);
  }

  @Property(tries = 20)
  void bitsOfManyItemsGoToPlanes(
      @ForAll @IntRange(min = 2000, max = 4500) int eights,
      @ForAll @IntRange(min = 1, max = 9) int typeSize,
      @ForAll @IntRange(min = 0, max = 8) int more,
      @ForAll long seed) {
    checkBits(8 * eights * typeSize + more % typeSize, typeSize, seed);
  }

  private static void checkBits(int length, int typeSize, long seed) {
    byte[] items = noise(length, seed);
    byte[] planes = items.clone();
    int count = length / typeSize;
    if (count % 8 == 0) {
      Arrays.fill(planes, 0, count * typeSize, (byte) 0);
      for (int i = 0; i < count * typeSize * 8; i++) {
        int item = i / (8 * typeSize);
        int bit = i % (8 * typeSize);
        int to = bit * count + item;
        planes[to / 8] |= (byte) ((items[i / 8] >> i % 8 & 1) << to % 8);
      }
    }
    byte[] out = new byte[length + 8];
    byte[] scratch = noise(length, -seed);
    BitShuffle.encode(shifted(items), 3, out, 5, length, typeSize, scratch, WORDS);
    assertThat(Arrays.copyOfRange(out, 5, 5 + length)).isEqualTo(planes);
    BitShuffle.decode(shifted(planes), 3, out, 5, length, typeSize, scratch, WORDS);
    assertThat(Arrays.copyOfRange(out, 5, 5 + length)).isEqualTo(items);
  }

  private static byte[] noise(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static byte[] shifted(byte[] bytes) {
    byte[] more = new byte[bytes.length + 3];
    System.arraycopy(bytes, 0, more, 3, bytes.length);
    return more;
  }
}
