package dev.sparkzarr.it.writes;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** One array and what is done to it, drawn at random. */
final class WriteCase {
  static final List<String> TYPES =
      List.of("bool", "uint8", "int16", "int64", "float32", "float64", "complex128", "string");

  static final List<String> COMPRESSIONS =
      List.of(
          "none",
          "zstd",
          "zstd:-5",
          "zstd:19",
          "gzip",
          "gzip:9",
          "blosc",
          "blosc:lz4",
          "blosc:lz4hc",
          "blosc:blosclz",
          "blosc:zlib");

  private static final ObjectMapper JSON = new ObjectMapper();

  final ObjectNode json;
  final String compression;
  final String engine;

  /** Every type with every compression in both formats comes up as the number grows. */
  WriteCase(int number, Path directory, long seed) {
    Random random = new Random(seed + number);
    String type = TYPES.get(number % TYPES.size());
    compression = COMPRESSIONS.get(number / TYPES.size() % COMPRESSIONS.size());
    engine = random.nextInt(3) == 0 ? "reference" : "java";
    int format = random.nextBoolean() ? 2 : 3;
    int rank = 1 + random.nextInt(3);
    long[] shape = lengths(random, rank, 1, 9);
    long[] chunks = lengths(random, rank, 1, 4);
    long[] shards = null;
    if (format == 3 && random.nextInt(3) == 0) {
      shards = chunks.clone();
      for (int i = 0; i < rank; i++) {
        shards[i] *= 1 + random.nextInt(3);
      }
    }
    json = JSON.createObjectNode();
    json.put("number", number);
    json.put("path", directory.resolve("case-" + number).toString());
    json.put("format", format);
    json.put("dtype", type);
    put(json, "shape", shape);
    put(json, "chunks", chunks);
    put(json, "shards", shards);
    json.put("fill", random.nextBoolean() ? 0 : 3);
    json.put("begins", random.nextBoolean() ? "zarr-python" : "here");
    json.put("compressor", random.nextInt(3) == 0 ? "none" : "auto");
    json.put("seed", 1);
    steps(random, shape, shards == null ? chunks : shards);
  }

  private void steps(Random random, long[] firstShape, long[] objects) {
    ArrayNode steps = json.putArray("steps");
    long[] shape = firstShape;
    write(steps, new long[shape.length], shape, 1);
    for (int i = 0, n = random.nextInt(5); i < n; i++) {
      int kind = random.nextInt(4);
      if (kind == 0) {
        long[] larger = shape.clone();
        larger[random.nextInt(shape.length)] += 1 + random.nextInt(6);
        put(steps.addObject().put("kind", "shape"), "shape", larger);
        shape = larger;
      } else if (kind == 1) {
        long[] object = new long[shape.length];
        for (int d = 0; d < object.length; d++) {
          object[d] = random.nextInt((int) ((shape[d] + objects[d] - 1) / objects[d]));
        }
        put(steps.addObject().put("kind", "delete"), "object", object);
      } else {
        long[] start = new long[shape.length];
        long[] stop = new long[shape.length];
        for (int d = 0; d < start.length; d++) {
          start[d] = random.nextInt((int) shape[d]);
          stop[d] = start[d] + 1 + random.nextInt((int) (shape[d] - start[d]));
        }
        write(steps, start, stop, 2 + i);
      }
    }
  }

  private static void write(ArrayNode steps, long[] start, long[] stop, int seed) {
    ObjectNode step = steps.addObject().put("kind", "write").put("seed", seed);
    put(step, "start", start);
    put(step, "stop", stop);
  }

  private static long[] lengths(Random random, int rank, int least, int most) {
    return random.longs(rank, least, most + 1).toArray();
  }

  private static void put(ObjectNode json, String name, long[] lengths) {
    if (lengths == null) {
      json.putNull(name);
      return;
    }
    ArrayNode list = json.putArray(name);
    for (long length : lengths) {
      list.add(length);
    }
  }

  @Override
  public String toString() {
    return compression + ", engine " + engine + ", " + json;
  }
}
