package dev.sparkzarr.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkzarr.it.servers.HadoopClient;
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
import java.util.TreeMap;
import java.util.stream.Stream;
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
  private static SparkShell spark;

  /** One task for each query, so that what two tasks ask for is not asked twice. */
  @BeforeAll
  static void start() throws IOException {
    List<Path> jars =
        Stream.of("gs", "wasb", "opendal").map(n -> HadoopClient.jars(n).resolve("*")).toList();
    Map<String, String> settings = Map.of("spark.default.parallelism", "1");
    spark = SparkShell.start(SparkRuntime.ofThisBuild(), jars, settings);
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  /** Of FTP nobody says what it is asked. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FTP")
  void requestsAreThoseThatAreNeeded(ServedData.Kind kind) throws IOException {
    try (ServedData data = ServedData.on(kind)) {
      Reading reading = new Reading(data, Wire.of(kind));
      for (String store : AXES.keySet()) {
        reading.openingTakesTwoDocumentsAndEachChunkOfAnAxisOnce(store);
      }
      reading.open(V2, Map.of());
      reading.oneChunkIsReadOnce();
      reading.aBoxIsEachOfItsChunksOnce();
      reading.countingAsksForNothing();
      reading.open(SHARDED, Map.of());
      reading.aShardIsItsIndexAndMergedRanges(1 << 20);
      reading.open(SHARDED, Map.of("mergeGap", "0"));
      reading.aShardIsItsIndexAndMergedRanges(0);
    }
  }

  /** The stores on one server. */
  private record Reading(ServedData data, Wire wire) {
    void openingTakesTwoDocumentsAndEachChunkOfAnAxisOnce(String store) throws IOException {
      List<String> needed = new ArrayList<>();
      if (isV2(store)) {
        needed.addAll(wire.missing("zarr.json"));
        needed.addAll(whole(store, ".zmetadata"));
      } else {
        needed.addAll(whole(store, "zarr.json"));
      }
      for (String chunk : axisChunks(store)) {
        needed.addAll(whole(store, chunk));
      }
      assertThat(open(store, Map.of())).containsExactlyInAnyOrderElementsOf(needed);
    }

    void oneChunkIsReadOnce() throws IOException {
      String cell = "time = '2019-03-01 00:00:00' AND latitude = 58 AND longitude = -10";
      assertThat(during(V2, "SELECT t2m FROM t WHERE " + cell))
          .containsExactlyInAnyOrderElementsOf(whole(V2, "t2m/0.0.0"));
    }

    /** Chunks are of 168 x 11 x 17 cells: five along time, three along the latitudes. */
    void aBoxIsEachOfItsChunksOnce() throws IOException {
      List<String> needed = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        for (int j = 0; j < 3; j++) {
          needed.addAll(whole(V2, "t2m/" + i + "." + j + ".0"));
        }
      }
      assertThat(during(V2, "SELECT avg(t2m) FROM t WHERE longitude <= -9"))
          .containsExactlyInAnyOrderElementsOf(needed);
    }

    void countingAsksForNothing() throws IOException {
      assertThat(during(V2, "SELECT count(*), max(time) FROM t")).isEmpty();
    }

    /** Shards are of 7 x 3 x 3 inner chunks, the index at the end with a checksum. */
    void aShardIsItsIndexAndMergedRanges(long gap) throws IOException {
      List<String> asked =
          during(
              SHARDED,
              "SELECT avg(t2m) FROM t WHERE time < '2019-03-08 00:00:00' AND longitude <= -9");
      String shard = "t2m/c/0/0/0";
      byte[] bytes = Files.readAllBytes(ServedData.DATA.resolve(SHARDED).resolve(shard));
      int indexLength = 7 * 3 * 3 * 16 + 4;
      List<String> index = wire.last(shard, bytes.length, indexLength);
      List<String> parts = wire.parts(shard, bytes.length, merged(bytes, indexLength, gap));
      assertThat(asked).hasSize(index.size() + parts.size());
      assertThat(asked.subList(0, index.size())).containsExactlyInAnyOrderElementsOf(index);
      assertThat(asked.subList(index.size(), asked.size()))
          .containsExactlyInAnyOrderElementsOf(parts);
    }

    private List<String> whole(String store, String key) throws IOException {
      return wire.whole(key, Files.size(ServedData.DATA.resolve(store).resolve(key)));
    }

    List<String> open(String store, Map<String, String> more) throws IOException {
      Map<String, String> options = new HashMap<>(data.options());
      options.putAll(more);
      return asked(store, () -> spark.load(data.root() + store, options));
    }

    private List<String> during(String store, String sql) throws IOException {
      return asked(store, () -> spark.sql(sql));
    }

    private List<String> asked(String store, Work work) throws IOException {
      data.log().take();
      assertThat(work.run().error()).isEmpty();
      List<String> texts = new ArrayList<>();
      for (Seen request : data.log().take()) {
        texts.add(wire.text(request, data.path() + store + "/"));
      }
      assertThat(texts).filteredOn(Wire.ONCE::equals).hasSizeLessThanOrEqualTo(1);
      texts.remove(Wire.ONCE);
      return texts;
    }
  }

  private interface Work {
    SparkShell.Outcome run() throws IOException;
  }

  private static boolean isV2(String store) {
    return Files.exists(ServedData.DATA.resolve(store).resolve(".zmetadata"));
  }

  private static List<String> axisChunks(String store) throws IOException {
    List<String> chunks = new ArrayList<>();
    for (String axis : AXES.get(store)) {
      String folder = isV2(store) ? axis : axis + "/c";
      try (DirectoryStream<Path> files =
          Files.newDirectoryStream(ServedData.DATA.resolve(store).resolve(folder), "[0-9]*")) {
        files.forEach(file -> chunks.add(folder + "/" + file.getFileName()));
      }
    }
    assertThat(chunks).hasSizeGreaterThanOrEqualTo(AXES.get(store).size());
    return chunks;
  }

  /** The inner chunks with the first longitudes, as the shard's index has them. */
  private static List<Wire.Part> merged(byte[] shard, int indexLength, long gap) {
    ByteBuffer index =
        ByteBuffer.wrap(shard, shard.length - indexLength, indexLength)
            .slice()
            .order(ByteOrder.LITTLE_ENDIAN);
    TreeMap<Long, Long> wanted = new TreeMap<>();
    for (int i = 0; i < 7 * 3 * 3; i += 3) {
      wanted.put(index.getLong(i * 16), index.getLong(i * 16 + 8));
    }
    List<Wire.Part> parts = new ArrayList<>();
    long start = wanted.firstKey();
    long end = start;
    for (Map.Entry<Long, Long> each : wanted.entrySet()) {
      if (each.getKey() - end > gap) {
        parts.add(new Wire.Part(start, end - 1));
        start = each.getKey();
      }
      end = each.getKey() + each.getValue();
    }
    parts.add(new Wire.Part(start, end - 1));
    return parts;
  }
}
