package dev.sparkzarr.spark;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * What a path and its options name. Nothing is opened before it is looked at: Spark asks for one
 * also where a DataFrame is about to be saved, and there may be nothing yet. Two are equal when
 * what they read is.
 */
final class PathTable implements SupportsRead, SupportsWrite {
  private final Map<String, String> options;
  private final Supplier<SupportsRead> opener;
  private SupportsRead opened;

  /**
   * @param opener gives what is read; called once
   */
  PathTable(Map<String, String> options, Supplier<SupportsRead> opener) {
    this.options = new HashMap<>(options);
    this.opener = opener;
  }

  private synchronized SupportsRead opened() {
    if (opened == null) {
      opened = opener.get();
    }
    return opened;
  }

  @Override
  public String name() {
    return opened().name();
  }

  @Override
  @SuppressWarnings("deprecation")
  public StructType schema() {
    return ZarrSource.schemaOf(opened());
  }

  @Override
  public Transform[] partitioning() {
    return new Transform[0];
  }

  @Override
  public Map<String, String> properties() {
    return Map.of();
  }

  @Override
  public Set<TableCapability> capabilities() {
    return EnumSet.of(TableCapability.BATCH_READ, TableCapability.V1_BATCH_WRITE);
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap scanOptions) {
    return opened().newScanBuilder(scanOptions);
  }

  @Override
  public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
    return new ViewInsert(options);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PathTable that && opened().equals(that.opened());
  }

  @Override
  public int hashCode() {
    return opened().hashCode();
  }

  @Override
  public String toString() {
    return name();
  }
}
