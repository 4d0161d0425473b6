package dev.sparkzarr.spark.read.chunks;

import static dev.sparkzarr.spark.read.chunks.ArraysInMemory.GZIP;
import static dev.sparkzarr.spark.read.chunks.ArraysInMemory.INT;
import static dev.sparkzarr.spark.read.chunks.ArraysInMemory.metadata;
import static dev.sparkzarr.spark.read.chunks.ArraysInMemory.shards;
import static dev.sparkzarr.spark.read.chunks.ArraysInMemory.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.array.EmptyChunks;
import dev.sparkzarr.array.Nodes;
import dev.sparkzarr.array.Region;
import dev.sparkzarr.codec.Compression;
import dev.sparkzarr.dataset.DatasetException;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.ChunkGrid;
import dev.sparkzarr.metadata.CodecSpec;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.metadata.Shape;
import dev.sparkzarr.metadata.ZarrFormat;
import dev.sparkzarr.spark.read.LocalSpark;
import dev.sparkzarr.store.StoreKey;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Stored objects as they are. */
class EncodedChunkRowsTest {
  private final SparkSession spark = LocalSpark.session();
  private final ArraysInMemory arrays = ArraysInMemory.group("chunkrows", "{\"title\":\"chunks\"}");

  @AfterEach
  void forget() {
    arrays.close();
  }

  private DataFrameReader reader() {
    return spark.read().format("zarr").option("layout", "chunks");
  }

  @Test
  void encodedRowsHoldEveryObjectOfEveryArrayByteForByte() {
    arrays.counting("a", Shape.of(3, 5), Shape.of(2, 3), GZIP);
    arrays.counting("b", Shape.of(3, 5), Shape.of(4, 4), shards(2, 2));
    DataType text = new DataType.Text();
    arrays
        .array(
            "y",
            text,
            Shape.of(3),
            Shape.of(3),
            Compression.chain("zstd", text, ZarrFormat.V3),
            new byte[0],
            "{\"long_name\":\"rows\"}",
            "y")
        .writer(EmptyChunks.WRITE)
        .write(Region.all(Shape.of(3)), texts("p", "q", ""));
    Map<String, ByteBuffer> expected = arrays.objects();
    Map<String, byte[]> found = new TreeMap<>();
    Dataset<Row> rows = reader().option("encoded", "true").load(arrays.path());
    for (Row row : rows.collectAsList()) {
      List<Long> chunk = row.getList(1);
      found.put(
          row.getString(0) + "/c/" + String.join("/", chunk.stream().map(String::valueOf).toList()),
          row.getAs("bytes"));
    }
    assertThat(found).containsOnlyKeys(expected.keySet());
    found.forEach(
        (key, bytes) -> assertThat(ByteBuffer.wrap(bytes)).as(key).isEqualTo(expected.get(key)));
  }

  @Test
  void anArrayWhoseCodecsNobodyKnowsIsCopiedAndNotRead() {
    CodecSpec unknown = CodecSpec.of("nonesuch");
    List<CodecSpec> codecs = List.of(Compression.chain("none", INT, ZarrFormat.V3).get(0), unknown);
    ArrayMetadata metadata =
        metadata(
            INT, Shape.of(2), new ChunkGrid.Regular(Shape.of(2)), codecs, new byte[4], "{}", "x");
    Nodes.create(arrays.store(), new NodePath("a"), metadata);
    arrays.store().put(new StoreKey("a/c/0"), ByteBuffer.wrap(new byte[] {1, 2, 3}));
    List<Row> rows = reader().option("encoded", "true").load(arrays.path()).collectAsList();
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).<byte[]>getAs("bytes")).containsExactly(1, 2, 3);
    assertThatThrownBy(() -> reader().load(arrays.path()))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("array a cannot be read")
        .hasMessageContaining("nonesuch");
  }
}
