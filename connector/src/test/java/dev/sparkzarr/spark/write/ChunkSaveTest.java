package dev.sparkzarr.spark.write;

import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.ZarrException;
import dev.sparkzarr.array.ArrayEngines;
import dev.sparkzarr.array.EmptyChunks;
import dev.sparkzarr.array.Hierarchy;
import dev.sparkzarr.array.Nodes;
import dev.sparkzarr.array.Region;
import dev.sparkzarr.array.ZarrArray;
import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.codec.Compression;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.Attributes;
import dev.sparkzarr.metadata.ChunkEdges;
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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Chunk rows back into stores: what is there afterwards is what the rows were read from. */
class ChunkSaveTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DataType INT = new DataType.Numeric(ElementKind.INT32);
  private static final List<CodecSpec> GZIP = Compression.chain("gzip", INT, ZarrFormat.V3);

  private SparkSession spark;
  private MemoryStore from;
  private MemoryStore to;

  @BeforeEach
  void newStores() throws IOException {
    spark = LocalSpark.session();
    forget();
    from = MemoryStore.named("chunksource");
    to = MemoryStore.named("chunktarget");
    Nodes.create(
        from,
        NodePath.ROOT,
        new GroupMetadata(
            ZarrFormat.V3, new Attributes((ObjectNode) JSON.readTree("{\"title\":\"t\"}"))));
  }

  @AfterEach
  void forget() {
    MemoryStore.forget("chunksource");
    MemoryStore.forget("chunktarget");
  }

  private static ArrayMetadata metadata(
      DataType type, Shape shape, Shape chunks, List<CodecSpec> codecs, byte[] fill) {
    return ArrayMetadata.of(
        ZarrFormat.V3,
        shape,
        type,
        new ChunkGrid.Regular(chunks),
        new ChunkKeyEncoding.Default('/'),
        Optional.of(new FillValue(fill)),
        codecs,
        List.of(Optional.of("y"), Optional.of("x")).subList(0, shape.rank()),
        Attributes.EMPTY);
  }

  private static ChunkBuffer counting(Shape shape) {
    ChunkBuffer values = new ChunkBuffer(INT);
    values.resize(shape.elements());
    ByteBuffer bytes = ByteBuffer.wrap(values.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < shape.elements(); i++) {
      bytes.putInt(i + 1);
    }
    return values;
  }

  /** Integers 1, 2, 3, … of two dimensions. */
  private ZarrArray counting(String name, Shape shape, Shape chunks, List<CodecSpec> codecs) {
    ZarrArray array =
        ZarrArray.create(
            from, new NodePath(name), metadata(INT, shape, chunks, codecs, new byte[4]));
    array.writer(EmptyChunks.WRITE).write(Region.all(shape), counting(shape));
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

  private Dataset<Row> source() {
    return chunks().load("memory:chunksource");
  }

  private Dataset<Row> encoded() {
    return chunks().option("encoded", "true").load("memory:chunksource");
  }

  private static DataFrameWriter<Row> write(Dataset<Row> rows) {
    return rows.write().format("zarr").option("layout", "chunks");
  }

  private static void save(DataFrameWriter<Row> writer) {
    writer.save("memory:chunktarget");
  }

  private static Map<String, ByteBuffer> objects(MemoryStore store) {
    Map<String, ByteBuffer> objects = new TreeMap<>();
    for (StoreKey key : store.keys(Optional.empty()).toList()) {
      if (!key.value().endsWith("zarr.json") && !key.value().contains(".sparkzarr")) {
        objects.put(key.value(), store.get(key, 100_000).orElseThrow());
      }
    }
    return objects;
  }

  private static ZarrArray opened(MemoryStore store, String name) {
    NodePath path = new NodePath(name);
    return ZarrArray.of(
        store,
        path,
        (ArrayMetadata)
            Hierarchy.open(store, Hierarchy.Consolidated.IGNORED).node(path).orElseThrow(),
        ArrayEngines.named("java"));
  }

  private static List<Integer> values(MemoryStore store, String name) {
    ZarrArray array = opened(store, name);
    ChunkBuffer values = array.read(Region.all(array.metadata().shape()));
    ByteBuffer bytes = ByteBuffer.wrap(values.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < values.elements(); i++) {
      all.add(bytes.getInt());
    }
    return all;
  }

  private void assertSameDocuments(String... names) {
    for (String name : names) {
      assertThat(opened(to, name).metadata()).isEqualTo(opened(from, name).metadata());
    }
  }

  @Test
  void storedBytesAreCopiedObjectForObject() {
    counting("a", Shape.of(3, 5), Shape.of(2, 3), GZIP);
    counting("b", Shape.of(5, 7), Shape.of(4, 4), shards(2, 2));
    from.delete(new StoreKey("a/c/0/1"));
    save(write(encoded()).option("encoded", "true"));
    assertThat(objects(to)).isEqualTo(objects(from));
    assertSameDocuments("a", "b");
    assertThat(
            Hierarchy.open(to, Hierarchy.Consolidated.REQUIRED)
                .node(NodePath.ROOT)
                .orElseThrow()
                .attributes()
                .text("title"))
        .contains("t");
  }

  @Test
  void valuesOfChunksAtTheEdgeAndOfShardsComeBack() {
    counting("a", Shape.of(3, 5), Shape.of(2, 3), GZIP);
    counting("b", Shape.of(5, 7), Shape.of(4, 4), shards(2, 2));
    save(write(source().coalesce(1)));
    assertSameDocuments("a", "b");
    for (String name : List.of("a", "b")) {
      assertThat(values(to, name)).isEqualTo(values(from, name)).startsWith(1, 2, 3);
    }
    assertThat(objects(to).keySet()).isEqualTo(objects(from).keySet());
  }

  @Test
  void chunksWithoutARowAreFillValues() {
    counting("a", Shape.of(2, 4), Shape.of(2, 2), GZIP);
    counting("b", Shape.of(2, 4), Shape.of(2, 4), shards(1, 2));
    save(write(source().where("NOT (chunk = array(0, 1))").coalesce(1)));
    assertThat(values(to, "a")).containsExactly(1, 2, 0, 0, 5, 6, 0, 0);
    assertThat(values(to, "b")).containsExactly(1, 2, 0, 0, 5, 6, 7, 8);
    assertThat(objects(to)).containsOnlyKeys("a/c/0/0", "b/c/0/0");
  }

  @Test
  void changedValuesReplaceAStoreOrChunksOfIt() {
    counting("a", Shape.of(2, 4), Shape.of(2, 2), GZIP);
    save(write(source()));
    Dataset<Row> doubled = source().withColumn("values", expr("transform(values, v -> 2 * v)"));
    save(write(doubled).mode(SaveMode.Overwrite));
    assertThat(values(to, "a")).containsExactly(2, 4, 6, 8, 10, 12, 14, 16);
    save(write(source().where("chunk = array(0, 1)")).mode(SaveMode.Append));
    assertThat(values(to, "a")).containsExactly(2, 4, 3, 4, 10, 12, 7, 8);
    save(write(encoded().where("chunk = array(0, 0)")).option("encoded", "true").mode("append"));
    assertThat(values(to, "a")).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    save(write(encoded()).option("encoded", "true").mode("overwrite"));
    assertThat(values(to, "a")).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
  }

  @Test
  void chunksThatAreNotStoredAreDeletedWhereTheyWere() {
    counting("a", Shape.of(2, 4), Shape.of(2, 2), GZIP);
    save(write(source()));
    from.delete(new StoreKey("a/c/0/1"));
    save(
        write(
                chunks()
                    .option("encoded", "true")
                    .option("missingChunks", "rows")
                    .load("memory:chunksource"))
            .option("encoded", "true")
            .mode(SaveMode.Append));
    assertThat(objects(to)).containsOnlyKeys("a/c/0/0");
  }

  @Test
  void twoRowsOfOneChunkAreRefusedAndLeaveNothing() {
    counting("a", Shape.of(2, 4), Shape.of(2, 2), GZIP);
    for (boolean encoded : new boolean[] {false, true}) {
      Dataset<Row> rows = encoded ? encoded() : source();
      refused(
          rows.union(rows.where("chunk = array(0, 1)")),
          encoded,
          "more than one row has chunk [0, 1]",
          "'a'");
      assertThat(objects(to)).isEmpty();
    }
    save(write(source()));
    Map<String, ByteBuffer> before = objects(to);
    assertThatThrownBy(() -> save(write(source().union(source()).limit(3)).mode(SaveMode.Append)))
        .isInstanceOf(ZarrException.class)
        .hasMessageContaining("more than one row");
    assertThat(objects(to)).isEqualTo(before);
  }

  @Test
  void rowsThatAreNoChunkOfTheArrayAreRefused() {
    counting("a", Shape.of(3, 5), Shape.of(2, 3), GZIP);
    refused(
        source().selectExpr("array", "array(2L, 0L) AS chunk", "origin", "shape", "values"),
        false,
        "chunk [2, 0] of array /a in memory:chunktarget",
        "no chunk of the array");
    refused(
        source().selectExpr("array", "chunk", "origin", "array(2L, 4L) AS shape", "values"),
        false,
        "shape [2, 4]",
        "no chunk of the array");
    refused(
        source().selectExpr("array", "chunk", "origin", "shape", "array(1) AS values"),
        false,
        "another number of values than the 1");
    refused(
        source().selectExpr("'b' AS array", "chunk", "origin", "shape", "values"),
        false,
        "nothing says what the arrays",
        "option like");
    refused(source().drop("origin"), false, "no column origin");
    refused(source().selectExpr("*", "1 AS more"), false, "column 'more' would be lost");
    refused(
        source()
            .selectExpr(
                "array", "chunk", "origin", "shape", "cast(values AS array<bigint>) AS values"),
        false,
        "int32 is stored from INT",
        "BIGINT");
    refused(encoded(), false, "Set encoded=true");
    refused(chunks().option("decodeCf", "true").load("memory:chunksource"), false, "decoded by CF");
    assertThatThrownBy(() -> save(write(source()).option("chunks", "1,1")))
        .hasMessageContaining("option chunks has no use");
  }

  private static void refused(Dataset<Row> rows, boolean encoded, String... parts) {
    assertThatThrownBy(
            () -> save(write(rows).mode(SaveMode.Append).option("encoded", "" + encoded)))
        .isInstanceOf(ZarrException.class)
        .satisfies(e -> assertThat(e.getMessage()).contains(parts).startsWith("Cannot write "));
  }

  @Test
  void anArrayWithoutRowsIsCopiedFromAModelOrRefused() {
    counting("a", Shape.of(2, 4), Shape.of(2, 2), GZIP);
    counting("b", Shape.of(3, 3), Shape.of(2, 2), GZIP);
    Dataset<Row> one = source().where("array = 'a'");
    refused(one, false, "no row holds a chunk of array 'b'", "option like");
    assertThat(objects(to)).isEmpty();
    save(write(one).option("like", "memory:chunksource"));
    assertThat(values(to, "a")).isEqualTo(values(from, "a"));
    assertThat(values(to, "b")).isEqualTo(values(from, "b"));
  }

  @Test
  void partsOfAShardAreNotPutInPlaceOfIt() {
    counting("a", Shape.of(2, 4), Shape.of(2, 4), shards(1, 2));
    save(write(source().coalesce(1)));
    refused(source().where("chunk[0] = 1").coalesce(1), false, "rows of 2 of its 4 inner chunks");
    refused(source().repartition(4), false, "inner chunks");
    save(write(source().coalesce(1)).mode(SaveMode.Append));
    assertThat(values(to, "a")).isEqualTo(values(from, "a"));
  }

  @Test
  void aStoreWithShardsIsCopiedByOneLine() {
    counting("a", Shape.of(7, 11), Shape.of(4, 6), shards(2, 2));
    counting("b", Shape.of(8), Shape.of(8), shards(1));
    save(write(source()));
    for (String name : List.of("a", "b")) {
      assertThat(values(to, name)).isEqualTo(values(from, name));
    }
    assertThat(objects(to).keySet()).isEqualTo(objects(from).keySet());
    save(write(source()).mode(SaveMode.Append));
    assertThat(values(to, "a")).isEqualTo(values(from, "a"));
  }

  /** Of arrays of other ranks and shards, and of one whose shards have several lengths. */
  @Test
  void rowsOfShardsInSeveralTasksAreRefusedAndBroughtTogetherByWhatTheErrorSays() {
    counting("a", Shape.of(4, 8), Shape.of(4, 4), shards(1, 2));
    counting("b", Shape.of(12), Shape.of(6), shards(2));
    counting("c", Shape.of(4, 4), Shape.of(2, 2), GZIP);
    uneven("d", Shape.of(3, 9), List.of(ChunkEdges.of(3, 1, 2), ChunkEdges.of(9, 3, 6)));
    for (boolean ansi : new boolean[] {false, true}) {
      spark.conf().set("spark.sql.ansi.enabled", ansi);
      try {
        Dataset<Row> torn = source().repartition(16, expr("chunk"), expr("array"));
        assertThatThrownBy(() -> save(write(torn).mode(SaveMode.Overwrite)))
            .isInstanceOf(ZarrException.class)
            .hasMessageContaining("have chunks of shard [")
            .satisfies(e -> save(write(together(torn, e.getMessage())).mode(SaveMode.Overwrite)));
        for (String name : List.of("a", "b", "c", "d")) {
          assertThat(values(to, name)).isEqualTo(values(from, name));
        }
        assertThatThrownBy(() -> save(write(torn).mode(SaveMode.Append)))
            .isInstanceOf(ZarrException.class)
            .hasMessageContaining("inner chunks")
            .satisfies(e -> save(write(together(torn, e.getMessage())).mode(SaveMode.Append)));
      } finally {
        spark.conf().unset("spark.sql.ansi.enabled");
      }
    }
  }

  private void uneven(String name, Shape shape, List<ChunkEdges> edges) {
    ArrayMetadata even = metadata(INT, shape, shape, shards(1, 3), new byte[4]);
    ArrayMetadata uneven =
        ArrayMetadata.of(
            even.format(),
            shape,
            INT,
            new ChunkGrid.Rectilinear(edges),
            even.keys(),
            even.fillValue(),
            even.codecs(),
            even.dimensionNames(),
            even.attributes());
    ZarrArray.create(from, new NodePath(name), uneven)
        .writer(EmptyChunks.WRITE)
        .write(Region.all(shape), counting(shape));
  }

  /** Does what an error says. */
  private static Dataset<Row> together(Dataset<Row> rows, String message) {
    Matcher call =
        Pattern.compile(
                "\\.repartition\\(expr\\(\"array\"\\), expr\\(\"(.*)\"\\)\\)"
                    + "\\.sortWithinPartitions\\(expr\\(\"array\"\\), expr\\(\"\\1\"\\)\\)\\.")
            .matcher(message);
    assertThat(call.find()).as(message).isTrue();
    return rows.repartition(expr("array"), expr(call.group(1)))
        .sortWithinPartitions(expr("array"), expr(call.group(1)));
  }

  /** Chunks of one array are inner chunks of the other. */
  @Test
  void chunksAreGatheredIntoShardsOfAModel() {
    counting("a", Shape.of(8, 8), Shape.of(2, 2), GZIP);
    MemoryStore model = MemoryStore.named("chunkmodel");
    try {
      Nodes.create(model, NodePath.ROOT, new GroupMetadata(ZarrFormat.V3, Attributes.EMPTY));
      ZarrArray.create(
          model,
          new NodePath("a"),
          metadata(INT, Shape.of(8, 8), Shape.of(4, 4), shards(2, 2), new byte[4]));
      Dataset<Row> rows = chunks().option("maxPartitionBytes", "1").load("memory:chunksource");
      assertThatThrownBy(() -> save(write(rows).option("like", "memory:chunkmodel")))
          .satisfies(
              e -> save(write(together(rows, e.getMessage())).option("like", "memory:chunkmodel")));
      assertThat(values(to, "a")).isEqualTo(values(from, "a"));
      assertThat(objects(to)).containsOnlyKeys("a/c/0/0", "a/c/0/1", "a/c/1/0", "a/c/1/1");
    } finally {
      MemoryStore.forget("chunkmodel");
    }
  }

  @Test
  void bytesThatMeanSomethingElseAreRefused() {
    counting("a", Shape.of(2, 4), Shape.of(2, 2), GZIP);
    save(write(encoded()).option("encoded", "true"));
    Nodes.delete(from, new NodePath("a"));
    counting("a", Shape.of(2, 4), Shape.of(2, 2), Compression.chain("zstd", INT, ZarrFormat.V3));
    Map<String, ByteBuffer> before = objects(to);
    refused(encoded(), true, "stored bytes of array 'a' mean something else");
    assertThat(objects(to)).isEqualTo(before);
    save(write(source()).mode(SaveMode.Append));
    assertThat(values(to, "a")).isEqualTo(values(from, "a"));
  }

  @Test
  void nullIsTheFillValueAndOfTimesNotATime() throws IOException {
    ZarrArray.create(
        from,
        new NodePath("n"),
        metadata(INT, Shape.of(2), Shape.of(2), GZIP, new byte[] {7, 0, 0, 0}));
    Dataset<Row> rows = chunks().option("missingChunks", "rows").load("memory:chunksource");
    save(write(rows.withColumn("values", expr("array(null, 3)"))));
    assertThat(values(to, "n")).containsExactly(7, 3);
    newStores();
    DataType time = new DataType.Time(DataType.Time.Clock.DATETIME64, NumpyTimeUnit.SECOND, 1);
    ZarrArray.create(
        from,
        new NodePath("t"),
        metadata(
            time,
            Shape.of(2),
            Shape.of(2),
            Compression.chain("none", time, ZarrFormat.V3),
            new byte[8]));
    rows = chunks().option("missingChunks", "rows").load("memory:chunksource");
    save(write(rows.withColumn("values", expr("array(null, 3L)"))));
    ByteBuffer ticks = objects(to).get("t/c/0").duplicate().order(ByteOrder.LITTLE_ENDIAN);
    assertThat(ticks.getLong()).isEqualTo(Long.MIN_VALUE);
    assertThat(ticks.getLong()).isEqualTo(3);
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
    Nodes.delete(from, NodePath.ROOT);
    Nodes.create(from, NodePath.ROOT, new GroupMetadata(ZarrFormat.V2, Attributes.EMPTY));
    ZarrArray.create(from, new NodePath("v"), two)
        .writer(EmptyChunks.WRITE)
        .write(Region.all(two.shape()), counting(two.shape()));
    save(write(encoded()).option("encoded", "true"));
    assertThat(chunksOf(to, "v/")).hasSize(4).isEqualTo(chunksOf(from, "v/"));
    assertSameDocuments("v");
    assertThat(opened(to, "v").metadata().dimensionNames())
        .containsExactly(Optional.of("lat"), Optional.of("lon"));
    assertThat(values(to, "v")).isEqualTo(values(from, "v")).startsWith(1, 2, 3);
    refusedOverwrite();
  }

  /** Of format 2, whose chunks have one name only. */
  private void refusedOverwrite() {
    Map<String, ByteBuffer> before = objects(to);
    assertThatThrownBy(() -> save(write(source()).mode(SaveMode.Overwrite)))
        .isInstanceOf(ZarrException.class)
        .hasMessageContaining("format 2");
    assertThat(objects(to)).isEqualTo(before);
  }

  private static Map<String, ByteBuffer> chunksOf(MemoryStore store, String below) {
    Map<String, ByteBuffer> chunks = objects(store);
    chunks.keySet().removeIf(key -> !key.matches(below + "[0-9.]+"));
    return chunks;
  }

  @Test
  void textsAndScalarsComeBack() {
    DataType text = new DataType.Text();
    ZarrArray.create(
            from,
            new NodePath("names"),
            metadata(
                text,
                Shape.of(3),
                Shape.of(2),
                Compression.chain("zstd", text, ZarrFormat.V3),
                new byte[0]))
        .writer(EmptyChunks.WRITE);
    Dataset<Row> rows =
        chunks()
            .option("missingChunks", "rows")
            .load("memory:chunksource")
            .withColumn("values", expr("if(chunk[0] = 0, array('é', null), array('last'))"));
    save(write(rows));
    List<String> read =
        chunks().load("memory:chunktarget").orderBy("origin").collectAsList().stream()
            .flatMap(row -> row.<String>getList(4).stream())
            .toList();
    assertThat(read).containsExactly("é", "", "last");
    forget();
    from = MemoryStore.named("chunksource");
    to = MemoryStore.named("chunktarget");
    Nodes.create(from, NodePath.ROOT, new GroupMetadata(ZarrFormat.V3, Attributes.EMPTY));
    counting("s", Shape.of(), Shape.of(), GZIP);
    save(write(chunks().option("variables", "s").load("memory:chunksource")));
    assertThat(values(to, "s")).containsExactly(1);
  }

  @Test
  void valuesThatDoNotFitAreRefused() {
    DataType bytes = new DataType.Numeric(ElementKind.UINT8);
    ZarrArray.create(
        from,
        new NodePath("u"),
        metadata(
            bytes,
            Shape.of(2),
            Shape.of(2),
            Compression.chain("none", bytes, ZarrFormat.V3),
            new byte[1]));
    Dataset<Row> rows = chunks().option("missingChunks", "rows").load("memory:chunksource");
    refused(
        rows.withColumn("values", expr("array(256S, 3S)")),
        false,
        "value 256",
        "uint8 has no room");
    save(write(rows.withColumn("values", expr("array(255S, 3S)"))));
    assertThat(objects(to).get("u/c/0")).isEqualTo(ByteBuffer.wrap(new byte[] {-1, 3}));
  }
}
