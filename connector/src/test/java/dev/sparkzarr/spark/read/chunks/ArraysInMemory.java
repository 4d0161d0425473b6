package dev.sparkzarr.spark.read.chunks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.array.ArrayEngines;
import dev.sparkzarr.array.EmptyChunks;
import dev.sparkzarr.array.Hierarchy;
import dev.sparkzarr.array.Nodes;
import dev.sparkzarr.array.Region;
import dev.sparkzarr.array.ZarrArray;
import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.codec.Compression;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.Attributes;
import dev.sparkzarr.metadata.ChunkGrid;
import dev.sparkzarr.metadata.ChunkKeyEncoding;
import dev.sparkzarr.metadata.CodecSpec;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.FillValue;
import dev.sparkzarr.metadata.GroupMetadata;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.metadata.Shape;
import dev.sparkzarr.metadata.ZarrFormat;
import dev.sparkzarr.store.MemoryStore;
import dev.sparkzarr.store.StoreKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A store in memory, and arrays to put there, whose values are mostly 1, 2, 3, … in C order. */
public final class ArraysInMemory implements AutoCloseable {
  public static final DataType INT = new DataType.Numeric(ElementKind.INT32);
  public static final List<CodecSpec> GZIP = Compression.chain("gzip", INT, ZarrFormat.V3);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String name;
  private final MemoryStore store;

  private ArraysInMemory(String name) {
    MemoryStore.forget(name);
    this.name = name;
    this.store = MemoryStore.named(name);
  }

  /** A store without a node. */
  public static ArraysInMemory empty(String name) {
    return new ArraysInMemory(name);
  }

  /** A store with a group of format 3 at its root. */
  public static ArraysInMemory group(String name, String attributes) {
    ArraysInMemory arrays = new ArraysInMemory(name);
    Nodes.create(
        arrays.store, NodePath.ROOT, new GroupMetadata(ZarrFormat.V3, attributes(attributes)));
    return arrays;
  }

  /** The values are gone then. */
  @Override
  public void close() {
    MemoryStore.forget(name);
  }

  public MemoryStore store() {
    return store;
  }

  /** What Spark loads. */
  public String path() {
    return "memory:" + name;
  }

  public static Attributes attributes(String json) {
    try {
      return new Attributes((ObjectNode) JSON.readTree(json));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Without compression. */
  public static List<CodecSpec> shards(long... inner) {
    try {
      var json =
          JSON.readTree(
              "{\"chunk_shape\":"
                  + Arrays.toString(inner)
                  + ",\"codecs\":[{\"name\":\"bytes\",\"configuration\":{\"endian\":\"little\"}}],"
                  + "\"index_codecs\":[{\"name\":\"bytes\",\"configuration\":"
                  + "{\"endian\":\"little\"}},{\"name\":\"crc32c\"}]}");
      return List.of(CodecSpec.of("sharding_indexed", (ObjectNode) json));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  public static ArrayMetadata metadata(
      DataType type,
      Shape shape,
      ChunkGrid grid,
      List<CodecSpec> codecs,
      byte[] fill,
      String attributes,
      String... dimensions) {
    return ArrayMetadata.of(
        ZarrFormat.V3,
        shape,
        type,
        grid,
        new ChunkKeyEncoding.Default('/'),
        Optional.of(new FillValue(fill)),
        codecs,
        Arrays.stream(dimensions).map(Optional::of).toList(),
        attributes(attributes));
  }

  /** An array of which nothing is stored. */
  public ZarrArray array(
      String path,
      DataType type,
      Shape shape,
      Shape chunks,
      List<CodecSpec> codecs,
      byte[] fill,
      String attributes,
      String... dimensions) {
    return ZarrArray.create(
        store,
        new NodePath(path),
        metadata(type, shape, new ChunkGrid.Regular(chunks), codecs, fill, attributes, dimensions));
  }

  /** Integers along the dimensions y and x, as far as the shape has them. */
  public ZarrArray counting(String path, Shape shape, Shape chunks, List<CodecSpec> codecs) {
    return counting(path, shape, new ChunkGrid.Regular(chunks), codecs);
  }

  /** As above, cut in any way. */
  public ZarrArray counting(String path, Shape shape, ChunkGrid grid, List<CodecSpec> codecs) {
    String[] dimensions = Arrays.copyOf(new String[] {"y", "x"}, shape.rank());
    ZarrArray array =
        ZarrArray.create(
            store,
            new NodePath(path),
            metadata(INT, shape, grid, codecs, new byte[4], "{}", dimensions));
    array.writer(EmptyChunks.WRITE).write(Region.all(shape), counting(shape));
    return array;
  }

  public static ChunkBuffer counting(Shape shape) {
    ChunkBuffer values = new ChunkBuffer(INT);
    values.resize(shape.elements());
    ByteBuffer bytes = ByteBuffer.wrap(values.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < shape.elements(); i++) {
      bytes.putInt(i + 1);
    }
    return values;
  }

  public static ChunkBuffer texts(String... values) {
    ChunkBuffer buffer = new ChunkBuffer(new DataType.Text());
    buffer.resize(values.length);
    for (int i = 0; i < values.length; i++) {
      byte[] slot = buffer.element(values[i].getBytes(StandardCharsets.UTF_8));
      System.arraycopy(slot, 0, buffer.bytes(), i * 8, 8);
    }
    return buffer;
  }

  public ZarrArray opened(String path) {
    NodePath node = new NodePath(path);
    return ZarrArray.of(
        store,
        node,
        (ArrayMetadata)
            Hierarchy.open(store, Hierarchy.Consolidated.IGNORED).node(node).orElseThrow(),
        ArrayEngines.named("java"));
  }

  /** All integers of an array, in C order. */
  public List<Integer> values(String path) {
    ZarrArray array = opened(path);
    ChunkBuffer values = array.read(Region.all(array.metadata().shape()));
    ByteBuffer bytes = ByteBuffer.wrap(values.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < values.elements(); i++) {
      all.add(bytes.getInt());
    }
    return all;
  }

  /** All that is stored but documents. */
  public Map<String, ByteBuffer> objects() {
    Map<String, ByteBuffer> objects = new TreeMap<>();
    for (StoreKey key : store.keys(Optional.empty()).toList()) {
      if (!key.value().matches("(.*/)?(zarr\\.json|\\.z[a-z]+|\\.sparkzarr.*)")) {
        objects.put(key.value(), store.get(key, 100_000).orElseThrow());
      }
    }
    return objects;
  }
}
