package dev.sparkzarr.spark.diagnose;

import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.types.StructType;

/** The driver's findings, and one task that looks where it runs. */
record DiagnosisScan(String description, StoreFindings store) implements Scan, Batch {
  /** What the driver found. */
  record Driver(List<Finding> findings) implements InputPartition {
    private static final long serialVersionUID = 1L;
  }

  /** What an executor is to look at. */
  record Executor(StoreFindings store) implements InputPartition {
    private static final long serialVersionUID = 1L;
  }

  @Override
  public StructType readSchema() {
    return DiagnosisTable.SCHEMA;
  }

  @Override
  public Batch toBatch() {
    return this;
  }

  @Override
  public InputPartition[] planInputPartitions() {
    return new InputPartition[] {
      new Driver(
          Stream.of(ProcessFindings.here(), session(), store.here())
              .flatMap(List::stream)
              .toList()),
      new Executor(store)
    };
  }

  private static List<Finding> session() {
    SparkSession session = SparkSession.active();
    return List.of(
        Finding.of("master", () -> session.sparkContext().master()),
        Finding.of("time zone", () -> session.conf().get("spark.sql.session.timeZone")),
        Finding.of("ansi", () -> session.conf().get("spark.sql.ansi.enabled")));
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return new DiagnosisReader.Factory();
  }
}
