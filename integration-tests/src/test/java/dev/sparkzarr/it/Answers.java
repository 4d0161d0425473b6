package dev.sparkzarr.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The answers that xarray gives for real stores, asked again in SQL. A plain program, so that one
 * compiled class serves every Spark: {@code Answers DIRECTORY} exits with 1 when an answer differs.
 */
public final class Answers {
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private Answers() {}

  /** Runs all queries on a Spark session of its own. */
  public static void main(String[] arguments) throws IOException {
    SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .appName("answers")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .getOrCreate();
    int asked = 0;
    List<String> wrong = new ArrayList<>();
    for (Question question : questions(Path.of(arguments[0]), arguments[0] + "/")) {
      asked++;
      wrong.addAll(question.ask(spark, Map.of()));
    }
    System.out.println("Spark " + spark.version() + ": " + asked + " questions asked");
    wrong.forEach(System.out::println);
    spark.stop();
    System.exit(wrong.isEmpty() && asked > 0 ? 0 : 1);
  }

  /** One query on one store, and the rows it must give. */
  record Question(String store, String sql, JsonNode rows) {
    /**
     * @return what differs; empty when the answer is right
     */
    List<String> ask(SparkSession spark, Map<String, String> options) {
      spark.read().format("zarr").options(options).load(store).createOrReplaceTempView("t");
      List<Row> found = spark.sql(sql).collectAsList();
      List<String> wrong = new ArrayList<>();
      if (found.size() != rows.size()) {
        wrong.add(this + ": " + found.size() + " rows instead of " + rows.size());
      }
      for (int i = 0; i < Math.min(found.size(), rows.size()); i++) {
        for (int j = 0; j < rows.get(i).size(); j++) {
          Object value = found.get(i).get(j);
          if (!same(value, rows.get(i).get(j))) {
            wrong.add(this + ": row " + i + " has " + value + " instead of " + rows.get(i).get(j));
          }
        }
      }
      return wrong;
    }

    @Override
    public String toString() {
      return store + ": " + sql;
    }
  }

  /**
   * @param root before the names of stores, to its last slash
   */
  static List<Question> questions(Path data, String root) throws IOException {
    List<Question> questions = new ArrayList<>();
    JsonNode expected = new ObjectMapper().readTree(data.resolve("expected.json").toFile());
    for (Iterator<Map.Entry<String, JsonNode>> stores = expected.fields(); stores.hasNext(); ) {
      Map.Entry<String, JsonNode> store = stores.next();
      for (JsonNode query : store.getValue()) {
        questions.add(
            new Question(root + store.getKey(), query.get("sql").asText(), query.get("rows")));
      }
    }
    return questions;
  }

  private static boolean same(Object found, JsonNode expected) {
    if (found == null || expected.isNull()) {
      return found == null && expected.isNull();
    }
    if (found instanceof LocalDateTime time) {
      return TIMESTAMP.format(time).equals(expected.asText());
    }
    if (found instanceof Double || found instanceof Float) {
      double value = ((Number) found).doubleValue();
      double wanted = expected.asDouble();
      return Double.compare(value, wanted) == 0
          || Math.abs(value - wanted) <= 1e-9 * Math.abs(wanted);
    }
    if (found instanceof Number number) {
      return new BigDecimal(number.toString()).compareTo(expected.decimalValue()) == 0;
    }
    return found.toString().equals(expected.asText());
  }
}
