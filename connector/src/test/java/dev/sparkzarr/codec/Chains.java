package dev.sparkzarr.codec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.metadata.CodecSpec;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.FillValue;
import dev.sparkzarr.metadata.Shape;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Short ways to say a chain, and to run it, in tests. */
final class Chains {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Chains() {}

  /** A chain as a v3 document says it; single quotes stand for double ones. */
  static List<CodecSpec> chain(String json) {
    try {
      List<CodecSpec> specs = new ArrayList<>();
      for (JsonNode codec : JSON.readTree(json.replace('\'', '"'))) {
        JsonNode configuration = codec.path("configuration");
        specs.add(
            new CodecSpec(
                codec.path("name").asText(),
                configuration.isObject() ? (ObjectNode) configuration : JSON.createObjectNode(),
                codec.path("must_understand").asBoolean(true)));
      }
      return specs;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static CodecPipeline pipeline(String json, ElementKind kind, long... shape) {
    return CodecPipeline.of(chain(json), kind, Shape.of(shape), Optional.empty());
  }

  static CodecPipeline pipeline(String json, ElementKind kind, byte[] fill, long... shape) {
    return CodecPipeline.of(chain(json), kind, Shape.of(shape), Optional.of(new FillValue(fill)));
  }

  /** Decodes bytes that lie in the middle of a larger array, into a buffer that held other data. */
  static byte[] decode(CodecPipeline pipeline, byte[] encoded) {
    byte[] surrounded = new byte[encoded.length + 13];
    Arrays.fill(surrounded, (byte) 0x5a);
    System.arraycopy(encoded, 0, surrounded, 7, encoded.length);
    ByteBuffer source = ByteBuffer.wrap(surrounded, 7, encoded.length);
    ChunkBuffer target = new ChunkBuffer(ElementKind.BOOL);
    target.resize(3);
    pipeline.decode(source, target);
    if (source.position() != 7 || source.remaining() != encoded.length) {
      throw new AssertionError("decode moved the position of its source");
    }
    return Arrays.copyOf(target.bytes(), target.size());
  }

  static byte[] encode(CodecPipeline pipeline, byte[] values) {
    ChunkBuffer source = new ChunkBuffer(pipeline.type());
    source.resize(values.length / pipeline.type().layout().width());
    System.arraycopy(values, 0, source.bytes(), 0, values.length);
    ByteBuffer encoded = pipeline.encode(source);
    if (!Arrays.equals(values, Arrays.copyOf(source.bytes(), values.length))) {
      throw new AssertionError("encode changed its source");
    }
    byte[] bytes = new byte[encoded.remaining()];
    encoded.get(bytes);
    return bytes;
  }

  /** The bytes of hexadecimal text; blanks are ignored. */
  static byte[] hex(String text) {
    return java.util.HexFormat.of().parseHex(text.replace(" ", ""));
  }

  /** Bytes 0, 1, 2, … */
  static byte[] counting(int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }
}
