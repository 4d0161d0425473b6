package dev.sparkzarr.it.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Writes a table that is read from a Zarr store, or rows of Parquet; the answer is the sum of what
 * is there then.
 */
final class WriteTask implements Task {
  private static final int PARTITIONS = 8;

  private final SparkSession spark;
  private final String source;
  private final String format;
  private final File target;
  private final String name;
  private final String appendFrom;
  private final String chunks;

  private WriteTask(
      SparkSession spark,
      String source,
      String format,
      File target,
      String name,
      String appendFrom,
      String chunks) {
    this.spark = spark;
    this.source = source;
    this.format = format;
    this.target = target;
    this.name = name;
    this.appendFrom = appendFrom;
    this.chunks = chunks;
  }

  static WriteTask of(SparkSession spark, String engine, JsonNode request, JsonNode question) {
    List<String> chunks = new ArrayList<>();
    question.path("chunks").forEach(size -> chunks.add(size.asText()));
    return new WriteTask(
        spark,
        question.get("path").asText(),
        engine,
        Path.of(request.get("folder").asText(), engine).toFile(),
        question.get("name").asText(),
        request.get("appendFrom").asText(),
        String.join(",", chunks));
  }

  @Override
  public void before() throws IOException {
    if (target.exists() && !FileUtil.fullyDelete(target)) {
      throw new IOException("Cannot delete " + target);
    }
    if (name.equals("append")) {
      save(rows("time < timestamp_ntz'" + appendFrom + "'").write());
    }
  }

  @Override
  public void run() {
    switch (name) {
      case "copy" -> save(rows("true").write());
      case "rechunk" -> {
        DataFrameWriter<Row> writer = rows("true").write();
        save(format.equals("zarr") ? writer.option("chunks", chunks) : writer);
      }
      case "append" -> {
        DataFrameWriter<Row> writer =
            rows("time >= timestamp_ntz'" + appendFrom + "'").write().mode(SaveMode.Append);
        save(format.equals("zarr") ? writer.option("appendDim", "time") : writer);
      }
      case "rows of Parquet" -> saveRows(spark.read().parquet(source));
      case "rows of Parquet at random" ->
          saveRows(spark.read().parquet(source).repartition(PARTITIONS, functions.rand(1)));
      case "copy of chunk rows" -> copyChunks("false");
      case "copy of stored bytes" -> copyChunks("true");
      default -> throw new IllegalArgumentException(name);
    }
  }

  private Dataset<Row> rows(String condition) {
    return spark.read().format("zarr").load(source).where(condition);
  }

  private void save(DataFrameWriter<Row> writer) {
    writer.format(format).save(target.toString());
  }

  /** As of any DataFrame: its dimensions and chunks are named. */
  private void saveRows(Dataset<Row> rows) {
    DataFrameWriter<Row> writer = rows.write();
    save(
        format.equals("zarr")
            ? writer.option("dimensions", "time,latitude,longitude").option("chunks", "24,91,180")
            : writer);
  }

  private void copyChunks(String encoded) {
    save(
        spark
            .read()
            .format("zarr")
            .option("layout", "chunks")
            .option("encoded", encoded)
            .load(source)
            .write()
            .option("layout", "chunks")
            .option("encoded", encoded));
  }

  @Override
  public void tell(ObjectNode result) {
    result.put(
        "answer",
        spark
            .read()
            .format(format)
            .load(target.toString())
            .selectExpr("sum(CAST(t2m AS DOUBLE))")
            .first()
            .getDouble(0));
  }
}
