package dev.sparkzarr.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkzarr.dataset.PartitionPlanner.Limits;
import dev.sparkzarr.metadata.ChunkEdges;
import dev.sparkzarr.metadata.ChunkGrid;
import dev.sparkzarr.metadata.Cut;
import dev.sparkzarr.metadata.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Boxes of random selections against a walk over their cells, and plans of huge arrays. */
class PartitionPlannerTest {
  private static final long MB = 1 << 20;

  @Property(tries = 2000)
  void boxesAreDisjointCoverTheSelectionAndKeepTheCaps(@ForAll long seed) {
    Random random = new Random(seed);
    int rank = random.nextInt(4);
    long[] lengths = new long[rank];
    List<Cut> objects = new ArrayList<>();
    List<Cut> chunks = new ArrayList<>();
    List<IndexSet> selection = new ArrayList<>();
    for (int d = 0; d < rank; d++) {
      lengths[d] = 1 + random.nextInt(new int[] {1, 200, 30, 12}[rank]);
      long chunk = 1 + random.nextInt(5);
      chunks.add(Cut.even(lengths[d], chunk));
      objects.add(
          random.nextInt(3) == 0
              ? Cut.uneven(random, lengths[d], chunk, 4)
              : Cut.even(lengths[d], chunk * (random.nextBoolean() ? 1 : 1 + random.nextInt(4))));
      IndexSet.Builder builder = new IndexSet.Builder();
      int oneIn = 1 + random.nextInt(4);
      for (int i = 0; i < lengths[d]; i++) {
        if (random.nextInt(oneIn) == 0) {
          builder.add(i, i + 1);
        }
      }
      selection.add(builder.build());
    }
    boolean parts = random.nextBoolean();
    long rowBytes = 1 + random.nextInt(9);
    Limits limits =
        new Limits(1 + random.nextInt(2000), 1 + random.nextInt(40), 1 + random.nextInt(12));
    Shape shape = Shape.of(lengths);
    List<ChunkEdges> edges = objects.stream().map(Cut::edges).toList();
    List<ChunkEdges> partEdges = parts ? chunks.stream().map(Cut::edges).toList() : edges;
    List<Box> boxes = PartitionPlanner.plan(shape, selection, edges, partEdges, rowBytes, limits);

    long touchedObjects = 1;
    long touchedChunks = 1;
    long cells = 1;
    for (int d = 0; d < rank; d++) {
      touchedObjects *= touched(selection.get(d), 0, lengths[d], objects.get(d));
      touchedChunks *= touched(selection.get(d), 0, lengths[d], chunks.get(d));
      cells *= selection.get(d).size();
    }
    assertThat(boxes.size()).isLessThanOrEqualTo(limits.maxPartitions());
    long wanted = Math.min(limits.parallelism(), limits.maxPartitions());
    boolean split = parts && touchedObjects < wanted;
    long available = split ? touchedChunks : touchedObjects;
    if (!split || touchedObjects <= 1) {
      assertThat((long) boxes.size()).isGreaterThanOrEqualTo(Math.min(wanted, available));
    }
    List<Cut> unit = split ? chunks : objects;
    List<Cut> part = parts ? chunks : objects;
    long covered = 0;
    for (Box box : boxes) {
      long selected = 1;
      long boxBytes = rowBytes;
      long boxObjects = 1;
      for (int d = 0; d < rank; d++) {
        Cut cut = unit.get(d);
        assertThat(cut.start(cut.cell(box.start(d)))).isEqualTo(box.start(d));
        assertThat(cut.stop(cut.cell(box.stop(d) - 1))).isEqualTo(box.stop(d));
        selected *= selection.get(d).slice(box.start(d), box.stop(d)).size();
        boxBytes *= cellsOfTouched(selection.get(d), box, d, part.get(d));
        boxObjects *= touched(selection.get(d), box.start(d), box.stop(d), unit.get(d));
      }
      assertThat(selected).isPositive();
      covered += selected;
      if (boxes.size() < limits.maxPartitions() && !split && boxObjects > 1) {
        assertThat(boxBytes).isLessThanOrEqualTo(limits.maxBytes());
      }
    }
    assertThat(covered).isEqualTo(cells);
    for (int i = 0; i < boxes.size(); i++) {
      for (int j = 0; j < i; j++) {
        assertThat(disjoint(boxes.get(i), boxes.get(j))).isTrue();
      }
    }
  }

