package dev.sparkzarr.dataset.cf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.Column;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.ColumnValues;
import dev.sparkzarr.dataset.DatasetOptions;
import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.dataset.NullRule;
import dev.sparkzarr.dataset.ValueDecoder;
import dev.sparkzarr.dataset.write.AxisOrder;
import dev.sparkzarr.dataset.write.ColumnOrigin;
import dev.sparkzarr.dataset.write.EncodableValues;
import dev.sparkzarr.dataset.write.SourceColumn;
import dev.sparkzarr.dataset.write.ValueEncoder;
import dev.sparkzarr.metadata.Attributes;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.DataTypeText;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.ZarrFormat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Columns on their way to arrays and back, for the tests of this package. */
final class Encoded {
  static final String WHERE = "array /v in memory:test";

  private Encoded() {}

  /** A column and what is asked for of its array; for one thread. */
  static final class Asked {
    private final ColumnType type;
    private Optional<Integer> decimals = Optional.empty();
    private Column.Role role = Column.Role.VARIABLE;
    private ZarrFormat format = ZarrFormat.V3;
    private ObjectNode encoding = (ObjectNode) Arrays1d.json("{}");
    private ObjectNode attributes = (ObjectNode) Arrays1d.json("{}");
    private Optional<Axis> values = Optional.empty();
    private Optional<ColumnOrigin> origin = Optional.empty();

    Asked(ColumnType type) {
      this.type = type;
    }

    Asked decimals(int digits) {
      decimals = Optional.of(digits);
      return this;
    }

    Asked role(Column.Role newRole) {
      role = newRole;
      return this;
    }

    Asked format(ZarrFormat newFormat) {
      format = newFormat;
      return this;
    }

    /** The user's, over that of the origin. */
    Asked encoding(String json) {
      encoding.setAll((ObjectNode) Arrays1d.json(json));
      return this;
    }

    Asked attributes(String json) {
      attributes.setAll((ObjectNode) Arrays1d.json(json));
      return this;
    }

    Asked values(Axis axis) {
      values = Optional.of(axis);
      role = Column.Role.DIMENSION;
      return this;
    }

    /** What the column was. */
    Asked origin(String dtype, String originAttributes, String originEncoding) {
      encoding(originEncoding);
      attributes(originAttributes);
      origin =
          Optional.of(
              new ColumnOrigin(
                  List.of("x"),
                  role,
                  false,
                  AxisOrder.ASCENDING,
                  Optional.of(dtype),
                  (ObjectNode) Arrays1d.json(originAttributes),
                  (ObjectNode) Arrays1d.json(originEncoding),
                  (ObjectNode) Arrays1d.json("{}")));
      return this;
    }

    SourceColumn column() {
      return new SourceColumn("v", type, decimals, true, origin);
    }

    CfEncoding encoding() {
      return CfEncoding.of(
          new EncodingRequest(WHERE, column(), role, format, encoding, attributes, values));
    }

    /** The array that would be written, as it is read. */
    CfVariable read(CfEncoding encoded) {
      // a timestamp that went into a calendar of its own comes back as one
      DatasetOptions options =
          new DatasetOptions(
              Optional.empty(),
              Optional.empty(),
              true,
              true,
              true,
              !type.equals(ColumnType.BINARY),
              Optional.empty(),
              false,
              type.equals(ColumnType.TIMESTAMP));
      return CfVariable.of(
          WHERE,
          OriginFit.array(
              format, encoded.dataType(), encoded.fill(), encoded.attributes().toJson()),
          Attributes.EMPTY,
          role,
          options);
    }
  }

  static Asked column(ColumnType type) {
    return new Asked(type);
  }

