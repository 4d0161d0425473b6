package dev.sparkzarr.spark.write;

import static dev.sparkzarr.spark.read.chunks.ArraysInMemory.GZIP;
import static dev.sparkzarr.spark.read.chunks.ArraysInMemory.INT;
import static dev.sparkzarr.spark.write.ChunkCopy.writer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.ZarrException;
import dev.sparkzarr.array.Nodes;
import dev.sparkzarr.codec.Compression;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.metadata.Shape;
import dev.sparkzarr.metadata.ZarrFormat;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows that are no chunks of the array that is written: refused, and nothing is changed. */
class ChunkRefusalsTest {
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
  void twoRowsOfOneChunkAreRefusedAndLeaveNothing() {
    copy.from.counting("a", Shape.of(2, 4), Shape.of(2, 2), GZIP);
    for (boolean encoded : new boolean[] {false, true}) {
      Dataset<Row> rows = encoded ? copy.encoded() : copy.rows();
      copy.refused(
          writer(rows.union(rows.where("chunk = array(0, 1)"))).option("encoded", encoded),
          "more than one row has chunk [0, 1]",
          "'a'");
      assertThat(copy.to.objects()).isEmpty();
    }
    copy.save(copy.rows());
    Map<String, ByteBuffer> before = copy.to.objects();
    assertThatThrownBy(() -> copy.append(copy.rows().union(copy.rows()).limit(3)))
        .isInstanceOf(ZarrException.class)
        .hasMessageContaining("more than one row");
    assertThat(copy.to.objects()).isEqualTo(before);
  }

  @Test
  void rowsThatAreNoChunkOfTheArrayAreRefused() {
    copy.from.counting("a", Shape.of(3, 5), Shape.of(2, 3), GZIP);
    copy.refused(
        copy.rows().selectExpr("array", "array(2L, 0L) AS chunk", "origin", "shape", "values"),
        "chunk [2, 0] of array /a in memory:chunktarget",
        "no chunk of the array");
    copy.refused(
        copy.rows().selectExpr("array", "chunk", "origin", "array(2L, 4L) AS shape", "values"),
        "shape [2, 4]",
        "no chunk of the array");
    copy.refused(
        copy.rows().selectExpr("array", "chunk", "origin", "shape", "array(1) AS values"),
        "another number of values than the 1");
    copy.refused(
        copy.rows().selectExpr("'b' AS array", "chunk", "origin", "shape", "values"),
        "nothing says what the arrays",
        "option like");
    copy.refused(copy.rows().drop("origin"), "no column origin");
    copy.refused(copy.rows().selectExpr("*", "1 AS more"), "column 'more' would be lost");
    copy.refused(
        copy.rows()
            .selectExpr(
                "array", "chunk", "origin", "shape", "cast(values AS array<bigint>) AS values"),
        "int32 is stored from INT",
        "BIGINT");
    copy.refused(copy.encoded(), "Set encoded=true");
    copy.refused(copy.reader().option("decodeCf", "true").load(copy.from.path()), "decoded by CF");
    assertThatThrownBy(() -> copy.save(writer(copy.rows()).option("chunks", "1,1")))
        .hasMessageContaining("option chunks has no use");
  }

  @Test
  void bytesThatMeanSomethingElseAreRefused() {
    copy.from.counting("a", Shape.of(2, 4), Shape.of(2, 2), GZIP);
    copy.save(writer(copy.encoded()).option("encoded", "true"));
    Nodes.delete(copy.from.store(), new NodePath("a"));
    copy.from.counting(
        "a", Shape.of(2, 4), Shape.of(2, 2), Compression.chain("zstd", INT, ZarrFormat.V3));
    Map<String, ByteBuffer> before = copy.to.objects();
    copy.refusedEncoded(copy.encoded(), "stored bytes of array 'a' mean something else");
    assertThat(copy.to.objects()).isEqualTo(before);
    copy.append(copy.rows());
    assertThat(copy.to.values("a")).isEqualTo(copy.from.values("a"));
  }
}
