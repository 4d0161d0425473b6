package dev.sparkzarr.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.Column;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.IndexSet;
import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.dataset.Table;
import dev.sparkzarr.metadata.Attributes;
import dev.sparkzarr.metadata.ChunkEdges;
import dev.sparkzarr.spark.options.ReadConf;
import dev.sparkzarr.store.StoreLocation;
import dev.sparkzarr.store.stack.StorePlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.SortDirection;
import org.apache.spark.sql.connector.expressions.SortOrder;
import org.junit.jupiter.api.Test;

/** Counting and narrowing selections, against every cell looked at. */
class TopCellsTest {
  private static final double[] VALUES = {
    -0.0, 0.0, 1, 1.5, -7, Double.NaN, Double.NEGATIVE_INFINITY, 3, 3.25
  };

  static ZarrTable table(List<Axis> axes) {
    List<Column> columns =
        IntStream.range(0, axes.size())
            .mapToObj(
                i ->
                    new Column(
                        axes.get(i).name(),
                        Column.Role.DIMENSION,
                        axes.get(i).type(),
                        false,
                        List.of(i),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()))
            .toList();
    return ZarrTable.of(
        StorePlan.bare(new StoreLocation("memory:none", Map.of())),
        "memory:none",
        ReadConf.of(Map.of("path", "memory:none")),
        new Table(axes, columns, Attributes.EMPTY, List.of()));
  }

  private static Axis axis(String name, Random random) {
    int length = 1 + random.nextInt(6);
    if (random.nextInt(4) == 0) {
      return Axis.index(name, length);
    }
    byte[] bytes = new byte[8 * length];
    for (int i = 0; i < length; i++) {
      LittleEndian.float64(bytes, i, VALUES[random.nextInt(VALUES.length)]);
    }
    return Axis.values(name, ColumnType.FLOAT64, bytes, null, null);
  }

  private static IndexSet some(long length, Random random) {
    IndexSet.Builder some = new IndexSet.Builder();
    for (long i = 0; i < length; i++) {
      if (random.nextInt(4) > 0) {
        some.add(i, i + 1);
      }
    }
    return some.build();
  }

  /** A cell: its indexes, and a value that decides where dimensions leave a tie. */
  private record Cell(List<Long> indexes, int value) {}

  private static List<Cell> cells(List<IndexSet> selection) {
    List<List<Long>> cells = List.of(List.of());
    for (IndexSet indexes : selection) {
      List<List<Long>> longer = new ArrayList<>();
      for (List<Long> cell : cells) {
        for (int range = 0; range < indexes.ranges(); range++) {
          for (long i = indexes.start(range); i < indexes.stop(range); i++) {
            List<Long> next = new ArrayList<>(cell);
            next.add(i);
            longer.add(next);
          }
        }
      }
      cells = longer;
    }
    return cells.stream().map(cell -> new Cell(cell, cell.hashCode() * 31 % 17)).toList();
  }

  private static double value(Axis axis, long index) {
    return axis.isIndex() ? index : axis.doubleAt(index) + 0.0;
  }

  @Property(tries = 1000)
  void keepsEveryRowThatCanBeAmongTheFirst(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int wanted) {
    Random random = new Random(seed);
    List<Axis> axes = new ArrayList<>();
    List<IndexSet> selection = new ArrayList<>();
    int rank = 1 + random.nextInt(3);
    for (int i = 0; i < rank; i++) {
      axes.add(axis("d" + i, random));
      selection.add(some(axes.get(i).length(), random));
    }
    List<SortOrder> orders = new ArrayList<>();
    Comparator<Cell> comparator = (a, b) -> 0;
    for (int i = 0; i < 1 + random.nextInt(rank); i++) {
      int dimension = random.nextInt(rank);
      boolean ascending = random.nextBoolean();
      orders.add(
          Expressions.sort(
              Expressions.column("d" + dimension),
              ascending ? SortDirection.ASCENDING : SortDirection.DESCENDING));
      Comparator<Cell> next =
          Comparator.comparingDouble(
              cell -> value(axes.get(dimension), cell.indexes().get(dimension)));
      comparator = comparator.thenComparing(ascending ? next : next.reversed());
    }
    comparator = comparator.thenComparingInt(Cell::value).thenComparing(Cell::toString);

    List<IndexSet> narrowed = TopCells.of(table(axes), selection, orders, wanted).selection();

    for (int i = 0; i < rank; i++) {
      assertThat(narrowed.get(i).intersect(selection.get(i))).isEqualTo(narrowed.get(i));
    }
    assertThat(cells(narrowed).stream().sorted(comparator).limit(wanted).toList())
        .isEqualTo(cells(selection).stream().sorted(comparator).limit(wanted).toList());
  }

