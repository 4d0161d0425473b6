package dev.sparkzarr.spark.read;

import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.IndexSet;
import dev.sparkzarr.dataset.aggregate.AxisGroups;
import dev.sparkzarr.dataset.predicate.AxisValues;
import dev.sparkzarr.dataset.predicate.CellExpression;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Numbers the groups along axes. Spark offers one aggregation several times until a scan takes it;
 * its keys are numbered once. For the driver's planning thread.
 */
final class KeyNumbering {
  private final List<Axis> axes;
  private final Map<Keys, Optional<AxisGroups>> known = new HashMap<>();

  private record Keys(int dimension, IndexSet selected, List<CellExpression> keys) {}

  KeyNumbering(List<Axis> axes) {
    this.axes = axes;
  }

  /**
   * @param dimension that all keys are computed along
   * @param keys at least one, of types that {@link AxisGroups#supports}
   * @return empty when Spark could raise an error for a key, or when there are too many indexes
   */
  Optional<AxisGroups> number(int dimension, IndexSet selected, List<CellExpression> keys) {
    return known.computeIfAbsent(new Keys(dimension, selected, List.copyOf(keys)), this::number);
  }

  private Optional<AxisGroups> number(Keys keys) {
    List<AxisValues> values = new ArrayList<>();
    for (CellExpression key : keys.keys()) {
      Optional<AxisValues> some = AxisValues.of(key, axes.get(keys.dimension()), keys.selected());
      if (some.isEmpty()) {
        return Optional.empty();
      }
      values.add(some.get());
    }
    return Optional.of(AxisGroups.of(keys.dimension(), values));
  }
}
