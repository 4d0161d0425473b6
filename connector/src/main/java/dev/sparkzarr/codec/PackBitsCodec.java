package dev.sparkzarr.codec;

import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.ElementKind;
import java.util.Set;

/**
 * {@code packbits}: numbers of some bits each, one after another, the least significant bit first.
 *
 * <pre>  bit j of number i = bit i × b + j of the bytes; bit n of them = bit n mod 8 of byte n / 8
 * </pre>
 *
 * <p>v3 {@code packbits}. Configuration: {@code first_bit} and {@code last_bit} of a number that
 * are kept (default: all it has: 1 of bool, 2 of int2, 4 of int4, ...); {@code padding_encoding},
 * {@code first_byte} or {@code last_byte} where a byte says how many bits the last byte pads, or
 * {@code none} (default); {@code start_byte} and {@code end_byte} are the same. A complex number is
 * two numbers. Signed integers are extended by their sign, bits that are not kept are 0; writing
 * refuses a number that has more bits above {@code last_bit}. Immutable. Source: zarr-extensions
 * {@code codecs/packbits}.
 */
final class PackBitsCodec implements ArrayToBytes {
  static final CodecFactory FACTORY = (CodecFactory.OfArrayToBytes) PackBitsCodec::bind;

  /** Where a byte tells the padding. */
  private enum Padding {
    NONE,
    FIRST_BYTE,
    LAST_BYTE
  }

  private final String name;
  private final ElementKind kind;
  private final int count; // of numbers
  private final int first;
  private final int kept;
  private final Padding padding;
  private final ByteForm encoded;

  private PackBitsCodec(
      String name, ElementKind kind, long count, int first, int kept, Padding padding) {
    this.name = name;
    this.kind = kind;
    this.count = (int) Math.min(count, Integer.MAX_VALUE);
    this.first = first;
    this.kept = kept;
    this.padding = padding;
    long bytes = count / 8 * kept + (count % 8 * kept + 7) / 8;
    encoded = ByteForm.exactly(bytes + (padding == Padding.NONE ? 0 : 1), 1);
  }

  private static PackBitsCodec bind(CodecConfiguration configuration, ArrayForm decoded) {
    configuration.only(Set.of("padding_encoding", "first_bit", "last_bit"));
    boolean complex = decoded.type() instanceof DataType.Complex;
    ElementKind kind =
        complex
            ? ((DataType.Complex) decoded.type()).part()
            : decoded
                .number()
                .orElseThrow(
                    () ->
                        CodecErrors.unsupported(
                            configuration.codec(),
                            "it packs numbers, not " + decoded.type().name()));
    int first = configuration.integer("first_bit", 0);
    int last = configuration.integer("last_bit", kind.bits() - 1);
    if (first < 0 || last < first || last >= kind.bits()) {
      throw CodecErrors.unsupported(
          configuration.codec(),
          "its bits "
              + first
              + " to "
              + last
              + " are not among the "
              + kind.bits()
              + " of "
              + decoded.type().name());
    }
    long count = decoded.shape().elements() * (complex ? 2 : 1);
    return new PackBitsCodec(
        configuration.codec(), kind, count, first, last - first + 1, padding(configuration));
  }

  private static Padding padding(CodecConfiguration configuration) {
    String word = configuration.text("padding_encoding").orElse("none");
    return switch (word) {
      case "none" -> Padding.NONE;
      case "first_byte", "start_byte" -> Padding.FIRST_BYTE;
      case "last_byte", "end_byte" -> Padding.LAST_BYTE;
      default ->
          throw CodecErrors.unsupported(
              configuration.codec(),
              "its 'padding_encoding' is '" + word + "', not none, first_byte or last_byte");
    };
  }

  private int paddingBits() {
    return (int) (-((long) count * kept) & 7);
  }

  @Override
  public ByteForm encoded() {
    return encoded;
  }

  @Override
  public boolean decodesInPlace() {
    return false;
  }

  @Override
  public long scratchBytes() {
    return 0;
  }

