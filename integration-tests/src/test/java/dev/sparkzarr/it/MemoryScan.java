package dev.sparkzarr.it;

import dev.sparkzarr.array.ArrayWriter;
import dev.sparkzarr.array.ChunkIndex;
import dev.sparkzarr.array.EmptyChunks;
import dev.sparkzarr.array.ZarrArray;
import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.metadata.Shape;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreLocation;
import dev.sparkzarr.store.Stores;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Reads a table that is larger than the heap, all columns and rows of it, in one task: {@code
 * MemoryScan write KIND DIRECTORY} makes it, {@code MemoryScan scan KIND DIRECTORY FETCH_BYTES}
 * reads it and exits with 1 when the answer is wrong. Values hardly compress. A stored object is
 * written once and has a name for each place in the grid.
 */
public final class MemoryScan {
  private MemoryScan() {}

  /**
   * What is stored.
   *
   * @param codecs of the array's document
   */
  private record Variable(
      String name,
      ElementKind kind,
      long[] shape,
      long[] objects,
      String dimensions,
      String codecs) {
    long elements() {
      return Shape.of(shape).elements();
    }

    long objectElements() {
      return Shape.of(objects).elements();
    }
  }

  /** Tables, by name. */
  private static Variable[] table(String kind) {
    String raw = "{\"name\":\"bytes\",\"configuration\":{\"endian\":\"little\"}}";
    String zstd = raw + ",{\"name\":\"zstd\",\"configuration\":{\"level\":1,\"checksum\":false}}";
    String blosc =
        raw
            + ",{\"name\":\"blosc\",\"configuration\":{\"cname\":\"lz4\",\"clevel\":3,"
            + "\"shuffle\":\"shuffle\",\"typesize\":8,\"blocksize\":0}}";
    String shards =
        "{\"name\":\"sharding_indexed\",\"configuration\":{\"chunk_shape\":[8,128,128],"
            + "\"codecs\":["
            + zstd
            + "],\"index_codecs\":["
            + raw
            + ",{\"name\":\"crc32c\"}],\"index_location\":\"end\"}}";
    String all = "time,latitude,longitude";
    ElementKind f8 = ElementKind.FLOAT64;
    return switch (kind) {
      case "tiny" ->
          new Variable[] {
            new Variable("a", f8, new long[] {8, 8, 8}, new long[] {8, 8, 8}, all, zstd)
          };
      // shards of 256 MiB, inner chunks of 1 MiB, 1.5 GiB in all
      case "shards" ->
          new Variable[] {
            new Variable(
                "a", f8, new long[] {768, 512, 512}, new long[] {128, 512, 512}, all, shards)
          };
      // chunks of 64 MiB, 2 GiB in all
      case "zstd", "blosc" ->
          new Variable[] {
            new Variable(
                "a",
                f8,
                new long[] {1024, 512, 512},
                new long[] {32, 512, 512},
                all,
                kind.equals("zstd") ? zstd : blosc)
          };
      // chunks of 32, 32, 16 and 4 MiB, 2.2 GiB in all
      case "grids" ->
          new Variable[] {
            new Variable(
                "a", f8, new long[] {256, 512, 1024}, new long[] {64, 256, 256}, all, blosc),
            new Variable(
                "b", f8, new long[] {256, 512, 1024}, new long[] {16, 512, 512}, all, zstd),
            new Variable(
                "c",
                ElementKind.FLOAT32,
                new long[] {256, 512, 1024},
                new long[] {128, 128, 256},
                all,
                zstd),
            new Variable(
                "d", f8, new long[] {512, 1024}, new long[] {512, 1024}, "latitude,longitude", zstd)
          };
      default -> throw new IllegalArgumentException(kind);
    };
  }

