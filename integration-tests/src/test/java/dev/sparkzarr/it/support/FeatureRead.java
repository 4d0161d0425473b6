package dev.sparkzarr.it.support;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkzarr.ZarrException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** One feature's store, read by Spark and compared cell by cell with what its writer reads. */
record FeatureRead(SparkSession spark, Path directory, JsonNode feature) {
  /** Reads it. */
  Outcome outcome() {
    String used = "";
    try {
      if (feature.has("refused")) {
        return Outcome.of(feature, used, "refused", refusal());
      }
      used = UsedParts.of(store(), column());
      compare(open());
      return Outcome.of(feature, used, "read", "");
    } catch (Exception | LinkageError e) { // Scala throws checked exceptions that nobody declares
      return Outcome.of(feature, used, "failed", plain(cause(e)));
    }
  }

  private Dataset<Row> open() {
    return reader().load(store().toString());
  }

  private Path store() {
    return directory.resolve(feature.get("path").asText());
  }

  private String column() {
    return feature.get("column").asText();
  }

  private DataFrameReader reader() {
    DataFrameReader reader = spark.read().format("zarr");
    for (Iterator<Map.Entry<String, JsonNode>> options = feature.get("options").fields();
        options.hasNext(); ) {
      Map.Entry<String, JsonNode> option = options.next();
      reader.option(option.getKey(), option.getValue().asText());
    }
    return reader;
  }

  private void compare(Dataset<Row> found) throws Mismatch {
    String type = found.schema().apply(column()).dataType().simpleString();
    if (!type.equals(feature.get("type").asText())) {
      throw new Mismatch("the column is " + type + ", not " + feature.get("type").asText());
    }
    JsonNode cells = feature.get("cells");
    int rank = feature.get("shape").size();
    List<Row> rows = found.collectAsList();
    if (rows.size() != cells.size()) {
      throw new Mismatch(rows.size() + " rows instead of " + cells.size());
    }
    boolean[] seen = new boolean[rows.size()];
    for (Row row : rows) {
      int index = 0;
      for (int i = 0; i < rank; i++) {
        index = index * feature.get("shape").get(i).asInt() + (int) row.getLong(i);
      }
      if (seen[index]) {
        throw new Mismatch("cell " + index + " comes twice");
      }
      seen[index] = true;
      Object value = row.getAs(column());
      if (!Cells.same(value, cells.get(index))) {
        throw new Mismatch(
            "cell " + index + " is " + Cells.show(value) + " instead of " + cells.get(index));
      }
    }
  }

  /** The message with which it is refused; where it is one array of a group, another is read. */
  private String refusal() throws Mismatch {
    DataFrameReader bad = reader();
    if (feature.has("good")) {
      Dataset<Row> good = reader().option("variables", "good").load(store().toString());
      List<Integer> found = good.select("good").as(Encoders.INT()).collectAsList();
      if (!found.toString().replace(" ", "").equals(feature.get("good").toString())) {
        throw new Mismatch("the array beside gives " + found);
      }
      bad.option("variables", "bad");
    }
    String message = refused(bad);
    for (JsonNode word : feature.get("refused")) {
      if (!message.contains(word.asText())) {
        throw new Mismatch("the refusal does not say " + word + ": " + message);
      }
    }
    return message;
  }

  private String refused(DataFrameReader bad) throws Mismatch {
    List<Row> rows;
    try {
      rows = bad.load(store().toString()).collectAsList();
    } catch (Exception e) { // as above
      Throwable cause = cause(e);
      if (cause instanceof ZarrException) {
        return plain(cause);
      }
      throw new Mismatch("refused by " + plain(cause));
    }
    throw new Mismatch("it was read: " + rows);
  }

  /** Ours among the causes, else the innermost. */
  private static Throwable cause(Throwable thrown) {
    Throwable last = thrown;
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      if (each.getClass().getName().startsWith("dev.sparkzarr.")) {
        return each;
      }
      last = each;
    }
    return last;
  }

  private String plain(Throwable thrown) {
    String text =
        thrown instanceof ZarrException || thrown instanceof Mismatch
            ? thrown.getMessage()
            : thrown.toString();
    return text.replace(store().toUri().toString(), "STORE")
        .replace("file://" + store(), "STORE")
        .replace(store().toString(), "STORE")
        .replaceFirst("Known are [^;]*;", "Known are ...;");
  }

  /** What was read is not what was written. */
  static final class Mismatch extends IOException {
    private static final long serialVersionUID = 1L;

    Mismatch(String message) {
      super(message);
    }
  }
}
