package dev.sparkzarr.dataset.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sparkzarr.array.Hierarchy;
import dev.sparkzarr.array.ReadCounters;
import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.Box;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.IndexSet;
import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.dataset.ReadSettings;
import dev.sparkzarr.dataset.ScanColumn;
import dev.sparkzarr.dataset.TableScan;
import dev.sparkzarr.dataset.TileColumn;
import dev.sparkzarr.dataset.predicate.AxisValues;
import dev.sparkzarr.dataset.predicate.CellExpression;
import dev.sparkzarr.dataset.predicate.CellExpressions;
import dev.sparkzarr.dataset.predicate.ValueType;
import dev.sparkzarr.dataset.predicate.WholeRange;
import dev.sparkzarr.store.MemoryStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Groups of random grids against nested loops that look every cell's group up in a map: ranks,
 * ragged selections, boxes, several keys along a dimension, groups that follow each other, repeat,
 * or jump.
 */
class AggregateReaderTest {
  private static final int SUM = 0;
  private static final int LEAST = 1;
  private static final int GREATEST = 2;
  private static final int PRESENT = 3;
  private static final int CELLS = 4;
  private static final int MEAN = 5;
  private static final int DISTINCT = 6;
  private static final List<Aggregate.Function> VARIANCES =
      List.of(
          Aggregate.Function.VAR_POP,
          Aggregate.Function.VAR_SAMP,
          Aggregate.Function.STDDEV_POP,
          Aggregate.Function.STDDEV_SAMP);
  private static final List<Aggregate.Function> OF_TWO =
      List.of(Aggregate.Function.COVAR_POP, Aggregate.Function.COVAR_SAMP, Aggregate.Function.CORR);

  @Property(tries = 1500)
  void groupsAreThoseOfNestedLoops(@ForAll long seed) {
    new Case(new Random(seed)).check();
  }

  @Example
  void oneCellIsOneGroupAtMost() {
    for (int seed = 0; seed < 20; seed++) {
      assertThat(new Case(new Random(seed), 0).check()).isLessThanOrEqualTo(1);
    }
  }

  /** One random grid whose cells' values are sums of what its axes say. */
  private static final class Case {
    private final Random random;
    private final int rank;
    private final List<Axis> axes = new ArrayList<>();
    private final List<IndexSet> selection = new ArrayList<>();
    private final List<ScanColumn> columns = new ArrayList<>();
    private final double[][] values;
    private final long[] starts;
    private final long[] stops;
    private final List<AxisGroups> groups = new ArrayList<>();
    private final List<AggregateScan.Key> keys = new ArrayList<>();
    private final List<int[]> modes = new ArrayList<>();
    private final List<CellKeys> cellKeys = new ArrayList<>();
    private final List<CellKey> ofCells = new ArrayList<>();
    private final Integer[][] small;
    private final List<ScanColumn> smallColumns = new ArrayList<>();
    private final double threshold;

    /** The cells of each group: the value, the other value, the code; NaN for NULL. */
    private final Map<List<Long>, List<double[]>> members = new HashMap<>();

    /** A key that is the sum of what some dimensions' indexes say, or NULL where one says NULL. */
    private record CellKey(int source, int position, List<Integer> dimensions) {}

    Case(Random random) {
      this(random, random.nextInt(5));
    }

    Case(Random random, int rank) {
      this.random = random;
      this.rank = rank;
      this.threshold = random.nextInt(3) > 0 ? -1 : random.nextInt(60) * (rank + 1);
      this.values = new double[rank][];
      this.small = new Integer[rank][];
      this.starts = new long[rank];
      this.stops = new long[rank];
      for (int d = 0; d < rank; d++) {
        dimension(d, 1 + random.nextInt(rank > 2 ? 12 : 200));
        smallColumn(d);
      }
      if (rank > 0) {
        codes((int) axes.get(rank - 1).length());
      }
      columns.addAll(smallColumns);
      for (int sources = random.nextInt(3); sources > 0; sources--) {
        addCellKeys();
      }
    }

    private void codes(int length) {
      byte[] bytes = new byte[length];
      boolean[] missing = new boolean[length];
      for (int i = 0; i < length; i++) {
        bytes[i] = (byte) (Double.isNaN(code(i)) ? 0 : code(i));
        missing[i] = Double.isNaN(code(i));
      }
      columns.add(
          ScanColumn.computed(
              rank - 1, Axis.values("code", ColumnType.INT8, bytes, missing, null)));
    }

    private static double code(int index) {
      return index % 7 == 0 ? Double.NaN : index % 5 * 60 - 128;
    }

