package dev.sparkzarr.spark.write;

import dev.sparkzarr.ZarrException;
import dev.sparkzarr.array.commit.TableCommit;
import dev.sparkzarr.array.commit.WritePlan;
import dev.sparkzarr.array.commit.WriterTicket;
import dev.sparkzarr.spark.options.ClaimTimes;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.spark.SparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps that every write of Spark jobs goes through: claim, put, switch. On the driver. */
final class ClaimedJob {
  private static final Logger LOG = LoggerFactory.getLogger(ClaimedJob.class);

  /** How long a failed job's other tasks are waited for, which would put objects of no table. */
  private static final long TASKS_END_SECONDS = 60;

  /** How long it may take until Spark tells of the end of a job that is done. */
  private static final long JOBS_END_SECONDS = 5;

  private final Target target;
  private final SparkContext context;
  private final JobText text;

  ClaimedJob(Target target, SparkContext context, JobText text) {
    this.target = target;
    this.context = context;
    this.text = text;
  }

  /**
   * Claims what the plan names, lets objects be put, and switches to them.
   *
   * @param puts runs the jobs that put objects, on this thread; what it throws leaves everything as
   *     it was
   * @throws ZarrException when what the plan names stays as it was
   */
  void run(WritePlan plan, Consumer<WriterTicket> puts) {
    try (JobTasks tasks = new JobTasks(context);
        TableCommit commit =
            TableCommit.begin(
                target.store(), plan, ClaimTimes.of(target.plan().location().settings()))) {
      if (!commit.isExclusive()) {
        LOG.warn(
            "{} has no conditional writes: of two jobs that write it at the same time, none is"
                + " refused. Let one write at a time.",
            target.place());
      }
      try {
        puts.accept(commit.ticket());
      } catch (Throwable e) {
        if (tasks.end(TASKS_END_SECONDS, TimeUnit.SECONDS)) {
          commit.tasksEnded();
        }
        throw e;
      }
      if (tasks.isAnyLost(JOBS_END_SECONDS, TimeUnit.SECONDS)) {
        commit.processesDied();
      }
      text.doing("commit");
      commit.commit();
    }
  }
}
