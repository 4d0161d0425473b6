package dev.sparkzarr.spark.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.array.Hierarchy;
import dev.sparkzarr.dataset.DatasetOptions;
import dev.sparkzarr.dataset.PartitionPlanner;
import dev.sparkzarr.store.middleware.RequestLimits;
import dev.sparkzarr.store.middleware.RetryPolicy;
import dev.sparkzarr.store.middleware.UsageFormat;
import dev.sparkzarr.store.stack.LimitLayer;
import dev.sparkzarr.store.stack.ReadOnlyLayer;
import dev.sparkzarr.store.stack.RetryLayer;
import dev.sparkzarr.store.stack.SingleFlightLayer;
import dev.sparkzarr.store.stack.SplitLayer;
import dev.sparkzarr.store.stack.UsageLogLayer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadConfTest {
  private static ReadConf conf(String... namesAndValues) {
    Map<String, String> options = new HashMap<>(Map.of("path", "/data/a.zarr"));
    for (int i = 0; i < namesAndValues.length; i += 2) {
      options.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return ReadConf.of(options);
  }

  @Test
  void everythingHasTheDefaultOfTheDocs() {
    ReadConf conf = conf();
    assertThat(conf.path()).isEqualTo("/data/a.zarr");
    assertThat(conf.group().isRoot()).isTrue();
    assertThat(conf.layout()).isEqualTo(ReadConf.Layout.CELLS);
    assertThat(conf.timestampType()).isEqualTo(ReadConf.TimestampType.TIMESTAMP_NTZ);
    assertThat(conf.consolidated()).isEqualTo(Hierarchy.Consolidated.IF_PRESENT);
    assertThat(conf.engine()).isEqualTo("java");
    assertThat(conf.aggregatePushdown()).isTrue();
    assertThat(conf.datasetOptions()).isEqualTo(DatasetOptions.DEFAULT);
    assertThat(conf.limits(7)).isEqualTo(new PartitionPlanner.Limits(134217728L, 100_000, 7));
    assertThat(conf.readSettings().failOnMissingChunk()).isFalse();
  }

  @Test
  void optionsOfRequestsAreLayersAroundTheStore() {
    RetryLayer retries =
        new RetryLayer(RetryPolicy.DEFAULT, RetryLayer.When.UNLESS_THE_CLIENT_DOES);
    assertThat(conf().storeLayers()).containsExactly(retries, new ReadOnlyLayer());
    assertThat(conf("retryBudget", "5s", "retries", "2").storeLayers())
        .contains(
            new RetryLayer(
                RetryPolicy.DEFAULT.withRetries(2).withBudget(Duration.ofSeconds(5)),
                RetryLayer.When.ALWAYS));
    assertThat(conf("requestRate", "50").storeLayers())
        .contains(new LimitLayer(new RequestLimits(50, Integer.MAX_VALUE)));
    assertThat(conf("maxConcurrentRequests", "3").storeLayers())
        .contains(new LimitLayer(new RequestLimits(Double.POSITIVE_INFINITY, 3)));
    assertThat(conf("usageLog", "logger").storeLayers())
        .contains(new UsageLogLayer("logger", UsageFormat.LINE));
    assertThat(conf("usageLog", "/tmp/logs/", "usageLogFormat", "json").storeLayers())
        .contains(new UsageLogLayer("/tmp/logs/", UsageFormat.JSON));
    assertThat(conf("usageLog", "logs").storeLayers())
        .contains(new UsageLogLayer(Path.of("logs").toAbsolutePath().toString(), UsageFormat.LINE));
    assertThat(conf("splitSize", "8m", "singleFlight", "true").storeLayers())
        .contains(new SplitLayer(8 << 20), new SingleFlightLayer());
  }

  @Test
  void namesAndChoicesHaveNoCase() {
    ReadConf conf = conf("DECODECF", "FALSE", "timestamptype", "Timestamp", "maxpartitions", "3");
    assertThat(conf.datasetOptions().maskAndScale()).isFalse();
    assertThat(conf.datasetOptions().decodeTimes()).isFalse();
    assertThat(conf.timestampType()).isEqualTo(ReadConf.TimestampType.TIMESTAMP);
    assertThat(conf.limits(1).maxPartitions()).isEqualTo(3);
  }

  @Test
  void datasetOptionsAreTheOptionsOfTheSameName() {
    DatasetOptions options =
        conf(
                "dimensions", "time, latitude",
                "variables", "[\"a,b\", \"c\"]",
                "maskAndScale", "false",
                "useZarrFillValueAsMask", "true",
                "floatCoordinates", "exact",
                "calendar", "timestamp")
            .datasetOptions();
    assertThat(options)
        .isEqualTo(
            new DatasetOptions(
                Optional.of(List.of("time", "latitude")),
                Optional.of(List.of("a,b", "c")),
                false,
                true,
                true,
                true,
                Optional.of(true),
                true,
                true));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "128m, 134217728",
    "128MB, 134217728",
    "128 MiB, 134217728",
    "64k, 65536",
    "2g, 2147483648",
    "3t, 3298534883328",
    "512b, 512"
  })
  void sizesAreBytesWithBinaryUnits(String text, long bytes) {
    assertThat(conf("maxPartitionBytes", text).limits(1).maxBytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "1.5g", "12x", "m", "9999999999t", "99999999999999999999"})
  void otherSizesAreRefused(String text) {
    assertThatThrownBy(() -> conf("maxPartitionBytes", text))
        .isInstanceOf(OptionException.class)
        .hasMessageStartingWith("Cannot read with option 'maxPartitionBytes': '" + text + "' is ")
        .hasMessageContaining("such as 128m");
  }

  @ParameterizedTest
  @CsvSource({
    "dimension, dimensions",
    "dimensoins, dimensions",
    "decodecff, decodeCf",
    "varables, variables",
    "mask_and_scale, maskAndScale",
    "fetchThread, fetchThreads",
    "write_empty_chunks, writeEmptyChunks"
  })
  void anUnknownNameIsAnErrorThatNamesTheNearest(String wrong, String right) {
    assertThatThrownBy(() -> conf(wrong, "x"))
        .isInstanceOf(OptionException.class)
        .hasMessage(
            "Cannot read with option '%s': format zarr has no such option. Did you mean '%s'?",
            wrong, right);
  }

  @Test
  void anUnknownNameFarFromAllListsAll() {
    assertThatThrownBy(() -> conf("header", "true"))
        .hasMessageContaining("'header': format zarr has no such option. The options are ")
        .hasMessageContaining("dimensions, encoded, ");
  }

  @Test
  void aTableOfACatalogIsRefusedByThatName() {
    assertThatThrownBy(() -> conf("owner", "me"))
        .isInstanceOf(OptionException.class)
        .hasMessageContaining("CREATE TABLE and saveAsTable are not supported")
        .hasMessageContaining("CREATE TEMPORARY VIEW");
  }

  @Test
  void optionsOfWritingAreCarriedAlong() {
    conf("compression", "none", "appendDim", "time", "overwrite", "all", "codecs", "[]");
  }

  @Test
  void sparksOwnNamesAreNeverAnError() {
    ReadConf conf = conf("__internal", "1", "fs.s3a.access.key", "AKIA", "FS.s3a.secret.key", "s");
    assertThat(conf.hadoopOptions())
        .isEqualTo(Map.of("fs.s3a.access.key", "AKIA", "FS.s3a.secret.key", "s"));
    assertThat(conf.toString()).doesNotContain("AKIA", "secret");
  }

  @Test
  void partitionColumnsAreRefusedWithAWordOnChunks() {
    assertThatThrownBy(() -> conf("__partition_columns", "[\"a\"]"))
        .hasMessageContaining("Use option 'chunks'");
  }

  @ParameterizedTest
  @CsvSource({
    "decodeCf, yes, is neither true nor false. Write true or false.",
    "layout, rows, is not one of its values. Write cells or chunks or nodes.",
    "maxPartitions, 0, is out of range. Write a whole number from 1 to 10000000.",
    "maxPartitions, many, is not a whole number that fits.",
    "variables, 'a,,b', has an empty name.",
    "variables, 'a, a', names 'a' twice."
  })
  void aWrongValueIsAnErrorThatSaysWhatToWrite(String name, String value, String reason) {
    assertThatThrownBy(() -> conf(name, value))
        .isInstanceOf(OptionException.class)
        .hasMessageContaining("Cannot read with option '" + name + "': '" + value + "' " + reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1]", "[\"a\"", "[]", "[[\"a\"]]", "[\"a\"] x", "[\"\"]"})
  void brokenJsonListsAreRefused(String text) {
    assertThatThrownBy(() -> conf("dimensions", text))
        .isInstanceOf(OptionException.class)
        .hasMessageContaining("Cannot read with option 'dimensions': '" + text + "' ");
  }

  @Test
  void optionsOfChunkRowsAreRefusedElsewhere() {
    assertThatThrownBy(() -> conf("encoded", "true")).hasMessageContaining("layout=chunks only");
    assertThatThrownBy(() -> conf("missingChunks", "skip"))
        .hasMessageContaining("missingChunks=skip");
    assertThat(conf("missingChunks", "error").readSettings().failOnMissingChunk()).isTrue();
    assertThatThrownBy(() -> conf("layout", "chunks", "missingChunks", "fill"))
        .hasMessageContaining("Write rows for rows of fill values");
    assertThatThrownBy(() -> conf("layout", "chunks", "encoded", "true", "decodeCf", "true"))
        .hasMessageContaining("encoded bytes have no values");
  }

  @Test
  void rowsOfChunksHoldWhatIsStoredUnlessToldOtherwise() {
    assertThat(conf("layout", "chunks").missingChunks()).isEqualTo(ReadConf.MissingChunks.SKIP);
    assertThat(conf().missingChunks()).isEqualTo(ReadConf.MissingChunks.FILL);
    DatasetOptions stored = conf("layout", "chunks").datasetOptions();
    assertThat(stored.maskAndScale()).isFalse();
    assertThat(stored.decodeNumpyTimes()).isFalse();
    assertThat(stored.decodeText()).isFalse();
    assertThat(stored.exactFloatCoordinates()).isTrue();
    assertThat(conf("layout", "chunks", "decodeCf", "true").datasetOptions())
        .isEqualTo(conf().datasetOptions());
  }

  @Test
  void oneReadHasOnePath() {
    assertThatThrownBy(() -> ReadConf.of(Map.of()))
        .hasMessageContaining("Cannot read without a path");
    assertThatThrownBy(() -> ReadConf.of(Map.of("path", " ")))
        .hasMessageContaining("Cannot read without a path");
    assertThatThrownBy(() -> ReadConf.of(Map.of("paths", "[\"a\",\"b\"]")))
        .hasMessageContaining("Cannot read 2 paths")
        .hasMessageContaining("union");
    assertThatThrownBy(() -> ReadConf.of(Map.of("path", "a", "paths", "[\"b\"]")))
        .hasMessageContaining("Cannot read 2 paths");
    assertThat(ReadConf.of(Map.of("paths", "[\"a,b\"]")).path()).isEqualTo("a,b");
    assertThat(ReadConf.of(Map.of("path", "a", "paths", "[]")).path()).isEqualTo("a");
  }

  @ParameterizedTest
  @CsvSource({"/, ''", "'', ''", "/a/b/, a/b", "a, a"})
  void slashesAroundAGroupAreNoise(String given, String path) {
    assertThat(conf("group", given).group().value()).isEqualTo(path);
  }

  @Test
  void equalReadsAreEqualWhateverTheCaseOfNames() {
    assertThat(conf("decodecf", "true")).isEqualTo(conf("decodeCf", "true"));
    assertThat(conf("decodecf", "true")).hasSameHashCodeAs(conf("decodeCf", "true"));
    assertThat(conf("fs.a", "1")).isNotEqualTo(conf("fs.a", "2"));
  }
}
