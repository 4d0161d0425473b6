package dev.sparkzarr.spark.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.spark.read.LocalSpark;
import dev.sparkzarr.store.MemoryStore;
import dev.sparkzarr.store.StoreKey;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables that Spark reads in columns: how much work their copies are, and that they are right. */
class CopyTest {
  private static final int OBJECTS = 4 * 2 * 3;

  private SparkSession spark;

  /** The jobs of a write. */
  private static final class Seen extends SparkListener {
    private final List<String> jobs = new ArrayList<>();
    private long records;
    private long bytes;

    @Override
    public void onJobStart(SparkListenerJobStart event) {
      String job = event.properties().getProperty("spark.job.description", "");
      jobs.add(job.substring(job.lastIndexOf(':') + 1).trim());
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd event) {
      records += event.taskMetrics().shuffleWriteMetrics().recordsWritten();
      bytes += event.taskMetrics().shuffleWriteMetrics().bytesWritten();
    }
  }

  @BeforeEach
  void writeSource() {
    spark = LocalSpark.session();
    MemoryStore.forget("source");
    MemoryStore.forget("copy");
    spark
        .range(0, 40 * 20 * 30)
        .selectExpr(
            "timestamp_ntz'2020-01-01 00:00:00' + make_dt_interval(0, cast(id div 600 as int)) AS"
                + " time",
            "cast(50 - (id div 30) % 20 as double) AS latitude",
            "cast(id % 30 as double) AS longitude",
            "cast(if(id % 11 = 0, null, id) as float) AS t",
            "cast(id % 7 as int) AS n")
        .repartition(3)
        .write()
        .format("zarr")
        .option("dimensions", "time,latitude,longitude")
        .option("chunks", "10,10,10")
        .save("memory:source");
  }

  private Dataset<Row> source() {
    return spark.read().format("zarr").load("memory:source");
  }

  private static Map<String, ByteBuffer> chunks(String name) {
    MemoryStore store = MemoryStore.named(name);
    Map<String, ByteBuffer> chunks = new TreeMap<>();
    try (Stream<StoreKey> keys = store.keys(Optional.empty())) {
      keys.filter(key -> key.value().matches("[tn]/c/.*"))
          .forEach(key -> chunks.put(key.value(), store.get(key, Integer.MAX_VALUE).orElseThrow()));
    }
    return chunks;
  }

  private Seen saved(Dataset<Row> data, Map<String, String> options) throws Exception {
    Seen seen = new Seen();
    DataFrameWriter<Row> writer = data.write().format("zarr").mode(SaveMode.Append);
    spark.sparkContext().listenerBus().waitUntilEmpty();
    spark.sparkContext().addSparkListener(seen);
    try {
      writer.options(options).save("memory:copy");
      spark.sparkContext().listenerBus().waitUntilEmpty();
    } finally {
      spark.sparkContext().removeSparkListener(seen);
    }
    return seen;
  }

  @Test
  void aCopyIsOneJobThatShufflesOneMarkForEachObject() throws Exception {
    Seen seen = saved(source(), Map.of());
    assertThat(chunks("copy")).isEqualTo(chunks("source"));
    assertThat(seen.jobs).containsExactly("cells");
    assertThat(seen.records).isEqualTo(OBJECTS);
    assertThat(seen.bytes).isLessThan(100 * OBJECTS);
  }

  @Test
  void partsThatAreAppendedNeedNoPassOverTheRowsEither() throws Exception {
    String middle = "timestamp_ntz'2020-01-01 20:00:00'";
    saved(source().where("time < " + middle), Map.of());
    Seen seen = saved(source().where("time >= " + middle), Map.of("appendDim", "time"));
    assertThat(chunks("copy")).isEqualTo(chunks("source"));
    assertThat(seen.jobs).containsExactly("cells");
    assertThat(seen.records).isEqualTo(OBJECTS / 2);
  }

  @Test
  void whatASelectionLeavesIsTheNewAxis() throws Exception {
    saved(source().where("hour(time) = 6 AND longitude % 7 = 1"), Map.of("chunks", "2,7,4"));
    assertThat(sorted(spark.read().format("zarr").load("memory:copy")))
        .isEqualTo(sorted(source().where("hour(time) = 6 AND longitude % 7 = 1")));
  }

  @Test
  void rowsThatSparkFiltersAreGoneThrough() throws Exception {
    Dataset<Row> some = source().where("t > 10000 AND n < 3").drop("n");
    assertThat(saved(some, Map.of()).jobs).contains("find axes", "cells");
    assertThat(sorted(spark.read().format("zarr").load("memory:copy").where("t IS NOT NULL")))
        .isEqualTo(sorted(some));
  }

  @Test
  void rowsThatAreCountedOffAreGoneThrough() throws Exception {
    saved(source().limit(1), Map.of());
    assertThat(spark.read().format("zarr").load("memory:copy").count()).isOne();
  }

  @Test
  void columnsOfParquetAreTaken(@TempDir Path folder) throws Exception {
    String path = folder.resolve("source.parquet").toString();
    source().repartition(2).write().parquet(path);
    saved(
        spark.read().parquet(path),
        Map.of("dimensions", "time,latitude,longitude", "chunks", "10,10,10"));
    assertThat(sorted(spark.read().format("zarr").load("memory:copy"))).isEqualTo(sorted(source()));
  }

  @Test
  void objectsThatWereStoredByTasksOfAFailedJobAreRemoved() throws Exception {
    Dataset<Row> twice = source().union(source().where("longitude = 3 AND latitude = 40"));
    assertThatThrownBy(() -> saved(twice, Map.of()))
        .hasMessageStartingWith("Cannot write memory:copy: more than one row has time = ");
    assertThat(chunks("copy")).isEmpty();
  }

  private static List<Row> sorted(Dataset<Row> data) {
    return data.orderBy("time", "latitude", "longitude").collectAsList();
  }
}
