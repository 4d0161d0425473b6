package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.metadata.DataType.Struct.Field;
import dev.sparkzarr.metadata.DataTypeForm.Typed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** Random data types, values of them, and codecs that store them, in either format. */
final class AnyDataType {
  private final Random random;
  private final ZarrFormat format;

  AnyDataType(Random random, ZarrFormat format) {
    this.random = random;
    this.format = format;
  }

  DataType any() {
    return switch (random.nextInt(8)) {
      case 0 -> new DataType.Text();
      case 1 -> new DataType.Binary();
      case 2 -> format == ZarrFormat.V2 ? new DataType.Ragged(fixed(0)) : new DataType.Text();
      default -> fixed(3);
    };
  }

  /**
   * @param depth of records within
   */
  private DataType fixed(int depth) {
    return switch (random.nextInt(depth > 0 ? 9 : 7)) {
      case 0, 1 -> new DataType.Numeric(pick(kinds()));
      case 2 -> new DataType.Complex(pick(kinds().stream().filter(this::isComplexPart).toList()));
      case 3 -> {
        NumpyTimeUnit unit = pick(List.of(NumpyTimeUnit.values()));
        int multiplier = random.nextBoolean() ? 1 : 1 + random.nextInt(Integer.MAX_VALUE);
        yield new DataType.Time(pick(List.of(DataType.Time.Clock.values())), unit, multiplier);
      }
      case 4 -> new DataType.FixedBytes(1 + random.nextInt(9));
      case 5 -> new DataType.FixedText(1 + random.nextInt(9));
      case 6 -> new DataType.Raw(1 + random.nextInt(9));
      default -> {
        List<Field> fields = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
          boolean array = format == ZarrFormat.V2 && random.nextInt(3) == 0;
          Shape shape = array ? Shape.of(1 + random.nextInt(3), 1 + random.nextInt(3)) : Shape.of();
          fields.add(new Field("\u00fc " + i, fixed(depth - 1), shape));
        }
        yield new DataType.Struct(fields);
      }
    };
  }

  private List<ElementKind> kinds() {
    return format == ZarrFormat.V2 ? Kinds.NUMPY : List.of(ElementKind.values());
  }

  private boolean isComplexPart(ElementKind kind) {
    return kind.isFloat() && (format == ZarrFormat.V3 || kind.width() > 2);
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /** Any value: NaN payloads only where the format can spell them. */
  byte[] value(DataType type) {
    if (type instanceof DataType.Text) {
      return text(random.nextInt(6)).getBytes(StandardCharsets.UTF_8);
    }
    if (type instanceof DataType.Ragged ragged) {
      return repeated(ragged.element(), random.nextInt(4));
    }
    if (type instanceof DataType.FixedText text) {
      byte[] value = new byte[4 * text.characters()];
      int at = 0;
      for (int point : text(random.nextInt(text.characters() + 1)).codePoints().toArray()) {
        for (int i = 0; i < 4; i++) {
          value[at++] = (byte) (point >>> 8 * i);
        }
      }
      return value;
    }
    if (type instanceof DataType.Struct struct) {
      byte[] value = new byte[0];
      for (Field field : struct.fields()) {
        value = joined(value, repeated(field.type(), (int) field.shape().elements()));
      }
      return value;
    }
    if (type instanceof DataType.Complex complex) {
      return repeated(new DataType.Numeric(complex.part()), 2);
    }
    if (type instanceof DataType.Numeric numeric) {
      return number(numeric.kind());
    }
    byte[] value =
        new byte[type instanceof DataType.Binary ? random.nextInt(6) : type.layout().width()];
    random.nextBytes(value);
    if (type instanceof DataType.Time && random.nextInt(4) == 0) {
      return HexFormat.of().parseHex("0000000000000080");
    }
    return value;
  }

  private byte[] number(ElementKind kind) {
    byte[] value = new byte[kind.width()];
    random.nextBytes(value);
    Kinds.narrow(kind, value);
    if (kind == ElementKind.BOOL) {
      value[0] &= 1;
    }
    if (kind.isFloat() && format == ZarrFormat.V2) {
      value[value.length - 1] = 0; // tiny, and never NaN
    }
    return value;
  }

  private byte[] repeated(DataType type, int count) {
    byte[] values = new byte[0];
    for (int i = 0; i < count; i++) {
      values = joined(values, value(type));
    }
    return values;
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] joined = java.util.Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }

  private String text(int characters) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < characters; i++) {
      text.appendCodePoint(pick(List.of((int) 'a', (int) '"', 0xe9, 0xd7ff, 0xe000, 0x10ffff)));
    }
    return text.toString();
  }

  /** A chain that the format has for the type. */
  List<CodecSpec> codecs(DataType type) {
    String prefix = format == ZarrFormat.V2 ? V2Chain.PREFIX : "";
    if (type instanceof DataType.Text) {
      return List.of(CodecSpec.of(prefix + "vlen-utf8"));
    }
    if (type instanceof DataType.Binary) {
      return List.of(CodecSpec.of(prefix + "vlen-bytes"));
    }
    if (type instanceof DataType.Ragged ragged) {
      Typed typed = new Typed(ragged.element(), ByteOrders.of(Endian.BIG));
      JsonNode dtype = DataTypes.formOf(ragged.element()).toV2(typed);
      return List.of(
          CodecSpec.of(
              prefix + "vlen-array", (ObjectNode) Json.NODES.objectNode().set("dtype", dtype)));
    }
    List<Endian> leaves = new ArrayList<>();
    for (int i = StoredWords.leaves(type); i > 0; i--) {
      boolean big = format == ZarrFormat.V2 && random.nextBoolean();
      leaves.add(big ? Endian.BIG : Endian.LITTLE);
    }
    ObjectNode bytes = Json.NODES.objectNode();
    boolean mixed = leaves.stream().distinct().count() > 1;
    ByteOrders orders = new ByteOrders(mixed ? leaves : leaves.subList(0, 1));
    bytes.set(V2Chain.ENDIAN, orders.toJson().orElseThrow());
    return List.of(CodecSpec.of(V2Chain.BYTES, bytes));
  }
}
