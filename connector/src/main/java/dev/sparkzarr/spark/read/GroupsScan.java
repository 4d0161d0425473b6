package dev.sparkzarr.spark.read;

import java.util.Arrays;
import java.util.OptionalLong;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.SupportsReportStatistics;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** A scan of groups. For the driver's planning thread. */
final class GroupsScan implements SupportsReportStatistics, Batch {
  private final GroupsPlan plan;

  GroupsScan(GroupsPlan plan) {
    this.plan = plan;
  }

  @Override
  public StructType readSchema() {
    return plan.schema();
  }

  @Override
  public Batch toBatch() {
    return this;
  }

  @Override
  public InputPartition[] planInputPartitions() {
    return plan.boxes().stream().map(CellPartition::whole).toArray(InputPartition[]::new);
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return new GroupsReaderFactory(
        plan.cells().source().store(),
        plan.scan(),
        Arrays.stream(plan.schema().fields()).map(StructField::dataType).toList());
  }

  @Override
  public ColumnarSupportMode columnarSupportMode() {
    return ColumnarSupportMode.SUPPORTED;
  }

  @Override
  public Statistics estimateStatistics() {
    double rows = plan.groups();
    OptionalLong count = OptionalLong.of((long) rows);
    OptionalLong bytes = OptionalLong.of(Math.max(1, (long) (rows * plan.schema().defaultSize())));
    return new Statistics() {
      @Override
      public OptionalLong sizeInBytes() {
        return bytes;
      }

      @Override
      public OptionalLong numRows() {
        return count;
      }
    };
  }

  @Override
  public CustomMetric[] supportedCustomMetrics() {
    return ScanMetrics.declared();
  }

  @Override
  public CustomTaskMetric[] reportDriverMetrics() {
    CellsPlan cells = plan.cells();
    return ScanMetrics.ofDriver(cells.allChunks() - cells.chunks());
  }

  @Override
  public String description() {
    return plan.describe();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GroupsScan that && plan.equals(that.plan);
  }

  @Override
  public int hashCode() {
    return plan.hashCode();
  }

  @Override
  public String toString() {
    return "zarr groups of " + plan.cells().source().place() + " " + plan.text();
  }
}
