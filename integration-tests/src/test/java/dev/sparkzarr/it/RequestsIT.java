package dev.sparkzarr.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkzarr.it.servers.PassThrough;
import dev.sparkzarr.it.servers.Seen;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What Spark asks a server for, one by one: to open a store, for a chunk, a shard, a box. */
@Tag("servers")
class RequestsIT {
  private static final String V2 = "era5-uk-v2.zarr";
  private static final String SHARDED = "era5-uk-v3-sharded.zarr";
  private static final Map<String, List<String>> AXES =
      Map.of(
          V2,
          List.of("time", "latitude", "longitude"),
          SHARDED,
          List.of("time", "latitude", "longitude"),
          "eraint-packed-v2.zarr",
          List.of("month", "level", "latitude", "longitude"),
          "basin-v3.zarr",
          List.of("Z", "Y", "X"));
  private static final Set<String> DOCUMENTS = Set.of("zarr.json", ".zmetadata");

  private static SparkShell spark;

  /** One task for each query, so that what two tasks ask for is not asked twice. */
  @BeforeAll
  static void start() throws IOException {
    Map<String, String> settings = Map.of("spark.default.parallelism", "1");
    spark = SparkShell.start(SparkRuntime.ofThisBuild(), List.of(), settings);
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.INCLUDE,
      names = {"HTTP", "S3"})
  void requestsAreThoseThatAreNeeded(ServedData.Kind kind) throws IOException {
    try (ServedData data = ServedData.on(kind)) {
      for (String store : AXES.keySet()) {
        openingTakesTwoDocumentsAndEachChunkOfAnAxisOnce(data, store);
      }
      open(data, V2, Map.of());
      oneChunkIsOneRequest(data);
      aBoxIsEachOfItsChunksOnce(data);
      countingAsksForNothing(data);
      open(data, SHARDED, Map.of());
      aShardIsItsIndexAndMergedRanges(data, 1 << 20);
      open(data, SHARDED, Map.of("mergeGap", "0"));
      aShardIsItsIndexAndMergedRanges(data, 0);
    }
  }

  private static void openingTakesTwoDocumentsAndEachChunkOfAnAxisOnce(
      ServedData data, String store) throws IOException {
    List<String> keys = keys(data, store, open(data, store, Map.of()));
    List<String> chunks = axisChunks(store);
    assertThat(keys).doesNotHaveDuplicates().containsAll(chunks);
    List<String> others = new ArrayList<>(keys);
    others.removeAll(chunks);
    assertThat(others).hasSizeLessThanOrEqualTo(2).isSubsetOf(DOCUMENTS);
  }

  private static List<String> axisChunks(String store) throws IOException {
    List<String> chunks = new ArrayList<>();
    for (String axis : AXES.get(store)) {
      boolean isV2 = Files.exists(ServedData.DATA.resolve(store).resolve(".zmetadata"));
      String folder = isV2 ? axis : axis + "/c";
      try (DirectoryStream<Path> files =
          Files.newDirectoryStream(ServedData.DATA.resolve(store).resolve(folder), "[0-9]*")) {
        files.forEach(file -> chunks.add(folder + "/" + file.getFileName()));
      }
    }
    assertThat(chunks).hasSizeGreaterThanOrEqualTo(AXES.get(store).size());
    return chunks;
  }

  private static void oneChunkIsOneRequest(ServedData data) throws IOException {
    String cell = "time = '2019-03-01 00:00:00' AND latitude = 58 AND longitude = -10";
    List<Seen> seen = during(data, "SELECT t2m FROM t WHERE " + cell);
    assertThat(keys(data, V2, seen)).containsExactly("t2m/0.0.0");
    assertThat(seen.get(0).range()).isEmpty();
  }

  /** Chunks are of 168 x 11 x 17 cells: five along time, three along the latitudes. */
  private static void aBoxIsEachOfItsChunksOnce(ServedData data) throws IOException {
    List<Seen> seen = during(data, "SELECT avg(t2m) FROM t WHERE longitude <= -9");
    List<String> chunks = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      for (int j = 0; j < 3; j++) {
        chunks.add("t2m/" + i + "." + j + ".0");
      }
    }
    assertThat(keys(data, V2, seen)).containsExactlyInAnyOrderElementsOf(chunks);
  }

  private static void countingAsksForNothing(ServedData data) throws IOException {
    assertThat(during(data, "SELECT count(*), max(time) FROM t")).isEmpty();
  }

  /** Shards are of 7 x 3 x 3 inner chunks, the index at the end with a checksum. */
  private static void aShardIsItsIndexAndMergedRanges(ServedData data, long gap)
      throws IOException {
    List<Seen> seen =
        during(
            data, "SELECT avg(t2m) FROM t WHERE time < '2019-03-08 00:00:00' AND longitude <= -9");
    String shard = "t2m/c/0/0/0";
    assertThat(keys(data, SHARDED, seen)).containsOnly(shard);
    List<String> ranges = seen.stream().map(each -> each.range().orElse("whole")).toList();
    int indexLength = 7 * 3 * 3 * 16 + 4;
    assertThat(ranges.get(0)).isEqualTo("bytes=-" + indexLength);
    assertThat(ranges.subList(1, ranges.size()))
        .containsExactlyInAnyOrderElementsOf(merged(shard, indexLength, gap));
  }

  /** The inner chunks with the first longitudes, as the shard's index has them. */
  private static List<String> merged(String shard, int indexLength, long gap) throws IOException {
    byte[] bytes = Files.readAllBytes(ServedData.DATA.resolve(SHARDED).resolve(shard));
    ByteBuffer index =
        ByteBuffer.wrap(bytes, bytes.length - indexLength, indexLength)
            .slice()
            .order(ByteOrder.LITTLE_ENDIAN);
    TreeMap<Long, Long> wanted = new TreeMap<>();
    for (int i = 0; i < 7 * 3 * 3; i += 3) {
      wanted.put(index.getLong(i * 16), index.getLong(i * 16 + 8));
    }
    List<String> ranges = new ArrayList<>();
    long start = wanted.firstKey();
    long end = start;
    for (Map.Entry<Long, Long> each : wanted.entrySet()) {
      if (each.getKey() - end > gap) {
        ranges.add("bytes=" + start + "-" + (end - 1));
        start = each.getKey();
      }
      end = each.getKey() + each.getValue();
    }
    ranges.add("bytes=" + start + "-" + (end - 1));
    return ranges;
  }

  private static List<Seen> open(ServedData data, String store, Map<String, String> more)
      throws IOException {
    Map<String, String> options = new HashMap<>(data.options());
    options.putAll(more);
    PassThrough proxy = data.proxy().orElseThrow();
    proxy.take();
    SparkShell.Outcome outcome = spark.load(data.root() + store, options);
    assertThat(outcome.error()).isEmpty();
    return proxy.take();
  }

  private static List<Seen> during(ServedData data, String sql) throws IOException {
    PassThrough proxy = data.proxy().orElseThrow();
    proxy.take();
    SparkShell.Outcome outcome = spark.sql(sql);
    assertThat(outcome.error()).isEmpty();
    return proxy.take();
  }

  private static List<String> keys(ServedData data, String store, List<Seen> seen) {
    String start = data.path() + store + "/";
    assertThat(seen)
        .allSatisfy(
            each -> {
              assertThat(each.method()).isEqualTo("GET");
              assertThat(each.target()).startsWith(start);
            });
    return seen.stream().map(each -> each.path().substring(start.length())).toList();
  }
}