  private static long touched(IndexSet set, long from, long to, Cut cut) {
    TreeSet<Long> cells = new TreeSet<>();
    for (int range = 0; range < set.ranges(); range++) {
      for (long i = set.start(range); i < set.stop(range); i++) {
        if (i >= from && i < to) {
          cells.add(cut.cell(i));
        }
      }
    }
    return cells.size();
  }

  /** Indexes of touched chunks, without those behind the end of the dimension. */
  private static long cellsOfTouched(IndexSet set, Box box, int d, Cut cut) {
    TreeSet<Long> indexes = new TreeSet<>();
    for (long i = box.start(d); i < box.stop(d); i++) {
      if (!set.slice(i, i + 1).isEmpty()) {
        for (long j = cut.start(cut.cell(i)); j < cut.stop(cut.cell(i)); j++) {
          indexes.add(j);
        }
      }
    }
    return indexes.size();
  }

  private static boolean disjoint(Box a, Box b) {
    for (int d = 0; d < a.rank(); d++) {
      if (a.stop(d) <= b.start(d) || b.stop(d) <= a.start(d)) {
        return true;
      }
    }
    return false;
  }

  @Example
  void cutsTheOuterDimensionFirst() {
    Shape shape = Shape.of(10, 4, 4);
    List<Box> boxes =
        PartitionPlanner.plan(shape, all(shape), Shape.of(1, 2, 2), 1, new Limits(32, 100_000, 1));
    assertThat(boxes)
        .containsExactly(
            box(0, 2, 0, 4, 0, 4),
            box(2, 4, 0, 4, 0, 4),
            box(4, 6, 0, 4, 0, 4),
            box(6, 8, 0, 4, 0, 4),
            box(8, 10, 0, 4, 0, 4));
  }

  @Example
  void anObjectLargerThanTheLimitIsOneBox() {
    Shape shape = Shape.of(8);
    assertThat(PartitionPlanner.plan(shape, all(shape), Shape.of(4), 100, new Limits(1, 9, 1)))
        .containsExactly(box(0, 4), box(4, 8));
  }

  @Example
  void oneShardIsSharedAlongItsChunks() {
    Shape shape = Shape.of(100, 10);
    List<Box> boxes =
        PartitionPlanner.plan(
            shape,
            all(shape),
            edges(shape, 100, 10),
            edges(shape, 10, 10),
            4,
            new Limits(128 * MB, 100_000, 4));
    assertThat(boxes)
        .containsExactly(
            box(0, 30, 0, 10), box(30, 60, 0, 10), box(60, 80, 0, 10), box(80, 100, 0, 10));
  }

  @Example
  void aShardInTheMiddleOfARangeCountsWhole() {
    assertThat(
            PartitionPlanner.plan(
                Shape.of(9),
                List.of(IndexSet.range(2, 7)),
                edges(Shape.of(9), 3),
                edges(Shape.of(9), 1),
                1,
                new Limits(3, 100, 1)))
        .containsExactly(box(0, 3), box(3, 6), box(6, 9));
  }

  @Example
  void aSelectionOfFewObjectsGivesFewBoxes() {
    Shape shape = Shape.of(1_000_000, 721, 1440);
    List<IndexSet> oneDay =
        List.of(IndexSet.range(500_000, 500_024), IndexSet.range(0, 721), IndexSet.range(0, 1440));
    assertThat(
            PartitionPlanner.plan(
                shape, oneDay, Shape.of(12, 721, 1440), 4, new Limits(128 * MB, 100_000, 64)))
        .containsExactly(
            box(499_992, 500_004, 0, 721, 0, 1440),
            box(500_004, 500_016, 0, 721, 0, 1440),
            box(500_016, 500_028, 0, 721, 0, 1440));
  }

