package dev.sparkzarr.spark.read;

import dev.sparkzarr.spark.options.ReadConf;
import dev.sparkzarr.store.stack.StorePlan;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * What is in a store: one row for each group and array, those that cannot be read included. The
 * store is listed anew by each query. Immutable.
 */
public final class NodesTable implements SupportsRead {
  private final StorePlan store;
  private final String place;
  private final ReadConf conf;

  /**
   * @param store what is listed
   * @param place of the store for messages and plans, secrets removed
   * @param conf whose group is where listing starts
   */
  public NodesTable(StorePlan store, String place, ReadConf conf) {
    this.store = store;
    this.place = place;
    this.conf = conf;
  }

  @Override
  public String name() {
    return "zarr nodes " + place;
  }

  @Override
  @SuppressWarnings("deprecation")
  public StructType schema() {
    return NodeRows.SCHEMA;
  }

  @Override
  public Set<TableCapability> capabilities() {
    return EnumSet.of(TableCapability.BATCH_READ);
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
    return () -> new LocalRows(NodeRows.SCHEMA, name(), this, () -> NodeRows.of(store, conf));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NodesTable that && store.equals(that.store) && conf.equals(that.conf);
  }

  @Override
  public int hashCode() {
    return Objects.hash(store, conf);
  }

  @Override
  public String toString() {
    return name();
  }
}
