package dev.sparkzarr.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frames by hand, from RFC 8878, and those that the library writes. */
class ZstdFramesTest {
  private static long most(byte[] frames) {
    byte[] within = new byte[frames.length + 9];
    Arrays.fill(within, (byte) 0xff);
    System.arraycopy(frames, 0, within, 5, frames.length);
    return ZstdFrames.mostDecoded(new ByteSpan(within, 5, frames.length));
  }

  @ParameterizedTest
  @CsvSource({
    // magic, descriptor, window or size, block
    "28b52ffd 20 03 190000 616263, 3", // three bytes as they are
    "28b52ffd 00 58 190000 616263, 3", // the same behind a window
    "28b52ffd 20 64 230300 61, 100", // one byte a hundred times
    "28b52ffd 60 0000 190000 616263, 3", // a content size of two bytes
    "28b52ffd a0 03000000 190000 616263, 3",
    "28b52ffd e0 0300000000000000 190000 616263, 3",
    "28b52ffd 23 01000000 03 190000 616263, 3", // a dictionary's number
    "28b52ffd 00 58 180000 616263 190000 616263, 6", // two blocks
    "28b52ffd 20 03 1d0000 616263, 131072", // compressed
    "28b52ffd 00 58 fbffff 61, 131072", // repeated more often than a block can be
    "502a4d18 02000000 ffff 28b52ffd 20 03 190000 616263, 3", // behind a frame to skip
    "28b52ffd 24 03 190000 616263 01020304 28b52ffd 20 03 190000 616263, 6", // a checksum
    "28b52ffd 20 03 190000 616263 502a4d18 00000000, 3",
    "'', 0",
    "28b52ffd, 0",
    "28b52ffd 20 03 1900, 0",
    "28b52ffd 20 03 190000 6162, 3", // cut off
    "502a4d18 ffffff7f 00, 0",
    "502a4d18 ffffffff 00, 0",
    "616263646566676869, 0"
  })
  void boundsWhatFramesHold(String frames, long most) {
    assertThat(most(Chains.hex(frames))).isEqualTo(most);
  }

  @Property(tries = 300)
  void isNeverLessThanWhatComes(
      @ForAll Random random, @ForAll @IntRange(max = 400_000) int size, @ForAll boolean dull) {
    byte[] bytes = new byte[size];
    if (!dull) {
      random.nextBytes(bytes);
    }
    byte[] frame = Zstd.compress(bytes, random.nextInt(25) - 5);
    byte[] two = Arrays.copyOf(frame, 2 * frame.length);
    System.arraycopy(frame, 0, two, frame.length, frame.length);
    assertThat(most(frame)).isBetween((long) size, 4L * size + (1L << 18));
    assertThat(most(two)).isEqualTo(2 * most(frame));
  }

  @Test
  void sizesThatCannotComeAreRefusedBeforeMemoryIsTaken() {
    ByteForm open = ByteForm.atMost(Integer.MAX_VALUE - 8);
    try (Workspace workspace = Workspace.lease()) {
      ByteTarget target = ByteTarget.growing(open, workspace);
      target.expect(25_600, 100, Lz4Blocks.RATIO);
      assertThatThrownBy(() -> target.expect(25_601, 100, Lz4Blocks.RATIO))
          .isInstanceOf(CodecException.class)
          .hasMessageContaining("declares 25601 decoded bytes, which 100 cannot");
    }
  }
}
