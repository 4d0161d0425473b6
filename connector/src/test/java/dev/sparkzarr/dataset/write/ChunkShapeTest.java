package dev.sparkzarr.dataset.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ChunkShapeTest {
  @Test
  void aYearOfHoursIsCutAlikeInAllDimensions() {
    long[] chunks =
        ChunkShape.balanced(new long[] {8760, 721, 1440}, new long[3], 4, ChunkShape.TARGET);
    // 64, 8 and 8 pieces: the first such that 4 bytes each are at most 16 MiB
    assertThat(chunks).containsExactly(137, 91, 180);
  }

  @Test
  void whatIsSmallIsWhole() {
    assertThat(ChunkShape.balanced(new long[] {721, 1440}, new long[2], 4, ChunkShape.TARGET))
        .containsExactly(721, 1440);
    assertThat(ChunkShape.balanced(new long[] {0, 5}, new long[2], 8, ChunkShape.TARGET))
        .containsExactly(1, 5);
    assertThat(ChunkShape.balanced(new long[] {}, new long[] {}, 8, 1)).isEmpty();
  }

  @Property(tries = 1000, seed = "20261121")
  void chunksFitTheTargetAndTheirDimensions(
      @ForAll @Size(max = 6) List<@LongRange(max = 10_000_000_000L) Long> given,
      @ForAll @LongRange(min = 1, max = 64) long width) {
    long[] lengths = given.stream().mapToLong(Long::longValue).toArray();
    long[] chunks = ChunkShape.balanced(lengths, new long[lengths.length], width, 1 << 20);
    double bytes = width;
    for (int i = 0; i < lengths.length; i++) {
      assertThat(chunks[i]).isBetween(1L, Math.max(1, lengths[i]));
      bytes *= chunks[i];
    }
    assertThat(bytes).isLessThanOrEqualTo(1 << 20);
  }

  @Property(tries = 1000, seed = "20261121")
  void noChunkIsNeedlesslySmall(
      @ForAll @LongRange(min = 1, max = 100_000) long a,
      @ForAll @LongRange(min = 1, max = 100_000) long b) {
    long[] chunks = ChunkShape.balanced(new long[] {a, b}, new long[2], 8, 1 << 20);
    assertThat(8 * chunks[0] * chunks[1]).isGreaterThanOrEqualTo(Math.min(8 * a * b, 1 << 18));
    long last = a % chunks[0] == 0 ? chunks[0] : a % chunks[0];
    assertThat(2 * last)
        .as("%s of %s", Arrays.toString(chunks), a)
        .isGreaterThanOrEqualTo(Math.min(chunks[0], 2 * (chunks[0] - a / chunks[0])));
  }

  @Property(tries = 500, seed = "20261121")
  void innerChunksDivideTheirShard(
      @ForAll @Size(max = 4) List<@LongRange(min = 1, max = 100_000) Long> given) {
    long[] shards = given.stream().mapToLong(Long::longValue).toArray();
    long[] chunks = ChunkShape.dividing(shards, new long[shards.length], 4, 1 << 16);
    double bytes = 4;
    for (int i = 0; i < shards.length; i++) {
      assertThat(shards[i] % chunks[i]).isZero();
      bytes *= chunks[i];
    }
    assertThat(bytes).isLessThanOrEqualTo(1 << 16);
  }
}
