package dev.sparkzarr.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkzarr.metadata.Cut;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Tables of every form against nested loops over their cells: ranks, chunk grids that differ by
 * column, ragged selections, broadcast and transposed columns, tile sizes, limits, missing chunks.
 */
class TableReaderModelTest {
  @Property(tries = 1500)
  void rowsAreThoseOfNestedLoops(@ForAll long seed) {
    new Case(new Random(seed)).check();
  }

  @Example
  void rowsOfCasesThatOnceFailed() {
    new Case(new Random(3244024177366L)).check();
  }

  @Example
  void scalarTableHasOneRow() {
    FakeArray scalar = new FakeArray(ElementKind.FLOAT32, Shape.of(), Shape.of(), Shape.of(), 7);
    TestTable table = new TestTable(List.of(), List.of()).array(scalar, List.of());
    try (TableReader reader = table.open(100, Long.MAX_VALUE)) {
      assertThat(reader.next()).isTrue();
      assertThat(reader.rows()).isEqualTo(1);
      TileColumn column = reader.column(0);
      column.load();
      assertThat(LittleEndian.int32(column.bytes(), column.start()))
          .isEqualTo((int) scalar.element(new long[0]));
      assertThat(reader.next()).isFalse();
    }
  }

  /** One random table, its box, and what its rows must be. */
  private static final class Case {
    private final Random random;
    private final int rank;
    private final List<Axis> axes = new ArrayList<>();
    private final List<IndexSet> selection = new ArrayList<>();
    private final TestTable table;
    private final long[] boxStarts;
    private final long[] boxStops;

    Case(Random random) {
      this.random = random;
      this.rank = random.nextInt(5);
      int longest = new int[] {1, 60, 24, 12, 8}[rank];
      this.boxStarts = new long[rank];
      this.boxStops = new long[rank];
      for (int d = 0; d < rank; d++) {
        int length = 1 + random.nextInt(longest);
        axes.add(axis(d, length));
        selection.add(selection(length));
        long a = random.nextInt(length + 1);
        long b = random.nextInt(length + 1);
        boolean all = random.nextInt(3) > 0;
        boxStarts[d] = all ? 0 : Math.min(a, b);
        boxStops[d] = all ? length : Math.max(a, b);
      }
      table = new TestTable(axes, selection);
      for (int d = 0; d < rank; d++) {
        table.axis(d);
      }
      table.fetchThreads(random.nextInt(8) == 0 ? 2 : 0);
      int arrays = random.nextInt(4);
      for (int i = 0; i < arrays; i++) {
        addArray(i == 0 && random.nextInt(4) > 0);
      }
    }

    private Axis axis(int d, int length) {
      if (random.nextInt(3) == 0) {
        return Axis.index("d" + d, length);
      }
      if (random.nextInt(3) == 0) {
        return words(d, length);
      }
      ColumnType type = random.nextBoolean() ? ColumnType.INT16 : ColumnType.FLOAT64;
      byte[] values = new byte[length * type.width()];
      random.nextBytes(values);
      boolean[] missing = random.nextInt(4) == 0 ? new boolean[length] : null;
      for (int i = 0; missing != null && i < length; i++) {
        missing[i] = random.nextInt(3) == 0;
      }
      return Axis.values("d" + d, type, values, missing, null);
    }

    private Axis words(int d, int length) {
      byte[] heap = new byte[length];
      random.nextBytes(heap);
      byte[] slots = new byte[length * Long.BYTES];
      for (int i = 0; i < length; i++) {
        int from = random.nextInt(length);
        LittleEndian.int32(slots, 2 * i, from);
        LittleEndian.int32(slots, 2 * i + 1, random.nextInt(length - from + 1));
      }
      return Axis.slots("d" + d, ColumnType.BINARY, slots, null, heap, 0);
    }

    private IndexSet selection(int length) {
      int sort = random.nextInt(4);
      if (sort == 0) {
        return IndexSet.range(0, length);
      }
      if (sort == 1) {
        int start = random.nextInt(length);
        return IndexSet.range(start, start + 1 + random.nextInt(length - start));
      }
      IndexSet.Builder builder = new IndexSet.Builder();
      for (int i = 0; i < length; i++) {
        if (random.nextInt(4) < sort) {
          builder.add(i, i + 1);
        }
      }
      return builder.build();
    }

