package dev.sparkzarr.codec;

import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.Endian;
import dev.sparkzarr.metadata.StoredWords;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * {@code vlen-utf8}, {@code vlen-bytes}, {@code vlen-array}: values of any length, one after
 * another.
 *
 * <pre>  | count u32 LE | length u32 LE | bytes | length u32 LE | bytes | … </pre>
 *
 * <p>v3 {@code vlen-utf8}, {@code vlen-bytes}; v2 ids {@code vlen-utf8}, {@code vlen-bytes}, {@code
 * vlen-array}. Configuration: none, but for {@code vlen-array} the {@code dtype} of its items. The
 * first two are one layout: of texts or bytes, as the array's type says; a text that is not UTF-8
 * is damage. The count is that of the chunk. Decoding copies all bytes at once and points into
 * them. Immutable. Source: zarr-extensions {@code codecs/vlen-utf8} and {@code codecs/vlen-bytes},
 * numcodecs {@code vlen.pyx}.
 */
final class VlenCodec implements ArrayToBytes {
  static final CodecFactory FACTORY = (CodecFactory.OfArrayToBytes) VlenCodec::bind;
  static final CodecFactory OF_ARRAYS = (CodecFactory.OfArrayToBytes) VlenCodec::bindArrays;
  private static final int LARGEST = Integer.MAX_VALUE - 8;
  private static final int LENGTH = Integer.BYTES;

  private final String name;
  private final int count;
  private final boolean text;
  private final StoredElements items; // of a ragged array, else null
  private final int itemWidth;
  private final ByteForm encoded;

  private VlenCodec(String name, ArrayForm decoded, StoredElements items, int itemWidth) {
    this.name = name;
    count = (int) Math.min(decoded.shape().elements(), LARGEST / Slots.SIZE);
    text = decoded.type() instanceof DataType.Text;
    this.items = items;
    this.itemWidth = itemWidth;
    long least = LENGTH + LENGTH * decoded.shape().elements();
    encoded = new ByteForm(least, Math.max(least, LARGEST), 1);
  }

  private static VlenCodec bind(CodecConfiguration configuration, ArrayForm decoded) {
    configuration.only(Set.of());
    DataType type = decoded.type();
    if (!(type instanceof DataType.Text) && !(type instanceof DataType.Binary)) {
      throw CodecErrors.unsupported(
          configuration.codec(), "it stores texts or bytes, not " + type.name());
    }
    return new VlenCodec(configuration.codec(), decoded, null, 1);
  }

  private static VlenCodec bindArrays(CodecConfiguration configuration, ArrayForm decoded) {
    configuration.only(Set.of("dtype"));
    if (!(decoded.type() instanceof DataType.Ragged ragged)) {
      throw CodecErrors.unsupported(
          configuration.codec(), "it stores lists, not " + decoded.type().name());
    }
    DataType item = ragged.element();
    boolean big = configuration.text("dtype").orElse("").startsWith(">");
    List<Endian> orders =
        Collections.nCopies(StoredWords.leaves(item), big ? Endian.BIG : Endian.LITTLE);
    return new VlenCodec(
        configuration.codec(),
        decoded,
        new StoredElements(StoredWords.of(item, orders)),
        item.layout().width());
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
    int declared = source.intAt(0);
    if (declared != count) {
      throw CodecErrors.damaged(
          name,
          "it declares "
              + Integer.toUnsignedString(declared)
              + " values where "
              + count
              + " belong");
    }
    int from = source.offset() + LENGTH;
    int end = source.offset() + source.length();
    ElementHeap heap = workspace.heap();
    int shift = heap.append(source.array(), from, end - from) - from;
    for (int i = 0; i < count; i++) {
      if (end - from < LENGTH) {
        throw damaged(i, "begins behind the last byte");
      }
      int length = RawBytes.getInt(source.array(), from);
      from += LENGTH;
      if (length < 0 || length > end - from) {
        throw damaged(
            i,
            "declares "
                + Integer.toUnsignedString(length)
                + " bytes where "
                + (end - from)
                + " are left");
      }
      check(i, source.array(), from, length, heap, from + shift);
      Slots.put(target, at + i * Slots.SIZE, from + shift, length);
      from += length;
    }
    if (from != end) {
      throw CodecErrors.damaged(name, (end - from) + " bytes follow its last value");
    }
  }

  private void check(int item, byte[] bytes, int from, int length, ElementHeap heap, int to) {
    if (text && !Utf8.isValid(bytes, from, from + length)) {
      throw damaged(item, "is not UTF-8 text");
    }
    if (length % itemWidth != 0) {
      throw damaged(item, "has " + length + " bytes, no multiple of " + itemWidth);
    }
    if (items != null) {
      items.decode(bytes, from, heap.bytes(), to, length);
    }
  }

  private CodecException damaged(int item, String reason) {
    return CodecErrors.damaged(name, "value " + item + " " + reason);
  }

  @Override
  public ByteSpan encode(byte[] source, int at, ByteTarget target, Workspace workspace) {
    byte[] heap = workspace.heap().bytes();
    long size = LENGTH + (long) LENGTH * count + Slots.totalLength(source, at, count);
    if (size > LARGEST) {
      throw CodecErrors.tooLarge("the values of a chunk", size);
    }
    byte[] out = target.reserve(size);
    int to = target.offset();
    RawBytes.putInt(out, to, count);
    to += LENGTH;
    for (int i = 0; i < count; i++) {
      int from = Slots.offset(source, at + i * Slots.SIZE);
      int length = Slots.length(source, at + i * Slots.SIZE);
      if (text && !Utf8.isValid(heap, from, from + length)) {
        throw CodecErrors.unencodable(name, "value " + i + " is not UTF-8 text");
      }
      RawBytes.putInt(out, to, length);
      to += LENGTH;
      if (items != null) {
        items.encode(heap, from, out, to, length);
      } else {
        System.arraycopy(heap, from, out, to, length);
      }
      to += length;
    }
    return target.span((int) size);
  }
}
