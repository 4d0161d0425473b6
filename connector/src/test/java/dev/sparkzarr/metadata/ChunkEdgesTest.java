package dev.sparkzarr.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Cuts of a dimension against adding their lengths up. */
class ChunkEdgesTest {
  @Property(tries = 1000)
  void answersAsAddedUp(@ForAll long seed) {
    Random random = new Random(seed);
    long dimension = random.nextInt(60);
    long part = 1 + random.nextInt(4);
    Cut cut =
        random.nextInt(4) == 0
            ? Cut.even(dimension, part)
            : Cut.uneven(random, dimension, part, 1 + random.nextInt(4));
    ChunkEdges edges = cut.edges();
    long count = dimension == 0 ? 0 : cut.cell(dimension - 1) + 1;
    assertThat(edges.dimensionLength()).isEqualTo(dimension);
    assertThat(edges.count()).isEqualTo(count);
    for (long index = 0; index < dimension; index++) {
      assertThat(edges.chunkAt(index)).isEqualTo(cut.cell(index));
    }
    long longest = 0;
    long shortest = Long.MAX_VALUE;
    for (long chunk = 0; chunk < count; chunk++) {
      assertThat(edges.start(chunk)).isEqualTo(cut.start(chunk));
      assertThat(edges.length(chunk)).isEqualTo(cut.length(chunk));
      assertThat(edges.stop(chunk)).isEqualTo(cut.stop(chunk));
      longest = Math.max(longest, cut.length(chunk));
      shortest = Math.min(shortest, cut.length(chunk));
      assertThat(edges.longest(0, chunk)).isEqualTo(longest);
      assertThat(edges.longest(chunk, chunk)).isEqualTo(cut.length(chunk));
    }
    if (count > 0) {
      assertThat(edges.longest()).isEqualTo(longest);
      assertThat(edges.shortest()).isEqualTo(shortest);
      assertThat(edges.isEven()).isEqualTo(longest == shortest);
    }
  }

  @Property(tries = 1000)
  void finerMeansThatBordersAreShared(@ForAll long seed) {
    Random random = new Random(seed);
    long dimension = 1 + random.nextInt(40);
    Cut fine = any(random, dimension);
    Cut coarse = any(random, dimension);
    if (fine.edges().isFinerThan(coarse.edges())) {
      for (long cell = 0; cell <= coarse.cell(dimension - 1); cell++) {
        long border = coarse.start(cell) + coarse.length(cell);
        boolean isBorder = border >= dimension || fine.start(fine.cell(border)) == border;
        assertThat(isBorder).as("%s is finer than %s", fine, coarse).isTrue();
      }
    }
    assertThat(fine.edges().isFinerThan(fine.edges())).isTrue();
    assertThat(Cut.even(dimension, 2).edges().isFinerThan(coarse.edges()))
        .isEqualTo(Cut.even(dimension, 2).makesUp(coarse));
  }

  private static Cut any(Random random, long dimension) {
    return random.nextBoolean()
        ? Cut.even(dimension, 1 + random.nextInt(6))
        : Cut.uneven(random, dimension, 1 + random.nextInt(2), 3);
  }

  @Example
  void runsAreNeverExpanded() {
    long huge = 1L << 40;
    ChunkEdges edges =
        ChunkEdges.runs(
            Long.MAX_VALUE,
            new long[] {1, 7, Long.MAX_VALUE},
            new long[] {huge, huge, Long.MAX_VALUE});
    assertThat(edges.chunkAt(huge - 1)).isEqualTo(huge - 1);
    assertThat(edges.chunkAt(huge + 7 * 5 + 6)).isEqualTo(huge + 5);
    assertThat(edges.chunkAt(Long.MAX_VALUE - 1)).isEqualTo(2 * huge);
    assertThat(edges.start(2 * huge)).isEqualTo(8 * huge);
    assertThat(edges.stop(2 * huge)).isEqualTo(Long.MAX_VALUE);
    assertThat(edges.count()).isEqualTo(2 * huge + 1);
    assertThat(edges.longest(0, huge)).isEqualTo(7);
    ChunkEdges even = ChunkEdges.even(Long.MAX_VALUE, (1L << 62) + 1);
    assertThat(even.count()).isEqualTo(2);
    assertThat(even.stop(1)).isEqualTo(Long.MAX_VALUE);
    assertThat(even.stop(0)).isEqualTo((1L << 62) + 1);
  }

  @Example
  void whatIsDeclaredBeyondTheDimensionDoesNotCount() {
    ChunkEdges edges = ChunkEdges.of(6, 4, 4, 4, 1_000_000);
    assertThat(edges.count()).isEqualTo(2);
    assertThat(edges.longest()).isEqualTo(4);
    assertThat(edges.isEven()).isTrue();
    assertThat(edges.toJson()).hasToString("[[4,3],1000000]");
    assertThatThrownBy(() -> edges.length(2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(ChunkEdges.of(0).count()).isZero();
    assertThat(ChunkEdges.of(0).longest()).isEqualTo(1);
    assertThat(ChunkEdges.even(0, 5).count()).isZero();
  }

  @Example
  void refusesCutsThatAreNone() {
    assertThatThrownBy(() -> ChunkEdges.of(6, 2, 3))
        .isInstanceOf(MetadataException.class)
        .hasMessage("Cannot cut a dimension of length 6: its chunks are only 5 long together.");
    assertThatThrownBy(() -> ChunkEdges.of(6, 6, 0)).isInstanceOf(MetadataException.class);
    assertThatThrownBy(() -> ChunkEdges.runs(6, new long[] {6}, new long[] {0}))
        .isInstanceOf(MetadataException.class);
    assertThatThrownBy(() -> ChunkEdges.runs(6, new long[] {6}, new long[] {1, 1}))
        .isInstanceOf(MetadataException.class);
    assertThatThrownBy(() -> ChunkEdges.even(6, 0)).isInstanceOf(MetadataException.class);
    assertThatThrownBy(() -> ChunkEdges.even(-1, 1)).isInstanceOf(MetadataException.class);
  }
}
