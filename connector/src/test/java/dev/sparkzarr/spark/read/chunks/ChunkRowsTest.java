package dev.sparkzarr.spark.read.chunks;

import static dev.sparkzarr.spark.read.chunks.ArraysInMemory.GZIP;
import static dev.sparkzarr.spark.read.chunks.ArraysInMemory.INT;
import static dev.sparkzarr.spark.read.chunks.ArraysInMemory.shards;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sparkzarr.array.Nodes;
import dev.sparkzarr.array.ZarrArray;
import dev.sparkzarr.codec.Compression;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.metadata.Shape;
import dev.sparkzarr.metadata.ZarrFormat;
import dev.sparkzarr.spark.read.LocalSpark;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rows of chunks: their places, their partitions, and what a scan leaves out. */
class ChunkRowsTest {
  private final SparkSession spark = LocalSpark.session();
  private final ArraysInMemory arrays = ArraysInMemory.group("chunkrows", "{\"title\":\"chunks\"}");

  @AfterEach
  void forget() {
    arrays.close();
  }

  private DataFrameReader reader() {
    return spark.read().format("zarr").option("layout", "chunks");
  }

  private static List<String> shown(Dataset<Row> rows) {
    return rows.selectExpr("to_json(struct(*))").collectAsList().stream()
        .map(row -> row.getString(0))
        .toList();
  }

  @Test
  void aRowIsAChunkAsFarAsItLiesWithinTheArray() {
    arrays.counting("a", Shape.of(3, 5), Shape.of(2, 3), GZIP);
    assertThat(shown(reader().load(arrays.path())))
        .containsExactlyInAnyOrder(
            "{\"array\":\"a\",\"chunk\":[0,0],\"origin\":[0,0],\"shape\":[2,3],"
                + "\"values\":[1,2,3,6,7,8]}",
            "{\"array\":\"a\",\"chunk\":[0,1],\"origin\":[0,3],\"shape\":[2,2],"
                + "\"values\":[4,5,9,10]}",
            "{\"array\":\"a\",\"chunk\":[1,0],\"origin\":[2,0],\"shape\":[1,3],"
                + "\"values\":[11,12,13]}",
            "{\"array\":\"a\",\"chunk\":[1,1],\"origin\":[2,3],\"shape\":[1,2],"
                + "\"values\":[14,15]}");
  }

  @Test
  void ofAShardEachInnerChunkIsARowAndEncodedTheShard() {
    arrays.counting("a", Shape.of(3, 5), Shape.of(4, 4), shards(2, 2));
    Dataset<Row> rows = reader().load(arrays.path());
    assertThat(rows.count()).isEqualTo(6);
    assertThat(shown(rows.where("chunk = array(1, 2)").select("origin", "shape", "values")))
        .containsExactly("{\"origin\":[2,4],\"shape\":[1,1],\"values\":[15]}");
    assertThat(
            shown(
                reader()
                    .option("encoded", "true")
                    .load(arrays.path())
                    .select("chunk", "origin", "shape")))
        .containsExactlyInAnyOrder(
            "{\"chunk\":[0,0],\"origin\":[0,0],\"shape\":[3,4]}",
            "{\"chunk\":[0,1],\"origin\":[0,4],\"shape\":[3,1]}");
  }

  /** An engine that reads whole objects only must not be given parts of one by several tasks. */
  @Test
  void anEngineOfWholeObjectsGivesEachShardOnce() {
    arrays.counting("a", Shape.of(4, 4), Shape.of(4, 4), shards(1, 4));
    assertThat(
            shown(
                reader()
                    .option("engine", "reference")
                    .load(arrays.path())
                    .select("chunk", "shape")))
        .containsExactly("{\"chunk\":[0,0],\"shape\":[4,4]}");
    assertThat(reader().load(arrays.path()).count()).isEqualTo(4);
  }

  /** However small partitions are to be, and however many there could be. */
  @Test
  void theRowsOfAShardAreInOnePartitionOneAfterTheOther() {
    arrays.counting("one", Shape.of(4, 4), Shape.of(4, 4), shards(1, 4));
    Dataset<Row> one = reader().option("variables", "one").load(arrays.path());
    assertThat(one.rdd().getNumPartitions()).isEqualTo(1); // though two could run at once
    arrays.counting("a", Shape.of(7, 11), Shape.of(4, 6), shards(2, 2));
    List<String> tasks =
        reader()
            .option("maxPartitionBytes", "1")
            .option("variables", "a")
            .load(arrays.path())
            .selectExpr(
                "concat_ws(' ', spark_partition_id(), chunk[0] div 2, chunk[1] div 3) AS task")
            .collectAsList()
            .stream()
            .map(row -> row.getString(0))
            .toList();
    assertThat(tasks).hasSize(24);
    assertThat(tasks.stream().distinct()).containsExactly("0 0 0", "1 0 1", "2 1 0", "3 1 1");
    List<String> order = new ArrayList<>(new LinkedHashSet<>(tasks));
    assertThat(tasks).isSortedAccordingTo(Comparator.comparingInt(order::indexOf));
  }

