package dev.sparkzarr.spark.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The answers that xarray gives for real stores, from SQL. */
class RealStoresTest {
  private static final Path DATA = Path.of(System.getProperty("sparkzarr.shared", "none"), "data");
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  @TestFactory
  List<DynamicTest> sqlGivesWhatXarrayGives() throws IOException {
    assumeTrue(Files.exists(DATA.resolve("expected.json")), "the real stores are not here");
    List<DynamicTest> tests = new ArrayList<>();
    JsonNode expected = new ObjectMapper().readTree(DATA.resolve("expected.json").toFile());
    expected
        .fields()
        .forEachRemaining(
            store ->
                store
                    .getValue()
                    .forEach(
                        query ->
                            tests.add(
                                DynamicTest.dynamicTest(
                                    store.getKey() + ": " + query.get("sql").asText(),
                                    () -> ask(DATA.resolve(store.getKey()), query)))));
    assertThat(tests).hasSizeGreaterThan(20);
    return tests;
  }

  private static void ask(Path store, JsonNode query) {
    SparkSession spark = LocalSpark.session();
    spark.read().format("zarr").load(store.toString()).createOrReplaceTempView("t");
    List<Row> rows = spark.sql(query.get("sql").asText()).collectAsList();
    JsonNode expected = query.get("rows");
    assertThat(rows).hasSize(expected.size());
    for (int i = 0; i < rows.size(); i++) {
      assertThat(rows.get(i).size()).isEqualTo(expected.get(i).size());
      for (int j = 0; j < expected.get(i).size(); j++) {
        assertSame(rows.get(i).get(j), expected.get(i).get(j), "row " + i + ", column " + j);
      }
    }
  }

  private static void assertSame(Object found, JsonNode expected, String where) {
    if (found == null || expected.isNull()) {
      assertThat(found).as(where).isNull();
      assertThat(expected.isNull()).as(where).isTrue();
    } else if (found instanceof LocalDateTime time) {
      assertThat(TIMESTAMP.format(time)).as(where).isEqualTo(expected.asText());
    } else if (found instanceof Double || found instanceof Float) {
      double wanted = expected.asDouble();
      assertThat(Math.abs(((Number) found).doubleValue() - wanted))
          .as(where + ": %s instead of %s", found, wanted)
          .isLessThanOrEqualTo(1e-9 * Math.abs(wanted));
    } else {
      assertThat(new BigDecimal(found.toString()))
          .as(where)
          .isEqualByComparingTo(expected.decimalValue());
    }
  }
}