  @Example
  void fiftyNineMillionChunksPlanFromTheirRanges() {
    Shape shape = Shape.of(59_000_000, 100, 100);
    List<Box> boxes =
        PartitionPlanner.plan(
            shape, all(shape), Shape.of(1, 100, 100), 4, new Limits(128 * MB, 100_000, 8));
    assertThat(boxes).hasSize(17_586);
    assertThat(boxes.get(0)).isEqualTo(box(0, 3355, 0, 100, 0, 100));
    long before = allocated();
    PartitionPlanner.plan(
        shape, all(shape), Shape.of(1, 100, 100), 4, new Limits(Long.MAX_VALUE, 10, 8));
    assertThat(allocated() - before).isLessThan(100_000);
  }

  @Example
  void millionsOfChunksOfTwoLengthsPlanFromTheirRuns() {
    Shape shape = Shape.of(60_000_000, 100);
    List<ChunkEdges> grid =
        List.of(
            ChunkEdges.runs(60_000_000, new long[] {1, 2}, new long[] {30_000_000, 15_000_000}),
            ChunkEdges.even(100, 100));
    Limits limits = new Limits(Long.MAX_VALUE, 10, 9);
    PartitionPlanner.plan(shape, all(shape), grid, grid, 4, limits); // classes are not measured
    long before = allocated();
    List<Box> boxes = PartitionPlanner.plan(shape, all(shape), grid, grid, 4, limits);
    assertThat(allocated() - before).isLessThan(100_000);
    assertThat(boxes).hasSize(9); // of 5 million chunks each
    assertThat(boxes.get(5)).isEqualTo(box(25_000_000, 30_000_000, 0, 100));
    assertThat(boxes.get(6)).isEqualTo(box(30_000_000, 40_000_000, 0, 100));
    assertThat(boxes.get(8)).isEqualTo(box(50_000_000, 60_000_000, 0, 100));
  }

  @Example
  void hugeShapesDoNotOverflow() {
    long huge = 1L << 62;
    Shape shape = Shape.of(huge, huge, huge);
    List<Box> boxes =
        PartitionPlanner.plan(
            shape, all(shape), Shape.of(1, 1, 1), Long.MAX_VALUE, new Limits(1, 1000, 8));
    assertThat(boxes).hasSize(1000);
    assertThat(boxes.get(0).start(0)).isZero();
    assertThat(boxes.get(999).stop(0)).isEqualTo(huge);
    for (int i = 1; i < 1000; i++) {
      assertThat(boxes.get(i).start(0)).isEqualTo(boxes.get(i - 1).stop(0));
    }
    Shape longest = Shape.of(Long.MAX_VALUE);
    assertThat(
            PartitionPlanner.plan(
                longest, all(longest), Shape.of(huge + 1), 8, new Limits(1, 1000, 8)))
        .containsExactly(box(0, huge + 1), box(huge + 1, Long.MAX_VALUE));
  }

  @Example
  void nothingSelectedIsNoBoxAndAScalarIsOne() {
    Shape shape = Shape.of(5, 0);
    Limits limits = new Limits(1, 1, 1);
    assertThat(PartitionPlanner.plan(shape, all(shape), Shape.of(1, 1), 1, limits)).isEmpty();
    assertThat(PartitionPlanner.plan(Shape.of(), List.of(), Shape.of(), 1, limits)).hasSize(1);
  }

  private static List<ChunkEdges> edges(Shape shape, long... lengths) {
    return new ChunkGrid.Regular(Shape.of(lengths)).edges(shape);
  }

  private static List<IndexSet> all(Shape shape) {
    return Arrays.stream(shape.toArray()).mapToObj(length -> IndexSet.range(0, length)).toList();
  }

  private static Box box(long... bounds) {
    long[] starts = new long[bounds.length / 2];
    long[] stops = new long[starts.length];
    for (int d = 0; d < starts.length; d++) {
      starts[d] = bounds[2 * d];
      stops[d] = bounds[2 * d + 1];
    }
    return new Box(starts, stops);
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean)
            java.lang.management.ManagementFactory.getThreadMXBean())
        .getThreadAllocatedBytes(Thread.currentThread().getId());
  }
}
