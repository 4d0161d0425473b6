package dev.sparkzarr.spark.read;

/**
 * What a scan does, decided on the driver once everything that Spark offers has been taken or
 * refused. A plan is a value: equal plans give the same rows.
 *
 * <ul>
 *   <li>{@link CellsPlan}: reads cells of a selection, as rows
 *   <li>{@link AnswerPlan}: rows that the driver knows already, from the shape of the selection
 *   <li>{@link GroupsPlan}: aggregates over groups, computed by each partition over decoded arrays
 * </ul>
 */
sealed interface ScanPlan permits CellsPlan, AnswerPlan, GroupsPlan {
  /**
   * @return one line for explain(), without secrets
   */
  String describe();
}