  @Test
  void theArraysTravelWithTheirColumn() throws IOException {
    ZarrArray array = arrays.counting("a", Shape.of(3, 5), Shape.of(2, 3), GZIP);
    var field = reader().load(arrays.path()).schema().apply(ChunkRowSchema.ARRAY);
    var zarr = field.metadata().getMetadata(ChunkRowSchema.METADATA);
    JsonNode documents = new ObjectMapper().readTree(zarr.getString(ChunkRowSchema.ARRAYS));
    assertThat(documents.at("/a/document").asText()).isEqualTo(array.metadata().document());
    assertThat(documents.at("/a/dimensions").toString()).isEqualTo("[\"y\",\"x\"]");
    assertThat(zarr.getString(ChunkRowSchema.ATTRIBUTES)).isEqualTo("{\"title\":\"chunks\"}");
  }

  @Test
  void anArrayIsPickedAndRowsAreLimitedWithinTheScan() {
    arrays.counting("a", Shape.of(3, 5), Shape.of(2, 3), GZIP);
    arrays.counting("b", Shape.of(4, 4), Shape.of(2, 2), GZIP);
    Dataset<Row> rows = reader().load(arrays.path());
    assertThat(rows.count()).isEqualTo(8);
    Dataset<Row> one = rows.where("array = 'b'");
    assertThat(one.count()).isEqualTo(4);
    String plan = LocalSpark.plan(one);
    assertThat(plan.substring(plan.indexOf("== Optimized")))
        .contains("arrays b,")
        .doesNotContain("Filter (");
    assertThat(rows.where("array IN ('b', 'c')").count()).isEqualTo(4);
    assertThat(rows.where("array = 'b' AND chunk[0] = 1").count()).isEqualTo(2);
    assertThat(rows.where("array = 'B'").count()).isZero();
    assertThat(rows.limit(3).count()).isEqualTo(3);
    assertThat(LocalSpark.plan(rows.limit(3))).contains("limit 3");
    assertThat(rows.where("array = 'a' OR chunk[0] = 0").count()).isEqualTo(6);
  }

  /** Every cell of arrays cut in many ways is in one row, where the row says. */
  @Test
  void allRowsTogetherAreTheArray() {
    Random random = new Random(20260101);
    for (int i = 0; i < 12; i++) {
      long[] shape = {1 + random.nextInt(9), 1 + random.nextInt(9)};
      long[] inner = {1 + random.nextInt(4), 1 + random.nextInt(4)};
      boolean sharded = random.nextBoolean();
      Shape objects =
          Shape.of(
              inner[0] * (sharded ? 1 + random.nextInt(3) : 1),
              inner[1] * (sharded ? 1 + random.nextInt(3) : 1));
      arrays.counting(
          "a",
          Shape.of(shape),
          objects,
          sharded ? shards(inner) : Compression.chain("none", INT, ZarrFormat.V3));
      List<Integer> cells = new ArrayList<>();
      for (int cell = 0; cell < shape[0] * shape[1]; cell++) {
        cells.add(0);
      }
      boolean reference = random.nextInt(3) == 0; // whose chunks are stored objects
      List<Row> rows =
          reader()
              .option("engine", reference ? "reference" : "java")
              .option("maxPartitionBytes", "64")
              .load(arrays.path())
              .collectAsList();
      for (Row row : rows) {
        List<Long> origin = row.getList(2);
        List<Long> lengths = row.getList(3);
        List<Integer> values = row.getList(4);
        assertThat(values).hasSize((int) (lengths.get(0) * lengths.get(1)));
        assertThat(origin.get(0))
            .isEqualTo(row.<Long>getList(1).get(0) * (reference ? objects.length(0) : inner[0]));
        for (int k = 0; k < values.size(); k++) {
          long y = origin.get(0) + k / lengths.get(1);
          long x = origin.get(1) + k % lengths.get(1);
          int cell = (int) (y * shape[1] + x);
          assertThat(values.get(k)).isEqualTo(cell + 1);
          cells.set(cell, cells.get(cell) + 1);
        }
      }
      assertThat(cells).containsOnly(1);
      Nodes.delete(arrays.store(), new NodePath("a"));
    }
  }

  /** Planned by ranges: fewer partitions than chunks, and in no time. */
  @Test
  void manyChunksArePlannedAsFewBoxes() {
    arrays.array(
        "a",
        INT,
        Shape.of(40_000_000, 10_000),
        Shape.of(1, 10_000),
        Compression.chain("zstd", INT, ZarrFormat.V3),
        new byte[4],
        "{}",
        "y",
        "x");
    Dataset<Row> rows = reader().option("maxPartitions", "20").load(arrays.path()).select("chunk");
    assertThat(rows.rdd().getNumPartitions()).isLessThanOrEqualTo(20);
    assertThat(
            reader()
                .option("missingChunks", "rows")
                .load(arrays.path())
                .select("chunk")
                .limit(2)
                .collectAsList())
        .hasSize(2);
  }
}