    private void smallColumn(int d) {
      int length = (int) axes.get(d).length();
      byte[] bytes = new byte[4 * length];
      boolean[] missing = new boolean[length];
      small[d] = new Integer[length];
      for (int i = 0; i < length; i++) {
        missing[i] = random.nextInt(7) == 0;
        if (!missing[i]) {
          small[d][i] = random.nextInt(9) / (1 + random.nextInt(3)) - 2;
          LittleEndian.int32(bytes, i, small[d][i]);
        }
      }
      smallColumns.add(
          ScanColumn.computed(d, Axis.values("k" + d, ColumnType.INT32, bytes, missing, null)));
    }

    /** A plane of some dimensions, or a key with a range that not all of its values keep to. */
    private void addCellKeys() {
      int source = cellKeys.size();
      if (random.nextBoolean()) {
        List<Integer> some = someDimensions();
        ofCells.add(new CellKey(source, 0, some));
        cellKeys.add(new RangeKey("key", sum(some, rank + 1), new WholeRange(-2, 1)));
        return;
      }
      List<Integer> plane = someDimensions();
      List<ScanColumn> inputs = plane.stream().map(smallColumns::get).toList();
      List<CellExpression> expressions = new ArrayList<>();
      for (int position = 0; position <= random.nextInt(3); position++) {
        List<Integer> some = plane.stream().filter(d -> random.nextBoolean()).toList();
        ofCells.add(new CellKey(source, position, some));
        CellExpression whole = sum(some.stream().map(plane::indexOf).toList(), 0);
        expressions.add(
            random.nextBoolean()
                ? whole
                : CellExpressions.cast(whole, ValueType.FLOAT64, Optional.empty()).get());
      }
      cellKeys.add(new PlaneKeys(plane, inputs, expressions, Double.POSITIVE_INFINITY));
    }

    private List<Integer> someDimensions() {
      return IntStream.range(0, rank).filter(d -> random.nextBoolean()).boxed().toList();
    }

    /** The sum of columns behind the first. */
    private static CellExpression sum(List<Integer> parts, int first) {
      CellExpression sum = CellExpressions.constant(ValueType.INT32, 0);
      for (int part : parts) {
        CellExpression column = CellExpressions.column(first + part, ValueType.INT32);
        sum = CellExpressions.call("+", List.of(sum, column)).get();
      }
      return sum;
    }

    private Long valueOf(CellKey key, int[] cell) {
      long sum = 0;
      for (int d : key.dimensions()) {
        if (small[d][cell[d]] == null) {
          return null;
        }
        sum += small[d][cell[d]];
      }
      return sum;
    }

    private void dimension(int d, int length) {
      axes.add(Axis.index("d" + d, length));
      IndexSet.Builder builder = new IndexSet.Builder();
      long at = random.nextInt(2);
      while (at < length) {
        long stop = Math.min(length, at + 1 + random.nextInt(length));
        builder.add(at, stop);
        at = stop + 1 + random.nextInt(3);
      }
      IndexSet selected = builder.build();
      selection.add(selected.isEmpty() ? IndexSet.range(0, length) : selected);
      starts[d] = random.nextInt(length);
      stops[d] = starts[d] + 1 + random.nextInt((int) (length - starts[d]));
      if (selection.get(d).slice(starts[d], stops[d]).isEmpty()) {
        starts[d] = 0;
        stops[d] = length;
      }
      values[d] = new double[length];
      byte[] bytes = new byte[8 * length];
      boolean[] missing = new boolean[length];
      for (int i = 0; i < length; i++) {
        values[d][i] = random.nextInt(9) == 0 ? Double.NaN : random.nextInt(1000) / 8.0;
        missing[i] = Double.isNaN(values[d][i]);
        LittleEndian.float64(bytes, i, missing[i] ? 0 : values[d][i]);
      }
      columns.add(
          ScanColumn.computed(d, Axis.values("v" + d, ColumnType.FLOAT64, bytes, missing, null)));
      int along = random.nextInt(3);
      if (along > 0) {
        List<AxisValues> made = new ArrayList<>();
        for (int key = 0; key < along; key++) {
          int modulus = 1 + random.nextInt(6);
          boolean isRemainder = random.nextBoolean();
          keys.add(new AggregateScan.Key(groups.size(), key));
          modes.add(new int[] {d, isRemainder ? modulus : -modulus});
          made.add(AxisValues.of(key(isRemainder, modulus), axes.get(d), selection.get(d)).get());
        }
        groups.add(AxisGroups.of(d, made));
      }
    }

    /** The index modulo something, or the index without that: repeating, or in runs. */
    private static CellExpression key(boolean isRemainder, int modulus) {
      CellExpression index = CellExpressions.axis(ValueType.INT64);
      CellExpression by = CellExpressions.constant(ValueType.INT64, (long) modulus);
      CellExpression remainder = CellExpressions.call("%", List.of(index, by)).get();
      return isRemainder ? remainder : CellExpressions.call("-", List.of(index, remainder)).get();
    }