  @Test
  void ordersAreOpenFromTheFirstThatLeavesAChoice() {
    ZarrTable table = table(List.of(Axis.index("a", 7), Axis.index("b", 10)));
    List<IndexSet> selection = List.of(IndexSet.range(0, 7), IndexSet.range(0, 10));
    SortOrder a = Expressions.sort(Expressions.column("a"), SortDirection.ASCENDING);
    SortOrder b = Expressions.sort(Expressions.column("b"), SortDirection.ASCENDING);
    assertThat(TopCells.of(table, selection, List.of(a, b), 1).open()).isEmpty();
    assertThat(TopCells.of(table, selection, List.of(a, b), 10).open()).containsExactly(b);
    assertThat(TopCells.of(table, selection, List.of(a, b), 11).open()).containsExactly(a, b);
    assertThat(TopCells.of(table, selection, List.of(a, b), Long.MAX_VALUE))
        .isEqualTo(new TopCells.Narrowed(selection, List.of(a, b)));
  }

  private static List<ChunkEdges> even(long... chunkLengths) {
    return Arrays.stream(chunkLengths)
        .mapToObj(length -> ChunkEdges.even(Long.MAX_VALUE, length))
        .toList();
  }

  @Property(tries = 500)
  void countsRowsAndChunks(@ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int chunkLength) {
    Random random = new Random(seed);
    List<IndexSet> selection =
        List.of(some(random.nextInt(20), random), some(random.nextInt(6), random));
    List<Cell> cells = cells(selection);
    assertThat(SelectedCells.rows(selection)).isEqualTo(cells.size());
    assertThat(SelectedCells.chunks(selection, List.of(1, 0), even(2, chunkLength)))
        .isEqualTo(
            cells.stream()
                .map(
                    cell -> List.of(cell.indexes().get(0) / chunkLength, cell.indexes().get(1) / 2))
                .distinct()
                .count());
  }

  @Test
  void hugeTablesAreCountedWithoutOverflow() {
    List<IndexSet> huge = List.of(IndexSet.range(0, 1L << 62), IndexSet.range(0, 1L << 40));
    assertThat(SelectedCells.rows(huge)).isEqualTo(Long.MAX_VALUE);
    assertThat(SelectedCells.chunks(huge, List.of(0, 1), even(1, 1L << 30)))
        .isEqualTo(Long.MAX_VALUE);
    assertThat(SelectedCells.chunks(huge, List.of(0, 1), even(1L << 61, 1L << 30))).isEqualTo(2048);
  }

  @Test
  void aLongIndexIsCutByArithmetic() {
    ZarrTable table = table(List.of(Axis.index("a", 1L << 50), Axis.index("b", 10)));
    List<IndexSet> selection = List.of(IndexSet.range(0, 1L << 50), IndexSet.range(0, 10));
    List<SortOrder> last =
        List.of(Expressions.sort(Expressions.column("a"), SortDirection.DESCENDING));
    assertThat(TopCells.of(table, selection, last, 25).selection())
        .isEqualTo(List.of(IndexSet.range((1L << 50) - 3, 1L << 50), IndexSet.range(0, 10)));
  }
}
