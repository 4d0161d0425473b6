package dev.sparkzarr.spark.read;

import dev.sparkzarr.dataset.IndexSet;
import dev.sparkzarr.dataset.TableScan;
import dev.sparkzarr.dataset.predicate.TileFilter;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.types.DataType;

/**
 * The partitions of one scan of cells. Spark may take the reader factory from the batch that stood
 * before filters arrived at run time, so a partition carries the selection that they left. Equal
 * batches give the same rows.
 */
final class CellBatch implements Batch {
  private final CellsPlan plan;
  private final List<IndexSet> selection;
  private final int parallelism;
  private final ExecutorHosts hosts;
  private final List<DataType> types;
  private InputPartition[] partitions;

  /**
   * @param types that Spark wants of the plan's columns: of structs perhaps fewer fields
   * @param selection what filters at run time left of the plan's
   * @param parallelism tasks that run at once
   * @param hosts of executors
   */
  CellBatch(
      CellsPlan plan,
      List<DataType> types,
      List<IndexSet> selection,
      int parallelism,
      ExecutorHosts hosts) {
    this.plan = plan;
    this.selection = selection;
    this.parallelism = parallelism;
    this.hosts = hosts;
    this.types = List.copyOf(types);
  }

  @Override
  public synchronized InputPartition[] planInputPartitions() {
    if (partitions == null) {
      partitions = plan();
    }
    return partitions.clone();
  }

  private InputPartition[] plan() {
    CellsPlan narrowed = plan.withSelection(selection);
    boolean isNarrower = !selection.equals(plan.selection());
    List<CellPartition> planned = narrowed.partitions(parallelism);
    if (plan.source().keepsDecoded()) {
      planned = narrowed.located(planned, hosts);
    }
    return planned.stream()
        .map(
            partition ->
                isNarrower ? partition.withSelection(narrowed.within(partition.box())) : partition)
        .toArray(InputPartition[]::new);
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    TableScan shown = plan.tableScan();
    if (!plan.isFiltered()) {
      return new CellReaderFactory(plan.source().store(), shown, types, TileFilter.NONE);
    }
    CellTranslator translator = new CellTranslator(plan, plan.columns());
    TileFilter filter = plan.filter().translated(translator);
    TableScan scan =
        new TableScan(shown.axes(), shown.selection(), translator.inputs(), shown.settings());
    return new CellReaderFactory(plan.source().store(), scan, types, filter);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CellBatch that
        && plan.equals(that.plan)
        && types.equals(that.types)
        && selection.equals(that.selection)
        && parallelism == that.parallelism;
  }

  @Override
  public int hashCode() {
    return Objects.hash(plan, selection, parallelism);
  }
}
