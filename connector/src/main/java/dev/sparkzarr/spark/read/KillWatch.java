package dev.sparkzarr.spark.read;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.spark.TaskContext;

/**
 * Notices that Spark killed a task. A killed task's thread is not interrupted unless the user asked
 * for it, and may wait for a store in the middle of a batch, where Spark does not look. One daemon
 * thread for all tasks of the JVM, which ends when there is none to watch. Safe for many threads.
 */
final class KillWatch {
  private static final long PERIOD_MILLIS = 500;
  private static final ScheduledThreadPoolExecutor TIMER = timer();

  private KillWatch() {}

  private static ScheduledThreadPoolExecutor timer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, "zarr-kill-watch");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
    timer.setKeepAliveTime(5, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
    return timer;
  }

  /**
   * Runs {@code stop} within a second or so of the task's being killed, perhaps more than once.
   *
   * @return to cancel when the task is done
   */
  static Future<?> over(TaskContext task, Runnable stop) {
    return TIMER.scheduleWithFixedDelay(
        () -> {
          if (task.isInterrupted()) {
            stop.run();
          }
        },
        PERIOD_MILLIS,
        PERIOD_MILLIS,
        TimeUnit.MILLISECONDS);
  }
}
