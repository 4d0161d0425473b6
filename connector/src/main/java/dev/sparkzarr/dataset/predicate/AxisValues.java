package dev.sparkzarr.dataset.predicate;

import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.IndexSet;
import dev.sparkzarr.dataset.LittleEndian;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * What an expression is worth on selected indexes of an axis, as Spark SQL would compute it on each
 * row. Positions count the selected indexes from 0. Not modified once made, safe for many threads.
 */
public final class AxisValues {
  private final ValueType type;
  private final Values values;
  private final int count;

  private AxisValues(ValueType type, Values values, int count) {
    this.type = type;
    this.values = values;
    this.count = count;
  }

  /**
   * Evaluates an expression. Takes time and memory for the indexes of {@code within}.
   *
   * @param expression whose axis value is of a type that {@code axis} can be seen as
   * @return empty when Spark could raise an error on one of the indexes, or when there are too many
   */
  public static Optional<AxisValues> of(CellExpression expression, Axis axis, IndexSet within) {
    if (within.size() > PredicateEvaluator.MAX_INDEXES) {
      return Optional.empty();
    }
    int count = (int) within.size();
    Node node = (Node) expression;
    Values all = Values.room(node.type(), count);
    int position = 0;
    for (int range = 0; range < within.ranges(); range++) {
      long stop = within.stop(range);
      for (long start = within.start(range); start < stop; start += AxisBlock.SIZE) {
        AxisBlock block = new AxisBlock(axis, start, (int) Math.min(AxisBlock.SIZE, stop - start));
        Values some = node.evaluate(block);
        if (block.isRefused()) {
          return Optional.empty();
        }
        all.copyAll(some, position, block.count());
        position += block.count();
      }
    }
    return Optional.of(new AxisValues(node.type(), all, count));
  }

  public ValueType type() {
    return type;
  }

  /**
   * @return how many values there are
   */
  public int count() {
    return count;
  }

  public boolean isNull(int position) {
    return values.isNull(position);
  }

  /**
   * @return the value of an integer, boolean (0 or 1), date or time; meaningless where it is NULL
   */
  public long longAt(int position) {
    return values.longs[position];
  }

  /**
   * @return the value of a float; meaningless where it is NULL
   */
  public double doubleAt(int position) {
    return values.doubles()[position];
  }

  /**
   * @return a {@link java.math.BigDecimal}, or the {@code byte[]} of a text, not to be modified;
   *     meaningless where it is NULL
   */
  public Object objectAt(int position) {
    return values.objects[position];
  }

  /**
   * Writes a value as a column of keys holds it: -0.0 is 0.0, as it is in Spark's groups.
   *
   * @param position of a value that is not NULL, of a type with {@link ValueType#stored}
   * @param bytes receives it as its element {@code at}
   * @param heap receives what a slot points to
   */
  public void write(int position, byte[] bytes, int at, ByteArrayOutputStream heap) {
    switch (type.stored().orElseThrow().kind()) {
      case BOOLEAN, INT8 -> bytes[at] = (byte) longAt(position);
      case INT16 -> LittleEndian.int16(bytes, at, (short) longAt(position));
      case INT32 -> LittleEndian.int32(bytes, at, (int) longAt(position));
      case FLOAT32 -> LittleEndian.float32(bytes, at, (float) (doubleAt(position) + 0.0));
      case FLOAT64 -> LittleEndian.float64(bytes, at, doubleAt(position) + 0.0);
      case UINT64 ->
          LittleEndian.int64(
              bytes, at, ((BigDecimal) objectAt(position)).toBigInteger().longValue());
      case TEXT -> {
        byte[] text = (byte[]) objectAt(position);
        LittleEndian.int32(bytes, 2 * at, heap.size());
        LittleEndian.int32(bytes, 2 * at + 1, text.length);
        heap.writeBytes(text);
      }
      default -> LittleEndian.int64(bytes, at, longAt(position));
    }
  }

  /**
   * An axis of these values, to be read like a coordinate.
   *
   * @param within the indexes that they are of; others have no meaning
   * @param length of the axis
   */
  public Axis toAxis(String name, IndexSet within, long length) {
    ColumnType stored = type.stored().orElseThrow();
    int all = Math.toIntExact(length);
    byte[] bytes = new byte[Math.multiplyExact(all, stored.width())];
    boolean[] missing = new boolean[all];
    boolean anyMissing = false;
    ByteArrayOutputStream heap = new ByteArrayOutputStream();
    int position = 0;
    for (int range = 0; range < within.ranges(); range++) {
      for (long index = within.start(range); index < within.stop(range); index++, position++) {
        if (isNull(position)) {
          missing[(int) index] = true;
          anyMissing = true;
        } else {
          write(position, bytes, (int) index, heap);
        }
      }
    }
    return stored.kind() == ColumnType.Kind.TEXT
        ? Axis.slots(name, stored, bytes, anyMissing ? missing : null, heap.toByteArray(), 0)
        : Axis.values(name, stored, bytes, anyMissing ? missing : null, null);
  }
}
