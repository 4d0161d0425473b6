package dev.sparkzarr.spark.write;

import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.IndexSet;
import dev.sparkzarr.dataset.write.AxisCollector;
import dev.sparkzarr.dataset.write.DraftDimension;
import dev.sparkzarr.spark.read.CellRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes axes from a scan that knows its rows, which need not be gone through for them then. */
final class AxesOfScan {
  private AxesOfScan() {}

  /**
   * @return the values that rows have of each dimension, as {@link AxisCollector#seen}; empty where
   *     rows have to be asked
   * @throws dev.sparkzarr.ZarrException when a value is NULL or NaN, or there are too many
   */
  static Optional<List<Axis>> of(String place, CellRange scan, List<DraftDimension> dimensions) {
    Optional<List<CellRange.Values>> values =
        scan.values(dimensions.stream().map(DraftDimension::columnName).toList());
    if (values.isEmpty()) {
      return Optional.empty();
    }
    List<Axis> axes = new ArrayList<>();
    for (int i = 0; i < dimensions.size(); i++) {
      if (!isAlike(values.get().get(i).axis(), dimensions.get(i).type())) {
        return Optional.empty();
      }
      axes.add(seen(place, dimensions.get(i), values.get().get(i)));
    }
    return Optional.of(axes);
  }

  /** Whether the axis holds values as the column shows them. */
  private static boolean isAlike(Axis axis, ColumnType column) {
    ColumnType.Kind kind = axis.isIndex() ? ColumnType.Kind.INT64 : axis.type().kind();
    return kind == column.kind();
  }

  private static Axis seen(String place, DraftDimension dimension, CellRange.Values values) {
    AxisCollector collector = new AxisCollector(place, dimension);
    Axis axis = values.axis();
    IndexSet indexes = values.indexes();
    for (int range = 0; range < indexes.ranges(); range++) {
      for (long i = indexes.start(range); i < indexes.stop(range); i++) {
        if (axis.isMissing(i)) {
          collector.addMissing();
        } else if (axis.isIndex()) {
          collector.add(i);
        } else {
          add(collector, axis, i);
        }
      }
    }
    return collector.seen();
  }

  private static void add(AxisCollector collector, Axis axis, long index) {
    switch (axis.type().kind()) {
      case FLOAT32, FLOAT64 -> collector.add(axis.doubleAt(index));
      case TEXT, BINARY -> {
        byte[] value = axis.bytesAt(index);
        collector.add(value, 0, value.length);
      }
      default -> collector.add(axis.longAt(index));
    }
  }
}
