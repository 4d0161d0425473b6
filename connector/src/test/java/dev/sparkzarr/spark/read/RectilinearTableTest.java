package dev.sparkzarr.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkzarr.metadata.ElementKind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A table whose arrays have chunks of many lengths: {@code t} (11 x 7, by months and seasons), its
 * time axis in chunks of its own, and {@code u} on a regular grid.
 */
class RectilinearTableTest {
  private static final long[] SHAPE = {11, 7};
  private static final int[] T_ROWS = {0, 1, 4, 6, 11};
  private static final int[] T_COLUMNS = {0, 3, 5, 7};

  private SparkSession spark;
  private SampleStore store;

  @BeforeEach
  void write() {
    spark = LocalSpark.session();
    store = new SampleStore("rectilinear");
    store
        .document("time", ElementKind.INT32, new long[] {11}, grid("[[2, 9]]"), "time", "{}", "0")
        .fill("time", ElementKind.INT32, new long[] {11}, i -> 10 * i);
    store
        .document(
            "t",
            ElementKind.INT16,
            SHAPE,
            grid("[[1, 3, 2, 9], [3, [2, 3]]]"),
            "time,x",
            "{}",
            "-1")
        .fill("t", ElementKind.INT16, SHAPE, i -> i);
    store.array("u", ElementKind.INT16, SHAPE, new long[] {4, 4}, "time,x", "{}", i -> 1000 + i);
    spark.read().format("zarr").load(store.meteredPath()).createOrReplaceTempView("r");
    MeteredMemoryProvider.reset();
  }

  private static String grid(String shapes) {
    return "{\"name\":\"rectilinear\",\"configuration\":{\"kind\":\"inline\",\"chunk_shapes\":"
        + shapes
        + "}}";
  }

  private static String text(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(Row::toString).collect(Collectors.joining(" "));
  }

  @Test
  void rowsComeChunkByChunk() {
    List<int[]> cells = new ArrayList<>();
    for (int row = 0; row < 11; row++) {
      for (int column = 0; column < 7; column++) {
        cells.add(new int[] {row, column});
      }
    }
    cells.sort(
        Comparator.<int[]>comparingInt(cell -> chunk(cell[0], T_ROWS))
            .thenComparingInt(cell -> chunk(cell[1], T_COLUMNS)));
    assertThat(text(spark.sql("SELECT time, x, t, u FROM r").coalesce(1)))
        .isEqualTo(
            cells.stream()
                .map(
                    c ->
                        "["
                            + 10 * c[0]
                            + ","
                            + c[1]
                            + ","
                            + value(c)
                            + ","
                            + (1000 + value(c))
                            + "]")
                .collect(Collectors.joining(" ")));
  }

  private static int chunk(int index, int[] borders) {
    int chunk = 0;
    while (borders[chunk + 1] <= index) {
      chunk++;
    }
    return chunk;
  }

  private static int value(int[] cell) {
    return 7 * cell[0] + cell[1];
  }

  @Test
  void onlyChunksOfSelectedCellsAreRead() {
    Dataset<Row> rows = spark.sql("SELECT t FROM r WHERE time IN (10, 60) AND x >= 5 AND x < 7");
    assertThat(LocalSpark.plan(rows)).contains("rows 4, chunks 2 of 12");
    assertThat(text(rows)).isEqualTo("[12] [13] [47] [48]");
    assertThat(MeteredMemoryProvider.reads()).isEqualTo(2);
    assertThat(text(spark.sql("SELECT t FROM r WHERE time = 50 AND x = 3"))).isEqualTo("[38]");
    assertThat(text(spark.sql("SELECT sum(t), count(*), sum(u) FROM r WHERE time > 30")))
        .isEqualTo("[2548,49,51548]");
  }

  @Test
  void anySelectionAndPartitioningGivesItsCells() {
    Random random = new Random(7);
    for (int i = 0; i < 25; i++) {
      int from = random.nextInt(11);
      int to = from + random.nextInt(11 - from);
      int column = random.nextInt(7);
      List<String> expected = new ArrayList<>();
      for (int row = from; row <= to; row++) {
        for (int x = 0; x < 7; x++) {
          if (x != column) {
            expected.add("[" + value(new int[] {row, x}) + "," + (1000 + 7 * row + x) + "]");
          }
        }
      }
      Dataset<Row> rows =
          spark
              .read()
              .format("zarr")
              .option("maxPartitions", 1 + random.nextInt(20))
              .option("maxPartitionBytes", 1 + random.nextInt(200))
              .load(store.path())
              .where("time BETWEEN " + 10 * from + " AND " + 10 * to + " AND x <> " + column)
              .select(random.nextBoolean() ? "t" : "u", "t", "u")
              .select("t", "u");
      assertThat(text(rows.sort("t"))).isEqualTo(String.join(" ", expected));
    }
  }

