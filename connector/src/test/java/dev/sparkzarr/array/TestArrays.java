package dev.sparkzarr.array;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.Attributes;
import dev.sparkzarr.metadata.ChunkGrid;
import dev.sparkzarr.metadata.ChunkKeyEncoding;
import dev.sparkzarr.metadata.CodecSpec;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.FillValue;
import dev.sparkzarr.metadata.Shape;
import dev.sparkzarr.metadata.ZarrFormat;
import java.util.List;
import java.util.Optional;

/** Array metadata for tests. */
final class TestArrays {
  private static final ObjectMapper JSON = new ObjectMapper();

  private TestArrays() {}

  /** A codec; the configuration may use single quotes. */
  static CodecSpec codec(String name, String configuration) {
    try {
      return new CodecSpec(
          name, (ObjectNode) JSON.readTree(configuration.replace('\'', '"')), true);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  /** Little-endian bytes without compression. */
  static List<CodecSpec> plain() {
    return List.of(codec("bytes", "{'endian':'little'}"));
  }

  static ArrayMetadata array(
      ElementKind kind, Shape shape, Shape chunks, List<CodecSpec> codecs, byte[] fill) {
    return array(kind, shape, new ChunkGrid.Regular(chunks), codecs, fill);
  }

  static ArrayMetadata array(
      ElementKind kind, Shape shape, ChunkGrid grid, List<CodecSpec> codecs, byte[] fill) {
    return ArrayMetadata.of(
        ZarrFormat.V3,
        shape,
        new DataType.Numeric(kind),
        grid,
        new ChunkKeyEncoding.Default('/'),
        Optional.of(new FillValue(fill)),
        codecs,
        List.of(),
        Attributes.EMPTY);
  }

  /** The same array in format 2, where its codecs can be spelled. */
  static ArrayMetadata v2(
      ElementKind kind, Shape shape, Shape chunks, List<CodecSpec> codecs, byte[] fill) {
    return ArrayMetadata.of(
        ZarrFormat.V2,
        shape,
        new DataType.Numeric(kind),
        new ChunkGrid.Regular(chunks),
        new ChunkKeyEncoding.V2('.'),
        Optional.of(new FillValue(fill)),
        codecs,
        List.of(),
        Attributes.EMPTY);
  }
}
