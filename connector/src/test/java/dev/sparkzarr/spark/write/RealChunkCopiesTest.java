package dev.sparkzarr.spark.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sparkzarr.spark.read.LocalSpark;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real stores, copied by their stored objects: the same files with the same bytes. */
class RealChunkCopiesTest {
  private static final Path DATA = Path.of(System.getProperty("sparkzarr.shared", "none"), "data");

  /** Documents are spelled anew; nothing else is. */
  private static final Pattern DOCUMENT =
      Pattern.compile("(.*/)?(zarr\\.json|\\.z[a-z]+|\\.sparkzarr.*)");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "basin-v3.zarr",
        "era5-uk-v2.zarr",
        "era5-uk-v3-sharded.zarr",
        "eraint-packed-v2.zarr"
      })
  void everyObjectIsTheSame(String name, @TempDir Path folder) throws IOException {
    Path store = DATA.resolve(name);
    assumeTrue(Files.exists(store), "the real stores are not here");
    SparkSession spark = LocalSpark.session();
    Path copy = folder.resolve(name);
    spark
        .read()
        .format("zarr")
        .option("layout", "chunks")
        .option("encoded", "true")
        .option("missingChunks", "rows")
        .load(store.toString())
        .write()
        .format("zarr")
        .option("layout", "chunks")
        .option("encoded", "true")
        .save(copy.toString());
    assertThat(objects(copy)).isNotEmpty().isEqualTo(objects(store));
    assertThat(spark.read().format("zarr").load(copy.toString()).count())
        .isEqualTo(spark.read().format("zarr").load(store.toString()).count());
  }

  private static Map<String, ByteBuffer> objects(Path store) throws IOException {
    Map<String, ByteBuffer> objects = new TreeMap<>();
    try (Stream<Path> files = Files.walk(store)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String key = store.relativize(file).toString().replace('\\', '/');
        if (!DOCUMENT.matcher(key).matches()) {
          objects.put(key, ByteBuffer.wrap(Files.readAllBytes(file)));
        }
      }
    }
    return objects;
  }
}
