package dev.sparkzarr.spark.options;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.dataset.write.LayoutOptions;
import dev.sparkzarr.dataset.write.Overwrite;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.metadata.ZarrFormat;
import dev.sparkzarr.store.stack.StoreLayer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What was asked for of one write: the only place that looks into its options. Holding one proves
 * that every option is known and every value is valid. Immutable; its text never shows the file
 * system's settings.
 */
public final class WriteConf {
  /** Session configuration with this before an option's name stands behind all writes. */
  private static final String SESSION = "spark.datasource.zarr.";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, String> given;
  private final Map<String, String> hadoop;
  private final String path;

  private WriteConf(Map<String, String> options) {
    OptionRegistry.check(Option.Side.WRITE, options.keySet());
    this.given = new HashMap<>();
    this.hadoop = new HashMap<>();
    options.forEach(
        (name, value) -> {
          if (OptionRegistry.isHadoop(name)) {
            hadoop.put(name, value);
          } else {
            this.given.put(name.toLowerCase(Locale.ROOT), value);
          }
        });
    WriteOptions.ALL.forEach(this::get);
    this.path = given.get("path");
    if (path == null || path.isBlank()) {
      throw new OptionException(
          "Cannot write without a path: name a Zarr store, such as save(\"s3a://bucket/a.zarr\").");
    }
    storeLayers();
    checkTogether();
  }

  /**
   * @param options as Spark hands them over, names in any case
   * @param session all of the session's configuration, of which what is meant for this format
   *     stands behind the options
   * @throws OptionException when a name is unknown, a value is not valid, or the path is missing
   */
  public static WriteConf of(Map<String, String> options, Map<String, String> session) {
    Map<String, String> all = new HashMap<>();
    session.forEach(
        (name, value) -> {
          if (name.regionMatches(true, 0, SESSION, 0, SESSION.length())) {
            all.put(name.substring(SESSION.length()).toLowerCase(Locale.ROOT), value);
          }
        });
    options.forEach(
        (name, value) -> {
          all.remove(name.toLowerCase(Locale.ROOT));
          all.put(name, value);
        });
    return new WriteConf(all);
  }

  /** What a row of the data is. */
  public enum Rows {
    CELLS,
    CHUNKS
  }

  private void checkTogether() {
    if (encoded() && rows() != Rows.CHUNKS) {
      throw new OptionException(
          "Cannot write with encoded=true: it is for layout=chunks only. Leave it out.");
    }
  }

  private <T> T get(Option<T> option) {
    return option.parse(given.get(option.name().toLowerCase(Locale.ROOT)));
  }

  private boolean isGiven(Option<?> option) {
    return given.containsKey(option.name().toLowerCase(Locale.ROOT));
  }

  private Optional<JsonNode> json(Option<Optional<String>> option) {
    return get(option)
        .map(
            text -> {
              try {
                return JSON.readTree(text);
              } catch (JsonProcessingException e) {
                throw new OptionException(
                    "Cannot write with option '" + option.name() + "': it is not JSON.");
              }
            });
  }

  private Optional<ObjectNode> object(Option<Optional<String>> option) {
    return json(option)
        .map(
            node -> {
              if (node instanceof ObjectNode object) {
                return object;
              }
              throw new OptionException(
                  "Cannot write with option '"
                      + option.name()
                      + "': it is not a JSON object. Write "
                      + option.form()
                      + ".");
            });
  }

  /**
   * @return where the store is, as the user wrote it
   */
  public String path() {
    return path;
  }

  /**
   * @return settings for the file system that were given with this write; may hold credentials
   */
  public Map<String, String> hadoopOptions() {
    return Map.copyOf(hadoop);
  }

  /**
   * @return the group inside the store
   */
  public NodePath group() {
    return Paths.node(get(WriteOptions.GROUP));
  }

  /**
   * @return what a row is
   */
  public Rows rows() {
    return get(WriteOptions.LAYOUT);
  }

  /**
   * @return whether rows hold stored bytes
   */
  public boolean encoded() {
    return get(WriteOptions.ENCODED);
  }

  /**
   * @return the name of an option that is given and says what arrays become, which rows of chunks
   *     do not ask; empty when there is none
   */
  public Optional<String> unfitForChunks() {
    return Stream.<Option<?>>of(
            WriteOptions.CHUNKS,
            WriteOptions.SHARDS,
            WriteOptions.COMPRESSION,
            WriteOptions.CODECS,
            WriteOptions.ZARR_FORMAT,
            WriteOptions.ENCODING,
            WriteOptions.AXES,
            WriteOptions.COORDINATES_FROM,
            WriteOptions.APPEND_DIM,
            WriteOptions.REGION)
        .filter(this::isGiven)
        .map(Option::name)
        .findFirst();
  }

  /**
   * @return what is asked for of new arrays
   */
  public LayoutOptions layout() {
    return new LayoutOptions(
        get(WriteOptions.DIMENSIONS),
        get(WriteOptions.CHUNKS),
        get(WriteOptions.SHARDS),
        isGiven(WriteOptions.COMPRESSION)
            ? Optional.of(get(WriteOptions.COMPRESSION))
            : Optional.empty(),
        json(WriteOptions.CODECS),
        isGiven(WriteOptions.ZARR_FORMAT)
            ? Optional.of(get(WriteOptions.ZARR_FORMAT) == 2 ? ZarrFormat.V2 : ZarrFormat.V3)
            : Optional.empty(),
        object(WriteOptions.ENCODING),
        object(WriteOptions.ATTRIBUTES),
        object(WriteOptions.AXES));
  }

  /**
   * @return a store whose axes are taken
   */
  public Optional<String> coordinatesFrom() {
    return get(WriteOptions.COORDINATES_FROM);
  }

  /**
   * @return a store whose attributes and encodings are taken
   */
  public Optional<String> like() {
    return get(WriteOptions.LIKE);
  }

  /**
   * @return the dimension that mode append grows
   */
  public Optional<String> appendDim() {
    return get(WriteOptions.APPEND_DIM);
  }

  /**
   * @return {@code auto}, or a JSON object
   */
  public Optional<String> region() {
    return get(WriteOptions.REGION);
  }

  public Overwrite.Scope overwrite() {
    return get(WriteOptions.OVERWRITE);
  }

  /**
   * @return whether chunks that equal the fill value are stored
   */
  public boolean writeEmptyChunks() {
    return get(WriteOptions.WRITE_EMPTY_CHUNKS);
  }

  /**
   * @return whether consolidated metadata are written
   */
  public boolean consolidated() {
    return get(WriteOptions.CONSOLIDATED);
  }

  /**
   * @return how long replaced chunks stay
   */
  public Duration deleteDelay() {
    return get(WriteOptions.DELETE_DELAY);
  }

  /**
   * @return the engine's name, which may not exist
   */
  public String engine() {
    return get(WriteOptions.ENGINE);
  }

  /**
   * @return what is put around the store
   */
  public List<StoreLayer> storeLayers() {
    return List.copyOf(
        WriteOptions.STORE.layers(
            new StoreOptions.Values() {
              @Override
              public <T> T get(Option<T> option) {
                return WriteConf.this.get(option);
              }
            }));
  }

  @Override
  public String toString() {
    return "WriteConf" + given.keySet();
  }
}
