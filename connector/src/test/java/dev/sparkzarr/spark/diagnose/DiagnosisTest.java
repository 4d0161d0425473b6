package dev.sparkzarr.spark.diagnose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.sparkzarr.spark.read.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jpountz.lz4.LZ4Factory;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiagnosisTest {
  private static final String GROUP =
      "{\"zarr_format\":3,\"node_type\":\"group\",\"attributes\":{}}";

  private final SparkSession spark = LocalSpark.session();

  @TempDir private Path folder;

  private DataFrameReader zarr() {
    return spark.read().format("zarr").option("diagnose", "true");
  }

  private static Map<String, String> findings(String process, List<Row> rows) {
    return rows.stream()
        .filter(row -> row.getString(0).equals(process))
        .collect(Collectors.toMap(row -> row.getString(1), row -> row.getString(2)));
  }

  private Path group() throws IOException {
    Path store = Files.createDirectory(folder.resolve("a.zarr"));
    Files.writeString(store.resolve("zarr.json"), GROUP);
    return store;
  }

  /** The version that the name of a jar says. */
  private static String versionOfJar(Class<?> type) {
    String file =
        Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath())
            .getFileName()
            .toString();
    return file.replaceFirst(".*?-(\\d[^/]*)\\.jar", "$1");
  }

  @Test
  void bothProcessesSayWhatTheyAre() throws IOException {
    List<Row> rows = zarr().load(group().toString()).collectAsList();
    for (String process : List.of("driver", "executor")) {
      Map<String, String> found = findings(process, rows);
      assertThat(found).containsEntry("spark", spark.version());
      assertThat(found.get("java")).startsWith(System.getProperty("java.version"));
      assertThat(found.get("scala")).startsWith("2.1");
      assertThat(found.get("hadoop")).startsWith("3.");
      assertThat(found.get("zstd-jni"))
          .startsWith(versionOfJar(Zstd.class))
          .contains("zstd-jni-")
          .contains("its library loads");
      assertThat(found.get("lz4-java"))
          .contains("lz4-java-" + versionOfJar(LZ4Factory.class) + ".jar");
      assertThat(found.get("path rule"))
          .isEqualTo("local: taken: a plain path, and fs.defaultFS names no other file system");
      assertThat(found.get("store")).contains("dev.sparkzarr.store.LocalStore of provider local");
      assertThat(found.get("store can")).contains("ranges", "list", "write if absent");
      assertThat(found.get("metadata")).isEqualTo("a group of Zarr V3");
    }
    assertThat(findings("driver", rows))
        .containsEntry("master", "local[2]")
        .containsKeys("ansi", "time zone");
  }

  @Test
  void aMountedVolumeIsSaid() throws IOException {
    List<Row> rows =
        zarr()
            .option("fs.sparkzarr.volumes", folder.toString())
            .load("file:" + group())
            .collectAsList();
    for (String process : List.of("driver", "executor")) {
      assertThat(findings(process, rows).get("path rule"))
          .startsWith("local: taken as a mounted volume (" + folder);
      assertThat(findings(process, rows).get("store can"))
          .contains("write")
          .doesNotContain("if absent");
    }
  }

  @Test
  void whoServesABucketAndWhyIsSaid() {
    DataFrameReader keys =
        zarr()
            .option("fs.s3a.access.key", "planted-access")
            .option("fs.s3a.secret.key", "planted-s3cr3t")
            .option("fs.s3a.endpoint", "http://127.0.0.1:1");
    List<Row> own = keys.load("s3a://bucket/a.zarr").collectAsList();
    assertThat(findings("executor", own).get("path rule"))
        .isEqualTo("s3: taken by this library's own client: nothing asks for Hadoop's");
    assertThat(findings("executor", own).get("store")).contains("S3Store of provider s3");
    assertThat(findings("executor", own).get("metadata")).startsWith("failed: ");
    List<Row> hadoops =
        keys.option("fs.s3a.acl.default", "Private").load("s3a://bucket/a.zarr").collectAsList();
    assertThat(findings("executor", hadoops).get("path rule"))
        .isEqualTo("s3: left to Hadoop's: only it does what these ask for: fs.s3a.acl.default");
    assertThat(own.toString() + hadoops).doesNotContain("planted");
  }

  @Test
  void aStoreThatCannotBeOpenedIsARow() {
    for (String path :
        List.of("nowhere://bucket/a.zarr", "file://host/a.zarr", "s3a://user:planted@x/y")) {
      List<Row> rows = zarr().load(path).collectAsList();
      for (String process : List.of("driver", "executor")) {
        Map<String, String> found = findings(process, rows);
        assertThat(found.get("store")).startsWith("failed: ").contains("Cannot open store");
        assertThat(found).containsEntry("spark", spark.version());
      }
      assertThat(rows.toString()).doesNotContain("planted");
    }
  }

  @Test
  void nothingThereIsSaid() {
    List<Row> rows = zarr().load(folder.resolve("absent.zarr").toString()).collectAsList();
    assertThat(findings("executor", rows).get("metadata"))
        .isEqualTo("there is no Zarr group or array");
  }

  @Test
  void damagedMetadataIsSaid() throws IOException {
    Path store = group();
    Files.writeString(store.resolve("zarr.json"), "{\"zarr_format\":3");
    List<Row> rows = zarr().load(store.toString()).collectAsList();
    assertThat(findings("driver", rows).get("metadata"))
        .startsWith("failed: ")
        .contains("not valid JSON");
  }

  @Test
  void itIsAViewInSql() throws IOException {
    spark.sql(
        "CREATE OR REPLACE TEMPORARY VIEW why USING zarr OPTIONS (path '"
            + group()
            + "', diagnose 'true')");
    assertThat(
            spark
                .sql("SELECT value FROM why WHERE process = 'driver' AND name = 'spark'")
                .collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactly(spark.version());
  }

  @Test
  void aSchemaIsRefused() {
    assertThatThrownBy(() -> zarr().schema("value INT").load("/a.zarr").collectAsList())
        .hasMessageContaining("Cannot read with diagnose=true and a schema");
  }
}
