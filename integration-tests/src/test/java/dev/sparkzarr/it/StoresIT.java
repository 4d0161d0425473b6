package dev.sparkzarr.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkzarr.it.servers.HadoopClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The real stores on real servers, read by the packaged jar inside Spark. */
@Tag("servers")
class StoresIT {
  /** Those that both Sparks read from. */
  private static final List<ServedData.Kind> OF_BOTH =
      List.of(ServedData.Kind.HTTP, ServedData.Kind.S3, ServedData.Kind.HDFS);

  private static final Map<ServedData.Kind, ServedData> SERVED =
      new EnumMap<>(ServedData.Kind.class);

  private static SparkShell spark;

  @BeforeAll
  static void start() throws IOException {
    List<Path> jars =
        Stream.of("gs", "wasb", "opendal").map(n -> HadoopClient.jars(n).resolve("*")).toList();
    spark = SparkShell.start(SparkRuntime.ofThisBuild(), jars, Map.of());
  }

  @AfterAll
  static void stop() {
    spark.close();
    SERVED.values().forEach(ServedData::close);
  }

  @ParameterizedTest
  @EnumSource
  void everyAnswerIsThatOfXarray(ServedData.Kind kind) throws IOException {
    if (OF_BOTH.contains(kind)) {
      answers(spark, served(kind));
      return;
    }
    try (ServedData data = ServedData.on(kind)) {
      answers(spark, data);
    }
  }

  @Test
  void theNewestSparkGivesEveryAnswer() throws IOException {
    try (SparkShell newest = SparkShell.start(SparkRuntime.newest(), List.of(), Map.of())) {
      for (ServedData.Kind kind : OF_BOTH) {
        answers(newest, served(kind));
      }
    }
  }

  /** Filled once. */
  private static ServedData served(ServedData.Kind kind) throws IOException {
    ServedData data = SERVED.get(kind);
    if (data == null) {
      data = ServedData.on(kind);
      SERVED.put(kind, data);
    }
    return data;
  }

  private static void answers(SparkShell spark, ServedData data) throws IOException {
    SparkShell.Outcome outcome = spark.answers(ServedData.DATA, data.root(), "", data.options());
    assertThat(outcome.error()).isEmpty();
    assertThat(outcome.value()).isEmpty();
  }
}
