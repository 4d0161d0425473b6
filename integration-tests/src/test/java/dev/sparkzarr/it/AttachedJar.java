package dev.sparkzarr.it;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Attaches jars to a session that already runs, as notebooks do: {@code AttachedJar MASTER
 * DIRECTORY JAR...} writes a small store into the directory, reads it in several ways and exits
 * with 1 when an answer is wrong. Started without the connector on the class path.
 */
public final class AttachedJar {
  private static final int CHUNKS = 8;
  private static final int CHUNK_LENGTH = 1000;

  private AttachedJar() {}

  /** Runs it. */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException {
    Path store = Path.of(arguments[1], "attached.zarr");
    write(store);
    SparkSession spark =
        SparkSession.builder()
            .master(arguments[0])
            .appName("attached")
            .config("spark.ui.enabled", "false")
            .config("spark.executor.memory", "512m")
            .getOrCreate();
    // tasks have run before the jars come
    check("rows without the connector", 10, spark.range(10).count());

    ClassLoader before = Thread.currentThread().getContextClassLoader();
    attach(spark, List.of(arguments).subList(2, arguments.length));
    check("local", spark.read().format("zarr").load(store.toString()));
    Dataset<Row> mirrored = spark.read().format("zarr").load("mirror:" + store);
    check("attached store", mirrored);
    FutureTask<Void> elsewhere =
        new FutureTask<>(
            () -> {
              check("thread that does not know the jars", mirrored.where("dim_0 >= 0"));
              return null;
            });
    Thread thread = new Thread(elsewhere, "elsewhere");
    thread.setContextClassLoader(before);
    thread.start();
    elsewhere.get();
    Dataset<Row> diagnosis =
        spark.read().format("zarr").option("diagnose", "true").load(store.toString());
    check(
        "processes that found the store",
        2,
        diagnosis.where("name = 'metadata' AND value = 'a group of Zarr V3'").count());
    boolean isLocal = spark.sparkContext().isLocal();
    if (!isLocal) {
      String message = "";
      try {
        spark.read().format("zarr").load("memory:attached").count();
      } catch (RuntimeException e) {
        message = e.getMessage();
      }
      check("memory on a cluster", 1, message.contains("on a cluster") ? 1 : 0);
    }
    System.out.println("Spark " + spark.version() + " reads with attached jars");
    spark.stop();
    System.exit(0);
  }

  /**
   * By SQL where sessions have jars of their own (Spark 4), else to the context and a class loader
   * of the notebook's.
   */
  static void attach(SparkSession spark, List<String> jars) throws IOException {
    if (!spark.version().startsWith("3.")) {
      jars.forEach(jar -> spark.sql("ADD JAR '" + jar + "'"));
      return;
    }
    URL[] places = new URL[jars.size()];
    for (int i = 0; i < places.length; i++) {
      spark.sparkContext().addJar(jars.get(i));
      places[i] = Path.of(jars.get(i)).toUri().toURL();
    }
    Thread thread = Thread.currentThread();
    thread.setContextClassLoader(new URLClassLoader(places, thread.getContextClassLoader()));
  }

  private static void check(String what, Dataset<Row> rows) {
    long length = (long) CHUNKS * CHUNK_LENGTH;
    Row row = rows.selectExpr("count(t)", "CAST(sum(t) AS BIGINT)").collectAsList().get(0);
    check(what, length, row.getLong(0));
    check(what, length * (length - 1) / 2, row.getLong(1));
  }

  private static void check(String what, long expected, long found) {
    if (expected != found) {
      System.out.println("wrong: " + what + " gives " + found + " instead of " + expected);
      System.exit(1);
    }
  }

  /** An array 0, 1, 2, ..., its chunks compressed by gzip. */
  private static void write(Path store) throws IOException {
    Path chunks = Files.createDirectories(store.resolve("t/c"));
    Files.writeString(
        store.resolve("zarr.json"),
        "{\"zarr_format\":3,\"node_type\":\"group\",\"attributes\":{}}");
    Files.writeString(
        store.resolve("t/zarr.json"),
        "{\"zarr_format\":3,\"node_type\":\"array\",\"shape\":["
            + CHUNKS * CHUNK_LENGTH
            + "],\"data_type\":\"float64\",\"chunk_grid\":{\"name\":\"regular\",\"configuration\":"
            + "{\"chunk_shape\":["
            + CHUNK_LENGTH
            + "]}},\"chunk_key_encoding\":{\"name\":\"default\"},\"fill_value\":\"NaN\","
            + "\"codecs\":[{\"name\":\"bytes\",\"configuration\":{\"endian\":\"little\"}},"
            + "{\"name\":\"gzip\",\"configuration\":{\"level\":1}}],\"attributes\":{}}");
    for (int chunk = 0; chunk < CHUNKS; chunk++) {
      ByteBuffer values =
          ByteBuffer.allocate(CHUNK_LENGTH * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < CHUNK_LENGTH; i++) {
        values.putDouble(chunk * CHUNK_LENGTH + i);
      }
      try (GZIPOutputStream out =
          new GZIPOutputStream(Files.newOutputStream(chunks.resolve("" + chunk)))) {
        out.write(values.array());
      }
    }
  }
}
