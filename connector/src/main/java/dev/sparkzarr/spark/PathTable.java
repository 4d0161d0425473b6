package dev.sparkzarr.spark;

import java.util.Arrays;
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
import org.apache.spark.sql.types.DayTimeIntervalType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * What a path and its options name. Nothing is opened before it is looked at: Spark asks for one
 * also where a DataFrame is about to be saved, and there may be nothing yet. Two are equal when
 * what they read is.
 */
final class PathTable implements SupportsRead, SupportsWrite {
  private final StructType asked;
  private final Map<String, String> options;
  private final Supplier<SupportsRead> opener;
  private SupportsRead opened;

  /**
   * @param asked columns that are read, or that are about to be saved
   * @param opener gives what is read; called once
   */
  PathTable(StructType asked, Map<String, String> options, Supplier<SupportsRead> opener) {
    this.asked = asked;
    this.options = new HashMap<>(options);
    this.opener = opener;
  }

  /** One that is open. */
  static PathTable of(StructType asked, Map<String, String> options, SupportsRead opened) {
    PathTable table = new PathTable(asked, options, () -> opened);
    table.opened();
    return table;
  }

  private synchronized SupportsRead opened() {
    if (opened == null) {
      opened = opener.get();
    }
    return opened;
  }

  /** Whether it may be about to be saved, so that there may be nothing to look at. */
  private synchronized boolean isOpaque() {
    return opened == null && hasInterval();
  }

  /**
   * Spark refuses intervals on the way that knows all save modes, and takes them on the other one,
   * for modes append and overwrite only.
   */
  private boolean hasInterval() {
    return Arrays.stream(asked.fields())
        .anyMatch(field -> field.dataType() instanceof DayTimeIntervalType);
  }

  @Override
  public String name() {
    return isOpaque() ? "zarr" : opened().name();
  }

  @Override
  @SuppressWarnings("deprecation")
  public StructType schema() {
    return isOpaque() ? asked : ZarrSource.schemaOf(opened());
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
    EnumSet<TableCapability> capabilities =
        EnumSet.of(
            TableCapability.BATCH_READ, TableCapability.V1_BATCH_WRITE, TableCapability.TRUNCATE);
    if (hasInterval()) {
      capabilities.add(TableCapability.BATCH_WRITE);
    }
    return capabilities;
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
    if (this == other) {
      return true;
    }
    return other instanceof PathTable that
        && !isOpaque()
        && !that.isOpaque()
        && opened().equals(that.opened());
  }

  @Override
  public int hashCode() {
    return hasInterval() ? 1 : opened().hashCode(); // equal ones have equal schemas
  }

  @Override
  public String toString() {
    return name();
  }
}
