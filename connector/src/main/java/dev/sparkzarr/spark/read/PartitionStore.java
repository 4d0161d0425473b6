package dev.sparkzarr.spark.read;

import dev.sparkzarr.array.ReadCounters;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.stack.StorePlan;
import dev.sparkzarr.store.stack.StoreStack;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.util.TaskCompletionListener;

/**
 * The store of one partition and what reads it: opened on the task's thread, once, and closed
 * together, by Spark or when the task ends, whatever way it ends. For one thread, except that
 * {@link #close} may come from another.
 *
 * @param <R> what reads the store
 */
public final class PartitionStore<R> implements AutoCloseable {
  private final StoreStack store;
  private final ReadCounters counters = new ReadCounters();
  private final R reader;
  private final Runnable stop;

  private PartitionStore(
      StorePlan plan, BiFunction<Store, ReadCounters, R> open, Consumer<R> close) {
    this.store = plan.open();
    try {
      this.reader = open.apply(store.store(), counters);
    } catch (RuntimeException | Error e) {
      store.close();
      throw e;
    }
    this.stop = () -> close.accept(reader);
  }

  /**
   * Opens a store and what reads it.
   *
   * @param open given the store, and what reading adds to
   * @param close stops reading, from any thread; idempotent
   */
  public static <R> PartitionStore<R> open(
      StorePlan plan, BiFunction<Store, ReadCounters, R> open, Consumer<R> close) {
    PartitionStore<R> opened = new PartitionStore<>(plan, open, close);
    TaskContext task = TaskContext.get();
    if (task != null) {
      Future<?> watch = KillWatch.over(task, opened.stop);
      task.addTaskCompletionListener(
          (TaskCompletionListener)
              context -> {
                watch.cancel(false);
                opened.close();
              });
    }
    return opened;
  }

  /**
   * @return what reads the store
   */
  public R reader() {
    return reader;
  }

  /**
   * @return what reading adds to
   */
  ReadCounters counters() {
    return counters;
  }

  /**
   * @return what Spark shows of the task
   */
  public CustomTaskMetric[] metrics() {
    return ScanMetrics.ofTask(counters, store.counts());
  }

  @Override
  public void close() {
    try {
      stop.run();
    } finally {
      store.close();
    }
  }
}
