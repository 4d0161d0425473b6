package dev.sparkzarr.spark.read;

import dev.sparkzarr.array.ArrayGrid;
import dev.sparkzarr.dataset.ArrayLayout;
import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.Column;
import dev.sparkzarr.dataset.Table;
import dev.sparkzarr.spark.options.ReadConf;
import dev.sparkzarr.store.stack.StorePlan;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * A dimension group of a Zarr store as Spark sees it: rows are cells. Immutable. Two are equal when
 * they read the same columns of the same arrays with the same options and axes.
 */
public final class ZarrTable implements SupportsRead {
  private final StorePlan store;
  private final String place;
  private final ReadConf conf;
  private final Table table;
  private final StructType all;
  private final StructType schema;
  private final Optional<ZoneId> zone;
  private final Map<Column, ArrayGrid> grids = new ConcurrentHashMap<>();

  private ZarrTable(
      StorePlan store,
      String place,
      ReadConf conf,
      Table table,
      StructType all,
      StructType schema,
      Optional<ZoneId> zone) {
    this.store = store;
    this.place = place;
    this.conf = conf;
    this.table = table;
    this.all = all;
    this.schema = schema;
    this.zone = zone;
  }

  /**
   * @param store that the table's paths are in
   * @param place of the table for messages and plans, secrets removed
   */
  public static ZarrTable of(StorePlan store, String place, ReadConf conf, Table table) {
    StructType all = TableSchema.of(table, conf.timestampType());
    return new ZarrTable(store, place, conf, table, all, all, SessionZone.current());
  }

  /**
   * This table with fewer columns.
   *
   * @param asked names and types, in the order wanted
   * @throws dev.sparkzarr.dataset.DatasetException when it has not such columns
   */
  public ZarrTable withSchema(StructType asked) {
    return new ZarrTable(
        store, place, conf, table, all, TableSchema.subset(all, asked, place), zone);
  }

  StorePlan store() {
    return store;
  }

  String place() {
    return place;
  }

  ReadConf conf() {
    return conf;
  }

  /**
   * @return whether executors keep decoded chunks of it
   */
  boolean keepsDecoded() {
    return conf.decodedSettings(store.location()).isOn();
  }

  /**
   * @return all of the table, whatever the schema leaves out
   */
  Table table() {
    return table;
  }

  /**
   * @return how predicates on this table are understood, here and now
   */
  PredicateTranslator translator() {
    return new PredicateTranslator(
        List.of(all.fields()).subList(0, table.axes().size()), SessionZone.agreed(zone));
  }

  /**
   * @param column that an array gives
   */
  ArrayGrid grid(Column column) {
    return grids.computeIfAbsent(column, known -> ArrayLayout.of(known.array().orElseThrow()));
  }

  /**
   * @param name as the schema spells it
   */
  Column column(String name) {
    return table.columns().stream()
        .filter(column -> column.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no column " + name + " in " + place));
  }

  @Override
  public String name() {
    return "zarr " + place;
  }

  @Override
  @SuppressWarnings("deprecation")
  public StructType schema() {
    return schema;
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
    return EnumSet.of(TableCapability.BATCH_READ);
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
    return new CellScanBuilder(this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ZarrTable that
        && store.equals(that.store)
        && conf.equals(that.conf)
        && schema.equals(that.schema)
        && columnPlaces().equals(that.columnPlaces())
        && sameAxes(table.axes(), that.table.axes());
  }

  private static boolean sameAxes(List<Axis> axes, List<Axis> others) {
    boolean same = axes.size() == others.size();
    for (int i = 0; same && i < axes.size(); i++) {
      Axis axis = axes.get(i);
      Axis other = others.get(i);
      same =
          axis == other
              || axis.name().equals(other.name())
                  && axis.type().equals(other.type())
                  && axis.length() == other.length()
                  && Arrays.equals(axis.bytes(), other.bytes())
                  && Arrays.equals(axis.heap(), other.heap());
    }
    return same;
  }

  private List<String> columnPlaces() {
    return table.columns().stream()
        .map(
            column ->
                column.array().map(array -> column.path().get() + array.document()).orElse(""))
        .toList();
  }

  @Override
  public int hashCode() {
    return 31 * store.hashCode() + schema.hashCode();
  }

  @Override
  public String toString() {
    return name();
  }
}
