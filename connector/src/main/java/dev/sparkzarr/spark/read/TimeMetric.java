package dev.sparkzarr.spark.read;

import java.util.Arrays;
import java.util.Locale;
import org.apache.spark.sql.connector.metric.CustomMetric;

/**
 * Nanoseconds, added up over tasks and shown with a unit. Spark makes one by reflection to add up,
 * so the constructor without parameters has to be there and need not know the name.
 */
public final class TimeMetric implements CustomMetric {
  private final String name;
  private final String description;

  /** For adding up only. */
  public TimeMetric() {
    this("time", "time");
  }

  TimeMetric(String name, String description) {
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
    double seconds = Arrays.stream(taskMetrics).sum() / 1e9;
    return seconds < 1
        ? String.format(Locale.ROOT, "%.1f ms", seconds * 1000)
        : String.format(Locale.ROOT, "%.1f s", seconds);
  }
}
