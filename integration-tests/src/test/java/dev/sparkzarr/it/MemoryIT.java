package dev.sparkzarr.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The formula of {@code docs/memory.md}, by the letter: a JVM whose heap is the formula's value and
 * {@value #BASE} MiB for Spark itself reads tables of several times that size, in one task.
 */
@Tag("full")
class MemoryIT {
  /** What Spark in local mode takes for itself and for a query without data, in MiB. */
  private static final double BASE = 128;

  /** Rows of a tile. */
  private static final double TILE = 32768;

  private static final double MIB = 1 << 20;

  @TempDir private Path directory;

  /** An array column of 8-byte floats in tiles: 3 values, 1 element and 2 flags for a row. */
  private static final double COLUMN = TILE * (3 * 8 + 8 + 2) / MIB;

  /** Three dimension columns in tiles: 3 values for a row. */
  private static final double DIMENSIONS = 3 * TILE * 3 * 8 / MIB;

  @Test
  void partsOfShardsTakeNoMoreThanTheirInnerChunks() throws IOException {
    double request = 8;
    double chunk = 1;
    double scratch = 1;
    double index = 256 * 16 / MIB;
    scan("shards", 16, chunk + request + scratch + index + COLUMN + DIMENSIONS);
  }

  @Test
  void largeChunksOfZstd() throws IOException {
    double chunk = 64;
    double request = 64;
    double scratch = 64;
    scan("zstd", 64, chunk + request + scratch + COLUMN + DIMENSIONS);
  }

  @Test
  void largeChunksOfBlosc() throws IOException {
    double chunk = 64;
    double request = 64;
    double scratch = 64;
    scan("blosc", 64, chunk + request + scratch + COLUMN + DIMENSIONS);
  }

  @Test
  void columnsWithDifferentGrids() throws IOException {
    double a = 32; // the main grid
    double b = Math.max(2 * 32, 64 / 3.0); // 2 chunks beside one another along longitude
    double c = Math.max(2 * 16, 64 / 3.0); // 16 beside one another; a chunk of a crosses 2
    double d = Math.max(4, 64 / 3.0);
    double requests = 32 + 32 + 16 + 4;
    double scratch = 32;
    scan("grids", 32, a + b + c + d + requests + scratch + 4 * COLUMN + DIMENSIONS);
  }

  /** Ten times the rows and objects, of the same sizes. */
  @Test
  void writingTakesNoMoreOfTenTimesTheData() throws IOException {
    long[] few = written(8);
    long[] many = written(80);
    System.out.printf(
        "MiB of tasks that write 8 and 80 objects of 8 variables, 2 MiB each: heap %.0f and %.0f,"
            + " counted by Spark %.0f and %.0f%n",
        few[0] / MIB, many[0] / MIB, few[1] / MIB, many[1] / MIB);
    assertThat(many[0]).isBetween(1L, few[0] * 3 / 2);
    assertThat(many[1]).isBetween(1L, few[1] * 3 / 2);
  }

  /** What the heap held at most, and what Spark counted. */
  private long[] written(int objects) throws IOException {
    SparkRuntime.Outcome outcome =
        SparkRuntime.ofThisBuild()
            .run(
                List.of("-Xmx512m", "-XX:+UseSerialGC"),
                MemoryWrite.class,
                "" + objects,
                Files.createDirectory(directory.resolve("written" + objects)).toString());
    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    return outcome
        .output()
        .lines()
        .filter(line -> line.startsWith("heap: ") || line.startsWith("counted: "))
        .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(' ') + 1)))
        .toArray();
  }

  private void scan(String kind, int fetchMebibytes, double formula) throws IOException {
    SparkRuntime spark = SparkRuntime.ofThisBuild();
    String place = directory.toString();
    SparkRuntime.Outcome written =
        spark.run(List.of("-Xmx2g"), MemoryScan.class, "write", kind, place);
    assertThat(written.exitCode()).as(written.output()).isZero();
    long heap = (long) Math.ceil(BASE + formula + fetchMebibytes);
    SparkRuntime.Outcome read =
        spark.run(
            List.of("-Xmx" + heap + "m"),
            MemoryScan.class,
            "scan",
            kind,
            place,
            fetchMebibytes + "m");
    assertThat(read.output()).contains("right: ");
    assertThat(read.exitCode()).as(read.output()).isZero();
  }
}
