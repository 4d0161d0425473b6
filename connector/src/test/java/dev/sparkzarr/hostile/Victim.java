package dev.sparkzarr.hostile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.array.ArrayEngines;
import dev.sparkzarr.array.EmptyChunks;
import dev.sparkzarr.array.Region;
import dev.sparkzarr.array.ZarrArray;
import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.Attributes;
import dev.sparkzarr.metadata.ChunkGrid;
import dev.sparkzarr.metadata.ChunkKeyEncoding;
import dev.sparkzarr.metadata.CodecSpec;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.ElementLayout;
import dev.sparkzarr.metadata.FillValue;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.metadata.Shape;
import dev.sparkzarr.metadata.ZarrFormat;
import dev.sparkzarr.store.MemoryStore;
import dev.sparkzarr.store.StoreKey;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An array of three stored objects, one after another along its first dimension; the one in the
 * middle gets damaged. Every element is known.
 */
final class Victim {
  static final NodePath PATH = new NodePath("group/victim");

  /** What of damage shows in the stored bytes themselves. */
  enum Shows {
    /** A checksum covers every element. */
    EVERYTHING,
    /** No checksum, but no shorter object is one. */
    TRUNCATION,
    /** A shard whose index has no checksum: its last bytes are read as an index. */
    NOTHING
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  final String name;
  final Shows shows;
  final MemoryStore store = MemoryStore.unnamed();
  final ArrayMetadata metadata;
  final byte[] elements;
  final byte[] object;

  /**
   * @param stored what every object holds; null: three objects are written, all different
   */
  private Victim(
      String name,
      Shows shows,
      String codecs,
      DataType type,
      long[] chunk,
      byte[] fill,
      byte[] stored) {
    this.name = name;
    this.shows = shows;
    long[] shape = chunk.clone();
    shape[0] *= 3;
    boolean old = type instanceof DataType.Ragged; // v3 has no name for it
    metadata =
        ArrayMetadata.of(
            old ? ZarrFormat.V2 : ZarrFormat.V3,
            Shape.of(shape),
            type,
            new ChunkGrid.Regular(Shape.of(chunk)),
            old ? new ChunkKeyEncoding.V2('/') : new ChunkKeyEncoding.Default('/'),
            Optional.of(new FillValue(fill)),
            codecs(codecs),
            List.of(),
            Attributes.EMPTY);
    if (stored == null) {
      elements = write(type, shape);
      object = bytesOf(store.get(key(1), Integer.MAX_VALUE).orElseThrow());
    } else {
      for (int i = 0; i < 3; i++) {
        store.put(key(i), ByteBuffer.wrap(stored));
      }
      elements = bytesOf(array("java").readAll());
      object = stored;
    }
  }

  /** Three objects as another writer left one. */
  static Victim foreign(
      String name,
      Shows shows,
      String codecs,
      ElementKind kind,
      long[] chunk,
      byte[] fill,
      byte[] stored) {
    return new Victim(name, shows, codecs, new DataType.Numeric(kind), chunk, fill, stored);
  }

  /** Three objects with different elements that compress well and occur once each. */
  static Victim own(Shows shows, String codecs, ElementKind kind, long... chunk) {
    return own(shows, codecs, new DataType.Numeric(kind), chunk);
  }

  /** As for numbers: of elements of any type. */
  static Victim own(Shows shows, String codecs, DataType type, long... chunk) {
    byte[] fill = new byte[type.layout().variable() ? 0 : type.layout().width()];
    return new Victim(type.name() + codecs, shows, codecs, type, chunk, fill, null);
  }

  private byte[] write(DataType type, long[] shape) {
    int count = (int) Shape.of(shape).elements();
    ChunkBuffer values = new ChunkBuffer(type);
    values.resize(count);
    int width = type.layout().width();
    for (int i = 0; i < count; i++) {
      byte[] element = values.element(value(type, i));
      System.arraycopy(element, 0, values.bytes(), i * width, width);
    }
    array("java").writer(EmptyChunks.WRITE).write(Region.all(Shape.of(shape)), values);
    return bytesOf(values);
  }

  private static byte[] value(DataType type, int i) {
    if (type instanceof DataType.Text || type instanceof DataType.Binary) {
      return ("value\u00e9 ".repeat(i % 3) + i).getBytes(StandardCharsets.UTF_8);
    }
    int items = type instanceof DataType.Ragged ? i % 5 : 1;
    DataType item = type instanceof DataType.Ragged ragged ? ragged.element() : type;
    ByteBuffer bytes =
        ByteBuffer.allocate(items * item.layout().width()).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      for (ElementLayout.Word word : item.layout().words()) {
        for (int n = 0; n < word.count(); n++) {
          switch (word.size()) {
            case 1 -> bytes.put((byte) ('a' + i % 26));
            case 2 -> bytes.putShort((short) (i + 1));
            case 4 -> bytes.putInt(1 + i + i / 32 * 1000);
            default -> bytes.putLong(1 + i + i / 32 * 1000L);
          }
        }
      }
    }
    return bytes.array();
  }

  private static List<CodecSpec> codecs(String json) {
    try {
      List<CodecSpec> specs = new ArrayList<>();
      for (JsonNode codec : JSON.readTree(json.replace('\'', '"'))) {
        JsonNode configuration = codec.path("configuration");
        specs.add(
            new CodecSpec(
                codec.path("name").asText(),
                configuration.isObject() ? (ObjectNode) configuration : JSON.createObjectNode(),
                true));
      }
      return specs;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** The elements; for each of variable size its length and a hash of its bytes. */
  static byte[] bytesOf(ChunkBuffer buffer) {
    byte[] bytes = Arrays.copyOf(buffer.bytes(), buffer.size());
    if (buffer.isVariable()) {
      ByteBuffer slots = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      for (int at = 0; at < bytes.length; at += Long.BYTES) {
        int length = slots.getInt(at + Integer.BYTES);
        slots.putInt(
            at, ByteBuffer.wrap(buffer.heap().bytes(), slots.getInt(at), length).hashCode());
      }
    }
    return bytes;
  }

  private static byte[] bytesOf(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  StoreKey key(int chunk) {
    long[] index = new long[metadata.shape().rank()];
    index[0] = chunk;
    return PATH.key(metadata.keys().encode(index));
  }

  ZarrArray array(String engine) {
    return ZarrArray.of(store, PATH, metadata, ArrayEngines.named(engine));
  }

  /** Stores other bytes in the middle. */
  void put(byte[] bytes) {
    store.put(key(1), ByteBuffer.wrap(bytes));
  }

  /** Bytes of the elements that one object holds. */
  int objectSize() {
    return elements.length / 3;
  }

  @Override
  public String toString() {
    return name;
  }
}
