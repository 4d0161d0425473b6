package dev.sparkzarr.spark.options;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sparkzarr.array.DecodedSettings;
import dev.sparkzarr.array.Hierarchy;
import dev.sparkzarr.dataset.DatasetOptions;
import dev.sparkzarr.dataset.PartitionPlanner;
import dev.sparkzarr.dataset.ReadSettings;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.store.StoreLocation;
import dev.sparkzarr.store.stack.ReadOnlyLayer;
import dev.sparkzarr.store.stack.SingleFlightLayer;
import dev.sparkzarr.store.stack.SplitLayer;
import dev.sparkzarr.store.stack.StoreLayer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What was asked for of one read: the only place that looks into its options. Holding one proves
 * that every option is known and every value is valid. Spark lays session configuration {@code
 * spark.datasource.zarr.*} under the options before they come here. Immutable; its text never shows
 * the file system's settings.
 */
public final class ReadConf {
  /** What a row is. */
  public enum Layout {
    CELLS,
    CHUNKS,
    NODES
  }

  /** How times are exposed. */
  public enum TimestampType {
    TIMESTAMP_NTZ,
    TIMESTAMP
  }

  /** How float32 coordinates are exposed. */
  enum FloatCoordinates {
    DECIMAL,
    EXACT
  }

  /** How times of non-standard calendars are exposed. */
  enum Calendar {
    STRING,
    TIMESTAMP
  }

  /** What a chunk that is not stored means. */
  public enum MissingChunks {
    FILL,
    ERROR,
    SKIP,
    ROWS
  }

  /**
   * Rows of a tile at most: large enough to hide the cost of a batch, small enough to stay in
   * cache.
   */
  private static final int TILE_ROWS = 32 * 1024;

  private final Map<String, String> given;
  private final Map<String, String> hadoop;
  private final String path;

  private ReadConf(Map<String, String> given) {
    OptionRegistry.check(Option.Side.READ, given.keySet());
    this.given = new HashMap<>();
    this.hadoop = new HashMap<>();
    given.forEach(
        (name, value) -> {
          if (OptionRegistry.isHadoop(name)) {
            hadoop.put(name, value);
          } else {
            this.given.put(name.toLowerCase(Locale.ROOT), value);
          }
        });
    ReadOptions.ALL.forEach(this::get);
    this.path = onlyPath();
    checkTogether();
  }

  /**
   * @param options as Spark hands them over, session configuration already laid under them
   * @throws OptionException when a name is unknown, a value is not valid, or the path is missing or
   *     not one
   */
  public static ReadConf of(Map<String, String> options) {
    return new ReadConf(options);
  }

  private <T> T get(Option<T> option) {
    return option.parse(given.get(option.name().toLowerCase(Locale.ROOT)));
  }

  private StoreOptions.Values values() {
    return new StoreOptions.Values() {
      @Override
      public <T> T get(Option<T> option) {
        return ReadConf.this.get(option);
      }
    };
  }

  private void checkTogether() {
    storeLayers();
    MissingChunks missing = missingChunks();
    if (layout() == Layout.CHUNKS) {
      if (missing == MissingChunks.FILL) {
        throw new OptionException(
            "Cannot read with missingChunks=fill and layout=chunks. Write rows for rows of fill"
                + " values, skip for no rows, or error.");
      }
      if (get(ReadOptions.ENCODED)
          && isGiven(ReadOptions.DECODE_CF)
          && get(ReadOptions.DECODE_CF)) {
        throw new OptionException(
            "Cannot read with encoded=true and decodeCf=true: encoded bytes have no values. Leave"
                + " one out.");
      }
      return;
    }
    if (get(ReadOptions.ENCODED)) {
      throw new OptionException(
          "Cannot read with encoded=true: it is for layout=chunks only. Leave it out.");
    }
    if (missing == MissingChunks.SKIP || missing == MissingChunks.ROWS) {
      throw new OptionException(
          "Cannot read with missingChunks="
              + OptionType.spell(missing)
              + ": it is for layout=chunks only. Write fill or error.");
    }
  }

  private boolean isGiven(Option<?> option) {
    return given.containsKey(option.name().toLowerCase(Locale.ROOT));
  }

  private String onlyPath() {
    String single = given.get("path");
    String several = given.get("paths");
    if (several != null) {
      JsonNode paths;
      try {
        paths = new ObjectMapper().readTree(several);
      } catch (JsonProcessingException e) {
        throw new OptionException("Cannot read with option 'paths': it is not a JSON list.");
      }
      int count = paths.size() + (single == null ? 0 : 1);
      if (!paths.isArray() || count > 1) {
        throw new OptionException(
            "Cannot read "
                + count
                + " paths: format zarr reads one store at a time. Load each path and combine them"
                + " with union or join.");
      }
      if (count == 1 && single == null) {
        single = paths.get(0).asText();
      }
    }
    if (single == null || single.isBlank()) {
      throw new OptionException(
          "Cannot read without a path: name a Zarr store, such as load(\"s3a://bucket/a.zarr\")"
              + " or OPTIONS (path '...').");
    }
    return single;
  }

  /**
   * @return where the store is, as the user wrote it
   */
  public String path() {
    return path;
  }