  @Test
  void missingChunksAreTheFillValue() {
    store.delete("t/c/3/1");
    assertThat(text(spark.sql("SELECT x, t FROM r WHERE time = 100")))
        .isEqualTo("[0,70] [1,71] [2,72] [3,-1] [4,-1] [5,75] [6,76]");
  }

  @Test
  void textsLieInChunksOfManyLengthsToo() {
    // vlen-utf8: a count, then each text behind its length, all little-endian
    String document =
        "{\"zarr_format\":3,\"node_type\":\"array\",\"shape\":[11],\"data_type\":\"string\","
            + "\"chunk_grid\":"
            + grid("[[4, 2, 9]]")
            + ",\"chunk_key_encoding\":{\"name\":\"default\"},\"fill_value\":\"?\",\"codecs\":["
            + "{\"name\":\"vlen-utf8\"}],\"dimension_names\":[\"time\"]}";
    store.put("name/zarr.json", document);
    store.put("name/c/0", texts("a", "bb", "", "dddd"));
    store.put("name/c/2", texts("g", "hh", "i", "jj", "k", "beyond", "", "the", "array"));
    spark
        .read()
        .format("zarr")
        .option("variables", "name,t")
        .load(store.path())
        .createOrReplaceTempView("names");
    assertThat(text(spark.sql("SELECT DISTINCT time, name FROM names ORDER BY time")))
        .isEqualTo(
            "[0,a] [10,bb] [20,] [30,dddd] [40,?] [50,?] [60,g] [70,hh] [80,i] [90,jj] [100,k]");
  }

  private static byte[] texts(String... texts) {
    ByteBuffer bytes = ByteBuffer.allocate(1000).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(texts.length);
    for (String text : texts) {
      bytes.putInt(text.length()).put(text.getBytes(StandardCharsets.UTF_8));
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  @Test
  void schemaAndListingSayHowTheArrayIsCut() {
    String encoding =
        spark.table("r").schema().apply("t").metadata().getMetadata("zarr").getString("encoding");
    assertThat(encoding).contains("\"chunks\":[[1,3,2,9],[3,[2,3]]]");
    Dataset<Row> nodes = spark.read().format("zarr").option("layout", "nodes").load(store.path());
    assertThat(
            text(nodes.where("path IN ('/t', '/u')").selectExpr("path", "chunks[0]", "readable")))
        .isEqualTo("[/t,null,true] [/u,4,true]");
  }

  @Test
  void shardsOfManyLengthsAreReadInParts() {
    String shards =
        "{\"name\":\"sharding_indexed\",\"configuration\":{\"chunk_shape\":[2,7],\"codecs\":["
            + "{\"name\":\"bytes\",\"configuration\":{\"endian\":\"little\"}}],\"index_codecs\":["
            + "{\"name\":\"bytes\",\"configuration\":{\"endian\":\"little\"}},{\"name\":\"crc32c\"}]}}";
    String document =
        "{\"zarr_format\":3,\"node_type\":\"array\",\"shape\":[11,7],\"data_type\":\"int16\","
            + "\"chunk_grid\":"
            + grid("[[EDGES, 6, 4], 7]")
            + ",\"chunk_key_encoding\":{\"name\":\"default\"},\"fill_value\":0,\"codecs\":["
            + shards
            + "],\"dimension_names\":[\"time\",\"x\"]}";
    store.put("s/zarr.json", document.replace("EDGES", "2"));
    store.fill("s", ElementKind.INT16, SHAPE, i -> 2000 + i);
    spark
        .read()
        .format("zarr")
        .option("variables", "s,t")
        .load(store.path())
        .createOrReplaceTempView("s");
    assertThat(text(spark.sql("SELECT s - t FROM s").distinct())).isEqualTo("[2000]");
    assertThat(text(spark.sql("SELECT s FROM s WHERE time IN (10, 80) AND x = 6")))
        .isEqualTo("[2013] [2062]");
    store.put("s/zarr.json", document.replace("EDGES", "1, 1"));
    Dataset<Row> nodes = spark.read().format("zarr").option("layout", "nodes").load(store.path());
    assertThat(nodes.where("NOT readable").select("path", "reason").collectAsList())
        .singleElement()
        .satisfies(
            row ->
                assertThat(row.toString())
                    .startsWith(
                        "[/s,Cannot use codec 'sharding_indexed': its inner chunks of [2, 7]"));
    assertThat(text(spark.read().format("zarr").load(store.path()).selectExpr("sum(t)")))
        .isEqualTo("[2926]");
  }
}
