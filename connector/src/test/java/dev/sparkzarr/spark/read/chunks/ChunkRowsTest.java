package dev.sparkzarr.spark.read.chunks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.array.EmptyChunks;
import dev.sparkzarr.array.Nodes;
import dev.sparkzarr.array.Region;
import dev.sparkzarr.array.ZarrArray;
import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.codec.Compression;
import dev.sparkzarr.dataset.DatasetException;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.Attributes;
import dev.sparkzarr.metadata.ChunkGrid;
import dev.sparkzarr.metadata.ChunkKeyEncoding;
import dev.sparkzarr.metadata.CodecSpec;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.FillValue;
import dev.sparkzarr.metadata.GroupMetadata;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.metadata.NumpyTimeUnit;
import dev.sparkzarr.metadata.Shape;
import dev.sparkzarr.metadata.ZarrFormat;
import dev.sparkzarr.spark.read.LocalSpark;
import dev.sparkzarr.store.MemoryStore;
import dev.sparkzarr.store.StoreKey;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows of chunks, from arrays whose values are their positions. */
class ChunkRowsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DataType INT = new DataType.Numeric(ElementKind.INT32);

  private SparkSession spark;
  private MemoryStore store;

  @BeforeEach
  void newStore() {
    spark = LocalSpark.session();
    MemoryStore.forget("chunkrows");
    store = MemoryStore.named("chunkrows");
    Nodes.create(
        store,
        NodePath.ROOT,
        new GroupMetadata(ZarrFormat.V3, attributes("{\"title\":\"chunks\"}")));
  }

  @AfterEach
  void forget() {
    MemoryStore.forget("chunkrows");
  }

  private static Attributes attributes(String json) {
    try {
      return new Attributes((ObjectNode) JSON.readTree(json));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private ZarrArray array(
      String name,
      DataType type,
      Shape shape,
      Shape chunks,
      List<CodecSpec> codecs,
      byte[] fill,
      String attributes,
      String... dimensions) {
    return ZarrArray.create(
        store,
        new NodePath(name),
        ArrayMetadata.of(
            ZarrFormat.V3,
            shape,
            type,
            new ChunkGrid.Regular(chunks),
            new ChunkKeyEncoding.Default('/'),
            Optional.of(new FillValue(fill)),
            codecs,
            Arrays.stream(dimensions).map(Optional::of).toList(),
            attributes(attributes)));
  }

  /** Integers 1, 2, 3, … of two dimensions. */
  private ZarrArray counting(String name, long rows, long columns, Shape chunks) {
    return counting(
        name, Shape.of(rows, columns), chunks, Compression.chain("gzip", INT, ZarrFormat.V3));
  }

  private ZarrArray counting(String name, Shape shape, Shape chunks, List<CodecSpec> codecs) {
    ZarrArray array = array(name, INT, shape, chunks, codecs, new byte[4], "{}", "y", "x");
    ChunkBuffer values = new ChunkBuffer(INT);
    values.resize(shape.elements());
    ByteBuffer bytes = ByteBuffer.wrap(values.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < shape.elements(); i++) {
      bytes.putInt(i + 1);
    }
    array.writer(EmptyChunks.WRITE).write(Region.all(shape), values);
    return array;
  }

  private static List<CodecSpec> shards(long... inner) {
    try {
      var json =
          JSON.readTree(
              "{\"chunk_shape\":"
                  + Arrays.toString(inner)
                  + ",\"codecs\":[{\"name\":\"bytes\",\"configuration\":{\"endian\":\"little\"}}],"
                  + "\"index_codecs\":[{\"name\":\"bytes\",\"configuration\":"
                  + "{\"endian\":\"little\"}},{\"name\":\"crc32c\"}]}");
      return List.of(CodecSpec.of("sharding_indexed", (ObjectNode) json));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private DataFrameReader chunks() {
    return spark.read().format("zarr").option("layout", "chunks");
  }

  private static List<String> shown(Dataset<Row> rows) {
    return rows.selectExpr("to_json(struct(*))").collectAsList().stream()
        .map(row -> row.getString(0))
        .toList();
  }

  @Test
  void aRowIsAChunkAsFarAsItLiesWithinTheArray() {
    counting("a", 3, 5, Shape.of(2, 3));
    assertThat(shown(chunks().load("memory:chunkrows")))
        .containsExactlyInAnyOrder(
            "{\"array\":\"a\",\"chunk\":[0,0],\"origin\":[0,0],\"shape\":[2,3],"
                + "\"values\":[1,2,3,6,7,8]}",
            "{\"array\":\"a\",\"chunk\":[0,1],\"origin\":[0,3],\"shape\":[2,2],"
                + "\"values\":[4,5,9,10]}",
            "{\"array\":\"a\",\"chunk\":[1,0],\"origin\":[2,0],\"shape\":[1,3],"
                + "\"values\":[11,12,13]}",
            "{\"array\":\"a\",\"chunk\":[1,1],\"origin\":[2,3],\"shape\":[1,2],"
                + "\"values\":[14,15]}");
  }

  @Test
  void ofAShardEachInnerChunkIsARowAndEncodedTheShard() {
    counting("a", Shape.of(3, 5), Shape.of(4, 4), shards(2, 2));
    Dataset<Row> rows = chunks().load("memory:chunkrows");
    assertThat(rows.count()).isEqualTo(6);
    assertThat(shown(rows.where("chunk = array(1, 2)").select("origin", "shape", "values")))
        .containsExactly("{\"origin\":[2,4],\"shape\":[1,1],\"values\":[15]}");
    assertThat(
            shown(
                chunks()
                    .option("encoded", "true")
                    .load("memory:chunkrows")
                    .select("chunk", "origin", "shape")))
        .containsExactlyInAnyOrder(
            "{\"chunk\":[0,0],\"origin\":[0,0],\"shape\":[3,4]}",
            "{\"chunk\":[0,1],\"origin\":[0,4],\"shape\":[3,1]}");
  }

  /** An engine that reads whole objects only must not be given parts of one by several tasks. */
  @Test
  void anEngineOfWholeObjectsGivesEachShardOnce() {
    counting("a", Shape.of(4, 4), Shape.of(4, 4), shards(1, 4));
    assertThat(
            shown(
                chunks()
                    .option("engine", "reference")
                    .load("memory:chunkrows")
                    .select("chunk", "shape")))
        .containsExactly("{\"chunk\":[0,0],\"shape\":[4,4]}");
    assertThat(chunks().load("memory:chunkrows").count()).isEqualTo(4);
  }

  /** However small partitions are to be, and however many there could be. */
  @Test
  void theRowsOfAShardAreInOnePartitionOneAfterTheOther() {
    counting("a", Shape.of(7, 11), Shape.of(4, 6), shards(2, 2));
    List<String> tasks =
        chunks()
            .option("maxPartitionBytes", "1")
            .load("memory:chunkrows")
            .selectExpr(
                "concat_ws(' ', spark_partition_id(), chunk[0] div 2, chunk[1] div 3) AS task")
            .collectAsList()
            .stream()
            .map(row -> row.getString(0))
            .toList();
    assertThat(tasks).hasSize(24);
    assertThat(tasks.stream().distinct()).containsExactly("0 0 0", "1 0 1", "2 1 0", "3 1 1");
    List<String> order = new ArrayList<>(new LinkedHashSet<>(tasks));
    assertThat(tasks).isSortedAccordingTo(Comparator.comparingInt(order::indexOf));
  }

  @Test
  void aChunkThatIsNotStoredHasNoRowOrOneOrIsAnError() {
    counting("a", 3, 5, Shape.of(2, 3));
    store.delete(new StoreKey("a/c/0/1"));
    assertThat(chunks().load("memory:chunkrows").count()).isEqualTo(3);
    Dataset<Row> all = chunks().option("missingChunks", "rows").load("memory:chunkrows");
    assertThat(shown(all.where("chunk = array(0, 1)").select("shape", "values")))
        .containsExactly("{\"shape\":[2,2],\"values\":[0,0,0,0]}");
    Dataset<Row> encoded =
        chunks().option("missingChunks", "rows").option("encoded", "true").load("memory:chunkrows");
    assertThat(encoded.where("bytes IS NULL").select("chunk").collectAsList())
        .extracting(row -> row.<Long>getList(0))
        .containsExactly(List.of(0L, 1L));
    assertThatThrownBy(
            () ->
                chunks().option("missingChunks", "error").load("memory:chunkrows").collectAsList())
        .hasMessageContaining("Cannot read chunk [0, 1] of array /a in memory:chunkrows");
  }

  @Test
  void aShardThatLacksAnInnerChunkHasNoRowForIt() {
    List<CodecSpec> codecs = shards(2, 2);
    ZarrArray array = array("a", INT, Shape.of(4, 4), Shape.of(4, 4), codecs, new byte[4], "{}");
    ChunkBuffer one = new ChunkBuffer(INT);
    one.resize(1);
    one.bytes()[0] = 7;
    array
        .writer(EmptyChunks.SKIP)
        .write(new Region(List.of(Region.Range.of(2, 3), Region.Range.of(0, 1))), one);
    assertThat(shown(chunks().load("memory:chunkrows").select("chunk", "values")))
        .containsExactly("{\"chunk\":[1,0],\"values\":[7,0,0,0]}");
  }

  @Test
  void encodedRowsHoldEveryObjectOfEveryArrayByteForByte() {
    counting("a", 3, 5, Shape.of(2, 3));
    counting("b", Shape.of(3, 5), Shape.of(4, 4), shards(2, 2));
    DataType text = new DataType.Text();
    array(
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
    Map<String, byte[]> expected = new TreeMap<>();
    for (StoreKey key : store.keys(Optional.empty()).toList()) {
      if (!key.value().endsWith("zarr.json")) {
        expected.put(key.value(), bytes(store.get(key, 10_000).orElseThrow()));
      }
    }
    Map<String, byte[]> found = new TreeMap<>();
    Dataset<Row> rows = chunks().option("encoded", "true").load("memory:chunkrows");
    for (Row row : rows.collectAsList()) {
      List<Long> chunk = row.getList(1);
      found.put(
          row.getString(0) + "/c/" + String.join("/", chunk.stream().map(String::valueOf).toList()),
          row.getAs("bytes"));
    }
    assertThat(found).containsOnlyKeys(expected.keySet());
    found.forEach((key, bytes) -> assertThat(bytes).as(key).isEqualTo(expected.get(key)));
  }

  @Test
  void theArraysTravelWithTheirColumn() throws IOException {
    ZarrArray array = counting("a", 3, 5, Shape.of(2, 3));
    var field = chunks().load("memory:chunkrows").schema().apply(ChunkRowSchema.ARRAY);
    var zarr = field.metadata().getMetadata(ChunkRowSchema.METADATA);
    JsonNode arrays = JSON.readTree(zarr.getString(ChunkRowSchema.ARRAYS));
    assertThat(arrays.at("/a/document").asText()).isEqualTo(array.metadata().document());
    assertThat(arrays.at("/a/dimensions").toString()).isEqualTo("[\"y\",\"x\"]");
    assertThat(zarr.getString(ChunkRowSchema.ATTRIBUTES)).isEqualTo("{\"title\":\"chunks\"}");
  }

  @Test
  void anArrayWhoseCodecsNobodyKnowsIsCopiedAndNotRead() {
    CodecSpec unknown = CodecSpec.of("nonesuch");
    List<CodecSpec> codecs = List.of(Compression.chain("none", INT, ZarrFormat.V3).get(0), unknown);
    ArrayMetadata metadata =
        ArrayMetadata.of(
            ZarrFormat.V3,
            Shape.of(2),
            INT,
            new ChunkGrid.Regular(Shape.of(2)),
            new ChunkKeyEncoding.Default('/'),
            Optional.of(new FillValue(new byte[4])),
            codecs,
            List.of(Optional.of("x")),
            Attributes.EMPTY);
    Nodes.create(store, new NodePath("a"), metadata);
    store.put(new StoreKey("a/c/0"), ByteBuffer.wrap(new byte[] {1, 2, 3}));
    List<Row> rows = chunks().option("encoded", "true").load("memory:chunkrows").collectAsList();
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).<byte[]>getAs("bytes")).containsExactly(1, 2, 3);
    assertThatThrownBy(() -> chunks().load("memory:chunkrows"))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("array a cannot be read")
        .hasMessageContaining("nonesuch");
  }

  @Test
  void valuesAreOfOneType() {
    counting("a", 3, 5, Shape.of(2, 3));
    DataType bool = new DataType.Numeric(ElementKind.BOOL);
    array(
        "mask",
        bool,
        Shape.of(2),
        Shape.of(2),
        Compression.chain("none", bool, ZarrFormat.V3),
        new byte[1],
        "{}",
        "z");
    assertThatThrownBy(() -> chunks().load("memory:chunkrows"))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("several types: a INT, mask BOOLEAN")
        .hasMessageContaining("option variables");
    assertThat(chunks().option("variables", "a").load("memory:chunkrows").count()).isEqualTo(4);
    assertThat(chunks().option("dimensions", "y,x").load("memory:chunkrows").count()).isEqualTo(4);
    assertThat(chunks().load("memory:chunkrows/a").count()).isEqualTo(4);
    assertThatThrownBy(() -> chunks().option("variables", "b").load("memory:chunkrows"))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("no array 'b'");
  }

  @Test
  void whatIsMoreThanARowCanHoldIsRefusedBeforeItIsRead() {
    DataType shorts = new DataType.Numeric(ElementKind.UINT16); // as wide as an int in Spark
    array(
        "a",
        shorts,
        Shape.of(40_000, 40_000),
        Shape.of(30_000, 30_000),
        Compression.chain("zstd", shorts, ZarrFormat.V3),
        new byte[2],
        "{}",
        "y",
        "x");
    assertThatThrownBy(() -> chunks().load("memory:chunkrows"))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("array /a")
        .hasMessageContaining("more than the 2 GiB of a row");
  }

  @Test
  void anArrayIsPickedAndRowsAreLimitedWithinTheScan() {
    counting("a", 3, 5, Shape.of(2, 3));
    counting("b", 4, 4, Shape.of(2, 2));
    Dataset<Row> rows = chunks().load("memory:chunkrows");
    assertThat(rows.count()).isEqualTo(8);
    Dataset<Row> one = rows.where("array = 'b'");
    assertThat(one.count()).isEqualTo(4);
    String plan = LocalSpark.plan(one);
    assertThat(plan.substring(plan.indexOf("== Optimized")))
        .contains("arrays b,")
        .doesNotContain("Filter (");
    assertThat(rows.where("array IN ('b', 'c')").count()).isEqualTo(4);
    assertThat(rows.where("array = 'b' AND chunk[0] = 1").count()).isEqualTo(2);
    assertThat(rows.where("array = 'B'").count()).isZero();
    assertThat(rows.limit(3).count()).isEqualTo(3);
    assertThat(LocalSpark.plan(rows.limit(3))).contains("limit 3");
    assertThat(rows.where("array = 'a' OR chunk[0] = 0").count()).isEqualTo(6);
  }

  @Test
  void onlyPlacesOfAllChunksAskNothingOfTheStore() {
    counting("a", 3, 5, Shape.of(2, 3));
    Dataset<Row> all = chunks().option("missingChunks", "rows").load("memory:chunkrows");
    for (StoreKey key : store.keys(Optional.empty()).toList()) {
      store.delete(key); // not even the document is read again
    }
    assertThat(all.select("array", "chunk").count()).isEqualTo(4);
    assertThatThrownBy(() -> all.collectAsList()).hasMessageContaining("so is the array itself");
  }

  @Test
  void valuesAreDecodedWhereThatIsAskedFor() {
    DataType shorts = new DataType.Numeric(ElementKind.INT16);
    ZarrArray array =
        array(
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
    assertThat(shown(chunks().load("memory:chunkrows").select("values").orderBy("origin")))
        .containsExactly("{\"values\":[3,-1]}", "{\"values\":[5]}");
    assertThat(
            shown(
                chunks()
                    .option("decodeCf", "true")
                    .load("memory:chunkrows")
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
            chunks()
                .option("decodeTimes", "true")
                .load("memory:chunkrows")
                .collectAsList()
                .get(0)
                .<LocalDateTime>getList(4))
        .containsExactly(LocalDateTime.of(1970, 1, 2, 0, 0), null);
    DataType text = new DataType.Text();
    Nodes.delete(store, new NodePath("a"));
    array(
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
    return chunks().load("memory:chunkrows").collectAsList().get(0).getList(4);
  }

  /** An array of two elements, the second as it comes. */
  private void bytes(DataType type, int width, Consumer<ByteBuffer> write) {
    if (store.get(new StoreKey("a/zarr.json"), 10_000).isPresent()) {
      Nodes.delete(store, new NodePath("a"));
    }
    ChunkBuffer values = new ChunkBuffer(type);
    values.resize(2);
    write.accept(ByteBuffer.wrap(values.bytes()).order(ByteOrder.LITTLE_ENDIAN));
    array(
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

  private static ChunkBuffer texts(String... values) {
    ChunkBuffer buffer = new ChunkBuffer(new DataType.Text());
    buffer.resize(values.length);
    for (int i = 0; i < values.length; i++) {
      byte[] slot = buffer.element(values[i].getBytes(StandardCharsets.UTF_8));
      System.arraycopy(slot, 0, buffer.bytes(), i * 8, 8);
    }
    return buffer;
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  /** Every cell of arrays cut in many ways is in one row, where the row says. */
  @Test
  void allRowsTogetherAreTheArray() {
    Random random = new Random(20260101);
    for (int i = 0; i < 12; i++) {
      long[] shape = {1 + random.nextInt(9), 1 + random.nextInt(9)};
      long[] inner = {1 + random.nextInt(4), 1 + random.nextInt(4)};
      boolean sharded = random.nextBoolean();
      Shape objects =
          Shape.of(
              inner[0] * (sharded ? 1 + random.nextInt(3) : 1),
              inner[1] * (sharded ? 1 + random.nextInt(3) : 1));
      counting(
          "a",
          Shape.of(shape),
          objects,
          sharded ? shards(inner) : Compression.chain("none", INT, ZarrFormat.V3));
      List<Integer> cells = new ArrayList<>();
      for (int cell = 0; cell < shape[0] * shape[1]; cell++) {
        cells.add(0);
      }
      boolean reference = random.nextInt(3) == 0; // whose chunks are stored objects
      List<Row> rows =
          chunks()
              .option("engine", reference ? "reference" : "java")
              .option("maxPartitionBytes", "64")
              .load("memory:chunkrows")
              .collectAsList();
      for (Row row : rows) {
        List<Long> origin = row.getList(2);
        List<Long> lengths = row.getList(3);
        List<Integer> values = row.getList(4);
        assertThat(values).hasSize((int) (lengths.get(0) * lengths.get(1)));
        assertThat(origin.get(0))
            .isEqualTo(row.<Long>getList(1).get(0) * (reference ? objects.length(0) : inner[0]));
        for (int k = 0; k < values.size(); k++) {
          long y = origin.get(0) + k / lengths.get(1);
          long x = origin.get(1) + k % lengths.get(1);
          int cell = (int) (y * shape[1] + x);
          assertThat(values.get(k)).isEqualTo(cell + 1);
          cells.set(cell, cells.get(cell) + 1);
        }
      }
      assertThat(cells).containsOnly(1);
      Nodes.delete(store, new NodePath("a"));
    }
  }

  /** Planned by ranges: fewer partitions than chunks, and in no time. */
  @Test
  void manyChunksArePlannedAsFewBoxes() {
    array(
        "a",
        INT,
        Shape.of(40_000_000, 10_000),
        Shape.of(1, 10_000),
        Compression.chain("zstd", INT, ZarrFormat.V3),
        new byte[4],
        "{}",
        "y",
        "x");
    Dataset<Row> rows =
        chunks().option("maxPartitions", "20").load("memory:chunkrows").select("chunk");
    assertThat(rows.rdd().getNumPartitions()).isLessThanOrEqualTo(20);
    assertThat(
            chunks()
                .option("missingChunks", "rows")
                .load("memory:chunkrows")
                .select("chunk")
                .limit(2)
                .collectAsList())
        .hasSize(2);
  }
}
