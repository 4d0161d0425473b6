package dev.sparkzarr.spark.write;

import java.util.HashSet;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.spark.ExceptionFailure;
import org.apache.spark.SparkContext;
import org.apache.spark.Success$;
import org.apache.spark.TaskKilled;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;

/**
 * Knows whether a task of this thread's jobs still runs. After a job failed, its other tasks go on
 * until they notice. Told by Spark's listener bus, safe for many threads.
 */
final class JobTasks extends SparkListener implements AutoCloseable {
  private static final String MARK = "spark.zarr.write";
  private static final long QUIET_NANOS = 300_000_000;

  private final String id = UUID.randomUUID().toString();
  private final SparkContext context;
  private final Set<Integer> jobs = new HashSet<>();
  private final Set<Integer> stages = new HashSet<>();
  private final Set<Long> running = new HashSet<>();
  private boolean isAnyLost;
  private long lastTold;

  /** Watches the jobs that this thread starts until it is closed. */
  JobTasks(SparkContext context) {
    this.context = context;
    context.addSparkListener(this);
    context.setLocalProperty(MARK, id);
  }

  private boolean isOurs(Properties properties) {
    return properties != null && id.equals(properties.getProperty(MARK));
  }

  @Override
  public synchronized void onJobStart(SparkListenerJobStart event) {
    if (isOurs(event.properties())) {
      jobs.add(event.jobId());
      told();
    }
  }

  @Override
  public synchronized void onJobEnd(SparkListenerJobEnd event) {
    if (jobs.remove(event.jobId())) {
      told();
    }
  }

  @Override
  public synchronized void onStageSubmitted(SparkListenerStageSubmitted event) {
    if (isOurs(event.properties())) {
      stages.add(event.stageInfo().stageId());
      told();
    }
  }

  @Override
  public synchronized void onTaskStart(SparkListenerTaskStart event) {
    if (stages.contains(event.stageId())) {
      running.add(event.taskInfo().taskId());
      told();
    }
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd event) {
    if (running.remove(event.taskInfo().taskId())) {
      boolean saidSo =
          event.reason() == Success$.MODULE$
              || event.reason() instanceof ExceptionFailure
              || event.reason() instanceof TaskKilled;
      isAnyLost |= !saidSo; // such as with its executor: it may run on there
      told();
    }
  }

  private void told() {
    lastTold = System.nanoTime();
    notifyAll();
  }

  /**
   * Waits for all tasks. What Spark tells comes late and not quite in order, so that nothing must
   * have been told for a moment, too.
   *
   * @return whether none runs any more, anywhere; false when that is not known in time
   */
  synchronized boolean end(long timeout, TimeUnit unit) {
    long now = System.nanoTime();
    long until = now + unit.toNanos(timeout);
    lastTold = now;
    try {
      while (!isAnyLost && now < until) {
        boolean isQuiet = jobs.isEmpty() && running.isEmpty();
        long silent = lastTold + QUIET_NANOS - now;
        if (isQuiet && silent <= 0) {
          return true;
        }
        long wait = isQuiet ? silent : until - now;
        TimeUnit.NANOSECONDS.timedWait(this, Math.max(1_000_000, wait));
        now = System.nanoTime();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  /**
   * After jobs that were done, whether tasks of theirs were lost with their process. Spark tells of
   * the tasks before it tells of the job's end, which is waited for.
   */
  synchronized boolean isAnyLost(long timeout, TimeUnit unit) {
    long now = System.nanoTime();
    long until = now + unit.toNanos(timeout);
    try {
      while (!jobs.isEmpty() && now < until) {
        TimeUnit.NANOSECONDS.timedWait(this, Math.max(1_000_000, until - now));
        now = System.nanoTime();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return isAnyLost;
  }

  @Override
  public void close() {
    context.setLocalProperty(MARK, null);
    context.removeSparkListener(this);
  }
}
