package dev.sparkzarr.dataset.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkzarr.array.Hierarchy;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.ReadSettings;
import dev.sparkzarr.dataset.TableScan;
import dev.sparkzarr.dataset.predicate.CellExpressions;
import dev.sparkzarr.dataset.predicate.ValueType;
import java.math.BigInteger;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class AggregateScanTest {
  private static AggregateScan sum(ValueType type, ColumnType stored) {
    ReadSettings settings =
        new ReadSettings("java", 0, 1, 0, 100, false, Hierarchy.Consolidated.IF_PRESENT);
    return new AggregateScan(
        new TableScan(List.of(), List.of(), List.of(), settings),
        List.of(CellExpressions.column(0, type)),
        null,
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

  @Test
  void sumsOfManyCellsAreTakenAllTheSame() {
    assertThat(sum(ValueType.INT32, ColumnType.INT32).sumsHold(4_000_000_000L)).isTrue();
    assertThat(sum(ValueType.INT32, ColumnType.INT32).sumsHold(5_000_000_000L)).isFalse();
    assertThat(sum(ValueType.FLOAT32, ColumnType.FLOAT32).sumsHold(Long.MAX_VALUE)).isTrue();
  }
}
