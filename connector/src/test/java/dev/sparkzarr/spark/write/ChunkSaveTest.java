package dev.sparkzarr.spark.write;

import static dev.sparkzarr.spark.read.chunks.ArraysInMemory.GZIP;
import static dev.sparkzarr.spark.read.chunks.ArraysInMemory.INT;
import static dev.sparkzarr.spark.read.chunks.ArraysInMemory.counting;
import static dev.sparkzarr.spark.read.chunks.ArraysInMemory.shards;
import static dev.sparkzarr.spark.write.ChunkCopy.writer;
import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sparkzarr.ZarrException;
import dev.sparkzarr.array.EmptyChunks;
import dev.sparkzarr.array.Hierarchy;
import dev.sparkzarr.array.Nodes;
import dev.sparkzarr.array.Region;
import dev.sparkzarr.array.ZarrArray;
import dev.sparkzarr.codec.Compression;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.Attributes;
import dev.sparkzarr.metadata.ChunkGrid;
import dev.sparkzarr.metadata.ChunkKeyEncoding;
import dev.sparkzarr.metadata.FillValue;
import dev.sparkzarr.metadata.GroupMetadata;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.metadata.Shape;
import dev.sparkzarr.metadata.ZarrFormat;
import dev.sparkzarr.spark.read.chunks.ArraysInMemory;
import dev.sparkzarr.store.StoreKey;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Chunk rows back into stores: what is there afterwards is what the rows were read from. */
class ChunkSaveTest {
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
  void storedBytesAreCopiedObjectForObject() {
    copy.from.counting("a", Shape.of(3, 5), Shape.of(2, 3), GZIP);
    copy.from.counting("b", Shape.of(5, 7), Shape.of(4, 4), shards(2, 2));
    copy.from.store().delete(new StoreKey("a/c/0/1"));
    copy.save(writer(copy.encoded()).option("encoded", "true"));
    assertThat(copy.to.objects()).isEqualTo(copy.from.objects());
    copy.assertSameDocuments("a", "b");
    assertThat(
            Hierarchy.open(copy.to.store(), Hierarchy.Consolidated.REQUIRED)
                .node(NodePath.ROOT)
                .orElseThrow()
                .attributes()
                .text("title"))
        .contains("t");
  }

  @Test
  void valuesOfChunksAtTheEdgeAndOfShardsComeBack() {
    copy.from.counting("a", Shape.of(3, 5), Shape.of(2, 3), GZIP);
    copy.from.counting("b", Shape.of(5, 7), Shape.of(4, 4), shards(2, 2));
    copy.save(copy.rows().coalesce(1));
    copy.assertSameDocuments("a", "b");
    for (String name : List.of("a", "b")) {
      assertThat(copy.to.values(name)).isEqualTo(copy.from.values(name)).startsWith(1, 2, 3);
    }
    assertThat(copy.to.objects().keySet()).isEqualTo(copy.from.objects().keySet());
  }

  @Test
  void chunksWithoutARowAreFillValues() {
    copy.from.counting("a", Shape.of(2, 4), Shape.of(2, 2), GZIP);
    copy.from.counting("b", Shape.of(2, 4), Shape.of(2, 4), shards(1, 2));
    copy.save(copy.rows().where("NOT (chunk = array(0, 1))").coalesce(1));
    assertThat(copy.to.values("a")).containsExactly(1, 2, 0, 0, 5, 6, 0, 0);
    assertThat(copy.to.values("b")).containsExactly(1, 2, 0, 0, 5, 6, 7, 8);
    assertThat(copy.to.objects()).containsOnlyKeys("a/c/0/0", "b/c/0/0");
  }

  @Test
  void changedValuesReplaceAStoreOrChunksOfIt() {
    copy.from.counting("a", Shape.of(2, 4), Shape.of(2, 2), GZIP);
    copy.save(copy.rows());
    Dataset<Row> doubled = copy.rows().withColumn("values", expr("transform(values, v -> 2 * v)"));
    copy.overwrite(doubled);
    assertThat(copy.to.values("a")).containsExactly(2, 4, 6, 8, 10, 12, 14, 16);
    copy.append(copy.rows().where("chunk = array(0, 1)"));
    assertThat(copy.to.values("a")).containsExactly(2, 4, 3, 4, 10, 12, 7, 8);
    copy.save(
        writer(copy.encoded().where("chunk = array(0, 0)"))
            .option("encoded", "true")
            .mode("append"));
    assertThat(copy.to.values("a")).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    copy.save(writer(copy.encoded()).option("encoded", "true").mode("overwrite"));
    assertThat(copy.to.values("a")).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
  }

  @Test
  void chunksThatAreNotStoredAreDeletedWhereTheyWere() {
    copy.from.counting("a", Shape.of(2, 4), Shape.of(2, 2), GZIP);
    copy.save(copy.rows());
    copy.from.store().delete(new StoreKey("a/c/0/1"));
    copy.save(
        writer(
                copy.reader()
                    .option("encoded", "true")
                    .option("missingChunks", "rows")
                    .load(copy.from.path()))
            .option("encoded", "true")
            .mode(SaveMode.Append));
    assertThat(copy.to.objects()).containsOnlyKeys("a/c/0/0");
  }

  @Test
  void aStoreOfFormatTwoIsCopiedWithItsDimensions() {
    ArrayMetadata two =
        ArrayMetadata.of(
            ZarrFormat.V2,
            Shape.of(3, 5),
            INT,
            new ChunkGrid.Regular(Shape.of(2, 3)),
            new ChunkKeyEncoding.V2('.'),
            Optional.of(new FillValue(new byte[4])),
            Compression.chain("gzip", INT, ZarrFormat.V2),
            List.of(Optional.of("lat"), Optional.of("lon")),
            new Attributes(JsonNodeFactory.instance.objectNode().put("units", "K")));
    Nodes.delete(copy.from.store(), NodePath.ROOT);
    Nodes.create(
        copy.from.store(), NodePath.ROOT, new GroupMetadata(ZarrFormat.V2, Attributes.EMPTY));
    ZarrArray.create(copy.from.store(), new NodePath("v"), two)
        .writer(EmptyChunks.WRITE)
        .write(Region.all(two.shape()), counting(two.shape()));
    copy.save(writer(copy.encoded()).option("encoded", "true"));
    assertThat(chunksOf(copy.to, "v/")).hasSize(4).isEqualTo(chunksOf(copy.from, "v/"));
    copy.assertSameDocuments("v");
    assertThat(copy.to.opened("v").metadata().dimensionNames())
        .containsExactly(Optional.of("lat"), Optional.of("lon"));
    assertThat(copy.to.values("v")).isEqualTo(copy.from.values("v")).startsWith(1, 2, 3);
    refusedOverwrite();
  }

  /** Of format 2, whose chunks have one name only. */
  private void refusedOverwrite() {
    Map<String, ByteBuffer> before = copy.to.objects();
    assertThatThrownBy(() -> copy.overwrite(copy.rows()))
        .isInstanceOf(ZarrException.class)
        .hasMessageContaining("format 2");
    assertThat(copy.to.objects()).isEqualTo(before);
  }

  private static Map<String, ByteBuffer> chunksOf(ArraysInMemory store, String below) {
    Map<String, ByteBuffer> chunks = store.objects();
    chunks.keySet().removeIf(key -> !key.matches(below + "[0-9.]+"));
    return chunks;
  }
}
