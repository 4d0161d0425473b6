package dev.sparkzarr.spark.write;

import static dev.sparkzarr.spark.read.chunks.ArraysInMemory.GZIP;
import static dev.sparkzarr.spark.read.chunks.ArraysInMemory.INT;
import static dev.sparkzarr.spark.read.chunks.ArraysInMemory.texts;
import static dev.sparkzarr.spark.write.ChunkCopy.writer;
import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkzarr.array.EmptyChunks;
import dev.sparkzarr.array.Hierarchy;
import dev.sparkzarr.array.Nodes;
import dev.sparkzarr.array.Region;
import dev.sparkzarr.codec.Compression;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.GroupMetadata;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.metadata.Shape;
import dev.sparkzarr.metadata.ZarrFormat;
import dev.sparkzarr.spark.read.chunks.ArraysInMemory;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Arrays and groups that chunk rows hold nothing of: copied, or refused, and never lost. */
class ChunkOriginTest {
  private static final DataType TEXT = new DataType.Text();

  private ChunkCopy copy;

  @BeforeEach
  void newStores() {
    copy = new ChunkCopy();
  }

  @AfterEach
  void forget() {
    copy.close();
  }

  /** A variable, and a coordinate of another type, which rows of values cannot hold. */
  private void labelled() {
    copy.from.counting("v", Shape.of(3, 5), Shape.of(2, 3), GZIP);
    copy.from
        .array(
            "y",
            TEXT,
            Shape.of(3),
            Shape.of(2),
            Compression.chain("zstd", TEXT, ZarrFormat.V3),
            new byte[0],
            "{\"long_name\":\"rows\"}",
            "y")
        .writer(EmptyChunks.WRITE)
        .write(Region.all(Shape.of(3)), texts("p", "q", "r"));
  }

  @Test
  void coordinatesAreCopiedWithTheVariables() {
    labelled();
    copy.save(copy.rows());
    copy.assertSameDocuments("v", "y");
    assertThat(copy.to.values("v")).isEqualTo(copy.from.values("v"));
    assertThat(copy.to.objects()).isEqualTo(copy.from.objects());
    copy.overwrite(copy.rows().withColumn("values", expr("transform(values, v -> 2 * v)")));
    assertThat(copy.to.values("v")).startsWith(2, 4, 6);
    assertThat(copy.spark.read().format("zarr").load(copy.to.path()).select("y").distinct().count())
        .isEqualTo(3);
  }

  @Test
  void whatWasLeftOutByNameStaysOut() {
    labelled();
    copy.save(copy.reader().option("variables", "v").load(copy.from.path()));
    assertThat(copy.to.objects().keySet()).allMatch(key -> key.startsWith("v/"));
  }

  @Test
  void appendingAddsCoordinatesThatAreNotThereAndLeavesOthers() {
    labelled();
    copy.save(copy.reader().option("variables", "v").load(copy.from.path()));
    copy.append(copy.rows());
    copy.assertSameDocuments("v", "y");
    Map<String, ByteBuffer> before = copy.to.objects();
    Dataset<Row> rows = copy.rows().cache();
    rows.count();
    Nodes.delete(copy.from.store(), new NodePath("y"));
    copy.append(rows);
    assertThat(copy.to.objects()).isEqualTo(before);
    rows.unpersist();
  }

  @Test
  void whatCannotBeCopiedIsRefusedAndNotLeftOut() {
    labelled();
    Dataset<Row> rows = copy.rows();
    Nodes.delete(copy.from.store(), new NodePath("y"));
    copy.refused(rows, "arrays y stand beside", "y is not there any more", "option variables");
    Nodes.delete(copy.from.store(), new NodePath("v"));
    copy.from.counting("v", Shape.of(4, 5), Shape.of(2, 3), GZIP);
    copy.refused(rows, "array 'v' of the store that the rows were read from has changed");
    copy.from.close();
    copy.refused(rows, "arrays y stand beside", "option like");
    assertThat(copy.to.objects()).isEmpty();
  }

  @Test
  void anAddressWithASecretIsNotInTheSchema() {
    labelled();
    String schema =
        copy.reader()
            .option("fs.test.password", "chunksource")
            .load(copy.from.path())
            .schema()
            .json();
    assertThat(schema).doesNotContain("chunksource");
    assertThat(copy.rows().schema().json()).contains("memory:chunksource");
  }

  @Test
  void anArrayOfWhichNothingIsStoredIsCopiedAsSuch() {
    labelled();
    copy.from.array("e", INT, Shape.of(3, 5), Shape.of(2, 3), GZIP, new byte[4], "{}", "y", "x");
    copy.save(copy.rows());
    copy.assertSameDocuments("v", "y", "e");
    assertThat(copy.to.objects()).isEqualTo(copy.from.objects());
    copy.to.close();
    copy.save(writer(copy.encoded()).option("encoded", "true"));
    copy.assertSameDocuments("v", "y", "e");
    assertThat(copy.to.objects()).isEqualTo(copy.from.objects());
  }

  @Test
  void anArrayWhoseRowsWereTakenOutIsRefused() {
    copy.from.counting("a", Shape.of(2, 4), Shape.of(2, 2), GZIP);
    copy.from.counting("b", Shape.of(3, 3), Shape.of(2, 2), GZIP);
    Dataset<Row> one = copy.rows().where("array = 'a'");
    copy.refused(one, "no row holds a chunk of array 'b'", "option like");
    assertThat(copy.to.objects()).isEmpty();
    copy.save(writer(one).option("like", copy.from.path()));
    assertThat(copy.to.values("a")).isEqualTo(copy.from.values("a"));
    assertThat(copy.to.values("b")).isEqualTo(copy.from.values("b"));
  }

  @Test
  void groupsAreCopiedOneByOneOrRefused() {
    copy.from.counting("v", Shape.of(3, 5), Shape.of(2, 3), GZIP);
    Nodes.create(
        copy.from.store(),
        new NodePath("labels"),
        new GroupMetadata(ZarrFormat.V3, ArraysInMemory.attributes("{\"n\":1}")));
    copy.from.counting("labels/w", Shape.of(4), Shape.of(2), GZIP);
    String[] said = {"there are groups", "labels", "option variables", "option group"};
    copy.refused(copy.rows(), said);
    copy.refusedEncoded(copy.encoded(), said);
    copy.save(copy.reader().option("variables", "v").load(copy.from.path()));
    writer(copy.reader().option("group", "labels").load(copy.from.path()))
        .option("group", "labels")
        .save(copy.to.path());
    copy.assertSameDocuments("v", "labels/w");
    assertThat(copy.to.objects()).isEqualTo(copy.from.objects());
    assertThat(
            Hierarchy.open(copy.to.store(), Hierarchy.Consolidated.REQUIRED)
                .node(new NodePath("labels"))
                .orElseThrow()
                .attributes()
                .toJson()
                .toString())
        .isEqualTo("{\"n\":1}");
  }
}
