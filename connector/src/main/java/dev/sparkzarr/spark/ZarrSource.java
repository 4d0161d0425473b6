package dev.sparkzarr.spark;

import dev.sparkzarr.spark.diagnose.DiagnosisTable;
import dev.sparkzarr.spark.options.OptionException;
import dev.sparkzarr.spark.options.ReadConf;
import dev.sparkzarr.spark.options.WriteConf;
import dev.sparkzarr.spark.read.NodesTable;
import dev.sparkzarr.spark.read.TableOpener;
import dev.sparkzarr.spark.read.ZarrTable;
import dev.sparkzarr.spark.read.chunks.ChunkTableOpener;
import dev.sparkzarr.spark.write.ChunkSave;
import dev.sparkzarr.spark.write.SavedRelation;
import dev.sparkzarr.spark.write.TableSave;
import dev.sparkzarr.store.hadoop.HadoopSettings;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SQLContext;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.SessionConfigSupport;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.BaseRelation;
import org.apache.spark.sql.sources.CreatableRelationProvider;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import scala.collection.JavaConverters;

/**
 * The data source {@code zarr}: {@code spark.read.format("zarr").load(path)} and {@code
 * df.write.format("zarr").save(path)}. Session configuration {@code spark.datasource.zarr.NAME}
 * gives option NAME a value for all reads and writes. Spark makes one for each {@code load} or
 * {@code save}, on the driver, and it is for one thread.
 */
public final class ZarrSource
    implements TableProvider, CreatableRelationProvider, DataSourceRegister, SessionConfigSupport {
  /** What the schema was inferred from, so that the store is read once per load. */
  private Map<String, String> openedOptions;

  private SupportsRead opened;

  @Override
  public String shortName() {
    return "zarr";
  }

  @Override
  public String keyPrefix() {
    return "zarr";
  }

  @Override
  public boolean supportsExternalMetadata() {
    return true;
  }

  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    openedOptions = new HashMap<>(options.asCaseSensitiveMap());
    opened = open(openedOptions);
    return schemaOf(opened);
  }

  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    boolean isInferred = opened != null && properties.equals(openedOptions);
    if (isInferred) {
      return PathTable.of(schema, properties, withSchema(opened, schema));
    }
    return new PathTable(schema, properties, () -> withSchema(open(properties), schema));
  }

  private static SupportsRead withSchema(SupportsRead table, StructType schema) {
    if (schemaOf(table).equals(schema)) {
      return table;
    }
    if (table instanceof ZarrTable cells) {
      return cells.withSchema(schema);
    }
    String kind =
        table instanceof DiagnosisTable
            ? "diagnose=true"
            : table instanceof NodesTable ? "layout=nodes" : "layout=chunks";
    throw new OptionException(
        "Cannot read with "
            + kind
            + " and a schema: its columns are fixed. Leave the schema out and select columns"
            + " after reading.");
  }

  /** The form of a schema that every supported Spark has. */
  @SuppressWarnings("deprecation")
  static StructType schemaOf(Table table) {
    return table.schema();
  }

  private static SupportsRead open(Map<String, String> options) {
    ReadConf conf = ReadConf.of(options);
    SparkSession session = SparkSession.active();
    Map<String, String> settings =
        HadoopSettings.of(session.sessionState().newHadoopConf(), conf.hadoopOptions());
    if (conf.diagnose()) {
      return new DiagnosisTable(conf, settings);
    }
    checkReachable("read", conf.path(), session.sparkContext().isLocal());
    return conf.layout() == ReadConf.Layout.CHUNKS
        ? new ChunkTableOpener(conf, settings).open()
        : new TableOpener(conf, settings).open();
  }

  /**
   * Saves a DataFrame. Spark does not lay session configuration under these options, and gives
   * their names in lower case.
   */
  @Override
  public BaseRelation createRelation(
      SQLContext context,
      SaveMode mode,
      scala.collection.immutable.Map<String, String> options,
      Dataset<Row> data) {
    save(mode, JavaConverters.mapAsJavaMap(options), data);
    return new SavedRelation(context, data.schema());
  }

  static void save(SaveMode mode, Map<String, String> options, Dataset<Row> data) {
    SparkSession session = data.sparkSession();
    WriteConf conf = WriteConf.of(options, JavaConverters.mapAsJavaMap(session.conf().getAll()));
    checkReachable("write", conf.path(), session.sparkContext().isLocal());
    Map<String, String> settings =
        HadoopSettings.of(session.sessionState().newHadoopConf(), conf.hadoopOptions());
    if (conf.rows() == WriteConf.Rows.CHUNKS) {
      ChunkSave.run(mode, conf, settings, data);
    } else {
      TableSave.run(mode, conf, settings, data);
    }
  }

  /** Refuses a store that executors cannot reach. */
  static void checkReachable(String verb, String path, boolean isOneJvm) {
    if (path.startsWith("memory:") && !isOneJvm) {
      throw new OptionException(
          "Cannot "
              + verb
              + " "
              + path
              + " on a cluster: a store in memory exists in one JVM only. Use a path that every"
              + " executor reaches, or master local[*].");
    }
  }
}
