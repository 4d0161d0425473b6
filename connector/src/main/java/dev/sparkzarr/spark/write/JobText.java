package dev.sparkzarr.spark.write;

import org.apache.spark.SparkContext;

/** Says on Spark's pages what the jobs of a write are doing. For one thread. */
final class JobText implements AutoCloseable {
  private static final String DESCRIPTION = "spark.job.description";

  private final SparkContext context;
  private final String place;
  private final String before;

  /**
   * @param place of the table, without secrets
   */
  JobText(SparkContext context, String place) {
    this.context = context;
    this.place = place;
    this.before = context.getLocalProperty(DESCRIPTION);
  }

  /** Names the jobs that start from here on. */
  void doing(String what) {
    context.setJobDescription("zarr write " + place + ": " + what);
  }

  /** Puts back what was said before. */
  @Override
  public void close() {
    context.setJobDescription(before);
  }
}
