package dev.sparkzarr.spark.read.chunks;

import dev.sparkzarr.array.ArrayEngines;
import dev.sparkzarr.array.Hierarchy;
import dev.sparkzarr.dataset.ChunkArrays;
import dev.sparkzarr.dataset.ChunkArrays.Content;
import dev.sparkzarr.dataset.ChunkSource;
import dev.sparkzarr.dataset.DatasetException;
import dev.sparkzarr.dataset.NullRule;
import dev.sparkzarr.dataset.ValueDecoder;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.spark.options.ReadConf;
import dev.sparkzarr.spark.read.ColumnDataType;
import dev.sparkzarr.store.Secrets;
import dev.sparkzarr.store.StoreLocation;
import dev.sparkzarr.store.stack.StorePlan;
import dev.sparkzarr.store.stack.StoreStack;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** Opens what a path and its options name as rows of chunks, on the driver. */
public final class ChunkTableOpener {
  /** Room that a row needs beside its values. */
  private static final long ROW_SLACK = 1 << 16;

  private static final int SHOWN = 20;

  private final ReadConf conf;
  private final Map<String, String> settings;

  /**
   * @param settings of the store's client, which executors will use too
   */
  public ChunkTableOpener(ReadConf conf, Map<String, String> settings) {
    this.conf = conf;
    this.settings = settings;
  }

  /**
   * Reads metadata.
   *
   * @throws dev.sparkzarr.ZarrException when there is nothing to read, or the arrays' values are
   *     not of one type
   */
  public SupportsRead open() {
    StorePlan plan = StorePlan.of(conf.path(), settings, conf.storeLayers());
    try (StoreStack stack = plan.open()) {
      Hierarchy hierarchy = Hierarchy.open(stack.store(), conf.consolidated(), conf.fetchThreads());
      NodePath path = conf.group();
      String place = stack.store().describe() + (path.isRoot() ? "" : path);
      ChunkArrays arrays =
          ChunkArrays.open(
              hierarchy,
              path,
              conf.datasetOptions(),
              conf.encoded() ? Content.ENCODED : Content.VALUES,
              ArrayEngines.named(conf.engine()));
      ChunkRowSchema.Place origin =
          new ChunkRowSchema.Place(address(plan.location(), arrays), path);
      return new ChunkTable(
          plan,
          place,
          conf,
          arrays,
          conf.encoded()
              ? ChunkRowSchema.ofBytes(arrays, origin)
              : conf.datasetOptions().maskAndScale()
                  ? ChunkRowSchema.ofDecoded(values(arrays, place), arrays, origin)
                  : ChunkRowSchema.ofValues(values(arrays, place), arrays, origin));
    }
  }

  /** What may stand in a schema, and leads to a group. */
  private static Optional<String> address(StoreLocation location, ChunkArrays arrays) {
    String uri = location.uri();
    boolean isPublic = Secrets.of(location.settings()).hideIn(uri).equals(uri);
    boolean isArray = arrays.sources().stream().anyMatch(source -> source.path().isRoot());
    return Optional.of(uri).filter(address -> isPublic && !isArray);
  }

  /** The one type of all values. */
  private ArrayType values(ChunkArrays arrays, String place) {
    Map<String, DataType> types = new LinkedHashMap<>();
    boolean containsNull = false;
    for (ChunkSource source : arrays.sources()) {
      ValueDecoder decoder = source.decoder().orElseThrow();
      DataType type = ColumnDataType.of(decoder.type(), conf.timestampType());
      checkFits(source, type, place);
      types.put(source.name(), type);
      containsNull |= decoder.nulls() != NullRule.NONE || decoder.type().hasParts();
    }
    if (types.values().stream().distinct().count() > 1) {
      throw new DatasetException(
          "Cannot read the chunks of "
              + place
              + " as one table: values of its arrays have several types: "
              + types.entrySet().stream()
                  .limit(SHOWN)
                  .map(each -> each.getKey() + " " + each.getValue().sql())
                  .collect(Collectors.joining(", "))
              + (types.size() > SHOWN ? ", and more" : "")
              + ". Name arrays of one type with the option variables.");
    }
    return DataTypes.createArrayType(types.values().iterator().next(), containsNull);
  }

  /** What Spark cannot hold in one row is refused before it is read. */
  private static void checkFits(ChunkSource source, DataType type, String place) {
    double elements = 1;
    for (int i = 0; i < source.grid().chunks().size(); i++) {
      long longest = source.grid().largestChunk().length(i);
      elements *= Math.min(longest, source.array().shape().length(i));
    }
    double bytes = elements * (type.defaultSize() + 0.125);
    if (source.array().dataType().layout().variable()) {
      bytes = elements * (Long.BYTES + 0.125);
    }
    if (bytes > Integer.MAX_VALUE - ROW_SLACK) {
      throw new DatasetException(
          "Cannot read the chunks of array "
              + source.path()
              + " in "
              + place
              + " as rows: a chunk of "
              + source.grid().largestChunk()
              + " is more than the 2 GiB of a row. Read it with layout=cells, or leave it out with"
              + " the option variables.");
    }
  }
}
