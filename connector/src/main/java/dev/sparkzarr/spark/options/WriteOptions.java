package dev.sparkzarr.spark.options;

import static dev.sparkzarr.spark.options.Option.Side.WRITE;

import dev.sparkzarr.dataset.write.Overwrite;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The options of writing, in the order of the docs. Reading accepts and ignores them. */
public final class WriteOptions {
  static final Option<String> GROUP =
      Option.of(
          "group",
          WRITE,
          OptionType.anyText("the path of a group inside the store"),
          "",
          "the root",
          "Path of the group inside the store that becomes the table; groups above it are made.");

  static final Option<WriteConf.Rows> LAYOUT =
      Option.of(
          "layout",
          WRITE,
          OptionType.choice(WriteConf.Rows.class),
          WriteConf.Rows.CELLS,
          "cells",
          "What a row is. `cells`: a cell of the table. `chunks`: a chunk of an array, as"
              + " `layout=chunks` reads it; arrays are what they were read from, or what `like`"
              + " has.");

  static final Option<Boolean> ENCODED =
      Option.of(
          "encoded",
          WRITE,
          OptionType.flag(),
          false,
          "false",
          "With `layout=chunks`: rows hold stored bytes, which are stored as they are.");

  static final Option<Optional<List<String>>> DIMENSIONS =
      Option.optional(
          "dimensions",
          WRITE,
          OptionType.names(),
          "`like`, or the columns' own metadata",
          "Dimension columns in order; the rest are variables. Required for a new table.");

  static final Option<Optional<String>> CHUNKS =
      perDimension(
          "chunks",
          "about 16 MiB decoded",
          "Shape of a chunk; of an inner chunk when `shards` is given.");

  static final Option<Optional<String>> SHARDS =
      perDimension("shards", "no shards", "Shape of a shard. Chunks must divide shards.");

  static final Option<String> COMPRESSION =
      Option.of(
          "compression",
          WRITE,
          OptionType.text("none, zstd[:LEVEL], gzip[:LEVEL] or blosc[:CNAME]"),
          "zstd",
          "zstd",
          "`none`, `zstd[:LEVEL]`, `gzip[:LEVEL]` or `blosc[:CNAME]`. Not together with"
              + " `codecs`.");

  static final Option<Optional<String>> CODECS =
      json("codecs", "by `compression`", "a JSON list", "The codec chain, as Zarr v3 writes it.");

  static final Option<Integer> ZARR_FORMAT =
      Option.of(
          "zarrFormat",
          WRITE,
          OptionType.integer(2, 3),
          3,
          "3",
          "The format of the documents, 2 or 3.");

  static final Option<Optional<String>> ENCODING =
      json(
          "encoding",
          "none",
          "a JSON object",
          "For each variable, xarray's keys (`dtype`, `scale_factor`, `add_offset`, `_FillValue`,"
              + " `units`, `calendar`, `chunks`, `shards`, `compressors`, `filters`), plus"
              + " `dimensions` and `attributes`.");

  static final Option<Optional<String>> ATTRIBUTES =
      json(
          "attributes",
          "those that were read, or of `like`",
          "a JSON object",
          "Attributes of the group: added to those that it gets anyway, or in their place; null"
              + " removes one.");

  static final Option<Optional<String>> AXES =
      json(
          "axes",
          "found by a pass over the dimension columns",
          "a JSON object",
          "For each dimension `[start, step, count]`, such as `{\"latitude\":[90,-0.25,721]}`, or"
              + " the list of its values; `{\"values\":[...]}` where three could be either.");

  static final Option<Optional<String>> COORDINATES_FROM =
      Option.optional(
          "coordinatesFrom",
          WRITE,
          OptionType.text("the path of a store"),
          "none",
          "Take the axes from another store.");

  static final Option<Optional<String>> LIKE =
      Option.optional(
          "like",
          WRITE,
          OptionType.text("the path of a store"),
          "none",
          "Take axes, attributes, encodings, bounds and grid mappings from another store.");

  static final Option<Optional<String>> APPEND_DIM =
      Option.optional(
          "appendDim",
          WRITE,
          OptionType.text("the name of a dimension"),
          "none",
          "With mode append: grow this dimension. Values that overlap the existing axis are an"
              + " error.");

  static final Option<Optional<String>> REGION =
      Option.optional(
          "region",
          WRITE,
          OptionType.text("auto, or a JSON object"),
          "none",
          "With mode append: `{\"time\":[24,48],\"latitude\":\"auto\"}`, half-open indexes or"
              + " `auto` (by coordinate value). Dimensions not named are whole; `auto` alone is"
              + " all of them.");

  static final Option<Overwrite.Scope> OVERWRITE =
      Option.of(
          "overwrite",
          WRITE,
          OptionType.choice(Overwrite.Scope.class),
          Overwrite.Scope.TABLE,
          "table",
          "What mode overwrite may replace. `table`: only a group all of whose arrays and children"
              + " belong to the written table. `all`: everything at the path.");

  static final Option<Boolean> WRITE_EMPTY_CHUNKS =
      Option.of(
          "writeEmptyChunks",
          WRITE,
          OptionType.flag(),
          false,
          "false",
          "Keep chunks that equal the fill value.");

  static final Option<Boolean> CONSOLIDATED =
      Option.of(
          "consolidated",
          WRITE,
          OptionType.flag(),
          true,
          "true",
          "Write consolidated metadata. false: and remove an existing one.");

  static final Option<Duration> DELETE_DELAY =
      Option.of(
          "deleteDelay",
          WRITE,
          OptionType.duration(),
          Duration.ofHours(1),
          "1h",
          "How long replaced chunks stay for readers under way.");

  static final Option<String> ENGINE =
      Option.of(
          "engine",
          WRITE,
          OptionType.text("the name of an engine"),
          "java",
          "java",
          "Who encodes chunks. An unknown name is an error that lists all.");

  static final StoreOptions STORE = StoreOptions.of(WRITE);

  /** All of them. */
  public static final List<Option<?>> ALL =
      withStore(
          GROUP,
          LAYOUT,
          ENCODED,
          DIMENSIONS,
          CHUNKS,
          SHARDS,
          COMPRESSION,
          CODECS,
          ZARR_FORMAT,
          ENCODING,
          ATTRIBUTES,
          AXES,
          COORDINATES_FROM,
          LIKE,
          APPEND_DIM,
          REGION,
          OVERWRITE,
          WRITE_EMPTY_CHUNKS,
          CONSOLIDATED,
          DELETE_DELAY,
          ENGINE);

  private WriteOptions() {}

  private static List<Option<?>> withStore(Option<?>... own) {
    return Stream.concat(Arrays.stream(own), STORE.all().stream()).toList();
  }

  private static Option<Optional<String>> perDimension(String name, String absent, String doc) {
    return Option.optional(
        name,
        WRITE,
        OptionType.text("lengths in the order of the dimensions, such as 240,181,360, or JSON"),
        absent,
        doc);
  }

  private static Option<Optional<String>> json(
      String name, String absent, String form, String doc) {
    return Option.optional(name, WRITE, OptionType.json(form), absent, doc);
  }
}
