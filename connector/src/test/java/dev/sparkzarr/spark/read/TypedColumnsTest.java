package dev.sparkzarr.spark.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.metadata.ElementKind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Columns of types that are more than one number, from stores written by hand. */
class TypedColumnsTest {
  private SparkSession spark;
  private SampleStore store;

  @BeforeEach
  void newStore() {
    spark = LocalSpark.session();
    store = new SampleStore("typed");
  }

  private Dataset<Row> load() {
    return spark.read().format("zarr").load(store.path());
  }

  /** A v3 array of one dimension in chunks, its elements given as they are stored. */
  private void array(
      String path, String type, String dimension, int chunk, int width, byte[] elements) {
    int count = elements.length / width;
    store.put(
        path + "/zarr.json",
        "{\"zarr_format\":3,\"node_type\":\"array\",\"shape\":["
            + count
            + "],\"data_type\":"
            + type
            + ",\"chunk_grid\":{\"name\":\"regular\",\"configuration\":{\"chunk_shape\":["
            + chunk
            + "]}},\"chunk_key_encoding\":{\"name\":\"default\"},\"fill_value\":"
            + (type.startsWith("\"r") ? "[0,0]" : "\"\"")
            + ",\"codecs\":[{\"name\":\"bytes\",\"configuration\":{\"endian\":\"little\"}}],"
            + "\"dimension_names\":[\""
            + dimension
            + "\"],\"attributes\":{}}");
    chunks(path + "/c/", chunk * width, elements);
  }

  /** A v2 array of one dimension, its elements given as they are stored. */
  private void array2(
      String path, String type, String dimension, int chunk, int width, byte[] elements) {
    store.put(
        path + "/.zarray",
        "{\"zarr_format\":2,\"shape\":["
            + elements.length / width
            + "],\"chunks\":["
            + chunk
            + "],\"dtype\":"
            + type
            + ",\"fill_value\":null,\"order\":\"C\",\"compressor\":null,\"filters\":null}");
    store.put(path + "/.zattrs", "{\"_ARRAY_DIMENSIONS\":[\"" + dimension + "\"]}");
    chunks(path + "/", chunk * width, elements);
  }

  private void chunks(String prefix, int size, byte[] elements) {
    for (int i = 0; i * size < elements.length; i++) {
      byte[] chunk = Arrays.copyOfRange(elements, i * size, (i + 1) * size);
      store.put(prefix + i, chunk);
    }
  }

  private static byte[] bytes(int size, Consumer<ByteBuffer> values) {
    ByteBuffer buffer = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    values.accept(buffer);
    assertThat(buffer.remaining()).isZero();
    return buffer.array();
  }

  private static byte[] padded(int width, String... words) {
    byte[] elements = new byte[width * words.length];
    for (int i = 0; i < words.length; i++) {
      byte[] word = words[i].getBytes(StandardCharsets.UTF_8);
      System.arraycopy(word, 0, elements, i * width, word.length);
    }
    return elements;
  }

  private static byte[] utf32(int characters, String... words) {
    return bytes(
        4 * characters * words.length,
        buffer -> {
          for (String word : words) {
            int[] points = word.codePoints().toArray();
            IntStream.range(0, characters)
                .forEach(i -> buffer.putInt(i < points.length ? points[i] : 0));
          }
        });
  }

  private void v2Group() {
    store = new SampleStore("typed2");
    store.delete("zarr.json");
    store.put(".zgroup", "{\"zarr_format\":2}");
  }

  private static final String UTF32 =
      "{\"name\":\"fixed_length_utf32\",\"configuration\":{\"length_bytes\":16}}";

  /** Stations, not sorted, two of them of one name in capitals and not; and a number for each. */
  private void stations() {
    array(
        "station",
        UTF32,
        "station",
        2,
        16,
        utf32(4, "oslo", "bern", "", "Bern", "\u00e9\ud83d\ude00"));
    store.array(
        "t", ElementKind.INT32, new long[] {5}, new long[] {2}, "station", "{}", i -> 10 * i);
  }

  private List<Integer> where(String condition) {
    return load().where(condition).select("t").collectAsList().stream()
        .map(row -> row.getInt(0))
        .toList();
  }

