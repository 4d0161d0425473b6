package dev.sparkzarr.spark.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sparkzarr.ZarrException;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.Kinds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loading: paths, options, schemas, types, and the errors that say what to do. */
class SourceTest {
  private SparkSession spark;
  private SampleStore weather;

  @BeforeEach
  void writeWeather() {
    spark = LocalSpark.session();
    weather = SampleStore.weather("source");
  }

  @AfterEach
  void resetSession() {
    spark.conf().unset("spark.datasource.zarr.maskAndScale");
    spark.conf().unset("spark.datasource.zarr.decodeTimes");
    spark.conf().unset("spark.datasource.zarr.dimension");
    spark.conf().unset("spark.datasource.zarr.path");
  }

  private DataFrameReader zarr() {
    return spark.read().format("zarr");
  }

  @Test
  void columnsAreDimensionsThenVariablesWithTypesAndComments() {
    StructType schema = zarr().load(weather.path()).schema();
    assertThat(schema.fieldNames()).containsExactly("time", "latitude", "longitude", "t");
    assertThat(schema.apply("time").dataType()).isEqualTo(DataTypes.TimestampNTZType);
    assertThat(schema.apply("latitude").dataType()).isEqualTo(DataTypes.DoubleType);
    assertThat(schema.apply("t").dataType()).isEqualTo(DataTypes.FloatType);
    assertThat(schema.apply("time").nullable()).isFalse();
    assertThat(schema.apply("t").nullable()).isTrue();
    assertThat(schema.apply("t").getComment().get()).isEqualTo("temperature [K]");
    assertThat(schema.apply("latitude").getComment().get()).isEqualTo("latitude [degrees_north]");
    assertThat(schema.apply("time").getComment().isEmpty()).isTrue();
  }

  @Test
  void columnsCarryWhatTheyWereInTheStore() throws IOException {
    StructType schema = zarr().load(weather.path()).schema();
    Metadata t = schema.apply("t").metadata().getMetadata("zarr");
    assertThat(t.getStringArray("dimensions")).containsExactly("time", "latitude", "longitude");
    assertThat(t.getString("role")).isEqualTo("variable");
    assertThat(t.getString("dtype")).isEqualTo("float32");
    ObjectMapper json = new ObjectMapper();
    assertThat(json.readTree(t.getString("attributes")))
        .isEqualTo(json.readTree("{\"units\":\"K\",\"long_name\":\"temperature\"}"));
    assertThat(json.readTree(t.getString("encoding")))
        .isEqualTo(
            json.readTree(
                "{\"zarr_format\":3,\"chunks\":[2,2,4],\"codecs\":[{\"name\":\"bytes\","
                    + "\"configuration\":{\"endian\":\"little\"}}]}"));
    Metadata time = schema.apply("time").metadata().getMetadata("zarr");
    assertThat(time.getString("role")).isEqualTo("dimension");
    assertThat(time.getBoolean("index")).isFalse();
    assertThat(json.readTree(time.getString("attributes"))).isEmpty();
    assertThat(json.readTree(time.getString("encoding")).get("units").asText())
        .isEqualTo("days since 2020-01-01");
  }

  @Test
  void sqlViewsTakeOptions() {
    spark.sql(
        "CREATE OR REPLACE TEMPORARY VIEW w USING zarr OPTIONS (path '"
            + weather.path()
            + "', timestampType 'timestamp', compression 'none')");
    Row row = spark.sql("SELECT time, t FROM w WHERE t = 213").collectAsList().get(0);
    assertThat(row.getTimestamp(0))
        .isEqualTo(
            java.sql.Timestamp.from(
                LocalDateTime.of(2020, 1, 3, 0, 0).toInstant(java.time.ZoneOffset.UTC)));
    assertThat(spark.table("w").schema().apply("time").dataType())
        .isEqualTo(DataTypes.TimestampType);
  }

  @Test
  void sessionConfigurationStandsBehindOptions() {
    spark.conf().set("spark.datasource.zarr.decodeTimes", "false");
    assertThat(zarr().load(weather.path()).schema().apply("time").dataType())
        .isEqualTo(DataTypes.IntegerType);
    assertThat(
            zarr()
                .option("DECODETIMES", "true")
                .load(weather.path())
                .schema()
                .apply("time")
                .dataType())
        .isEqualTo(DataTypes.TimestampNTZType);
    spark.conf().set("spark.datasource.zarr.dimension", "time");
    assertThatThrownBy(() -> zarr().load(weather.path()))
        .hasMessageContaining("Did you mean 'dimensions'?");
  }

