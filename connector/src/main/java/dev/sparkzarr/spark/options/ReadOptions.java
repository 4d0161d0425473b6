package dev.sparkzarr.spark.options;

import static dev.sparkzarr.spark.options.Option.Side.READ;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The options of reading, in the order of the docs. */
public final class ReadOptions {
  static final Option<String> GROUP =
      Option.of(
          "group",
          READ,
          OptionType.anyText("the path of a group inside the store"),
          "",
          "the root",
          "Path of the group inside the store. A group that has only child groups is an error that"
              + " lists them.");

  static final Option<Optional<List<String>>> DIMENSIONS =
      Option.optional(
          "dimensions",
          READ,
          OptionType.names(),
          "the only candidate",
          "Picks one dimension group, exactly: the table of the variables that have these"
              + " dimensions.");

  static final Option<Optional<List<String>>> VARIABLES =
      Option.optional(
          "variables",
          READ,
          OptionType.names(),
          "all of the table",
          "Names the variables to read. The table has the dimensions of the largest of them, and"
              + " smaller ones are broadcast. With `dimensions` too, every variable must fit"
              + " them.");

  static final Option<ReadConf.Layout> LAYOUT =
      Option.of(
          "layout",
          READ,
          OptionType.choice(ReadConf.Layout.class),
          ReadConf.Layout.CELLS,
          "cells",
          "`cells`: one row for each cell of the table. `nodes`: one row for each group and array"
              + " of the store (path, kind, dimensions, shape, chunks, shards (both NULL where"
              + " lengths differ), type, codecs, attributes, and whether it can be read or why"
              + " not). `chunks`: one row for each chunk of the group's arrays (array, chunk, origin,"
              + " shape, values).");

  static final Option<Boolean> DECODE_CF =
      flag(
          "decodeCf",
          true,
          "Apply the CF conventions. False keeps the stored values, NaN as NaN; with"
              + " `layout=chunks` that is the default.");

  static final Option<Boolean> MASK_AND_SCALE =
      flag(
          "maskAndScale",
          true,
          "Apply `_FillValue`, `missing_value`, `scale_factor`, `add_offset` and `_Unsigned`.");

  static final Option<Boolean> DECODE_TIMES =
      flag("decodeTimes", true, "Turn numbers with CF time units into timestamps and intervals.");

  static final Option<Optional<Boolean>> USE_ZARR_FILL_VALUE_AS_MASK =
      Option.optional(
          "useZarrFillValueAsMask",
          READ,
          OptionType.flag(),
          "v2: true, v3: false",
          "Whether Zarr's own fill value means missing, as in xarray. When it masks an integer"
              + " array that has no `_FillValue`, `explain()` says so.");

  static final Option<ReadConf.TimestampType> TIMESTAMP_TYPE =
      Option.of(
          "timestampType",
          READ,
          OptionType.choice(ReadConf.TimestampType.class),
          ReadConf.TimestampType.TIMESTAMP_NTZ,
          "timestamp_ntz",
          "`timestamp_ntz`: times without zone, as they are stored. `timestamp`: stored times are"
              + " UTC; for joins with zoned data.");

  static final Option<ReadConf.FloatCoordinates> FLOAT_COORDINATES =
      Option.of(
          "floatCoordinates",
          READ,
          OptionType.choice(ReadConf.FloatCoordinates.class),
          ReadConf.FloatCoordinates.DECIMAL,
          "decimal",
          "`decimal`: float32 coordinates as DOUBLE by their shortest decimal form, so that"
              + " `latitude = 10.1` finds 10.1. `exact`: FLOAT as stored, for joins with FLOAT"
              + " columns.");

  static final Option<ReadConf.Calendar> CALENDAR =
      Option.of(
          "calendar",
          READ,
          OptionType.choice(ReadConf.Calendar.class),
          ReadConf.Calendar.STRING,
          "string",
          "Times of non-standard calendars: `string`: ISO texts that sort. `timestamp`:"
              + " timestamps, an error where a date of the axis does not exist in the Gregorian"
              + " calendar.");

  static final Option<Optional<ReadConf.MissingChunks>> MISSING_CHUNKS =
      Option.optional(
          "missingChunks",
          READ,
          OptionType.choice(ReadConf.MissingChunks.class),
          "fill; skip with `layout=chunks`",
          "A chunk that is not stored: `fill`: reads as the fill value. `error`: stops the query."
              + " With `layout=chunks`: `skip`: has no row. `rows`: has a row of fill values, and"
              + " with `encoded` NULL bytes.");

