package dev.sparkzarr.it.roundtrip;

import dev.sparkzarr.array.Region;
import dev.sparkzarr.codec.ChunkBuffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * The elements of an array in C order, each as its bytes: what every peer's answer is brought to.
 */
final class Elements {
  private final byte[][] cells;

  private Elements(byte[][] cells) {
    this.cells = cells;
  }

  /**
   * @param file as {@code cells.py} writes it
   * @param width of an element; 0 when each is preceded by its length
   */
  static Elements parse(byte[] file, int width, int count) {
    byte[][] cells = new byte[count][];
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      cells[i] = new byte[width == 0 ? bytes.getInt() : width];
      bytes.get(cells[i]);
    }
    if (bytes.hasRemaining()) {
      throw new IllegalArgumentException(bytes.remaining() + " bytes too many");
    }
    return new Elements(cells);
  }

  static Elements of(ChunkBuffer buffer) {
    byte[][] cells = new byte[buffer.elements()][];
    int width = buffer.type().layout().width();
    ByteBuffer slots = ByteBuffer.wrap(buffer.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < cells.length; i++) {
      int start = i * width;
      if (buffer.isVariable()) {
        int from = slots.getInt(start);
        int length = slots.getInt(start + Integer.BYTES);
        cells[i] = Arrays.copyOfRange(buffer.heap().bytes(), from, from + length);
      } else {
        cells[i] = Arrays.copyOfRange(buffer.bytes(), start, start + width);
      }
    }
    return new Elements(cells);
  }

  void copyTo(ChunkBuffer buffer) {
    buffer.retype(buffer.type());
    buffer.resize(cells.length);
    int width = buffer.type().layout().width();
    for (int i = 0; i < cells.length; i++) {
      System.arraycopy(buffer.element(cells[i]), 0, buffer.bytes(), i * width, width);
    }
  }

  /** The cells of a region, one by one: nothing here is shared with what is tested. */
  Elements region(Region region, List<Integer> shape) {
    int rank = shape.size();
    int count = (int) region.shape().elements();
    byte[][] selected = new byte[count][];
    for (int i = 0; i < count; i++) {
      long rest = i;
      long from = 0;
      long stride = 1;
      for (int d = rank - 1; d >= 0; d--) {
        Region.Range range = region.ranges().get(d);
        from += (range.start() + rest % range.count() * range.step()) * stride;
        rest /= range.count();
        stride *= shape.get(d);
      }
      selected[i] = cells[(int) from];
    }
    return new Elements(selected);
  }

  /**
   * @return where the first of the two differ; empty when they do not
   */
  String difference(Elements expected) {
    if (cells.length != expected.cells.length) {
      return cells.length + " elements instead of " + expected.cells.length;
    }
    for (int i = 0; i < cells.length; i++) {
      if (!Arrays.equals(cells[i], expected.cells[i])) {
        return "element "
            + i
            + " of "
            + cells.length
            + " is "
            + hex(cells[i])
            + " instead of "
            + hex(expected.cells[i]);
      }
    }
    return "";
  }

  private static String hex(byte[] cell) {
    return HexFormat.of().formatHex(cell);
  }
}
