package dev.sparkzarr.dataset.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkzarr.array.Hierarchy;
import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.Box;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.IndexSet;
import dev.sparkzarr.dataset.ReadSettings;
import dev.sparkzarr.dataset.TableScan;
import dev.sparkzarr.dataset.predicate.AxisValues;
import dev.sparkzarr.dataset.predicate.CellExpression;
import dev.sparkzarr.dataset.predicate.CellExpressions;
import dev.sparkzarr.dataset.predicate.ValueType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class AggregateScanTest {
  private static final ReadSettings SETTINGS =
      new ReadSettings("java", 0, 1, 0, 100, false, Hierarchy.Consolidated.IF_PRESENT);

  private static AggregateScan sum(ValueType type, ColumnType stored) {
    return new AggregateScan(
        new TableScan(List.of(), List.of(), List.of(), SETTINGS),
        List.of(CellExpressions.column(0, type)),
        null,
        List.of(),
        List.of(),
        List.of(),
        List.of(Aggregate.of(Aggregate.Function.SUM, 0, stored)));
  }

  @Property
  void aSumOfTheLeastIntegerHolds(@ForAll @LongRange(min = 0) long rows) {
    assertHolds(rows, ValueType.INT32, ColumnType.INT32, Integer.MIN_VALUE);
    assertHolds(rows, ValueType.INT16, ColumnType.INT16, Short.MIN_VALUE);
    assertHolds(rows, ValueType.INT8, ColumnType.INT8, Byte.MIN_VALUE);
  }

  private static void assertHolds(long rows, ValueType type, ColumnType stored, long least) {
    if (sum(type, stored).sumsHold(rows)) {
      BigInteger sum = BigInteger.valueOf(rows).multiply(BigInteger.valueOf(least));
      assertThat(sum).isGreaterThanOrEqualTo(BigInteger.valueOf(Long.MIN_VALUE));
    }
  }

  /** Boxes that cut two dimensions, of which each is grouped by a quotient, a remainder or not. */
  @Property(tries = 500)
  void boxesThatAreApartShareNoGroup(
      @ForAll @IntRange(min = 1, max = 12) int rows,
      @ForAll @IntRange(min = 1, max = 12) int columns,
      @ForAll @IntRange(max = 4) int rowKey,
      @ForAll @IntRange(max = 4) int columnKey,
      @ForAll @IntRange(min = 1, max = 12) int high,
      @ForAll @IntRange(min = 1, max = 12) int wide) {
    int[] keys = {rowKey, columnKey};
    List<Axis> axes = List.of(Axis.index("y", rows), Axis.index("x", columns));
    List<IndexSet> all = List.of(IndexSet.range(0, rows), IndexSet.range(0, columns));
    List<AxisGroups> groups = new ArrayList<>();
    for (int d = 0; d < 2; d++) {
      if (keys[d] > 0) {
        String function = keys[d] % 2 == 0 ? "%" : "/";
        groups.add(AxisGroups.of(d, List.of(key(function, keys[d], axes.get(d), all.get(d)))));
      }
    }
    AggregateScan scan =
        new AggregateScan(
            new TableScan(axes, all, List.of(), SETTINGS),
            List.of(),
            null,
            groups,
            List.of(),
            List.of(),
            List.of());
    List<Box> boxes = new ArrayList<>();
    Map<List<Integer>, Integer> owners = new HashMap<>();
    boolean areApart = true;
    for (int y = 0; y < rows; y += high) {
      for (int x = 0; x < columns; x += wide) {
        long[] stops = {Math.min(rows, y + high), Math.min(columns, x + wide)};
        boxes.add(new Box(new long[] {y, x}, stops));
        for (int i = y; i < stops[0]; i++) {
          for (int j = x; j < stops[1]; j++) {
            Integer owner =
                owners.putIfAbsent(List.of(group(keys[0], i), group(keys[1], j)), boxes.size());
            areApart &= owner == null || owner == boxes.size();
          }
        }
      }
    }
    assertThat(scan.areApart(boxes)).isEqualTo(areApart);
  }

  private static int group(int key, int index) {
    return key == 0 ? 0 : key % 2 == 0 ? index % key : index - index % key;
  }

  private static AxisValues key(String function, int by, Axis axis, IndexSet selected) {
    CellExpression index = CellExpressions.axis(ValueType.INT64);
    CellExpression divisor = CellExpressions.constant(ValueType.INT64, (long) by);
    CellExpression remainder = CellExpressions.call("%", List.of(index, divisor)).get();
    CellExpression key =
        function.equals("%")
            ? remainder
            : CellExpressions.call("-", List.of(index, remainder)).get();
    return AxisValues.of(key, axis, selected).get();
  }

  @Test
  void sumsOfManyCellsAreTakenAllTheSame() {
    assertThat(sum(ValueType.INT32, ColumnType.INT32).sumsHold(4_000_000_000L)).isTrue();
    assertThat(sum(ValueType.INT32, ColumnType.INT32).sumsHold(5_000_000_000L)).isFalse();
    assertThat(sum(ValueType.FLOAT32, ColumnType.FLOAT32).sumsHold(Long.MAX_VALUE)).isTrue();
  }
}