  /** Runs it. */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[2]);
    if (arguments[0].equals("write")) {
      write(directory, table(arguments[1]));
    } else {
      scan(directory, table(arguments[1]), arguments[3]);
    }
  }

  private static void write(Path directory, Variable[] variables) throws IOException {
    document(directory, "{\"zarr_format\":3,\"node_type\":\"group\",\"attributes\":{}}");
    for (Variable variable : variables) {
      write(directory, variable);
    }
  }

  private static void document(Path node, String json) throws IOException {
    Files.writeString(Files.createDirectories(node).resolve("zarr.json"), json);
  }

  private static void write(Path directory, Variable variable) throws IOException {
    document(
        directory.resolve(variable.name),
        "{\"zarr_format\":3,\"node_type\":\"array\",\"shape\":"
            + Arrays.toString(variable.shape)
            + ",\"data_type\":\""
            + (variable.kind == ElementKind.FLOAT64 ? "float64" : "float32")
            + "\",\"chunk_grid\":{\"name\":\"regular\",\"configuration\":{\"chunk_shape\":"
            + Arrays.toString(variable.objects)
            + "}},\"chunk_key_encoding\":{\"name\":\"default\",\"configuration\":"
            + "{\"separator\":\".\"}},\"fill_value\":\"NaN\",\"codecs\":["
            + variable.codecs
            + "],\"attributes\":{},\"dimension_names\":[\""
            + variable.dimensions.replace(",", "\",\"")
            + "\"]}");
    int rank = variable.shape.length;
    try (Store store = Stores.open(new StoreLocation(directory.toString(), Map.of()))) {
      ArrayWriter writer =
          ZarrArray.open(store, new NodePath(variable.name)).writer(EmptyChunks.WRITE);
      writer.writeObject(ChunkIndex.of(new long[rank]), values(variable));
    }
    String first = "c" + ".0".repeat(rank);
    long[] counts = new long[rank];
    Arrays.setAll(counts, d -> variable.shape[d] / variable.objects[d]);
    for (long object = 1; object < Shape.of(counts).elements(); object++) {
      StringBuilder key = new StringBuilder();
      long rest = object;
      for (int d = rank - 1; d >= 0; d--) {
        key.insert(0, "." + rest % counts[d]);
        rest /= counts[d];
      }
      Path node = directory.resolve(variable.name);
      Files.createLink(node.resolve("c" + key), node.resolve(first));
    }
  }

  /** Uniform between 1 and 2; the same for every object of a variable. */
  private static ChunkBuffer values(Variable variable) {
    Random random = new Random(1);
    ChunkBuffer values = new ChunkBuffer(variable.kind);
    values.resize((int) variable.objectElements());
    ByteBuffer bytes = ByteBuffer.wrap(values.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < variable.objectElements(); i++) {
      if (variable.kind == ElementKind.FLOAT64) {
        bytes.putDouble(i * Double.BYTES, 1 + random.nextDouble());
      } else {
        bytes.putFloat(i * Float.BYTES, 1 + random.nextFloat());
      }
    }
    return values;
  }

  private static double sum(Variable variable) {
    Random random = new Random(1);
    double sum = 0;
    for (long i = 0; i < variable.objectElements(); i++) {
      sum +=
          variable.kind == ElementKind.FLOAT64 ? 1 + random.nextDouble() : 1 + random.nextFloat();
    }
    return sum * (variable.elements() / variable.objectElements());
  }

  private static void scan(Path directory, Variable[] variables, String fetchBytes) {
    SparkSession spark =
        SparkSession.builder()
            .master("local[1]")
            .appName("memory")
            .config("spark.ui.enabled", "false")
            // Spark refuses to start with less than one and a half times this
            .config("spark.testing.reservedMemory", 64L << 20)
            .getOrCreate();
    spark
        .read()
        .format("zarr")
        .option("maxPartitions", 1)
        .option("fetchBytes", fetchBytes)
        .option(
            "variables",
            Arrays.stream(variables).map(Variable::name).collect(Collectors.joining(",")))
        .load(directory.toString())
        .createOrReplaceTempView("t");
    StringBuilder sql = new StringBuilder("SELECT count(time + latitude + longitude)");
    for (Variable variable : variables) {
      sql.append(", sum(CAST(").append(variable.name).append(" AS DOUBLE))");
    }
    Row row = spark.sql(sql + " FROM t").collectAsList().get(0);
    long rows = variables[0].elements();
    boolean right = row.getLong(0) == rows;
    for (int i = 0; i < variables.length; i++) {
      double expected = sum(variables[i]) * (rows / variables[i].elements());
      right &= Math.abs(row.getDouble(i + 1) - expected) <= 1e-9 * expected;
    }
    System.out.println((right ? "right: " : "wrong: ") + row);
    spark.stop();
    System.exit(right ? 0 : 1);
  }
}
