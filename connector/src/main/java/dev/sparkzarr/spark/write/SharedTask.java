package dev.sparkzarr.spark.write;

import java.io.Serializable;
import java.lang.ref.SoftReference;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * A {@link WriteTask} for the tasks of a job: broadcast as bytes, and read once for each executor
 * as long as it works for one job at a time. Safe for many threads.
 */
final class SharedTask implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The one that tasks of this JVM asked for last. */
  private static volatile SoftReference<Known> last = new SoftReference<>(null);

  private record Known(String id, WriteTask task) {}

  private final String id;
  private final Broadcast<byte[]> bytes;

  private SharedTask(String id, Broadcast<byte[]> bytes) {
    this.id = id;
    this.bytes = bytes;
  }

  static SharedTask of(JavaSparkContext context, WriteTask task) {
    return new SharedTask(
        java.util.UUID.randomUUID().toString(), context.broadcast(TaskBytes.of(task)));
  }

  WriteTask get() {
    Known known = last.get();
    if (known == null || !known.id().equals(id)) {
      synchronized (SharedTask.class) {
        known = last.get();
        if (known == null || !known.id().equals(id)) {
          known = new Known(id, TaskBytes.read(bytes.value(), WriteTask.class));
          last = new SoftReference<>(known);
        }
      }
    }
    return known.task();
  }

  /** Frees the executors' memory. */
  void forget() {
    last = new SoftReference<>(null);
    bytes.unpersist(false);
  }
}
