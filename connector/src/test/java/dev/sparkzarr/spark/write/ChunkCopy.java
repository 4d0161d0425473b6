package dev.sparkzarr.spark.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.ZarrException;
import dev.sparkzarr.spark.read.LocalSpark;
import dev.sparkzarr.spark.read.chunks.ArraysInMemory;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/** A store whose chunks are read, and a place that they are written to. */
final class ChunkCopy implements AutoCloseable {
  final SparkSession spark = LocalSpark.session();
  final ArraysInMemory from = ArraysInMemory.group("chunksource", "{\"title\":\"t\"}");
  final ArraysInMemory to = ArraysInMemory.empty("chunktarget");

  DataFrameReader reader() {
    return spark.read().format("zarr").option("layout", "chunks");
  }

  /** Rows of values. */
  Dataset<Row> rows() {
    return reader().load(from.path());
  }

  /** With those of chunks that are not stored. */
  Dataset<Row> allRows() {
    return reader().option("missingChunks", "rows").load(from.path());
  }

  /** Rows of stored bytes. */
  Dataset<Row> encoded() {
    return reader().option("encoded", "true").load(from.path());
  }

  static DataFrameWriter<Row> writer(Dataset<Row> rows) {
    return rows.write().format("zarr").option("layout", "chunks");
  }

  void save(Dataset<Row> rows) {
    save(writer(rows));
  }

  void save(DataFrameWriter<Row> writer) {
    writer.save(to.path());
  }

  void append(Dataset<Row> rows) {
    save(writer(rows).mode(SaveMode.Append));
  }

  void overwrite(Dataset<Row> rows) {
    save(writer(rows).mode(SaveMode.Overwrite));
  }

  void refused(Dataset<Row> rows, String... parts) {
    refused(writer(rows), parts);
  }

  void refusedEncoded(Dataset<Row> rows, String... parts) {
    refused(writer(rows).option("encoded", "true"), parts);
  }

  /** Whatever is there already. */
  void refused(DataFrameWriter<Row> writer, String... parts) {
    assertThatThrownBy(() -> save(writer.mode(SaveMode.Append)))
        .isInstanceOf(ZarrException.class)
        .satisfies(e -> assertThat(e.getMessage()).contains(parts).startsWith("Cannot write "));
  }

  void assertSameDocuments(String... names) {
    for (String name : names) {
      assertThat(to.opened(name).metadata()).isEqualTo(from.opened(name).metadata());
    }
  }

  @Override
  public void close() {
    from.close();
    to.close();
  }
}
