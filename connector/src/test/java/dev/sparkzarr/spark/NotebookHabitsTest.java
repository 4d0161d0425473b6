package dev.sparkzarr.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sparkzarr.spark.read.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What notebooks do with a table, as {@code docs/databricks.md} lists it. */
class NotebookHabitsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SparkSession spark = LocalSpark.session();

  @TempDir private Path folder;

  /** A hundred chunks of a thousand cells. */
  private Path chunked() {
    Path store = folder.resolve("chunked.zarr");
    spark
        .range(100_000)
        .selectExpr("id AS x", "id * 0.5D AS v")
        .write()
        .format("zarr")
        .option("dimensions", "x")
        .option("chunks", "1000")
        .save(store.toString());
    return store;
  }

  /** Requests for chunks of the variable that a query sends. */
  private List<JsonNode> requests(Map<String, String> options, String query) throws IOException {
    Path log = Files.createDirectory(folder.resolve("log"));
    Dataset<Row> table =
        spark
            .read()
            .format("zarr")
            .options(options)
            .option("usageLog", log.toString())
            .option("usageLogFormat", "json")
            .load(chunked().toString());
    table.createOrReplaceTempView("chunked");
    assertThat(spark.sql(query).collectAsList()).hasSize(10_001);
    List<JsonNode> requests = new ArrayList<>();
    try (Stream<Path> files = Files.list(log)) {
      for (Path file : files.toList()) {
        for (String line : Files.readAllLines(file)) {
          JsonNode request = JSON.readTree(line);
          if (request.get("place").textValue().contains("/v/c/")) {
            requests.add(request);
          }
        }
      }
    }
    return requests;
  }

  @Test
  void aTableThatIsDisplayedReadsTheChunksThatAreShown() throws IOException {
    List<JsonNode> requests = requests(Map.of(), "SELECT * FROM chunked LIMIT 10001");
    assertThat(requests).hasSize(11);
  }

  @Test
  void withoutThreadsTheTasksOwnFetches() throws IOException {
    List<JsonNode> requests =
        requests(Map.of("fetchThreads", "0"), "SELECT v FROM chunked WHERE x < 10001");
    assertThat(requests)
        .hasSize(11)
        .allSatisfy(
            request ->
                assertThat(request.get("thread").textValue())
                    .startsWith("Executor task launch worker"));
  }

  @Test
  void withThreadsTheTasksOwnDoesNotWait() throws IOException {
    List<JsonNode> requests = requests(Map.of(), "SELECT v FROM chunked WHERE x < 10001");
    assertThat(requests)
        .anySatisfy(
            request ->
                assertThat(request.get("thread").textValue())
                    .doesNotStartWith("Executor task launch worker"));
  }

  @Test
  void aTableOfEveryTypeBecomesOneOfParquet() {
    Dataset<Row> all =
        spark
            .range(20)
            .selectExpr(
                "id AS x",
                "CAST(id AS byte) AS int8",
                "CAST(id AS short) AS int16",
                "CAST(id AS int) AS int32",
                "CAST(id AS decimal(20, 0)) AS uint64",
                "CAST(id / 3 AS float) AS float32",
                "id / 7D AS float64",
                "id % 2 = 0 AS bool",
                "CAST(id AS string) AS text",
                "CAST(CAST(id AS string) AS binary) AS bytes",
                "timestamp_ntz'2024-01-01' + make_dt_interval(CAST(id AS int)) AS time",
                "make_dt_interval(CAST(id AS int), 1) AS lead",
                "named_struct('re', id / 2D, 'im', -id / 2D) AS complex",
                "array(id, id + 1) AS list");
    Path store = folder.resolve("types.zarr");
    all.write()
        .format("zarr")
        .mode("append")
        .option("dimensions", "x")
        .option("zarrFormat", "2")
        .save(store.toString());
    spark.sql("CREATE OR REPLACE TEMPORARY VIEW types USING zarr OPTIONS (path '" + store + "')");
    spark.sql("DROP TABLE IF EXISTS types_parquet");
    spark.sql("CREATE TABLE types_parquet USING parquet AS SELECT * FROM types");
    try {
      Dataset<Row> copy = spark.table("types_parquet");
      List<DataType> types = types(copy);
      assertThat(types).isEqualTo(types(spark.table("types"))).doesNotHaveDuplicates();
      String[] columns = all.columns();
      assertThat(copy.selectExpr(columns).orderBy("x").collectAsList())
          .isEqualTo(all.orderBy("x").collectAsList());
    } finally {
      spark.sql("DROP TABLE types_parquet");
    }
  }

  @Test
  void anArchiveIsRefusedBeforeAnythingIsDone() {
    for (String mode : List.of("append", "overwrite", "errorifexists")) {
      String archive = "zip::" + folder.resolve("new.zip");
      assertThatThrownBy(
              () ->
                  spark
                      .range(3)
                      .selectExpr("id AS x", "CAST(raise_error('evaluated') AS DOUBLE) AS v")
                      .write()
                      .format("zarr")
                      .mode(mode)
                      .option("dimensions", "x")
                      .save(archive))
          .hasMessageContaining("Cannot write ")
          .hasMessageContaining("can only be read. Write to a directory or a bucket");
    }
    assertThat(folder).isEmptyDirectory();
  }

  /** Of the columns but the dimension. */
  private static List<DataType> types(Dataset<Row> table) {
    return Stream.of(table.schema().fields())
        .filter(field -> !field.name().equals("x"))
        .map(StructField::dataType)
        .toList();
  }
}