    /** What the groups must be, by their keys. */
    private Map<List<Long>, double[]> expected() {
      Map<List<Long>, double[]> expected = new HashMap<>();
      cells(0, new int[rank], expected);
      if (keys.isEmpty() && ofCells.isEmpty()) {
        expected.putIfAbsent(List.of(), nothing());
      }
      return expected;
    }

    private void cells(int d, int[] cell, Map<List<Long>, double[]> expected) {
      if (d < rank) {
        IndexSet inside = selection.get(d).slice(starts[d], stops[d]);
        for (int range = 0; range < inside.ranges(); range++) {
          for (long i = inside.start(range); i < inside.stop(range); i++) {
            cell[d] = (int) i;
            cells(d + 1, cell, expected);
          }
        }
        return;
      }
      List<Long> key = new ArrayList<>();
      for (int[] mode : modes) {
        long index = cell[mode[0]];
        key.add(mode[1] > 0 ? index % mode[1] : index - index % -mode[1]);
      }
      for (CellKey cellKey : ofCells) {
        key.add(valueOf(cellKey, cell));
      }
      double value = 0.5;
      for (int axis = 0; axis < rank; axis++) {
        value += values[axis][cell[axis]];
      }
      if (threshold >= 0 && !(value > threshold)) {
        return;
      }
      int last = rank == 0 ? 0 : cell[rank - 1];
      members
          .computeIfAbsent(key, k -> new ArrayList<>())
          .add(new double[] {value, rank == 0 ? 7 : values[rank - 1][last], code(last)});
      double[] group = expected.computeIfAbsent(key, k -> nothing());
      group[CELLS]++;
      if (!Double.isNaN(value)) {
        group[SUM] += value;
        group[LEAST] = Math.min(group[LEAST], value);
        group[GREATEST] = Math.max(group[GREATEST], value);
        group[PRESENT]++;
      }
    }

    private static double[] nothing() {
      return new double[] {0, Double.MAX_VALUE, -Double.MAX_VALUE, 0, 0};
    }

    /** Cells above the threshold; null when there is none. */
    private CellExpression filter(CellExpression value) {
      return threshold < 0
          ? null
          : CellExpressions.call(
                  ">", List.of(value, CellExpressions.constant(ValueType.FLOAT64, threshold)))
              .get();
    }

    private AggregateScan scan() {
      CellExpression sum = CellExpressions.constant(ValueType.FLOAT64, 0.5);
      for (int d = 0; d < rank; d++) {
        sum =
            CellExpressions.call("+", List.of(sum, CellExpressions.column(d, ValueType.FLOAT64)))
                .get();
      }
      assertThat(CellExpressions.isTotal(sum)).isTrue();
      List<Aggregate> aggregates = new ArrayList<>();
      for (Aggregate.Function function :
          List.of(
              Aggregate.Function.SUM,
              Aggregate.Function.MIN,
              Aggregate.Function.MAX,
              Aggregate.Function.COUNT)) {
        aggregates.add(Aggregate.of(function, 0, ColumnType.FLOAT64));
      }
      aggregates.add(Aggregate.countAll());
      aggregates.add(Aggregate.of(Aggregate.Function.AVG, 0, ColumnType.FLOAT64));
      List<CellExpression> measures = new ArrayList<>();
      measures.add(sum);
      measures.add(
          rank == 0
              ? CellExpressions.constant(ValueType.FLOAT64, 7.0)
              : CellExpressions.column(rank - 1, ValueType.FLOAT64));
      measures.add(
          rank == 0
              ? CellExpressions.constant(ValueType.INT8, null)
              : CellExpressions.column(rank, ValueType.INT8));
      aggregates.add(Aggregate.of(Aggregate.Function.COUNT_DISTINCT, 2, ColumnType.INT8));
      for (Aggregate.Function function : VARIANCES) {
        aggregates.add(Aggregate.of(function, 0, ColumnType.FLOAT64));
      }
      for (Aggregate.Function function : OF_TWO) {
        aggregates.add(Aggregate.ofTwo(function, 0, 1));
      }
      ReadSettings settings =
          new ReadSettings("java", 0, 1, 0, 100, false, Hierarchy.Consolidated.IF_PRESENT);
      List<AggregateScan.Key> all = new ArrayList<>(keys);
      for (CellKey key : ofCells) {
        all.add(new AggregateScan.Key(groups.size() + key.source(), key.position()));
      }
      return new AggregateScan(
          new TableScan(axes, selection, columns, settings),
          measures,
          filter(sum),
          groups,
          cellKeys,
          all,
          aggregates);
    }

