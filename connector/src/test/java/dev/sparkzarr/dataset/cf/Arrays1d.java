package dev.sparkzarr.dataset.cf;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.dataset.Column;
import dev.sparkzarr.dataset.ColumnValues;
import dev.sparkzarr.dataset.DatasetOptions;
import dev.sparkzarr.dataset.NullRule;
import dev.sparkzarr.dataset.ValueDecoder;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.Attributes;
import dev.sparkzarr.metadata.ChunkGrid;
import dev.sparkzarr.metadata.ChunkKeyEncoding;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.FillValue;
import dev.sparkzarr.metadata.Shape;
import dev.sparkzarr.metadata.ZarrFormat;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Arrays, decoded runs and golden files for the tests of this package. */
final class Arrays1d {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Arrays1d() {}

  static ArrayMetadata array(
      ZarrFormat format, ElementKind kind, String attributes, Optional<FillValue> fill) {
    return new ArrayMetadata(
        format,
        Shape.of(8),
        new DataType.Numeric(kind),
        new ChunkGrid.Regular(Shape.of(8)),
        format == ZarrFormat.V3 ? new ChunkKeyEncoding.Default('/') : new ChunkKeyEncoding.V2('/'),
        fill,
        List.of(),
        List.of(Optional.of("x")),
        new Attributes((ObjectNode) json(attributes)),
        "");
  }

  static CfVariable decide(ElementKind kind, String attributes) {
    return decide(kind, attributes, Column.Role.VARIABLE, DatasetOptions.DEFAULT);
  }

  static CfVariable decide(
      ElementKind kind, String attributes, Column.Role role, DatasetOptions options) {
    return CfVariable.of(
        "array /v in memory:test",
        array(ZarrFormat.V3, kind, attributes, Optional.empty()),
        Attributes.EMPTY,
        role,
        options);
  }

  /** Values and flags of a decoded run. */
  record Run(ValueDecoder decoder, byte[] values, boolean[] missing) {
    boolean isMissing(int i) {
      return switch (decoder.nulls()) {
        case NONE -> false;
        case MASK -> missing[i];
        case NAN -> Double.isNaN(doubleAt(i));
      };
    }

    long longAt(int i) {
      ByteBuffer buffer = ByteBuffer.wrap(values).order(ByteOrder.LITTLE_ENDIAN);
      return switch (decoder.type().width()) {
        case 1 -> buffer.get(i);
        case 2 -> buffer.getShort(2 * i);
        case 4 -> buffer.getInt(4 * i);
        default -> buffer.getLong(8 * i);
      };
    }

    double doubleAt(int i) {
      ByteBuffer buffer = ByteBuffer.wrap(values).order(ByteOrder.LITTLE_ENDIAN);
      return switch (decoder.type().kind()) {
        case FLOAT32 -> buffer.getFloat(4 * i);
        case FLOAT64 -> buffer.getDouble(8 * i);
        case UINT64 -> new BigInteger(Long.toUnsignedString(longAt(i))).doubleValue();
        default -> longAt(i);
      };
    }
  }

  /** Decodes from the second element on, so that a decoder that forgets its start is found. */
  static Run run(ValueDecoder decoder, ElementKind kind, byte[] elements) {
    int count = elements.length / kind.width();
    byte[] raw = new byte[elements.length + kind.width()];
    Arrays.fill(raw, 0, kind.width(), (byte) 0x55);
    System.arraycopy(elements, 0, raw, kind.width(), elements.length);
    ColumnValues values = new ColumnValues();
    values.take(decoder, raw, 1, count, raw);
    // once more, into memory that was used
    Arrays.fill(values.missing(), true);
    values.take(decoder, raw, 1, count, raw);
    int width = decoder.type().width();
    byte[] decoded =
        Arrays.copyOfRange(
            values.bytes(), values.start() * width, (values.start() + count) * width);
    return new Run(decoder, decoded, decoder.nulls() == NullRule.MASK ? values.missing() : null);
  }

  static byte[] int64s(long... numbers) {
    ByteBuffer buffer = ByteBuffer.allocate(8 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    Arrays.stream(numbers).forEach(buffer::putLong);
    return buffer.array();
  }

  static byte[] float64s(double... numbers) {
    ByteBuffer buffer = ByteBuffer.allocate(8 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    Arrays.stream(numbers).forEach(buffer::putDouble);
    return buffer.array();
  }

  static byte[] float32s(float... numbers) {
    ByteBuffer buffer = ByteBuffer.allocate(4 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float number : numbers) {
      buffer.putFloat(number);
    }
    return buffer.array();
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  static JsonNode golden(String name) {
    try (InputStream in = Arrays1d.class.getResourceAsStream("/cf/" + name)) {
      return JSON.readTree(in);
    } catch (IOException e) {
      throw new IllegalStateException(name, e);
    }
  }
}
