package dev.sparkzarr.spark.write;

import dev.sparkzarr.array.WriteCounters;
import java.io.Serializable;
import java.util.Locale;
import org.apache.spark.SparkContext;
import org.apache.spark.util.LongAccumulator;

/** What a job wrote, for the page of its stage and the log. Filled by tasks, read on the driver. */
final class WriteMetrics implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final long MILLI = 1_000_000;

  private final LongAccumulator objects;
  private final LongAccumulator bytes;
  private final LongAccumulator dropped;
  private final LongAccumulator encodeMillis;
  private final LongAccumulator putMillis;

  WriteMetrics(SparkContext context) {
    this.objects = context.longAccumulator("zarr objects written");
    this.bytes = context.longAccumulator("zarr bytes written");
    this.dropped = context.longAccumulator("zarr all-fill chunks dropped");
    this.encodeMillis = context.longAccumulator("zarr encode time (ms)");
    this.putMillis = context.longAccumulator("zarr put time (ms)");
  }

  void add(WriteCounters counters) {
    objects.add(counters.objectsPut.sum());
    bytes.add(counters.bytesPut.sum());
    dropped.add(counters.emptyDropped.sum());
    encodeMillis.add(counters.encodeNanos.sum() / MILLI);
    putMillis.add(counters.putNanos.sum() / MILLI);
  }

  /** One line. */
  String summary() {
    return String.format(
        Locale.ROOT,
        "%d objects, %d bytes, %d all-fill chunks dropped, encoding %d ms, putting %d ms",
        objects.sum(),
        bytes.sum(),
        dropped.sum(),
        encodeMillis.sum(),
        putMillis.sum());
  }
}
