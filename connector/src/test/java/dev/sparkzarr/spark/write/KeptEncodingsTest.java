package dev.sparkzarr.spark.write;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkzarr.spark.read.LocalSpark;
import dev.sparkzarr.store.MemoryStore;
import dev.sparkzarr.store.StoreKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a store says of its arrays and group stays what it says. */
class KeptEncodingsTest {
  private static final String PATH = "memory:kept";

  private SparkSession spark;

  @BeforeEach
  void forget() {
    spark = LocalSpark.session();
    MemoryStore.forget("kept");
    MemoryStore.forget("copied");
  }

  private Dataset<Row> rows(int from, int to) {
    return spark.range(from, to).selectExpr("id AS x", "cast(id as int) AS v");
  }

  private static DataFrameWriter<Row> zarr(Dataset<Row> data) {
    return data.write().format("zarr").mode(SaveMode.Append);
  }

  private Dataset<Row> read(String path) {
    return spark.read().format("zarr").load(path);
  }

  private static String encoding(Dataset<Row> data, String column) {
    return data.schema().apply(column).metadata().getMetadata("zarr").getString("encoding");
  }

  private static String document(String key) {
    ByteBuffer bytes =
        MemoryStore.named("kept").get(new StoreKey(key), Integer.MAX_VALUE).orElseThrow();
    return StandardCharsets.UTF_8.decode(bytes).toString();
  }

  private static void edit(String key, String old, String replacement) {
    String before = document(key);
    assertThat(before).contains(old);
    byte[] after = before.replace(old, replacement).getBytes(StandardCharsets.UTF_8);
    MemoryStore.named("kept").put(new StoreKey(key), ByteBuffer.wrap(after));
  }

  /** Elsewhere the fill value of format 3 is 0 beside any {@code _FillValue}. */
  @Test
  void holesAreTheMarkWhereTheFillValueIsAnother() {
    zarr(rows(0, 4))
        .option("dimensions", "x")
        .option("chunks", "4")
        .option("encoding", "{\"v\":{\"_FillValue\":-999}}")
        .save(PATH);
    edit("v/zarr.json", "\"fill_value\" : -999", "\"fill_value\" : 0");
    edit("zarr.json", "\"fill_value\" : -999", "\"fill_value\" : 0");
    zarr(rows(0, 20).where("x IN (5, 15)"))
        .option("appendDim", "x")
        .option("axes", "{\"x\":[4,1,16]}")
        .save(PATH);
    assertThat(read(PATH).where("x >= 4 AND v IS NOT NULL").selectExpr("x", "v").collectAsList())
        .hasToString("[[5,5], [15,15]]");
    assertThat(read(PATH).count()).isEqualTo(20);
  }

  @Test
  void floatsWithoutAFillValueAreCopiedWithoutOne() {
    for (String format : new String[] {"2", "3"}) {
      MemoryStore.forget("kept");
      MemoryStore.forget("copied");
      zarr(spark.range(0, 3).selectExpr("id AS x", "cast(id as double) AS v"))
          .option("dimensions", "x")
          .option("zarrFormat", format)
          .option("encoding", "{\"v\":{\"_FillValue\":null}}")
          .save(PATH);
      zarr(read(PATH)).option("zarrFormat", format).save("memory:copied");
      assertThat(encoding(read("memory:copied"), "v"))
          .isEqualTo(encoding(read(PATH), "v"))
          .doesNotContain("_FillValue");
      assertThat(read("memory:copied").collectAsList()).isEqualTo(read(PATH).collectAsList());
    }
  }

  /** Of nothing that is stored NaN is written all the same, also where no row is. */
  @Test
  void floatsWithoutAFillValueHaveRoomForHoles() {
    for (String format : new String[] {"2", "3"}) {
      MemoryStore.forget("kept");
      MemoryStore.forget("copied");
      zarr(spark.range(0, 9).selectExpr("id AS x", "cast(0 as double) AS v"))
          .option("dimensions", "x")
          .option("zarrFormat", format)
          .option("encoding", "{\"v\":{\"_FillValue\":null}}")
          .save(PATH);
      zarr(read(PATH).where("x = 4"))
          .option("zarrFormat", format)
          .option("chunks", "2")
          .option("axes", "{\"x\":[0,1,9]}")
          .save("memory:copied");
      assertThat(read("memory:copied").where("v = 0").selectExpr("x").collectAsList())
          .hasToString("[[4]]");
      assertThat(read("memory:copied").where("v IS NULL").count()).isEqualTo(8);
    }
  }

  @Test
  void anIndexThatIsAddedStaysAnIndex() {
    Dataset<Row> index =
        spark.range(0, 6).selectExpr("id div 2 AS x", "id % 2 AS level", "cast(id as int) AS w");
    zarr(index).option("dimensions", "x,level").save("memory:copied");
    MemoryStore copied = MemoryStore.named("copied");
    copied.deleteBelow(new StoreKey("level"));
    copied.delete(new StoreKey("zarr.json"));
    byte[] group = "{\"zarr_format\":3,\"node_type\":\"group\"}".getBytes(StandardCharsets.UTF_8);
    copied.put(new StoreKey("zarr.json"), ByteBuffer.wrap(group));
    zarr(rows(0, 3)).option("dimensions", "x").save(PATH);
    zarr(read("memory:copied")).option("dimensions", "x,level").save(PATH);
    assertThat(document("zarr.json")).contains("\"w\"").doesNotContain("\"level\" : {");
    assertThat(
            spark
                .read()
                .format("zarr")
                .option("variables", "w")
                .load(PATH)
                .orderBy("w")
                .collectAsList())
        .isEqualTo(index.orderBy("w").collectAsList());
  }

  /** Attributes that someone gives the group while variables are added are not put back. */
  @Test
  void theGroupsAttributesAreNotWrittenByAnAppend() {
    zarr(rows(0, 4)).option("dimensions", "x").option("attributes", "{\"a\":1}").save(PATH);
    UDF1<Long, Long> whileItIsWritten =
        x -> {
          if (x == 0 && document("zarr.json").contains("\"a\" : 1")) {
            edit("zarr.json", "\"a\" : 1", "\"a\" : 2");
          }
          return x;
        };
    zarr(rows(0, 4)
            .select(col("x"), udf(whileItIsWritten, DataTypes.LongType).apply(col("x")).as("w")))
        .save(PATH);
    assertThat(document("zarr.json")).contains("\"a\" : 2").contains("\"w\"");
    assertThat(Arrays.asList(read(PATH).columns())).contains("x", "v", "w");
  }
}
