package dev.sparkzarr.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Reads tables one after the other until it is told to end: each loaded anew, and again as it was
 * loaded at first. On a thread of its own.
 */
final class TableWatch {
  private static final long REST_MILLIS = 200;

  private final SparkSession spark;
  private final Map<String, Map<String, String>> tables;
  private final Map<String, Dataset<Row>> first = new HashMap<>();
  private final Set<ObjectNode> looks =
      new TreeSet<>((one, other) -> one.toString().compareTo(other.toString()));
  private final Thread thread = new Thread(this::run, "watch");
  private volatile boolean isOver;
  private int count;

  private TableWatch(SparkSession spark, Map<String, Map<String, String>> tables) {
    this.spark = spark;
    this.tables = tables;
  }

  /**
   * Begins.
   *
   * @param tables paths with the options of reading
   */
  static TableWatch begin(SparkSession spark, Map<String, Map<String, String>> tables) {
    TableWatch watch = new TableWatch(spark, tables);
    watch.thread.start();
    return watch;
  }

  /**
   * Ends.
   *
   * @return how many {@code times} tables were read, and the different {@code looks}: {@code path},
   *     whether it was {@code kept} from before, and {@code rows} or {@code error}
   */
  JsonNode end() {
    isOver = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    ObjectNode answer = JsonNodeFactory.instance.objectNode().put("times", count);
    ArrayNode all = answer.putArray("looks");
    looks.forEach(all::add);
    return answer;
  }

  private void run() {
    while (!isOver) {
      for (String path : tables.keySet()) {
        if (first.containsKey(path)) {
          look(path, true);
        }
        look(path, false);
        rest();
      }
    }
  }

  /** Leaves some time to those who are watched. */
  private static void rest() {
    try {
      TimeUnit.MILLISECONDS.sleep(REST_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void look(String path, boolean isKept) {
    ObjectNode look = JsonNodeFactory.instance.objectNode().put("path", path).put("kept", isKept);
    try {
      Dataset<Row> table = isKept ? first.get(path) : load(path);
      first.putIfAbsent(path, table);
      table.createOrReplaceTempView("watched");
      look.set(
          "rows", SparkShellProgram.rows(spark.sql(KilledTable.query("watched")).collectAsList()));
    } catch (Exception e) {
      StringWriter text = new StringWriter();
      e.printStackTrace(new PrintWriter(text));
      look.put("error", text.toString());
    }
    count++;
    looks.add(look);
  }

  private Dataset<Row> load(String path) {
    return spark.read().format("zarr").options(tables.get(path)).load(path);
  }
}
