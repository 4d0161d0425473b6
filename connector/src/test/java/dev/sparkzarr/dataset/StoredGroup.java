package dev.sparkzarr.dataset;

import dev.sparkzarr.array.ArrayEngine;
import dev.sparkzarr.array.ArrayEngines;
import dev.sparkzarr.array.Hierarchy;
import dev.sparkzarr.array.ReadCounters;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.store.Listing;
import dev.sparkzarr.store.MemoryStore;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.middleware.AroundStore;
import dev.sparkzarr.store.middleware.StoreCall;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A v3 group in memory, its documents written by hand, and the table it is opened as. */
final class StoredGroup {
  private final MemoryStore store = MemoryStore.unnamed();
  private final ReadCounters counters = new ReadCounters();

  StoredGroup() {
    this("{}");
  }

  StoredGroup(String attributes) {
    document(
        "zarr.json",
        "{\"zarr_format\":3,\"node_type\":\"group\",\"attributes\":" + attributes + "}");
  }

  StoredGroup group(String path) {
    document(path + "/zarr.json", "{\"zarr_format\":3,\"node_type\":\"group\"}");
    return this;
  }

  /** An array without stored chunks: all zeros. */
  StoredGroup array(String path, String type, String dimensions, String shape) {
    return array(path, type, dimensions, shape, "{}");
  }

  /**
   * @param dimensions separated by commas; a question mark for one without name
   */
  StoredGroup array(String path, String type, String dimensions, String shape, String attributes) {
    return array(path, type, dimensions, shape, attributes, "{\"name\":\"bytes\"}");
  }

  StoredGroup array(
      String path,
      String type,
      String dimensions,
      String shape,
      String attributes,
      String lastCodec) {
    String names =
        dimensions.isEmpty()
            ? ""
            : Arrays.stream(dimensions.split(","))
                .map(name -> name.equals("?") ? "null" : '"' + name + '"')
                .collect(Collectors.joining(",", ",\"dimension_names\":[", "]"));
    String chunks =
        shape.isEmpty() ? "" : shape.replaceAll("\\b0\\b", "1").replaceAll("\\d{4,}", "999");
    document(
        path.isEmpty() ? "zarr.json" : path + "/zarr.json",
        "{\"zarr_format\":3,\"node_type\":\"array\",\"shape\":["
            + shape
            + "],\"data_type\":\""
            + type
            + "\",\"chunk_grid\":{\"name\":\"regular\",\"configuration\":{\"chunk_shape\":["
            + chunks
            + "]}},\"chunk_key_encoding\":{\"name\":\"default\"},\"fill_value\":0,\"codecs\":["
            + (lastCodec.contains("bytes")
                ? "{\"name\":\"bytes\",\"configuration\":{\"endian\":\"little\"}}"
                : "{\"name\":\"bytes\",\"configuration\":{\"endian\":\"little\"}}," + lastCodec)
            + "]"
            + names
            + ",\"attributes\":"
            + attributes
            + "}");
    return this;
  }

  /** A float64 index coordinate with its values. */
  StoredGroup axis(String name, double... values) {
    array(name, "float64", name, Integer.toString(values.length));
    ByteBuffer chunk = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    Arrays.stream(values).forEach(chunk::putDouble);
    return chunk(name + "/c/0", chunk.array());
  }

  /** An int64 index coordinate with its values. */
  StoredGroup axis(String name, String attributes, long... values) {
    array(name, "int64", name, Integer.toString(values.length), attributes);
    ByteBuffer chunk = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    Arrays.stream(values).forEach(chunk::putLong);
    return chunk(name + "/c/0", chunk.array());
  }

  /** A float32 index coordinate with its values. */
  StoredGroup axis(String name, String attributes, float... values) {
    array(name, "float32", name, Integer.toString(values.length), attributes);
    ByteBuffer chunk = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      chunk.putFloat(value);
    }
    return chunk(name + "/c/0", chunk.array());
  }

  StoredGroup document(String key, String text) {
    return chunk(key, text.getBytes(StandardCharsets.UTF_8));
  }

  StoredGroup chunk(String key, byte[] bytes) {
    store.writes().orElseThrow().put(new StoreKey(key), ByteBuffer.wrap(bytes));
    return this;
  }

  Table open() {
    return open("", DatasetOptions.DEFAULT);
  }

  Table open(String path, DatasetOptions options) {
    ArrayEngine engine = ArrayEngines.named("java");
    Hierarchy hierarchy = Hierarchy.open(store, Hierarchy.Consolidated.IF_PRESENT);
    return Dataset.open(hierarchy, new NodePath(path), options, engine, counters);
  }

  /** As a store opens it whose listings are older than this child. */
  Table openWithout(String unlisted) {
    Store old =
        new AroundStore(store) {
          @Override
          protected <T> T around(StoreCall<T> call) {
            return call.send();
          }

          @Override
          public Optional<Listing> listing() {
            return inner().listing().map(all -> new OldListing(all, unlisted));
          }
        };
    Hierarchy hierarchy = Hierarchy.open(old, Hierarchy.Consolidated.IF_PRESENT);
    return Dataset.open(
        hierarchy, NodePath.ROOT, DatasetOptions.DEFAULT, ArrayEngines.named("java"), counters);
  }

  private record OldListing(Listing all, String unlisted) implements Listing {
    @Override
    public Stream<StoreKey> keys(Optional<StoreKey> below) {
      return all.keys(below).filter(key -> !key.value().startsWith(unlisted + "/"));
    }

    @Override
    public Stream<Entry> entries(Optional<StoreKey> below) {
      return all.entries(below).filter(entry -> !entry.name().equals(unlisted));
    }
  }

  Table withVariables(String... names) {
    return open("", options(null, List.of(names)));
  }

  Table withDimensions(String... names) {
    return open("", options(List.of(names), null));
  }

  ReadCounters counters() {
    return counters;
  }

  static DatasetOptions options(List<String> dimensions, List<String> variables) {
    return new DatasetOptions(
        Optional.ofNullable(dimensions),
        Optional.ofNullable(variables),
        true,
        true,
        true,
        true,
        Optional.empty(),
        false,
        false);
  }

  /** For example {@code time:TIMESTAMP lat:FLOAT64 t2m:FLOAT32?[0, 1]}. */
  static String describe(Table table) {
    return table.columns().stream()
        .map(
            column ->
                column.name()
                    + ":"
                    + column.type()
                    + (column.nullable() ? "?" : "")
                    + (column.role() == Column.Role.DIMENSION ? "" : column.dimensions()))
        .collect(Collectors.joining(" "));
  }
}
