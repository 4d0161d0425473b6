package dev.sparkzarr.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkzarr.it.servers.HadoopClient;
import dev.sparkzarr.it.servers.PassThrough;
import dev.sparkzarr.it.servers.Redis;
import dev.sparkzarr.it.servers.Seen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cache on disk whose index is in Redis, shared by the JVMs of two Sparks. */
@Tag("servers")
class CacheIT {
  private static final String STORE = "era5-uk-v2.zarr";
  private static final String PASSWORD = "planted-redis-p4ssw0rd";

  @TempDir private Path folder;

  @Test
  void whatOneHasReadTheOtherNeedNotAskFor() throws IOException {
    List<Path> jars = List.of(HadoopClient.jars("redis").resolve("*"));
    try (ServedData data = ServedData.on(ServedData.Kind.S3);
        Redis redis = Redis.start(PASSWORD);
        SparkShell first = SparkShell.start(SparkRuntime.ofThisBuild(), jars, Map.of());
        SparkShell second = SparkShell.start(SparkRuntime.ofThisBuild(), jars, Map.of())) {
      Map<String, String> options = new HashMap<>(data.options());
      options.put("cache", "true");
      options.put("cacheStorage", folder.resolve("cache").toString());
      options.put("cacheIndex", "redis://:" + PASSWORD + "@127.0.0.1:" + redis.port() + "/0");
      options.put("cacheCheckAfter", "1h");

      assertThat(chunks(first, data, options)).as("the first time").isGreaterThanOrEqualTo(45);
      assertThat(chunks(second, data, options)).as("in another JVM").isZero();
      redis.kill();
      assertThat(chunks(second, data, options)).as("without Redis").isPositive();
      for (SparkShell spark : List.of(first, second)) {
        assertThat(Files.readString(spark.logFile())).doesNotContain(PASSWORD);
      }
    }
  }

  /** Asks everything about the store; returns how many requests for chunks of it came. */
  private static long chunks(SparkShell spark, ServedData data, Map<String, String> options)
      throws IOException {
    PassThrough proxy = data.proxy().orElseThrow();
    proxy.take();
    SparkShell.Outcome outcome = spark.answers(ServedData.DATA, data.root(), STORE, options);
    assertThat(outcome.error()).isEmpty();
    assertThat(outcome.value()).isEmpty();
    return proxy.take().stream().map(Seen::path).filter(path -> path.contains("/t2m/")).count();
  }
}
