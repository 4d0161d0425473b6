package dev.sparkzarr.spark.diagnose;

import dev.sparkzarr.spark.options.ReadConf;
import dev.sparkzarr.store.MemoryStoreProvider;
import dev.sparkzarr.store.Secrets;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreLocation;
import dev.sparkzarr.store.Stores;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * What {@code diagnose=true} reads: a row for each thing found, by the driver and by one executor.
 * Looks anew at each query; a store that cannot be opened is a row that says why. Immutable.
 */
public final class DiagnosisTable implements SupportsRead {
  static final StructType SCHEMA =
      new StructType()
          .add("process", DataTypes.StringType, false)
          .add("name", DataTypes.StringType, false)
          .add("value", DataTypes.StringType, false);

  private final StoreFindings store;
  private final ReadConf conf;

  /**
   * @param settings of the store's client
   */
  public DiagnosisTable(ReadConf conf, Map<String, String> settings) {
    this.conf = conf;
    this.store =
        new StoreFindings(
            atHome(new StoreLocation(conf.path(), settings)), conf.group(), conf.consolidated());
  }

  /** An address that cannot be taken apart stays as it is: opening it says why. */
  private static StoreLocation atHome(StoreLocation location) {
    try {
      return Stores.absolute(MemoryStoreProvider.atHome(location));
    } catch (StoreException e) {
      return location;
    }
  }

  @Override
  public String name() {
    StoreLocation location = store.location();
    return "zarr diagnosis " + Secrets.of(location.settings()).hideIn(location.uri());
  }

  @Override
  @SuppressWarnings("deprecation")
  public StructType schema() {
    return SCHEMA;
  }

  @Override
  public Set<TableCapability> capabilities() {
    return EnumSet.of(TableCapability.BATCH_READ);
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
    return () -> new DiagnosisScan(name(), store);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DiagnosisTable that
        && store.equals(that.store)
        && conf.equals(that.conf);
  }

  @Override
  public int hashCode() {
    return store.hashCode();
  }

  @Override
  public String toString() {
    return name();
  }
}
