package dev.sparkzarr.spark.read.chunks;

import static dev.sparkzarr.spark.read.chunks.ArraysInMemory.GZIP;
import static dev.sparkzarr.spark.read.chunks.ArraysInMemory.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.array.EmptyChunks;
import dev.sparkzarr.array.Nodes;
import dev.sparkzarr.array.Region;
import dev.sparkzarr.array.ZarrArray;
import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.codec.Compression;
import dev.sparkzarr.dataset.DatasetException;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.metadata.NumpyTimeUnit;
import dev.sparkzarr.metadata.Shape;
import dev.sparkzarr.metadata.ZarrFormat;
import dev.sparkzarr.spark.read.LocalSpark;
import dev.sparkzarr.store.StoreKey;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a row holds of a chunk: values of every type. */
class ChunkRowValuesTest {
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
  void valuesAreOfOneType() {
    arrays.counting("a", Shape.of(3, 5), Shape.of(2, 3), GZIP);
    DataType bool = new DataType.Numeric(ElementKind.BOOL);
    arrays.array(
        "mask",
        bool,
        Shape.of(2),
        Shape.of(2),
        Compression.chain("none", bool, ZarrFormat.V3),
        new byte[1],
        "{}",
        "z");
    assertThatThrownBy(() -> reader().load(arrays.path()))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("several types: a INT, mask BOOLEAN")
        .hasMessageContaining("option variables");
    assertThat(reader().option("variables", "a").load(arrays.path()).count()).isEqualTo(4);
    assertThat(reader().option("dimensions", "y,x").load(arrays.path()).count()).isEqualTo(4);
    assertThat(reader().load(arrays.path() + "/a").count()).isEqualTo(4);
    assertThatThrownBy(() -> reader().option("variables", "b").load(arrays.path()))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("no array 'b'");
  }

  @Test
  void whatIsMoreThanARowCanHoldIsRefusedBeforeItIsRead() {
    DataType shorts = new DataType.Numeric(ElementKind.UINT16); // as wide as an int in Spark
    arrays.array(
        "a",
        shorts,
        Shape.of(40_000, 40_000),
        Shape.of(30_000, 30_000),
        Compression.chain("zstd", shorts, ZarrFormat.V3),
        new byte[2],
        "{}",
        "y",
        "x");
    assertThatThrownBy(() -> reader().load(arrays.path()))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("array /a")
        .hasMessageContaining("more than the 2 GiB of a row");
  }

  @Test
  void valuesAreDecodedWhereThatIsAskedFor() {
    DataType shorts = new DataType.Numeric(ElementKind.INT16);
    ZarrArray array =
        arrays.array(
            "a",
            shorts,
            Shape.of(3),
            Shape.of(2),
            Compression.chain("none", shorts, ZarrFormat.V3),
            new byte[2],
            "{\"scale_factor\":0.5,\"_FillValue\":-1}",
            "x");
    ChunkBuffer values = new ChunkBuffer(shorts);
    values.resize(3);
    ByteBuffer.wrap(values.bytes())
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort((short) 3)
        .putShort((short) -1)
        .putShort((short) 5);
    array.writer(EmptyChunks.WRITE).write(Region.all(Shape.of(3)), values);
    assertThat(shown(reader().load(arrays.path()).select("values").orderBy("origin")))
        .containsExactly("{\"values\":[3,-1]}", "{\"values\":[5]}");
    assertThat(
            shown(
                reader()
                    .option("decodeCf", "true")
                    .load(arrays.path())
                    .select("values")
                    .orderBy("origin")))
        .containsExactly("{\"values\":[1.5,null]}", "{\"values\":[2.5]}");
  }

  @Test
  void everyKindOfValueHasItsArray() {
    bytes(new DataType.Numeric(ElementKind.BOOL), 1, b -> b.put((byte) 1).put((byte) 0));
    assertThat(values()).isEqualTo(List.of(true, false));
    bytes(new DataType.Numeric(ElementKind.UINT8), 1, b -> b.put((byte) 200).put((byte) 1));
    assertThat(values()).isEqualTo(List.of((short) 200, (short) 1));
    bytes(new DataType.Numeric(ElementKind.INT8), 1, b -> b.put((byte) -3).put((byte) 1));
    assertThat(values()).isEqualTo(List.of((byte) -3, (byte) 1));
    bytes(new DataType.Numeric(ElementKind.INT64), 8, b -> b.putLong(1L << 60).putLong(-1));
    assertThat(values()).isEqualTo(List.of(1L << 60, -1L));
    bytes(new DataType.Numeric(ElementKind.UINT64), 8, b -> b.putLong(-1).putLong(2));
    assertThat(values())
        .isEqualTo(List.of(new BigDecimal("18446744073709551615"), new BigDecimal("2")));
    bytes(new DataType.Numeric(ElementKind.FLOAT32), 4, b -> b.putFloat(1.5f).putFloat(-0f));
    assertThat(values()).isEqualTo(List.of(1.5f, -0f));
    bytes(new DataType.Numeric(ElementKind.FLOAT64), 8, b -> b.putDouble(Double.NaN).putDouble(2));
    assertThat(values()).isEqualTo(List.of(Double.NaN, 2d));
    bytes(new DataType.Complex(ElementKind.FLOAT32), 8, b -> b.putFloat(1).putFloat(2));
    assertThat(values().toString()).isEqualTo("[[1.0,2.0], [0.0,0.0]]");
    bytes(new DataType.Raw(2), 2, b -> b.put((byte) 5).put((byte) 6));
    assertThat((byte[]) values().get(0)).containsExactly(5, 6);
    DataType time = new DataType.Time(DataType.Time.Clock.DATETIME64, NumpyTimeUnit.SECOND, 1);
    bytes(time, 8, b -> b.putLong(86400).putLong(Long.MIN_VALUE));
    assertThat(values()).isEqualTo(Arrays.asList(86400L, null));
    assertThat(
            reader()
                .option("decodeTimes", "true")
                .load(arrays.path())
                .collectAsList()
                .get(0)
                .<LocalDateTime>getList(4))
        .containsExactly(LocalDateTime.of(1970, 1, 2, 0, 0), null);
    DataType text = new DataType.Text();
    Nodes.delete(arrays.store(), new NodePath("a"));
    arrays
        .array(
            "a",
            text,
            Shape.of(2),
            Shape.of(3),
            Compression.chain("none", text, ZarrFormat.V3),
            new byte[0],
            "{}",
            "x")
        .writer(EmptyChunks.WRITE)
        .write(Region.all(Shape.of(2)), texts("ä", ""));
    assertThat(values()).isEqualTo(List.of("ä", ""));
  }

  private List<Object> values() {
    return reader().load(arrays.path()).collectAsList().get(0).getList(4);
  }

  /** An array of two elements, the second as it comes. */
  private void bytes(DataType type, int width, Consumer<ByteBuffer> write) {
    if (arrays.store().get(new StoreKey("a/zarr.json"), 10_000).isPresent()) {
      Nodes.delete(arrays.store(), new NodePath("a"));
    }
    ChunkBuffer values = new ChunkBuffer(type);
    values.resize(2);
    write.accept(ByteBuffer.wrap(values.bytes()).order(ByteOrder.LITTLE_ENDIAN));
    arrays
        .array(
            "a",
            type,
            Shape.of(2),
            Shape.of(2),
            Compression.chain("zstd", type, ZarrFormat.V3),
            new byte[width],
            "{}",
            "x")
        .writer(EmptyChunks.WRITE)
        .write(Region.all(Shape.of(2)), values);
  }
}
