package dev.sparkzarr.codec;

import java.nio.charset.StandardCharsets;

/**
 * {@code numcodecs.msgpack2}: Python objects as a MessagePack list, which has the items that the
 * JSON list of {@link ObjectItems} has.
 *
 * <p>v2 ids {@code msgpack2} and, in lists of old without a shape at the end, {@code msgpack}.
 * Configuration: {@code raw}, {@code use_bin_type}, {@code use_single_float}, which say nothing
 * about reading texts. Elements are texts: strings, and bytes that are UTF-8, as they are, other
 * values as their JSON text. Texts are written as strings. Extension types are refused. Immutable.
 * Source: numcodecs {@code msgpacks.py}, the MessagePack specification.
 */
final class MsgPackCodec implements ArrayToBytes {
  static final CodecFactory FACTORY = (CodecFactory.OfArrayToBytes) MsgPackCodec::bind;
  private static final int LARGEST = Integer.MAX_VALUE - 8;

  private final String name;
  private final ArrayForm decoded;

  private MsgPackCodec(String name, ArrayForm decoded) {
    this.name = name;
    this.decoded = decoded;
  }

  private static MsgPackCodec bind(CodecConfiguration configuration, ArrayForm decoded) {
    JsonCodec.requireTexts(configuration, decoded);
    return new MsgPackCodec(configuration.codec(), decoded);
  }

  @Override
  public ByteForm encoded() {
    return ByteForm.atMost(LARGEST);
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
    byte[] json = new MsgPackReader(name, source).toJson().getBytes(StandardCharsets.UTF_8);
    ByteSpan span = new ByteSpan(json, 0, json.length);
    new ObjectItems(name, span, true, decoded, target, at, workspace.heap()).read();
  }

  @Override
  public ByteSpan encode(byte[] source, int at, ByteTarget target, Workspace workspace) {
    if (!decoded.layout().variable()) {
      throw JsonCodec.onlyTexts(name, decoded);
    }
    TargetStream out = new TargetStream(target);
    long[] shape = decoded.shape().toArray();
    if (shape.length == 0) {
      throw CodecErrors.unencodable(name, "numcodecs reads no list of a single value");
    }
    list(out, shape[0] + 2);
    items(out, shape, 0, source, at, workspace.heap().bytes());
    text(out, "|O".getBytes(StandardCharsets.US_ASCII), 0, 2);
    list(out, shape.length);
    for (long length : shape) {
      integer(out, length);
    }
    return out.span();
  }

  /** Writes the items of a list, and says where the next one's slot is. */
  private int items(
      TargetStream out, long[] shape, int dimension, byte[] slots, int at, byte[] heap) {
    int next = at;
    for (long i = 0; i < shape[dimension]; i++) {
      if (dimension + 1 < shape.length) {
        list(out, shape[dimension + 1]);
        next = items(out, shape, dimension + 1, slots, next, heap);
        continue;
      }
      int from = Slots.offset(slots, next);
      int length = Slots.length(slots, next);
      if (!Utf8.isValid(heap, from, from + length)) {
        throw CodecErrors.unencodable(name, "value " + i + " is not UTF-8 text");
      }
      text(out, heap, from, length);
      next += Slots.SIZE;
    }
    return next;
  }

  private static void list(TargetStream out, long count) {
    if (count < 16) {
      out.write(0x90 | (int) count);
    } else if (count < 1 << 16) {
      marked(out, 0xdc, count, 2);
    } else {
      marked(out, 0xdd, count, 4);
    }
  }

  private static void text(TargetStream out, byte[] bytes, int from, int length) {
    if (length < 32) {
      out.write(0xa0 | length);
    } else if (length < 1 << 8) {
      marked(out, 0xd9, length, 1);
    } else if (length < 1 << 16) {
      marked(out, 0xda, length, 2);
    } else {
      marked(out, 0xdb, length, 4);
    }
    out.write(bytes, from, length);
  }

  private static void integer(TargetStream out, long value) {
    if (value < 1 << 7) {
      out.write((int) value);
    } else if (value < 1 << 8) {
      marked(out, 0xcc, value, 1);
    } else if (value < 1 << 16) {
      marked(out, 0xcd, value, 2);
    } else {
      marked(out, 0xce, value, 4); // an element takes a slot: the count fits
    }
  }

  private static void marked(TargetStream out, int mark, long value, int size) {
    out.write(mark);
    for (int shift = 8 * (size - 1); shift >= 0; shift -= 8) {
      out.write((int) (value >>> shift));
    }
  }
}
