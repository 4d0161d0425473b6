package dev.sparkzarr.spark.write;

import org.apache.spark.Partitioner;

/** Deals stored objects out to tasks by their numbers, so that each task has as many. Immutable. */
final class ObjectPartitioner extends Partitioner {
  private static final long serialVersionUID = 1L;

  /** Decoded bytes of a task's objects, about. */
  private static final double TASK_BYTES = 128L << 20;

  private static final int MOST_TASKS = 10_000;

  private final int tasks;

  private ObjectPartitioner(int tasks) {
    this.tasks = tasks;
  }

  /**
   * @param objects how many there are
   * @param bytes of all of them, decoded
   * @param parallelism tasks that run at once
   */
  static ObjectPartitioner of(long objects, double bytes, int parallelism) {
    double wanted = Math.max(parallelism, Math.ceil(bytes / TASK_BYTES));
    return new ObjectPartitioner(
        (int) Math.max(1, Math.min(Math.min(wanted, objects), MOST_TASKS)));
  }

  @Override
  public int numPartitions() {
    return tasks;
  }

  @Override
  public int getPartition(Object key) {
    return (int) ((Long) key % tasks);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ObjectPartitioner that && tasks == that.tasks;
  }

  @Override
  public int hashCode() {
    return tasks;
  }
}
