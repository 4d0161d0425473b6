package dev.sparkzarr.spark.diagnose;

import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.unsafe.types.UTF8String;

/** Findings as rows. For one thread. */
final class DiagnosisReader implements PartitionReader<InternalRow> {
  /** Travels to executors. */
  record Factory() implements PartitionReaderFactory {
    @Override
    public PartitionReader<InternalRow> createReader(InputPartition partition) {
      if (partition instanceof DiagnosisScan.Driver driver) {
        return new DiagnosisReader("driver", driver.findings());
      }
      StoreFindings store = ((DiagnosisScan.Executor) partition).store();
      return new DiagnosisReader(
          "executor",
          Stream.of(ProcessFindings.here(), store.here()).flatMap(List::stream).toList());
    }
  }

  private final String process;
  private final Iterator<Finding> findings;
  private Finding current;

  private DiagnosisReader(String process, List<Finding> findings) {
    this.process = process;
    this.findings = findings.iterator();
  }

  @Override
  public boolean next() {
    boolean more = findings.hasNext();
    current = more ? findings.next() : null;
    return more;
  }

  @Override
  public InternalRow get() {
    return new GenericInternalRow(
        new Object[] {
          UTF8String.fromString(process),
          UTF8String.fromString(current.name()),
          UTF8String.fromString(current.value())
        });
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