  @Test
  void aSchemaPrunesAndOrders() {
    StructType asked =
        new StructType().add("T", DataTypes.FloatType).add("latitude", DataTypes.DoubleType);
    var rows = zarr().schema(asked).load(weather.path());
    assertThat(rows.schema().fieldNames()).containsExactly("t", "latitude");
    assertThat(rows.where("latitude = 40 and t >= 720").count()).isEqualTo(4);
    assertThat(rows.count()).isEqualTo(96);
  }

  @Test
  void anArchiveThatIsNoneIsNamedAsOneIs() {
    assertThatThrownBy(() -> zarr().load("memory:nothing/k.zip"))
        .hasMessageContaining("there is no Zarr group or array")
        .hasMessageEndingWith("An archive is named zip::memory:nothing/k.zip.");
    assertThatThrownBy(() -> zarr().load("memory:nothing/k.zarr"))
        .hasMessageNotContaining("archive");
  }

  @Test
  void aSchemaThatDoesNotFitIsAnError() {
    assertThatThrownBy(
            () ->
                zarr()
                    .schema(new StructType().add("latitud", DataTypes.DoubleType))
                    .load(weather.path()))
        .isInstanceOf(ZarrException.class)
        .hasMessage(
            "Cannot read memory:source with the given schema: it has no column 'latitud'."
                + " Did you mean 'latitude'?");
    assertThatThrownBy(
            () ->
                zarr().schema(new StructType().add("t", DataTypes.DoubleType)).load(weather.path()))
        .hasMessageContaining("column 't' is FLOAT, not DOUBLE");
    assertThatThrownBy(
            () ->
                zarr()
                    .option("layout", "nodes")
                    .schema(new StructType().add("t", DataTypes.DoubleType))
                    .load(weather.path()))
        .hasMessageContaining("layout=nodes and a schema");
  }

  @Test
  void aPathToAnArrayReadsItWithTheCoordinatesOfItsGroup() {
    List<Row> rows =
        zarr().load(weather.path() + "/t").where("latitude = 50 and t < 12").collectAsList();
    assertThat(rows).hasSize(2);
    assertThat(rows.get(0).<LocalDateTime>getAs("time"))
        .isEqualTo(LocalDateTime.of(2020, 1, 1, 0, 0));
    assertThat(zarr().option("group", "t").load(weather.path()).schema())
        .isEqualTo(zarr().load(weather.path() + "/t/").schema());
  }

  @Test
  void anArrayAtTheRootOfItsStoreHasIndexes(@TempDir Path directory) throws IOException {
    Files.createDirectories(directory.resolve("c"));
    Files.write(directory.resolve("c/0"), new byte[] {5, 6});
    Files.writeString(
        directory.resolve("zarr.json"),
        "{\"zarr_format\":3,\"node_type\":\"array\",\"shape\":[2],\"data_type\":\"int8\","
            + "\"chunk_grid\":{\"name\":\"regular\",\"configuration\":{\"chunk_shape\":[2]}},"
            + "\"chunk_key_encoding\":{\"name\":\"default\"},\"fill_value\":0,"
            + "\"codecs\":[{\"name\":\"bytes\"}],\"attributes\":{}}");
    List<Row> rows = zarr().load(directory.toString()).collectAsList();
    assertThat(rows.toString()).isEqualTo("[[0,5], [1,6]]");
    StructType schema = zarr().load(directory.toUri().toString()).schema();
    assertThat(schema.fieldNames()).containsExactly("dim_0", "value");
    assertThat(schema.apply("dim_0").metadata().getMetadata("zarr").getBoolean("index")).isTrue();
  }

  @Test
  void everyKindOfNumberHasItsType() {
    SampleStore store = new SampleStore("kinds");
    for (ElementKind kind : Kinds.NUMPY) {
      if (kind != ElementKind.FLOAT16) {
        double least = kind.isUnsigned() || kind == ElementKind.BOOL ? 0 : -2;
        store.array(
            kind.name().toLowerCase(java.util.Locale.ROOT),
            kind,
            new long[] {2},
            new long[] {2},
            "x",
            "{}",
            i -> i == 0 ? least : 1);
      }
    }
    store.array(
        "big", ElementKind.UINT64, new long[] {2}, new long[] {2}, "x", "{}", i -> 0x1p63 * i);
    var rows = zarr().load("memory:kinds");
    assertThat(rows.schema().apply("bool").dataType()).isEqualTo(DataTypes.BooleanType);
    assertThat(rows.schema().apply("int8").dataType()).isEqualTo(DataTypes.ByteType);
    assertThat(rows.schema().apply("uint8").dataType()).isEqualTo(DataTypes.ShortType);
    assertThat(rows.schema().apply("uint16").dataType()).isEqualTo(DataTypes.IntegerType);
    assertThat(rows.schema().apply("uint32").dataType()).isEqualTo(DataTypes.LongType);
    assertThat(rows.schema().apply("uint64").dataType())
        .isEqualTo(DataTypes.createDecimalType(20, 0));
    assertThat(
            rows.selectExpr(
                    "x", "bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32",
                    "uint64", "float32", "float64", "big")
                .collectAsList()
                .toString())
        .isEqualTo(
            "[[0,false,-2,-2,-2,-2,0,0,0,0,-2.0,-2.0,0],"
                + " [1,true,1,1,1,1,1,1,1,1,1.0,1.0,9223372036854775808]]");
  }

