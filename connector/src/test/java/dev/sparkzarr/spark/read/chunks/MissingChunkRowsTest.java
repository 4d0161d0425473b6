package dev.sparkzarr.spark.read.chunks;

import static dev.sparkzarr.spark.read.chunks.ArraysInMemory.GZIP;
import static dev.sparkzarr.spark.read.chunks.ArraysInMemory.INT;
import static dev.sparkzarr.spark.read.chunks.ArraysInMemory.shards;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.array.EmptyChunks;
import dev.sparkzarr.array.Region;
import dev.sparkzarr.array.ZarrArray;
import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.metadata.CodecSpec;
import dev.sparkzarr.metadata.Shape;
import dev.sparkzarr.spark.read.LocalSpark;
import dev.sparkzarr.store.StoreKey;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Chunks that are not stored: no row, a row, or an error. */
class MissingChunkRowsTest {
  private final SparkSession spark = LocalSpark.session();
  private final ArraysInMemory arrays = ArraysInMemory.group("chunkrows", "{\"title\":\"chunks\"}");

  @AfterEach
  void forget() {
    arrays.close();
  }

  private DataFrameReader reader() {
    return spark.read().format("zarr").option("layout", "chunks");
  }

  private static List<String> shown(Dataset<Row> rows) {
    return rows.selectExpr("to_json(struct(*))").collectAsList().stream()
        .map(row -> row.getString(0))
        .toList();
  }

  @Test
  void aChunkThatIsNotStoredHasNoRowOrOneOrIsAnError() {
    arrays.counting("a", Shape.of(3, 5), Shape.of(2, 3), GZIP);
    arrays.store().delete(new StoreKey("a/c/0/1"));
    assertThat(reader().load(arrays.path()).count()).isEqualTo(3);
    Dataset<Row> all = reader().option("missingChunks", "rows").load(arrays.path());
    assertThat(shown(all.where("chunk = array(0, 1)").select("shape", "values")))
        .containsExactly("{\"shape\":[2,2],\"values\":[0,0,0,0]}");
    Dataset<Row> encoded =
        reader().option("missingChunks", "rows").option("encoded", "true").load(arrays.path());
    assertThat(encoded.where("bytes IS NULL").select("chunk").collectAsList())
        .extracting(row -> row.<Long>getList(0))
        .containsExactly(List.of(0L, 1L));
    assertThatThrownBy(
            () -> reader().option("missingChunks", "error").load(arrays.path()).collectAsList())
        .hasMessageContaining("Cannot read chunk [0, 1] of array /a in memory:chunkrows");
  }

  @Test
  void aShardThatLacksAnInnerChunkHasNoRowForIt() {
    List<CodecSpec> codecs = shards(2, 2);
    ZarrArray array =
        arrays.array("a", INT, Shape.of(4, 4), Shape.of(4, 4), codecs, new byte[4], "{}");
    ChunkBuffer one = new ChunkBuffer(INT);
    one.resize(1);
    one.bytes()[0] = 7;
    array
        .writer(EmptyChunks.SKIP)
        .write(new Region(List.of(Region.Range.of(2, 3), Region.Range.of(0, 1))), one);
    assertThat(shown(reader().load(arrays.path()).select("chunk", "values")))
        .containsExactly("{\"chunk\":[1,0],\"values\":[7,0,0,0]}");
  }

  @Test
  void onlyPlacesOfAllChunksAskNothingOfTheStore() {
    arrays.counting("a", Shape.of(3, 5), Shape.of(2, 3), GZIP);
    Dataset<Row> all = reader().option("missingChunks", "rows").load(arrays.path());
    for (StoreKey key : arrays.store().keys(Optional.empty()).toList()) {
      arrays.store().delete(key); // not even the document is read again
    }
    assertThat(all.select("array", "chunk").count()).isEqualTo(4);
    assertThatThrownBy(() -> all.collectAsList()).hasMessageContaining("so is the array itself");
  }
}
