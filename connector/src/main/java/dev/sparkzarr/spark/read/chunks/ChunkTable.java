package dev.sparkzarr.spark.read.chunks;

import dev.sparkzarr.dataset.ChunkArrays;
import dev.sparkzarr.dataset.ChunkSource;
import dev.sparkzarr.spark.options.ReadConf;
import dev.sparkzarr.store.stack.StorePlan;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** Arrays of a group as Spark sees them where rows are chunks. Immutable. */
final class ChunkTable implements SupportsRead {
  private final StorePlan store;
  private final String place;
  private final ReadConf conf;
  private final ChunkArrays arrays;
  private final StructType schema;

  /**
   * @param store that the arrays' paths are in
   * @param place of the group for messages and plans, secrets removed
   */
  ChunkTable(StorePlan store, String place, ReadConf conf, ChunkArrays arrays, StructType schema) {
    this.store = store;
    this.place = place;
    this.conf = conf;
    this.arrays = arrays;
    this.schema = schema;
  }

  StorePlan store() {
    return store;
  }

  ReadConf conf() {
    return conf;
  }

  List<ChunkSource> sources() {
    return arrays.sources();
  }

  @Override
  public String name() {
    return "zarr chunks " + place;
  }

  @Override
  @SuppressWarnings("deprecation")
  public StructType schema() {
    return schema;
  }

  @Override
  public Set<TableCapability> capabilities() {
    return EnumSet.of(TableCapability.BATCH_READ);
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
    return new ChunkScanBuilder(this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ChunkTable that
        && store.equals(that.store)
        && conf.equals(that.conf)
        && schema.equals(that.schema);
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