  static final Option<Optional<Boolean>> CONSOLIDATED =
      Option.optional(
          "consolidated",
          READ,
          OptionType.flag(),
          "use if present",
          "Consolidated metadata: true: required. false: ignored.");

  static final Option<String> ENGINE =
      Option.of(
          "engine",
          READ,
          OptionType.text("the name of an engine"),
          "java",
          "java",
          "Who decodes chunks. An unknown name is an error that lists all.");

  static final Option<Long> MAX_PARTITION_BYTES =
      Option.of(
          "maxPartitionBytes",
          READ,
          OptionType.size(1),
          128L << 20,
          "128m",
          "Decoded bytes of a partition at most, where one stored object is not more.");

  static final Option<Integer> MAX_PARTITIONS =
      Option.of(
          "maxPartitions",
          READ,
          OptionType.integer(1, 10_000_000),
          100_000,
          "100000",
          "Partitions of a scan at most; they grow to keep it.");

  static final Option<Boolean> ENCODED =
      flag(
          "encoded",
          false,
          "With `layout=chunks`: the stored bytes instead of values, one row for each stored"
              + " object.");

  static final Option<Integer> FETCH_THREADS =
      Option.of(
          "fetchThreads",
          READ,
          OptionType.integer(0, 256),
          8,
          "8",
          "Threads that fetch ahead of decoding, for each task. 0 fetches on the task's own"
              + " thread.");

  static final Option<Long> FETCH_BYTES =
      Option.of(
          "fetchBytes",
          READ,
          OptionType.size(1),
          64L << 20,
          "64m",
          "Bytes that may wait fetched and not yet decoded, for each task.");

  static final Option<Long> MERGE_GAP =
      Option.of(
          "mergeGap",
          READ,
          OptionType.size(0),
          1L << 20,
          "1m",
          "Parts of a shard at most this far apart are one request.");

  static final Option<Boolean> AGGREGATE_PUSHDOWN =
      flag(
          "aggregatePushdown",
          true,
          "Answer aggregates, filter on values, and look for the first rows of an order by values,"
              + " in the scan, where that is exact.");

  static final Option<Optional<Long>> SPLIT_SIZE =
      Option.optional(
          "splitSize",
          READ,
          OptionType.size(64 << 10),
          "no splitting",
          "Values and ranges larger than this are read by several requests at the same time, of"
              + " one version of the value, where the store has versions. What may be larger is"
              + " asked for its size first.");

  static final Option<Boolean> SINGLE_FLIGHT =
      flag(
          "singleFlight",
          false,
          "Tasks of one executor that want the same bytes at the same time share one request.");

  static final Option<Boolean> DIAGNOSE =
      flag(
          "diagnose",
          false,
          "Read no data, but a table (process, name, value) of what a question about this read needs"
              + " to be answered: versions, class loaders, who opens the store and why, on the"
              + " driver and on one executor. Works where the store cannot be opened.");

  static final StoreOptions STORE = StoreOptions.of(READ);

  /** All of them. */
  public static final List<Option<?>> ALL =
      withStore(
          GROUP,
          DIMENSIONS,
          VARIABLES,
          LAYOUT,
          DECODE_CF,
          MASK_AND_SCALE,
          DECODE_TIMES,
          USE_ZARR_FILL_VALUE_AS_MASK,
          TIMESTAMP_TYPE,
          FLOAT_COORDINATES,
          CALENDAR,
          MISSING_CHUNKS,
          CONSOLIDATED,
          ENGINE,
          MAX_PARTITION_BYTES,
          MAX_PARTITIONS,
          ENCODED,
          FETCH_THREADS,
          FETCH_BYTES,
          MERGE_GAP,
          AGGREGATE_PUSHDOWN,
          SPLIT_SIZE,
          SINGLE_FLIGHT,
          DIAGNOSE);

  private ReadOptions() {}

  private static List<Option<?>> withStore(Option<?>... own) {
    return Stream.of(Arrays.asList(own), STORE.all(), CacheOptions.ALL)
        .<Option<?>>flatMap(List::stream)
        .toList();
  }

  private static Option<Boolean> flag(String name, boolean value, String doc) {
    return Option.of(name, READ, OptionType.flag(), value, Boolean.toString(value), doc);
  }
}