  @Override
  public void decode(ByteSpan source, byte[] target, int at, Workspace workspace) {
    if (padding != Padding.NONE) {
      int declared = source.byteAt(padding == Padding.FIRST_BYTE ? 0 : source.length() - 1);
      if (declared != paddingBits()) {
        throw CodecErrors.damaged(
            name,
            "it declares " + declared + " bits of padding where " + paddingBits() + " belong");
      }
    }
    byte[] bytes = source.array();
    int next = source.offset() + (padding == Padding.FIRST_BYTE ? 1 : 0);
    long mask = -1L >>> Long.SIZE - kept;
    boolean signed = kind.isInteger() && !kind.isUnsigned();
    int top = Long.SIZE - kept - first;
    int width = kind.width();
    int whole = kind == ElementKind.BOOL ? count & ~7 : 0;
    for (int i = 0; i < whole; i += 8) {
      RawBytes.putLong(target, at + i, EightBools.ofLowestFirst(bytes[next++]));
    }
    long bits = 0; // read and not yet used
    int many = 0;
    for (int i = whole; i < count; i++) {
      long value = bits;
      int have = many;
      while (have < kept) {
        value |= (bytes[next] & 0xffL) << have;
        bits = bytes[next++] & 0xffL;
        have += 8;
      }
      if (have == many) {
        bits = kept == Long.SIZE ? 0 : bits >>> kept;
        many -= kept;
      } else {
        many = have - kept;
        bits >>>= 8 - many;
      }
      value = (value & mask) << first;
      put(target, at + i * width, width, signed ? value << top >> top : value);
    }
  }

  @Override
  public ByteSpan encode(byte[] source, int at, ByteTarget target, Workspace workspace) {
    int size = (int) encoded.most();
    byte[] out = target.reserve(size);
    int next = target.offset();
    if (padding == Padding.FIRST_BYTE) {
      out[next++] = (byte) paddingBits();
    }
    long mask = -1L >>> Long.SIZE - kept;
    boolean signed = kind.isInteger() && !kind.isUnsigned();
    int top = Long.SIZE - kept;
    int width = kind.width();
    int whole = kind == ElementKind.BOOL ? count & ~7 : 0;
    for (int i = 0; i < whole; i += 8) {
      out[next++] = EightBools.lowestFirst(RawBytes.getLong(source, at + i));
    }
    long bits = 0; // of the next byte
    int many = 0;
    for (int i = whole; i < count; i++) {
      long bitsOf = number(source, at + i * width, width);
      long number = signed ? bitsOf >> first : bitsOf >>> first;
      long value = number & mask;
      if (number != (signed ? value << top >> top : value)) {
        throw CodecErrors.unencodable(
            name, "element " + i + " of the chunk has more bits than are kept");
      }
      int left = kept;
      while (many + left >= 8) {
        out[next++] = (byte) (bits | value << many);
        value >>>= 8 - many;
        left -= 8 - many;
        bits = 0;
        many = 0;
      }
      bits |= value << many;
      many += left;
    }
    if (many > 0) {
      out[next++] = (byte) bits;
    }
    if (padding == Padding.LAST_BYTE) {
      out[next] = (byte) paddingBits();
    }
    return target.span(size);
  }

  /** All bits of a number, extended by its sign if it has one that counts. */
  private long number(byte[] source, int at, int width) {
    long bits =
        switch (width) {
          case 1 -> kind == ElementKind.BOOL && source[at] != 0 ? 1 : source[at];
          case 2 -> RawBytes.getShort(source, at);
          case 4 -> RawBytes.getInt(source, at);
          default -> RawBytes.getLong(source, at);
        };
    int unused = Long.SIZE - kind.bits();
    return kind.isInteger() && !kind.isUnsigned()
        ? bits << unused >> unused
        : bits << unused >>> unused;
  }

  private static void put(byte[] target, int at, int width, long value) {
    switch (width) {
      case 1 -> target[at] = (byte) value;
      case 2 -> RawBytes.putShort(target, at, (short) value);
      case 4 -> RawBytes.putInt(target, at, (int) value);
      default -> RawBytes.putLong(target, at, value);
    }
  }
}
