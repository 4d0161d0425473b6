package dev.sparkzarr.it;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.holdenkarau.spark.testing.JavaDataFrameSuiteBase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DayTimeIntervalType;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Row for row, what xarray reads from stores that zarr-python and xarray wrote. */
@Tag("peers")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PeersIT extends JavaDataFrameSuiteBase {
  private static final Path STORES = Path.of("target", "peers").toAbsolutePath();

  private JsonNode cases;

  @BeforeAll
  void start() throws IOException, InterruptedException {
    Path python = Path.of(System.getProperty("sparkzarr.peers.python"));
    assumeTrue(Files.isExecutable(python), "the Python peers are not set up");
    Process generator =
        new ProcessBuilder(
                python.toString(),
                "peers/generate.py",
                STORES.toString(),
                System.getProperty("sparkzarr.seed", "20260101"))
            .redirectErrorStream(true)
            .start();
    String output = new String(generator.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(generator.waitFor()).as(output).isZero();
    cases = new ObjectMapper().readTree(STORES.resolve("cases.json").toFile());
    runBefore();
  }

  @AfterAll
  static void stop() {
    runAfterClass();
  }

  @Override
  public boolean enableHiveSupport() {
    return false;
  }

  /** Newer lines of the library only, so without an annotation. */
  public boolean enableIcebergSupport() {
    return false;
  }

  @Override
  public SparkConf conf() {
    return super.conf()
        .set("spark.ui.enabled", "false")
        .set("spark.sql.shuffle.partitions", "2")
        .set("spark.sql.session.timeZone", "UTC");
  }

  @TestFactory
  Stream<DynamicTest> everyStoreReadsAsXarrayReadsIt() {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode each : cases) {
      tests.add(DynamicTest.dynamicTest(each.get("name").asText(), () -> compare(each)));
    }
    assertThat(tests).hasSizeGreaterThan(100);
    return tests.stream();
  }

  private void compare(JsonNode each) {
    Dataset<Row> expected =
        spark().read().parquet(STORES.resolve(each.get("name").asText() + ".parquet").toString());
    DataFrameReader reader = spark().read().format("zarr");
    for (Iterator<Map.Entry<String, JsonNode>> options = each.get("options").fields();
        options.hasNext(); ) {
      Map.Entry<String, JsonNode> option = options.next();
      reader.option(option.getKey(), option.getValue().asText());
    }
    Dataset<Row> found = reader.load(STORES.resolve(each.get("path").asText()).toString());
    assertThat(found.columns()).containsExactlyInAnyOrder(expected.columns());
    assertThat(found.count()).isEqualTo(each.get("rows").asLong());

    Column[] columns =
        Stream.of(expected.schema().fields())
            .map(field -> aligned(field, found.schema().apply(field.name()).dataType()))
            .toArray(Column[]::new);
    Column[] wanted = Stream.of(expected.columns()).map(PeersIT::named).toArray(Column[]::new);
    assertDataFrameDataEquals(expected.select(wanted), found.select(columns));
  }

  /** Our column in the type that the Parquet file has; only where design says the types differ. */
  private static Column aligned(StructField expected, DataType type) {
    Column column = named(expected.name());
    if (type instanceof DayTimeIntervalType) {
      return expr("unix_micros(timestamp_seconds(0) + `" + expected.name() + "`)")
          .as(expected.name());
    }
    if (type.equals(DataTypes.DoubleType) && expected.dataType().equals(DataTypes.FloatType)) {
      return column.cast(DataTypes.FloatType).as(expected.name());
    }
    assertThat(type).as(expected.name()).isEqualTo(expected.dataType());
    return column;
  }

  private static Column named(String name) {
    return col("`" + name + "`");
  }
}
