package dev.sparkzarr.spark.read;

import java.util.Arrays;
import java.util.Locale;
import org.apache.spark.sql.connector.metric.CustomMetric;

/**
 * Bytes, added up over tasks and shown with a unit. Spark makes one by reflection to add up, so the
 * constructor without parameters has to be there and need not know the name.
 */
public final class BytesMetric implements CustomMetric {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  private final String name;
  private final String description;

  /** For adding up only. */
  public BytesMetric() {
    this("bytes", "bytes");
  }

  BytesMetric(String name, String description) {
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
    return text(Arrays.stream(taskMetrics).sum());
  }

  static String text(long bytes) {
    int unit = 0;
    double value = bytes;
    while (value >= 1024 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
  }
}
