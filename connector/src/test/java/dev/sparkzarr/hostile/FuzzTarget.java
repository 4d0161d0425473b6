package dev.sparkzarr.hostile;

import dev.sparkzarr.ZarrException;
import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.codec.CodecPipeline;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.CodecSpec;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.ElementLayout;
import dev.sparkzarr.metadata.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * An array whose stored objects are damaged: after all codecs, or before the last of them, so that
 * what is wrong lies behind a checksum or within a compressed stream that is whole.
 */
final class FuzzTarget {
  private static final int MOST_KEPT = 40;
  private static final List<String> TEXTS = List.of("", "a", "b", "grün", "a longer text", "\0");

  final byte[] document;
  final CodecPipeline pipeline;
  final List<CodecSpec> codecs;
  private final List<Inner> inners = new ArrayList<>();
  private final List<byte[]> objects = new ArrayList<>();

  /** Bytes as they are before the last codecs of the chain. */
  private record Inner(byte[] bytes, List<CodecSpec> outer) {}

  private FuzzTarget(ArrayMetadata array, CodecPipeline pipeline) {
    document = array.document().getBytes(StandardCharsets.UTF_8);
    this.pipeline = pipeline;
    codecs = array.codecs();
  }

  /**
   * Writes a chunk of the array.
   *
   * @return empty when its codecs cannot follow each other, or cannot hold such elements
   */
  static Optional<FuzzTarget> of(ArrayMetadata array, Random random) {
    try {
      FuzzTarget target = new FuzzTarget(array, CodecPipeline.of(array));
      ChunkBuffer elements = elements(target.pipeline, random);
      target.objects.add(bytes(writer(array).encode(elements)));
      for (int inner = target.codecs.size() - 1; inner > 0; inner--) {
        target.addInner(array, inner, elements);
      }
      return Optional.of(target);
    } catch (ZarrException e) {
      return Optional.empty();
    }
  }

  /** Lists of old, which are only read, are those of today without their shape. */
  private static CodecPipeline writer(ArrayMetadata array) {
    String document =
        array
            .document()
            .replace("\"numcodecs.json\"", "\"numcodecs.json2\"")
            .replace("\"id\":\"json\"", "\"id\":\"json2\"")
            .replace("\"numcodecs.msgpack\"", "\"numcodecs.msgpack2\"")
            .replace("\"id\":\"msgpack\"", "\"id\":\"msgpack2\"");
    return CodecPipeline.of(ArrayMetadata.parse(document));
  }

  private void addInner(ArrayMetadata array, int count, ChunkBuffer elements) {
    try {
      CodecPipeline inner =
          CodecPipeline.of(
              codecs.subList(0, count), array.dataType(), pipeline.chunkShape(), array.fillValue());
      inners.add(new Inner(bytes(inner.encode(elements)), codecs.subList(count, codecs.size())));
    } catch (ZarrException e) {
      // so few codecs make no bytes of the array
    }
  }

  /** What is stored now. */
  byte[] damaged(FuzzMutation mutation, Random random) {
    if (inners.isEmpty() || random.nextInt(3) > 0) {
      return mutation.bytes(any(objects, random), any(objects, random));
    }
    Inner inner = any(inners, random);
    byte[] changed = mutation.bytes(inner.bytes, any(objects, random));
    List<CodecSpec> chain = new ArrayList<>(List.of(CodecSpec.of("bytes")));
    chain.addAll(inner.outer);
    ChunkBuffer buffer = new ChunkBuffer(ElementKind.UINT8);
    buffer.resize(changed.length);
    System.arraycopy(changed, 0, buffer.bytes(), 0, changed.length);
    try {
      return bytes(
          CodecPipeline.of(chain, ElementKind.UINT8, Shape.of(changed.length), Optional.empty())
              .encode(buffer));
    } catch (ZarrException e) {
      return changed; // such as bytes that are no items of a shuffle
    }
  }

  /** Keeps what went a new way, to change it further. */
  void keep(byte[] stored, Random random) {
    if (objects.size() < MOST_KEPT) {
      objects.add(stored);
    } else {
      objects.set(1 + random.nextInt(MOST_KEPT - 1), stored);
    }
  }

  /** The object as it was written. */
  byte[] whole() {
    return objects.get(0);
  }

  private static <T> T any(List<T> list, Random random) {
    return list.get(random.nextInt(list.size()));
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  /** A few values, each often. */
  private static ChunkBuffer elements(CodecPipeline pipeline, Random random) {
    DataType type = pipeline.type();
    int count = (int) pipeline.chunkShape().elements();
    ChunkBuffer buffer = new ChunkBuffer(type);
    buffer.resize(count);
    int width = type.layout().width();
    for (int i = 0; i < count; i++) {
      byte[] element = buffer.element(value(type, i < count / 2 ? 1 : random.nextInt(3)));
      System.arraycopy(element, 0, buffer.bytes(), i * width, width);
    }
    return buffer;
  }

  private static byte[] value(DataType type, int choice) {
    if (type instanceof DataType.Text) {
      return TEXTS.get(choice).getBytes(StandardCharsets.UTF_8);
    }
    if (type instanceof DataType.Binary) {
      return new byte[] {(byte) choice, 1, 2, (byte) 255};
    }
    if (type instanceof DataType.Ragged ragged) {
      return new byte[ragged.element().layout().width() * choice];
    }
    ByteBuffer bytes = ByteBuffer.allocate(type.layout().width()).order(ByteOrder.LITTLE_ENDIAN);
    if (type instanceof DataType.Numeric numeric) {
      switch (numeric.kind()) {
        case FLOAT16 -> bytes.putShort((short) (0x3c00 * Math.min(choice, 1)));
        case BFLOAT16 -> bytes.putShort((short) (0x3f80 * Math.min(choice, 1)));
        case FLOAT32 -> bytes.putFloat(choice);
        case FLOAT64 -> bytes.putDouble(choice);
        default -> bytes.put((byte) Math.min(choice, 1));
      }
      return bytes.array();
    }
    for (ElementLayout.Word word : type.layout().words()) {
      for (int i = 0; i < word.count(); i++, bytes.position(bytes.position() + word.size())) {
        bytes.put(bytes.position(), (byte) ('a' + choice));
      }
    }
    return bytes.array();
  }
}