  @Test
  void datesOfOtherCalendarsAreTextsThatSort() {
    new SampleStore("calendar")
        .array(
            "time",
            ElementKind.INT32,
            new long[] {3},
            new long[] {3},
            "time",
            "{\"units\":\"days since 2000-02-28\",\"calendar\":\"360_day\"}",
            i -> i)
        .array("v", ElementKind.INT32, new long[] {3}, new long[] {3}, "time", "{}", i -> i);
    zarr().load("memory:calendar").createOrReplaceTempView("c");
    assertThat(
            spark
                .sql("SELECT v, time FROM c WHERE time >= '2000-02-29' ORDER BY time")
                .collectAsList()
                .toString())
        .isEqualTo("[[1,2000-02-29T00:00:00], [2,2000-02-30T00:00:00]]");
    assertThat(
            spark.sql("SELECT max(time), count(DISTINCT time) FROM c").collectAsList().toString())
        .isEqualTo("[[2000-02-30T00:00:00,3]]");
  }

  @Test
  void severalPathsAreRefused() {
    assertThatThrownBy(() -> zarr().load(weather.path(), "memory:other"))
        .isInstanceOf(ZarrException.class)
        .hasMessageContaining("Cannot read 2 paths: format zarr reads one store at a time");
    assertThatThrownBy(() -> zarr().load()).hasMessageContaining("Cannot read without a path");
  }

  @Test
  void aMissingPathIsAnErrorThatNamesIt() {
    assertThatThrownBy(() -> zarr().load("/nowhere/era5.zarr"))
        .isInstanceOf(ZarrException.class)
        .hasMessageContaining("/nowhere/era5.zarr: there is no Zarr group or array")
        .hasMessageContaining("Check the path");
    assertThatThrownBy(() -> zarr().option("group", "sub").load(weather.path()))
        .hasMessageContaining("memory:source/sub: there is no Zarr group or array");
  }

  @Test
  void anUnknownEngineIsAnErrorThatListsAll() {
    assertThatThrownBy(() -> zarr().option("engine", "jav").load(weather.path()))
        .isInstanceOf(ZarrException.class)
        .hasMessageContaining("java")
        .hasMessageContaining("reference");
  }

  @Test
  void bothEnginesGiveTheSameRows() {
    assertThat(
            zarr().option("engine", "reference").load(weather.path()).orderBy("t").collectAsList())
        .isEqualTo(zarr().load(weather.path()).orderBy("t").collectAsList());
  }

  @Test
  void anAmbiguousGroupIsAnErrorThatNamesTheOption() {
    weather.array("flag", ElementKind.INT8, new long[] {8}, new long[] {8}, "time", "{}", i -> i);
    weather.array(
        "area", ElementKind.INT8, new long[] {3}, new long[] {3}, "latitude", "{}", i -> i);
    assertThatThrownBy(() -> zarr().load(weather.path()))
        .isInstanceOf(ZarrException.class)
        .hasMessageContaining("dimensions")
        .hasMessageContaining("flag");
    assertThat(zarr().option("dimensions", "latitude").load(weather.path()).columns())
        .containsExactly("latitude", "area");
    assertThat(zarr().option("variables", "t,area").load(weather.path()).where("area = 2").count())
        .isEqualTo(32);
  }

  @Test
  void aMissingChunkIsFillOrAnError() {
    weather.delete("t/c/1/0/0");
    var rows = zarr().load(weather.path());
    assertThat(rows.where("t IS NULL").count()).isEqualTo(16);
    assertThat(rows.count()).isEqualTo(96);
    var strict = zarr().option("missingChunks", "error").load(weather.path());
    assertThatThrownBy(() -> strict.agg(java.util.Map.of("t", "sum")).collectAsList())
        .hasStackTraceContaining("missing")
        .hasStackTraceContaining("memory:source");
    assertThat(strict.where("time < '2020-01-03'").selectExpr("sum(t)").collectAsList()).hasSize(1);
  }