    private void addArray(boolean allDimensions) {
      List<Integer> dimensions = new ArrayList<>();
      for (int d = 0; d < rank; d++) {
        if (allDimensions || random.nextInt(3) > 0) {
          dimensions.add(d);
        }
      }
      if (random.nextInt(3) == 0) {
        Collections.shuffle(dimensions, random);
      }
      long[] shape = new long[dimensions.size()];
      List<Cut> chunks = new ArrayList<>();
      List<Cut> objects = new ArrayList<>();
      boolean even = random.nextInt(3) > 0;
      boolean sharded = even || random.nextBoolean();
      for (int a = 0; a < shape.length; a++) {
        shape[a] = axes.get(dimensions.get(a)).length();
        long chunk = 1 + random.nextInt((int) shape[a] + 2);
        objects.add(
            even || random.nextInt(4) == 0
                ? Cut.even(shape[a], chunk * (1 + random.nextInt(3)))
                : Cut.uneven(random, shape[a], sharded ? chunk : 1, sharded ? 3 : 9));
        chunks.add(sharded ? Cut.even(shape[a], chunk) : objects.get(a));
      }
      boolean tripled = random.nextInt(3) == 0;
      ElementKind kind =
          tripled
              ? ElementKind.INT16
              : List.of(ElementKind.INT8, ElementKind.INT16, ElementKind.FLOAT32, ElementKind.INT64)
                  .get(random.nextInt(4));
      FakeArray array =
          new FakeArray(
              kind,
              Shape.of(shape),
              chunks,
              chunks.equals(objects) ? chunks : objects,
              random.nextLong());
      array.texts = kind == ElementKind.INT64 && random.nextBoolean();
      if (random.nextInt(3) == 0) {
        array.missing = index -> index.hashCode() % 3 == 0;
      }
      if (tripled) {
        table.decoded(array, dimensions, new FakeDecoders.Tripled());
      } else {
        table.array(array, dimensions);
      }
    }

    void check() {
      try {
        checkRows();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("table " + this + ": " + e.getMessage(), e);
      }
    }

    @Override
    public String toString() {
      return table.toString();
    }

    private void checkRows() {
      List<long[]> cells = cells();
      long limit = random.nextInt(3) == 0 ? random.nextInt(cells.size() + 3) : Long.MAX_VALUE;
      int tileRows = 1 + random.nextInt(random.nextBoolean() ? 8 : 500);
      int expected = (int) Math.min(limit, cells.size());
      int loadOneIn = 1 + random.nextInt(3);
      int row = 0;
      Random fills = new Random(table.toString().hashCode());
      try (TableReader reader = table.box(new Box(boxStarts, boxStops)).open(tileRows, limit)) {
        while (reader.next()) {
          assertThat(reader.rows()).isBetween(1, tileRows);
          assertThat(row + reader.rows()).isLessThanOrEqualTo(expected);
          for (int c = 0; c < table.columns().size(); c++) {
            if (random.nextInt(loadOneIn) == 0) {
              List<long[]> ofTile = cells.subList(row, row + reader.rows());
              TileColumn column = reader.column(c);
              if (fills.nextBoolean() && column.loadFill()) {
                for (long[] cell : ofTile) {
                  checkColumn(c, column, List.of(cell));
                }
              }
              if (fills.nextInt(4) > 0) {
                column.load();
                checkColumn(c, column, ofTile);
              }
            }
          }
          row += reader.rows();
        }
        assertThat(reader.next()).isFalse();
      }
      assertThat(row).isEqualTo(expected);
    }

    /** The selected cells of the box, in the order that rows must have. */
    private List<long[]> cells() {
      List<long[]> cells = new ArrayList<>();
      cells.add(new long[rank]);
      for (int d = 0; d < rank; d++) {
        List<long[]> longer = new ArrayList<>();
        for (long[] cell : cells) {
          for (int range = 0; range < selection.get(d).ranges(); range++) {
            for (long i = selection.get(d).start(range); i < selection.get(d).stop(range); i++) {
              if (i >= boxStarts[d] && i < boxStops[d]) {
                long[] next = cell.clone();
                next[d] = i;
                longer.add(next);
              }
            }
          }
        }
        cells = longer;
      }
      Cut[][] grids = table.expectedGrids();
      cells.sort(
          Comparator.<long[], long[]>comparing(cell -> divide(cell, grids[1]), Arrays::compare)
              .thenComparing(cell -> divide(cell, grids[0]), Arrays::compare)
              .thenComparing(cell -> cell, Arrays::compare));
      return cells;
    }

    private static long[] divide(long[] cell, Cut[] cuts) {
      long[] position = cell.clone();
      for (int d = 0; d < cell.length; d++) {
        position[d] = cuts[d].cell(cell[d]);
      }
      return position;
    }

    private void checkColumn(int c, TileColumn column, List<long[]> cells) {
      ScanColumn scan = table.columns().get(c);
      assertThat(column.type()).isEqualTo(scan.type());
      int width = column.type().width();
      for (int row = 0; row < cells.size(); row++) {
        int at = (column.start() + row) * width;
        byte[] actual = Arrays.copyOfRange(column.bytes(), at, at + width);
        if (column.type().isBytes()) {
          int from = LittleEndian.int32(actual, 0);
          actual = Arrays.copyOfRange(column.heap(), from, from + LittleEndian.int32(actual, 1));
        }
        Object expected = table.expected(c, cells.get(row));
        boolean missing = column.nulls() == NullRule.MASK && column.missing()[row];
        if (expected == null) {
          assertThat(missing).as("row %d of column %d is missing", row, c).isTrue();
        } else {
          assertThat(missing).as("row %d of column %d is missing", row, c).isFalse();
          assertThat(actual).as("row %d of column %d", row, c).isEqualTo(expected);
        }
      }
    }
  }
}