  /**
   * @return settings for the file system that were given with this read; may hold credentials
   */
  public Map<String, String> hadoopOptions() {
    return Map.copyOf(hadoop);
  }

  /**
   * @return the node inside the store
   */
  public NodePath group() {
    return Paths.node(get(ReadOptions.GROUP));
  }

  public Layout layout() {
    return get(ReadOptions.LAYOUT);
  }

  /**
   * @return whether the read is to be described instead of done
   */
  public boolean diagnose() {
    return get(ReadOptions.DIAGNOSE);
  }

  public TimestampType timestampType() {
    return get(ReadOptions.TIMESTAMP_TYPE);
  }

  public Hierarchy.Consolidated consolidated() {
    Optional<Boolean> wanted = get(ReadOptions.CONSOLIDATED);
    if (wanted.isEmpty()) {
      return Hierarchy.Consolidated.IF_PRESENT;
    }
    return wanted.get() ? Hierarchy.Consolidated.REQUIRED : Hierarchy.Consolidated.IGNORED;
  }

  /**
   * @return the engine's name, which may not exist
   */
  public String engine() {
    return get(ReadOptions.ENGINE);
  }

  public boolean aggregatePushdown() {
    return get(ReadOptions.AGGREGATE_PUSHDOWN);
  }

  /**
   * @return what a chunk that is not stored means
   */
  public MissingChunks missingChunks() {
    return get(ReadOptions.MISSING_CHUNKS)
        .orElse(layout() == Layout.CHUNKS ? MissingChunks.SKIP : MissingChunks.FILL);
  }

  /**
   * @return whether rows of chunks have stored bytes instead of values
   */
  public boolean encoded() {
    return get(ReadOptions.ENCODED);
  }

  /**
   * @return how a group becomes a table; rows of chunks hold what is stored unless {@code decodeCf}
   *     is given
   */
  public DatasetOptions datasetOptions() {
    boolean raw = layout() == Layout.CHUNKS && !isGiven(ReadOptions.DECODE_CF);
    boolean decode = !raw && get(ReadOptions.DECODE_CF);
    boolean times = get(ReadOptions.DECODE_TIMES);
    return new DatasetOptions(
        get(ReadOptions.DIMENSIONS),
        get(ReadOptions.VARIABLES),
        decode && get(ReadOptions.MASK_AND_SCALE),
        decode && times,
        times && (!raw || isGiven(ReadOptions.DECODE_TIMES)),
        decode,
        get(ReadOptions.USE_ZARR_FILL_VALUE_AS_MASK),
        raw || get(ReadOptions.FLOAT_COORDINATES) == FloatCoordinates.EXACT,
        get(ReadOptions.CALENDAR) == Calendar.TIMESTAMP);
  }

  /**
   * @param location of the store: decoded chunks are kept for readers with the same settings
   * @return how decoded chunks are kept
   */
  public DecodedSettings decodedSettings(StoreLocation location) {
    return CacheOptions.decoded(values(), location.settingsDigest());
  }

  /**
   * @return how executors read, with no decoded chunk kept
   */
  public ReadSettings readSettings() {
    return readSettings(DecodedSettings.OFF);
  }

  /**
   * @param location of the store
   * @return how executors read
   */
  public ReadSettings readSettings(StoreLocation location) {
    return readSettings(decodedSettings(location));
  }

  private ReadSettings readSettings(DecodedSettings decoded) {
    return new ReadSettings(
        engine(),
        fetchThreads(),
        get(ReadOptions.FETCH_BYTES),
        get(ReadOptions.MERGE_GAP),
        ReadSettings.DEFAULT_TILE_ROWS,
        missingChunks() == MissingChunks.ERROR,
        consolidated(),
        decoded);
  }

  /**
   * @return threads that fetch ahead, for each task
   */
  public int fetchThreads() {
    return get(ReadOptions.FETCH_THREADS);
  }

  /**
   * @return what is put around the store
   */
  public List<StoreLayer> storeLayers() {
    List<StoreLayer> layers = new ArrayList<>(ReadOptions.STORE.layers(values()));
    get(ReadOptions.SPLIT_SIZE).ifPresent(size -> layers.add(new SplitLayer(size)));
    Optional<StoreLayer> cache = CacheOptions.layer(values());
    if (get(ReadOptions.SINGLE_FLIGHT) || cache.isPresent()) {
      layers.add(new SingleFlightLayer());
    }
    cache.ifPresent(layers::add);
    layers.add(new ReadOnlyLayer());
    return List.copyOf(layers);
  }

  /**
   * @param parallelism tasks that the cluster runs at once
   * @return how a scan is cut into partitions
   */
  public PartitionPlanner.Limits limits(int parallelism) {
    return new PartitionPlanner.Limits(
        get(ReadOptions.MAX_PARTITION_BYTES), get(ReadOptions.MAX_PARTITIONS), parallelism);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ReadConf conf && given.equals(conf.given) && hadoop.equals(conf.hadoop);
  }

  @Override
  public int hashCode() {
    return 31 * given.hashCode() + hadoop.hashCode();
  }

  @Override
  public String toString() {
    return "ReadConf" + given.keySet();
  }
}