  @Test
  void aDamagedChunkStopsTheQuery() {
    weather.put("t/c/0/0/0", new byte[] {1, 2, 3});
    assertThatThrownBy(() -> zarr().load(weather.path()).selectExpr("sum(t)").collectAsList())
        .hasStackTraceContaining("memory:source")
        .hasStackTraceContaining("/t");
  }

  @Test
  void secretsStayOutOfPlansAndErrors() {
    var rows =
        zarr()
            .option("fs.s3a.secret.key", "hush-hush")
            .option("fs.s3a.access.key", "AKIAHUSH")
            .load(weather.path());
    String plan = rows.queryExecution().toString() + rows.queryExecution().analyzed();
    assertThat(plan).doesNotContain("hush", "AKIA");
    assertThatThrownBy(
            () -> zarr().option("fs.s3a.secret.key", "hush-hush").load("memory:not-there"))
        .hasMessageNotContaining("hush");
  }

  @Test
  void nodesAreListedWithWhatTheyAre() {
    weather
        .group("sub")
        .document(
            "sub/lost",
            ElementKind.INT16,
            new long[] {1L << 40},
            new long[] {10},
            null,
            "{\"a\":1}",
            "0");
    weather.put("sub/broken/zarr.json", "{\"zarr_format\":3,\"node_type\":\"array\"}");
    zarr().option("layout", "nodes").load(weather.path()).createOrReplaceTempView("n");
    assertThat(
            spark
                .sql("SELECT path, kind, readable FROM n ORDER BY path")
                .collectAsList()
                .toString())
        .isEqualTo(
            "[[/,group,true], [/latitude,array,true], [/longitude,array,true], [/sub,group,true],"
                + " [/sub/broken,null,false], [/sub/lost,array,true], [/t,array,true],"
                + " [/time,array,true]]");
    assertThat(
            spark
                .sql(
                    "SELECT dimensions, shape, chunks, shards, type, reason FROM n"
                        + " WHERE path = '/t'")
                .collectAsList()
                .get(0)
                .toString())
        .isEqualTo(
            "[ArraySeq(time, latitude, longitude),ArraySeq(8, 3, 4),ArraySeq(2, 2, 4),null,float32,null]"
                .replace("ArraySeq", arrayName()));
    assertThat(
            spark
                .sql("SELECT shape[0], attributes FROM n WHERE path = '/sub/lost'")
                .collectAsList()
                .toString())
        .isEqualTo("[[1099511627776,{\"a\":1}]]");
    assertThat(
            spark
                .sql("SELECT reason FROM n WHERE NOT readable")
                .collectAsList()
                .get(0)
                .getString(0))
        .contains("sub/broken");
    assertThat(zarr().option("layout", "nodes").option("group", "sub").load(weather.path()).count())
        .isEqualTo(3);
  }

  /** Scala 2.12 and 2.13 show the same list by different names. */
  private String arrayName() {
    String list = spark.sql("SELECT array(1)").collectAsList().get(0).get(0).toString();
    return list.substring(0, list.indexOf('('));
  }

  @Test
  void tablesAreEqualWhenTheyReadTheSame() {
    ZarrTable table = table(weather.path());
    assertThat(table).isEqualTo(table(weather.path())).hasSameHashCodeAs(table(weather.path()));
    weather.array(
        "longitude",
        ElementKind.FLOAT64,
        new long[] {4},
        new long[] {4},
        "longitude",
        "{}",
        i -> 10 * i);
    assertThat(table(weather.path())).isNotEqualTo(table);
    assertThat(table(SampleStore.weather("source2").path())).isNotEqualTo(table);
  }

  private static ZarrTable table(String path) {
    return (ZarrTable)
        new TableOpener(
                dev.sparkzarr.spark.options.ReadConf.of(java.util.Map.of("path", path)),
                java.util.Map.of())
            .open();
  }

  @Test
  void aFieldOfTheSchemaCanBeWrittenToParquetAndBack(@TempDir Path directory) {
    String file = directory.resolve("copy").toString();
    zarr().load(weather.path()).write().parquet(file);
    var copy = spark.read().parquet(file);
    assertThat(copy.count()).isEqualTo(96);
    StructField t = copy.schema().apply("t");
    assertThat(t.metadata().getMetadata("zarr").getString("dtype")).isEqualTo("float32");
  }
}
