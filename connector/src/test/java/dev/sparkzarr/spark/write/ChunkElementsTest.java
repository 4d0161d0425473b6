package dev.sparkzarr.spark.write;

import static dev.sparkzarr.spark.read.chunks.ArraysInMemory.GZIP;
import static dev.sparkzarr.spark.read.chunks.ArraysInMemory.INT;
import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkzarr.codec.Compression;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.NumpyTimeUnit;
import dev.sparkzarr.metadata.Shape;
import dev.sparkzarr.metadata.ZarrFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Values of chunk rows that are not plain numbers, or do not fit. */
class ChunkElementsTest {
  private ChunkCopy copy;

  @BeforeEach
  void newStores() {
    copy = new ChunkCopy();
  }

  @AfterEach
  void forget() {
    copy.close();
  }

  @Test
  void nullIsTheFillValueAndOfTimesNotATime() {
    copy.from.array("n", INT, Shape.of(2), Shape.of(2), GZIP, new byte[] {7, 0, 0, 0}, "{}", "y");
    Dataset<Row> rows = copy.allRows();
    copy.save(rows.withColumn("values", expr("array(null, 3)")));
    assertThat(copy.to.values("n")).containsExactly(7, 3);
    forget();
    newStores();
    DataType time = new DataType.Time(DataType.Time.Clock.DATETIME64, NumpyTimeUnit.SECOND, 1);
    copy.from.array(
        "t",
        time,
        Shape.of(2),
        Shape.of(2),
        Compression.chain("none", time, ZarrFormat.V3),
        new byte[8],
        "{}",
        "y");
    rows = copy.allRows();
    copy.save(rows.withColumn("values", expr("array(null, 3L)")));
    ByteBuffer ticks = copy.to.objects().get("t/c/0").duplicate().order(ByteOrder.LITTLE_ENDIAN);
    assertThat(ticks.getLong()).isEqualTo(Long.MIN_VALUE);
    assertThat(ticks.getLong()).isEqualTo(3);
  }

  @Test
  void textsComeBack() {
    DataType text = new DataType.Text();
    copy.from.array(
        "names",
        text,
        Shape.of(3),
        Shape.of(2),
        Compression.chain("zstd", text, ZarrFormat.V3),
        new byte[0],
        "{}",
        "y");
    Dataset<Row> rows =
        copy.allRows()
            .withColumn("values", expr("if(chunk[0] = 0, array('é', null), array('last'))"));
    copy.save(rows);
    List<String> read =
        copy.reader().load(copy.to.path()).orderBy("origin").collectAsList().stream()
            .flatMap(row -> row.<String>getList(4).stream())
            .toList();
    assertThat(read).containsExactly("é", "", "last");
  }

  @Test
  void aScalarComesBack() {
    copy.from.counting("s", Shape.of(), Shape.of(), GZIP);
    copy.save(copy.reader().option("variables", "s").load(copy.from.path()));
    assertThat(copy.to.values("s")).containsExactly(1);
  }

  @Test
  void valuesThatDoNotFitAreRefused() {
    DataType bytes = new DataType.Numeric(ElementKind.UINT8);
    copy.from.array(
        "u",
        bytes,
        Shape.of(2),
        Shape.of(2),
        Compression.chain("none", bytes, ZarrFormat.V3),
        new byte[1],
        "{}",
        "y");
    Dataset<Row> rows = copy.allRows();
    copy.refused(
        rows.withColumn("values", expr("array(256S, 3S)")), "value 256", "uint8 has no room");
    copy.save(rows.withColumn("values", expr("array(255S, 3S)")));
    assertThat(copy.to.objects().get("u/c/0")).isEqualTo(ByteBuffer.wrap(new byte[] {-1, 3}));
  }
}
