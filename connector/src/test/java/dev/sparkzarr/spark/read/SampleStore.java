package dev.sparkzarr.spark.read;

import dev.sparkzarr.array.EmptyChunks;
import dev.sparkzarr.array.Region;
import dev.sparkzarr.array.ZarrArray;
import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.metadata.Shape;
import dev.sparkzarr.store.MemoryStore;
import dev.sparkzarr.store.StoreKey;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** A v3 store in memory, written from documents by hand and values by index. */
final class SampleStore {
  private final String name;
  private final MemoryStore store;

  SampleStore(String name) {
    this.name = name;
    MemoryStore.forget(name);
    this.store = MemoryStore.named(name);
    put("zarr.json", "{\"zarr_format\":3,\"node_type\":\"group\",\"attributes\":{}}");
  }

  String path() {
    return "memory:" + name;
  }

  String meteredPath() {
    return "metered:" + name;
  }

  void put(String key, String text) {
    put(key, text.getBytes(StandardCharsets.UTF_8));
  }

  void put(String key, byte[] bytes) {
    store.put(new StoreKey(key), ByteBuffer.wrap(bytes));
  }

  void delete(String key) {
    store.delete(new StoreKey(key));
  }

  SampleStore group(String path) {
    put(path + "/zarr.json", "{\"zarr_format\":3,\"node_type\":\"group\",\"attributes\":{}}");
    return this;
  }

  /** The value of an element by its position in C order. */
  @FunctionalInterface
  interface Values {
    double at(int position);
  }

  /** Adds an array without compression. */
  SampleStore array(
      String path,
      ElementKind kind,
      long[] shape,
      long[] chunks,
      String dimensions,
      String attributes,
      Values values) {
    String fill = kind == ElementKind.BOOL ? "false" : kind.isFloat() ? "\"NaN\"" : "0";
    document(path, kind, shape, chunks, dimensions, attributes, fill);
    return fill(path, kind, shape, values);
  }

  /** Writes the elements of an array whose document is there. */
  SampleStore fill(String path, ElementKind kind, long[] shape, Values values) {
    int elements = (int) Shape.of(shape).elements();
    ChunkBuffer buffer = new ChunkBuffer(kind);
    buffer.resize(elements);
    ByteBuffer bytes = ByteBuffer.wrap(buffer.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < elements; i++) {
      put(bytes, kind, values.at(i));
    }
    ZarrArray.open(store, new NodePath(path))
        .writer(EmptyChunks.WRITE)
        .write(Region.all(Shape.of(shape)), buffer);
    return this;
  }

  /** Adds an array of which no chunk is stored. */
  SampleStore document(
      String path,
      ElementKind kind,
      long[] shape,
      long[] chunks,
      String dimensions,
      String attributes,
      String fill) {
    String grid =
        "{\"name\":\"regular\",\"configuration\":{\"chunk_shape\":"
            + Arrays.toString(chunks)
            + "}}";
    return document(path, kind, shape, grid, dimensions, attributes, fill);
  }

  SampleStore document(
      String path,
      ElementKind kind,
      long[] shape,
      String grid,
      String dimensions,
      String attributes,
      String fill) {
    String names =
        dimensions == null
            ? ""
            : ",\"dimension_names\":["
                + Arrays.stream(dimensions.split(","))
                    .filter(dimension -> !dimension.isEmpty())
                    .map(dimension -> '"' + dimension + '"')
                    .collect(Collectors.joining(","))
                + "]";
    put(
        path.isEmpty() ? "zarr.json" : path + "/zarr.json",
        "{\"zarr_format\":3,\"node_type\":\"array\",\"shape\":"
            + Arrays.toString(shape)
            + ",\"data_type\":\""
            + kind.name().toLowerCase(Locale.ROOT)
            + "\",\"chunk_grid\":"
            + grid
            + ",\"chunk_key_encoding\":{\"name\":\"default\"},\"fill_value\":"
            + fill
            + ",\"codecs\":[{\"name\":\"bytes\",\"configuration\":{\"endian\":\"little\"}}]"
            + ",\"attributes\":"
            + attributes
            + names
            + "}");
    return this;
  }

  private static void put(ByteBuffer bytes, ElementKind kind, double value) {
    switch (kind) {
      case BOOL, INT8, UINT8 -> bytes.put((byte) (long) value);
      case INT16, UINT16 -> bytes.putShort((short) (long) value);
      case INT32, UINT32 -> bytes.putInt((int) (long) value);
      case INT64 -> bytes.putLong((long) value);
      case UINT64 -> bytes.putLong(new java.math.BigDecimal(value).toBigInteger().longValue());
      case FLOAT32 -> bytes.putFloat((float) value);
      case FLOAT64 -> bytes.putDouble(value);
      case FLOAT16 -> throw new IllegalArgumentException("no half floats here");
    }
  }

  /**
   * A small weather table: time (8 days from 2020-01-01), latitude (60, 50, 40), longitude (0..3),
   * {@code t} = 100 * day + 10 * row + column, chunks of 2 x 2 x 4.
   */
  static SampleStore weather(String name) {
    return new SampleStore(name)
        .array(
            "time",
            ElementKind.INT32,
            new long[] {8},
            new long[] {8},
            "time",
            "{\"units\":\"days since 2020-01-01\",\"calendar\":\"standard\"}",
            i -> i)
        .array(
            "latitude",
            ElementKind.FLOAT32,
            new long[] {3},
            new long[] {3},
            "latitude",
            "{\"units\":\"degrees_north\",\"long_name\":\"latitude\"}",
            i -> 60 - 10.0 * i)
        .array(
            "longitude",
            ElementKind.FLOAT64,
            new long[] {4},
            new long[] {4},
            "longitude",
            "{}",
            i -> i)
        .array(
            "t",
            ElementKind.FLOAT32,
            new long[] {8, 3, 4},
            new long[] {2, 2, 4},
            "time,latitude,longitude",
            "{\"units\":\"K\",\"long_name\":\"temperature\"}",
            i -> i / 12 * 100 + i % 12 / 4 * 10 + i % 4);
  }
}
