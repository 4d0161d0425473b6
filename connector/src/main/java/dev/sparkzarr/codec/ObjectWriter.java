package dev.sparkzarr.codec;

import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.ElementKind;
import java.nio.charset.StandardCharsets;

/**
 * Writes the list that {@link ObjectItems} reads: items, nested as the chunk has dimensions, then
 * its type as numpy spells it, then its shape. Elements are texts of any length, padded texts, or
 * numbers. For one call.
 */
final class ObjectWriter {
  /** A format in which values are written one after another. */
  interface Sink {
    void beginList(long count);

    void endList();

    /** UTF-8 that has been checked. */
    void text(byte[] bytes, int from, int length);

    void integer(long value);

    /** Of 64 bits. */
    void unsigned(long value);

    void real(double value);

    void bool(boolean value);
  }

  private final String codec;
  private final ArrayForm form;
  private final Sink sink;
  private final byte[] source;
  private final byte[] heap;
  private int at;

  /**
   * @param codec for messages
   * @param source holds the elements from {@code at}
   */
  ObjectWriter(String codec, ArrayForm form, Sink sink, byte[] source, int at, ElementHeap heap) {
    this.codec = codec;
    this.form = form;
    this.sink = sink;
    this.source = source;
    this.at = at;
    this.heap = heap.bytes();
  }

  /**
   * @throws CodecException when an element has no form in such a list
   */
  void write() {
    long[] shape = form.shape().toArray();
    sink.beginList((shape.length == 0 ? 1 : shape[0]) + 2);
    items(shape, 0);
    byte[] type = typeName().getBytes(StandardCharsets.US_ASCII);
    sink.text(type, 0, type.length);
    sink.beginList(shape.length);
    for (long length : shape) {
      sink.integer(length);
    }
    sink.endList();
    sink.endList();
  }

  private String typeName() {
    if (form.type() instanceof DataType.FixedText text) {
      return "<U" + text.characters();
    }
    if (form.type() instanceof DataType.Numeric numeric) {
      return NumpyKind.typestr(numeric.kind());
    }
    return "|O";
  }

  private void items(long[] shape, int dimension) {
    for (long i = 0; i < (dimension == shape.length ? 1 : shape[dimension]); i++) {
      if (dimension + 1 < shape.length) {
        sink.beginList(shape[dimension + 1]);
        items(shape, dimension + 1);
        sink.endList();
      } else {
        item();
        at += form.width();
      }
    }
  }

  private void item() {
    if (form.type() instanceof DataType.FixedText text) {
      padded(text.characters());
    } else if (form.type() instanceof DataType.Numeric numeric) {
      number(numeric.kind());
    } else {
      text(heap, Slots.offset(source, at), Slots.length(source, at));
    }
  }

  private void text(byte[] bytes, int from, int length) {
    if (!Utf8.isValid(bytes, from, from + length)) {
      throw CodecErrors.unencodable(codec, "a value is not UTF-8 text");
    }
    sink.text(bytes, from, length);
  }

  private void padded(int characters) {
    int length = characters;
    while (length > 0 && RawBytes.getInt(source, at + (length - 1) * Integer.BYTES) == 0) {
      length--;
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      int point = RawBytes.getInt(source, at + i * Integer.BYTES);
      if (!Character.isValidCodePoint(point)) {
        throw CodecErrors.unencodable(codec, "a value is not UTF-32 text");
      }
      text.appendCodePoint(point);
    }
    byte[] bytes =
        Utf8.encode(text.toString())
            .orElseThrow(() -> CodecErrors.unencodable(codec, "a value is not UTF-32 text"));
    sink.text(bytes, 0, bytes.length);
  }

  private void number(ElementKind kind) {
    if (kind.isFloat()) {
      double[] number = new double[1];
      Doubles.read(kind, source, at, number, 1);
      sink.real(number[0]);
      return;
    }
    long[] number = new long[1];
    Longs.read(kind, source, at, number, 1);
    if (kind == ElementKind.BOOL) {
      sink.bool(number[0] != 0);
    } else if (kind == ElementKind.UINT64) {
      sink.unsigned(number[0]);
    } else {
      sink.integer(number[0]);
    }
  }
}