    /** Compares; gives how many groups there are. */
    int check() {
      Map<List<Long>, double[]> expected = expected();
      Box box = new Box(starts, stops);
      AggregateScan scan = scan();
      int found = 0;
      try (AggregateReader reader =
          AggregateReader.open(MemoryStore.unnamed(), scan, box, new ReadCounters())) {
        while (reader.next()) {
          for (int row = 0; row < reader.rows(); row++, found++) {
            List<Long> key = new ArrayList<>();
            for (int i = 0; i < keys.size(); i++) {
              key.add(LittleEndian.int64(loaded(reader, i).bytes(), row));
            }
            for (int i = 0; i < ofCells.size(); i++) {
              key.add(cellKey(loaded(reader, keys.size() + i), row));
            }
            double[] want = expected.remove(key);
            assertThat(want).as("group %s twice, or of no cell", key).isNotNull();
            compare(reader, row, want);
            compareDeviations(reader, row, members.getOrDefault(key, List.of()));
          }
        }
      }
      assertThat(expected).isEmpty();
      assertThat(scan.groups(box)).isGreaterThanOrEqualTo(found);
      return found;
    }

    private static Long cellKey(TileColumn column, int row) {
      if (column.missing()[row]) {
        return null;
      }
      return column.type().equals(ColumnType.FLOAT64)
          ? (long) LittleEndian.float64(column.bytes(), row)
          : LittleEndian.int32(column.bytes(), row);
    }

    private void compare(AggregateReader reader, int row, double[] want) {
      int before = keys.size() + ofCells.size();
      for (int i = SUM; i <= GREATEST; i++) {
        TileColumn column = loaded(reader, before + i);
        assertThat(column.missing()[row]).isEqualTo(want[PRESENT] == 0);
        if (want[PRESENT] > 0) {
          assertThat(LittleEndian.float64(column.bytes(), row)).isCloseTo(want[i], within(1e-6));
        }
      }
      TileColumn mean = loaded(reader, before + MEAN);
      assertThat(mean.missing()[row]).isEqualTo(want[PRESENT] == 0);
      if (want[PRESENT] > 0) {
        assertThat(LittleEndian.float64(mean.bytes(), row))
            .isCloseTo(want[SUM] / want[PRESENT], within(1e-6));
      }
      for (int i = PRESENT; i <= CELLS; i++) {
        assertThat(LittleEndian.int64(loaded(reader, before + i).bytes(), row))
            .isEqualTo((long) want[i]);
      }
    }

    private void compareDeviations(AggregateReader reader, int row, List<double[]> cells) {
      assertThat(
              LittleEndian.int64(
                  loaded(reader, keys.size() + ofCells.size() + DISTINCT).bytes(), row))
          .isEqualTo(
              cells.stream()
                  .filter(cell -> rank > 0 && !Double.isNaN(cell[2]))
                  .map(cell -> cell[2])
                  .distinct()
                  .count());
      int column = keys.size() + ofCells.size() + DISTINCT + 1;
      List<double[]> present = cells.stream().filter(cell -> !Double.isNaN(cell[0])).toList();
      for (Aggregate.Function function : VARIANCES) {
        check(reader.column(column++), row, function, present, 0);
      }
      List<double[]> both = present.stream().filter(cell -> !Double.isNaN(cell[1])).toList();
      for (Aggregate.Function function : OF_TWO) {
        check(reader.column(column++), row, function, both, 1);
      }
    }

    private static void check(
        TileColumn column, int row, Aggregate.Function function, List<double[]> cells, int other) {
      column.load();
      double products = products(cells, 0, other);
      double divisor =
          switch (function) {
            case VAR_POP, STDDEV_POP, COVAR_POP -> cells.size();
            case CORR ->
                cells.size() < 2 ? 0 : Math.sqrt(products(cells, 0, 0) * products(cells, 1, 1));
            default -> cells.size() - 1;
          };
      boolean isNull = cells.isEmpty() || divisor == 0;
      assertThat(column.missing()[row]).as("%s of %s", function, cells.size()).isEqualTo(isNull);
      if (!isNull) {
        boolean isRoot = function.name().startsWith("STDDEV");
        double want = isRoot ? Math.sqrt(products / divisor) : products / divisor;
        assertThat(LittleEndian.float64(column.bytes(), row))
            .as("%s of %s", function, cells.size())
            .isCloseTo(want, within(1e-9 * Math.max(1, Math.abs(want))));
      }
    }

    /** The sum of products of deviations from the means; values are multiples of 1/8. */
    private static double products(List<double[]> cells, int one, int other) {
      double ones = cells.stream().mapToDouble(cell -> cell[one]).sum();
      double others = cells.stream().mapToDouble(cell -> cell[other]).sum();
      double products = cells.stream().mapToDouble(cell -> cell[one] * cell[other]).sum();
      int count = cells.size();
      return (products * count - ones * others) / count; // exact but for the last step
    }

    private static TileColumn loaded(AggregateReader reader, int column) {
      TileColumn loaded = reader.column(column);
      loaded.load();
      return loaded;
    }
  }
}