  @Test
  void aTextCoordinateIsFilteredOnItsAxis() {
    stations();
    assertThat(load().schema().apply("station").dataType()).isEqualTo(DataTypes.StringType);
    assertThat(load().schema().apply("station").nullable()).isFalse();
    assertThat(where("station = 'bern'")).containsExactly(10);
    assertThat(where("station <=> ''")).containsExactly(20);
    assertThat(where("station < 'b'")).containsExactly(20, 30);
    assertThat(where("station IN ('Bern', 'oslo', 'x')")).containsExactly(0, 30);
    assertThat(where("station LIKE '%ern'")).containsExactly(10, 30);
    assertThat(where("station LIKE '%\u00e9%'")).containsExactly(40);
    assertThat(where("substring(station, 2, 1) = 's'")).containsExactly(0);
    String plan = load().where("station = 'bern'").queryExecution().executedPlan().toString();
    assertThat(plan).contains("station 1 of 5").doesNotContain("Filter (");
  }

  @Test
  void aTextCoordinateIsOrderedAndSummarisedAsBytes() {
    stations();
    assertThat(load().orderBy(functions.col("station").desc()).limit(2).select("t").collectAsList())
        .extracting(row -> row.getInt(0))
        .containsExactly(40, 0);
    Dataset<Row> ends =
        load().selectExpr("min(station)", "max(station)", "count(DISTINCT station)");
    assertThat(ends.collectAsList())
        .containsExactly(RowFactory.create("", "\u00e9\ud83d\ude00", 5L));
    assertThat(ends.queryExecution().executedPlan().toString()).contains("LocalTableScan");
    assertThat(load().groupBy("station").sum("t").where("station = 'oslo'").collectAsList())
        .containsExactly(RowFactory.create("oslo", 0L));
  }

  @Test
  void fixedBytesAreTextAndWithoutCfBytes() {
    array(
        "v",
        "{\"name\":\"null_terminated_bytes\",\"configuration\":{\"length_bytes\":3}}",
        "x",
        2,
        3,
        padded(3, "ab", "", "abc"));
    assertThat(load().select("v").collectAsList())
        .containsExactly(RowFactory.create("ab"), RowFactory.create(""), RowFactory.create("abc"));
    Dataset<Row> raw = spark.read().format("zarr").option("decodeCf", "false").load(store.path());
    assertThat(raw.schema().apply("v").dataType()).isEqualTo(DataTypes.BinaryType);
    assertThat(raw.select("v").collectAsList().get(0).<byte[]>getAs(0)).containsExactly('a', 'b');
    assertThat(raw.where("v = X'616263'").count()).isEqualTo(1);
  }

  @Test
  void numpysTimesAreTimestampsAndIntervals() {
    byte[] counts = bytes(24, buffer -> buffer.putLong(18262).putLong(-1).putLong(Long.MIN_VALUE));
    v2Group();
    array2("time", "\"<M8[D]\"", "time", 3, 8, counts);
    array2("lead", "\"<m8[h]\"", "time", 3, 8, counts);
    assertThat(load().schema().apply("time").dataType()).isEqualTo(DataTypes.TimestampNTZType);
    assertThat(load().schema().apply("lead").dataType())
        .isEqualTo(DataTypes.createDayTimeIntervalType());
    assertThat(load().collectAsList())
        .containsExactly(
            RowFactory.create(LocalDateTime.of(2020, 1, 1, 0, 0), Duration.ofHours(18262)),
            RowFactory.create(LocalDateTime.of(1969, 12, 31, 0, 0), Duration.ofHours(-1)),
            RowFactory.create(null, null));
    Dataset<Row> late = load().where("time >= '2019-06-01'");
    assertThat(late.count()).isEqualTo(1);
    assertThat(late.queryExecution().executedPlan().toString())
        .contains("time 1 of 3")
        .doesNotContain("Filter (");
    Dataset<Row> counted =
        spark.read().format("zarr").option("decodeTimes", "false").load(store.path());
    assertThat(counted.collectAsList().get(1)).isEqualTo(RowFactory.create(-1L, -1L));
    Dataset<Row> raw = spark.read().format("zarr").option("decodeCf", "false").load(store.path());
    assertThat(raw.schema().apply("time").dataType()).isEqualTo(DataTypes.TimestampNTZType);
  }

