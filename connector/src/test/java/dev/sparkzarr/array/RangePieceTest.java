package dev.sparkzarr.array;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkzarr.metadata.ChunkEdges;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RangePieceTest {
  @Property(tries = 2000)
  void piecesAreTheRangeInOrder(
      @ForAll @LongRange(min = 0, max = 500) long start,
      @ForAll @IntRange(max = 60) int count,
      @ForAll @IntRange(min = -40, max = 40) int step,
      @ForAll @IntRange(min = 1, max = 30) int chunk,
      @ForAll @IntRange(min = 1, max = 5) int perObject) {
    long stride = step == 0 ? 1 : step;
    long fitting = stride < 0 ? Math.min(count, start / -stride + 1) : count;
    Region.Range range = new Region.Range(start, fitting, stride);
    List<Long> indexes = new ArrayList<>();
    long before = -1;
    for (List<RangePiece> object : cut(range, chunk, perObject)) {
      long number = object.get(0).chunk() / perObject;
      assertThat(number).isNotEqualTo(before);
      before = number;
      for (RangePiece piece : object) {
        assertThat(piece.chunk() / perObject).isEqualTo(number);
        assertThat(piece.target()).isEqualTo(indexes.size());
        for (int i = 0; i < piece.count(); i++) {
          long within = piece.first() + i * stride;
          assertThat(within).isBetween(0L, chunk - 1L);
          indexes.add(piece.chunk() * chunk + within);
        }
      }
    }
    List<Long> expected = new ArrayList<>();
    for (long i = 0; i < fitting; i++) {
      expected.add(start + i * stride);
    }
    assertThat(indexes).isEqualTo(expected);
  }

  private static List<List<RangePiece>> cut(Region.Range range, long chunk, long perObject) {
    return RangePiece.cut(
        range,
        ChunkEdges.even(Long.MAX_VALUE, chunk),
        ChunkEdges.even(Long.MAX_VALUE, chunk * perObject));
  }

  @Test
  void chunksOfManyLengths() {
    ChunkEdges chunks = ChunkEdges.of(20, 3, 1, 6, 10);
    assertThat(RangePiece.cut(new Region.Range(1, 10, 2), chunks, chunks))
        .containsExactly(
            List.of(new RangePiece(0, 1, 1, 0)),
            List.of(new RangePiece(1, 0, 1, 1)),
            List.of(new RangePiece(2, 1, 3, 2)),
            List.of(new RangePiece(3, 1, 5, 5)));
    assertThat(RangePiece.cut(new Region.Range(19, 7, -3), chunks, chunks))
        .containsExactly(
            List.of(new RangePiece(3, 9, 4, 0)),
            List.of(new RangePiece(2, 3, 2, 4)),
            List.of(new RangePiece(0, 1, 1, 6)));
    ChunkEdges shards = ChunkEdges.of(10, 2, 6, 4);
    assertThat(RangePiece.cut(Region.Range.of(1, 9), ChunkEdges.even(10, 2), shards))
        .containsExactly(
            List.of(new RangePiece(0, 1, 1, 0)),
            List.of(
                new RangePiece(1, 0, 2, 1), new RangePiece(2, 0, 2, 3), new RangePiece(3, 0, 2, 5)),
            List.of(new RangePiece(4, 0, 1, 7)));
  }

  @Test
  void aChunkIsVisitedOnce() {
    assertThat(cut(new Region.Range(0, 100, 1), 10, 5))
        .hasSize(2)
        .allMatch(object -> object.size() == 5);
    assertThat(cut(new Region.Range(99, 100, -1), 10, 5))
        .hasSize(2)
        .allMatch(object -> object.size() == 5);
  }

  @Test
  void theLongestSteps() {
    assertThat(cut(new Region.Range(5, 1, Long.MIN_VALUE), 10, 1))
        .containsExactly(List.of(new RangePiece(0, 5, 1, 0)));
    assertThat(cut(new Region.Range(Long.MAX_VALUE - 1, 2, 1 - Long.MAX_VALUE), 10, 1)).hasSize(2);
  }
}