  /** Elements of a run that begins in the middle of values and of elements. */
  static ChunkBuffer encode(ValueEncoder encoder, EncodableValues values, int count) {
    int width = encoder.type().width();
    byte[] bytes = new byte[(count + 3) * width];
    Arrays.fill(bytes, (byte) 0x55);
    System.arraycopy(values.bytes(), 0, bytes, 2 * width, count * width);
    boolean[] missing = values.missing() == null ? null : new boolean[count + 3];
    for (int i = 0; missing != null && i < count; i++) {
      missing[2 + i] = values.missing()[i];
    }
    ChunkBuffer target = new ChunkBuffer(encoder.stored());
    target.resize(count + 5L);
    int element = target.type().layout().width();
    Arrays.fill(target.bytes(), 0, target.size(), (byte) 0x33);
    travelled(encoder)
        .encode(new EncodableValues(bytes, missing, values.heap()), 2, count, target, 4);
    byte[] untouched = new byte[4 * element];
    Arrays.fill(untouched, (byte) 0x33);
    if (!Arrays.equals(target.bytes(), 0, 4 * element, untouched, 0, 4 * element)
        || !Arrays.equals(
            target.bytes(), (count + 4) * element, (count + 5) * element, untouched, 0, element)) {
      throw new AssertionError("wrote beside the run");
    }
    System.arraycopy(target.bytes(), 4 * element, target.bytes(), 0, count * element);
    target.resize(count);
    return target;
  }

  /** As it arrives on another machine. */
  private static ValueEncoder travelled(ValueEncoder encoder) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
        out.writeObject(encoder);
      }
      try (ObjectInputStream in =
          new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
        return (ValueEncoder) in.readObject();
      }
    } catch (IOException | ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  /** Each value as text, {@code null} where it is missing. */
  static List<String> decode(ValueDecoder decoder, ChunkBuffer elements) {
    ColumnValues values = new ColumnValues();
    values.take(decoder, elements.bytes(), 0, elements.elements(), elements.heap().bytes());
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < elements.elements(); i++) {
      int at = values.start() + i;
      String text = text(decoder.type(), values.bytes(), at, values.heap());
      boolean missing =
          decoder.nulls() == NullRule.MASK && values.missing()[i]
              || decoder.nulls() == NullRule.NAN && text.equals("NaN");
      texts.add(
          missing
              ? null
              : decoder.type().equals(ColumnType.CALENDAR_TEXT)
                  ? decoder.calendarText().orElseThrow().format(Long.parseLong(text))
                  : text);
    }
    return texts;
  }

  /** The values that go in, as {@link #decode} shows them. */
  static List<String> texts(ColumnType type, EncodableValues values, int count) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean missing = values.missing() != null && values.missing()[i];
      texts.add(missing ? null : text(type, values.bytes(), i, values.heap()));
    }
    return texts;
  }

  private static String text(ColumnType type, byte[] bytes, int at, byte[] heap) {
    return switch (type.kind()) {
      case TEXT, BINARY -> {
        ByteBufferSlot slot = new ByteBufferSlot(bytes, at);
        yield new String(heap, slot.offset(), slot.length(), StandardCharsets.ISO_8859_1);
      }
      case BOOLEAN -> String.valueOf(bytes[at] != 0);
      case CALENDAR_TEXT, TIMESTAMP, INTERVAL ->
          new ColumnNumbers(ElementKind.INT64, 0).text(bytes, at);
      default -> ColumnNumbers.of(type, 0).orElseThrow().text(bytes, at);
    };
  }

  private record ByteBufferSlot(byte[] slots, int index) {
    int offset() {
      return LittleEndian.int32(slots, 2 * index);
    }

    int length() {
      return LittleEndian.int32(slots, 2 * index + 1);
    }
  }

  static EncodableValues ofTexts(String... texts) {
    byte[][] values = new byte[texts.length][];
    for (int i = 0; i < texts.length; i++) {
      values[i] = texts[i] == null ? null : texts[i].getBytes(StandardCharsets.UTF_8);
    }
    return ofBytes(values);
  }

  /** Texts or bytes; null is missing. */
  static EncodableValues ofBytes(byte[]... values) {
    byte[] slots = new byte[8 * values.length];
    boolean[] missing = new boolean[values.length];
    ByteArrayOutputStream heap = new ByteArrayOutputStream();
    heap.write(0x7f);
    for (int i = 0; i < values.length; i++) {
      missing[i] = values[i] == null;
      if (!missing[i]) {
        LittleEndian.int32(slots, 2 * i, heap.size());
        LittleEndian.int32(slots, 2 * i + 1, values[i].length);
        heap.writeBytes(values[i]);
      }
    }
    return new EncodableValues(slots, missing, heap.toByteArray());
  }

  static EncodableValues of(byte[] values) {
    return new EncodableValues(values, null, null);
  }

  static EncodableValues of(byte[] values, boolean... missing) {
    return new EncodableValues(values, missing, null);
  }

  static DataType dataType(String text) {
    return DataTypeText.read(text);
  }
}