  /** Of elements {@code k uint8, p (x float32, y int16), m int16[2,2], s |S2}. */
  private void records() {
    v2Group();
    String type =
        "[[\"k\",\"|u1\"],[\"p\",[[\"x\",\"<f4\"],[\"y\",\"<i2\"]]],[\"m\",\"<i2\",[2,2]],[\"s\",\"|S2\"]]";
    int width = 1 + 6 + 8 + 2;
    array2(
        "v",
        type,
        "x",
        2,
        width,
        bytes(
            3 * width,
            buffer -> {
              for (int i = 0; i < 3; i++) {
                buffer.put((byte) (200 + i));
                buffer.putFloat(i == 1 ? Float.NaN : i / 4f).putShort((short) -i);
                IntStream.range(10 * i, 10 * i + 4).forEach(m -> buffer.putShort((short) m));
                buffer.put((byte) ('a' + i)).put((byte) 0);
              }
            }));
  }

  @Test
  void recordsAreStructsOfWhatTheirFieldsAre() {
    records();
    assertThat(load().schema().apply("v").dataType().sql())
        .isEqualTo(
            "STRUCT<k: SMALLINT, p: STRUCT<x: FLOAT, y: SMALLINT>, m: ARRAY<ARRAY<SMALLINT>>,"
                + " s: STRING>");
    assertThat(load().selectExpr("to_json(v)").collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactly(
            "{\"k\":200,\"p\":{\"x\":0.0,\"y\":0},\"m\":[[0,1],[2,3]],\"s\":\"a\"}",
            "{\"k\":201,\"p\":{\"y\":-1},\"m\":[[10,11],[12,13]],\"s\":\"b\"}",
            "{\"k\":202,\"p\":{\"x\":0.5,\"y\":-2},\"m\":[[20,21],[22,23]],\"s\":\"c\"}");
  }

  @Test
  void aFieldAloneIsThatField() {
    records();
    assertThat(load().selectExpr("v.p.y", "v.s").collectAsList())
        .containsExactly(
            RowFactory.create((short) 0, "a"),
            RowFactory.create((short) -1, "b"),
            RowFactory.create((short) -2, "c"));
    assertThat(load().selectExpr("v.m[1][0] AS m").where("m > 5").collectAsList())
        .containsExactly(RowFactory.create((short) 12), RowFactory.create((short) 22));
    assertThat(load().where("v.k = 202").selectExpr("v.p.x").collectAsList())
        .containsExactly(RowFactory.create(0.5f));
    assertThat(load().where("v.p.x IS NULL").selectExpr("v.k").collectAsList())
        .containsExactly(RowFactory.create((short) 201));
    assertThat(load().limit(2).offset(1).selectExpr("v.k", "v.m[0][1]").collectAsList())
        .containsExactly(RowFactory.create((short) 201, (short) 11));
  }

  @Test
  void complexNumbersAreStructs() {
    v2Group();
    array2(
        "v",
        "\"<c8\"",
        "x",
        2,
        8,
        bytes(24, b -> b.putFloat(1).putFloat(2).putFloat(3).putFloat(-4).putFloat(0).putFloat(5)));
    assertThat(load().select("v.im").collectAsList())
        .extracting(row -> row.getFloat(0))
        .containsExactly(2f, -4f, 5f);
    assertThat(load().select("v").collectAsList().get(1).getStruct(0))
        .isEqualTo(RowFactory.create(3f, -4f));
  }

  @Test
  void rawBytesAreBinary() {
    array("v", "\"r16\"", "x", 2, 2, new byte[] {0, 1, 2, 0, 0, 0});
    assertThat(load().schema().apply("v").dataType()).isEqualTo(DataTypes.BinaryType);
    assertThat(load().selectExpr("hex(v)").collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactly("0001", "0200", "0000");
  }

  @Test
  void aTextThatIsNoneNamesTheArrayAndTheOption() {
    v2Group();
    array2("v", "\"|S2\"", "x", 2, 2, new byte[] {'a', 0, (byte) 0xff, 'b'});
    assertThatThrownBy(() -> load().collectAsList())
        .hasStackTraceContaining("Cannot decode array /v in memory:typed2 as text")
        .hasStackTraceContaining("decodeCf=false");
  }

  @Test
  void nodesSayTypeAndThatTheyCanBeRead() {
    records();
    array2("w", "\"<M8[ns]\"", "x", 3, 8, new byte[24]);
    assertThat(
            spark
                .read()
                .format("zarr")
                .option("layout", "nodes")
                .load(store.path())
                .where("kind = 'array'")
                .select("path", "type", "readable")
                .collectAsList())
        .containsExactly(
            RowFactory.create("/v", "struct", true),
            RowFactory.create("/w", "numpy.datetime64", true));
  }

  @Test
  void partsOfRowsInTheMiddleOfAChunkAreTheirs() {
    records();
    assertThat(load().where("x = 1").selectExpr("v.k", "v.p.y", "v.m[1][1]", "v.s").collectAsList())
        .containsExactly(RowFactory.create((short) 201, (short) -1, (short) 13, "b"));
  }

  @Test
  void partsOfValuesThatAreRepeatedAreRepeated() {
    records();
    array2("w", "\"|i1\"", "x", 3, 1, new byte[3]);
    store.put(
        "w/.zarray",
        "{\"zarr_format\":2,\"shape\":[3,2],\"chunks\":[3,2],\"dtype\":\"|i1\",\"fill_value\":null,"
            + "\"order\":\"C\",\"compressor\":null,\"filters\":null}");
    store.put("w/.zattrs", "{\"_ARRAY_DIMENSIONS\":[\"x\",\"y\"]}");
    store.delete("w/0");
    Dataset<Row> both = spark.read().format("zarr").option("variables", "v,w").load(store.path());
    assertThat(both.where("x > 0").selectExpr("y", "v.k", "v.m[0][1]", "v.s").collectAsList())
        .containsExactly(
            RowFactory.create(0L, (short) 201, (short) 11, "b"),
            RowFactory.create(1L, (short) 201, (short) 11, "b"),
            RowFactory.create(0L, (short) 202, (short) 21, "c"),
            RowFactory.create(1L, (short) 202, (short) 21, "c"));
  }

  /** A v2 array of objects, one chunk of which is stored. */
  private void objects(String path, String codec, String fill, byte[] chunk) {
    store.put(
        path + "/.zarray",
        "{\"zarr_format\":2,\"shape\":[5],\"chunks\":[3],\"dtype\":\"|O\",\"fill_value\":"
            + fill
            + ",\"order\":\"C\",\"compressor\":null,\"filters\":["
            + codec
            + "]}");
    store.put(path + "/.zattrs", "{\"_ARRAY_DIMENSIONS\":[\"x\"]}");
    store.put(path + "/0", chunk);
  }

  @Test
  void listsAreArrays() {
    v2Group();
    objects(
        "v",
        "{\"id\":\"vlen-array\",\"dtype\":\"<i2\"}",
        "null",
        bytes(
            22,
            b ->
                b.putInt(3)
                    .putInt(4)
                    .putShort((short) 1)
                    .putShort((short) -2)
                    .putInt(0)
                    .putInt(2)
                    .putShort((short) 7)));
    assertThat(load().schema().apply("v").dataType())
        .isEqualTo(DataTypes.createArrayType(DataTypes.ShortType, true));
    assertThat(load().selectExpr("to_json(struct(v))").collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactly("{\"v\":[1,-2]}", "{\"v\":[]}", "{\"v\":[7]}", "{\"v\":[]}", "{\"v\":[]}");
    assertThat(load().selectExpr("x", "explode(v) AS e").where("e > 0").collectAsList())
        .containsExactly(RowFactory.create(0L, (short) 1), RowFactory.create(2L, (short) 7));
    assertThat(load().where("x = 2").selectExpr("v[0]").collectAsList())
        .containsExactly(RowFactory.create((short) 7));
  }

  @Test
  void textsOfAnyLengthAreColumnsWhoseFillIsMissing() {
    v2Group();
    objects(
        "v",
        "{\"id\":\"vlen-utf8\"}",
        "\"-\"",
        bytes(
            22,
            b ->
                b.putInt(3)
                    .putInt(2)
                    .put("\u00e9".getBytes(StandardCharsets.UTF_8))
                    .putInt(0)
                    .putInt(4)
                    .put("oslo".getBytes(StandardCharsets.UTF_8))));
    assertThat(load().select("v").collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactly("\u00e9", "", "oslo", null, null);
    assertThat(load().where("v > 'o'").count()).isEqualTo(2);
    assertThat(load().groupBy("v").count().where("v IS NULL").collectAsList())
        .containsExactly(RowFactory.create(null, 2L));
    assertThat(load().selectExpr("max(v)", "min(v)", "count(v)").collectAsList())
        .containsExactly(RowFactory.create("\u00e9", "", 3L));
  }

  @Test
  void theOptimizerIsToldOfTextsAsSparkSupposesThem() {
    stations();
    assertThat(load().queryExecution().optimizedPlan().stats().sizeInBytes().longValue())
        .isEqualTo(5 * (28 + 4));
  }
}
