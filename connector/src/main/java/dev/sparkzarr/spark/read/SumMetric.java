package dev.sparkzarr.spark.read;

import java.text.NumberFormat;
import java.util.Arrays;
import java.util.Locale;
import org.apache.spark.sql.connector.metric.CustomMetric;

/**
 * A count, added up over tasks. Spark makes one by reflection to add up, so the constructor without
 * parameters has to be there and need not know the name.
 */
public final class SumMetric implements CustomMetric {
  private final String name;
  private final String description;

  /** For adding up only. */
  public SumMetric() {
    this("sum", "sum");
  }

  SumMetric(String name, String description) {
    this.name = name;
    this.description = description;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public String aggregateTaskMetrics(long[] taskMetrics) {
    return NumberFormat.getIntegerInstance(Locale.US).format(Arrays.stream(taskMetrics).sum());
  }
}
