package dev.sparkzarr.spark.write;

import dev.sparkzarr.ZarrException;
import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.ElementKind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * Elements of an array out of Spark's values, as they are stored: nothing is scaled, nothing wraps.
 * Numbers go by blocks of memory. For one thread.
 */
final class ElementStorage {
  private static final DataType UINT64 = DataTypes.createDecimalType(20, 0);

  private final String array;
  private final ArrayMetadata metadata;
  private final boolean nullable;
  private final int width;
  private final DataType type;

  /**
   * @param array for messages
   * @param element type of the values
   * @param nullable whether a value can be NULL
   * @throws ZarrException when values of that type are not what the array stores
   */
  ElementStorage(String array, ArrayMetadata metadata, DataType element, boolean nullable) {
    this.array = array;
    this.metadata = metadata;
    this.nullable = nullable;
    this.width = metadata.dataType().layout().width();
    this.type = element;
    Optional<DataType> wanted = valueType(metadata.dataType().storage());
    if (wanted.isEmpty()) {
      throw new ZarrException(
          "Cannot write values to "
              + array
              + ": chunk rows of "
              + metadata.dataType().name()
              + " are written as stored bytes only. Read and write them with encoded=true.");
    }
    if (!wanted.get().equals(element)) {
      throw new ZarrException(
          "Cannot write values to "
              + array
              + ": "
              + metadata.dataType().name()
              + " is stored from "
              + wanted.get().sql()
              + ", as layout=chunks reads it, but the values are "
              + element.sql()
              + ". Cast them, or read them as they are stored, without decodeCf and decodeTimes.");
    }
  }

  /** What layout=chunks reads elements of a type as; empty where there is no way back. */
  private static Optional<DataType> valueType(dev.sparkzarr.metadata.DataType stored) {
    if (stored instanceof dev.sparkzarr.metadata.DataType.Time) {
      return Optional.of(DataTypes.LongType);
    } else if (stored instanceof dev.sparkzarr.metadata.DataType.Text) {
      return Optional.of(DataTypes.StringType);
    } else if (stored instanceof dev.sparkzarr.metadata.DataType.Binary
        || stored instanceof dev.sparkzarr.metadata.DataType.Raw) {
      return Optional.of(DataTypes.BinaryType);
    } else if (stored instanceof dev.sparkzarr.metadata.DataType.Numeric numeric) {
      return switch (numeric.kind()) {
        case BOOL -> Optional.of(DataTypes.BooleanType);
        case INT8 -> Optional.of(DataTypes.ByteType);
        case INT16, UINT8 -> Optional.of(DataTypes.ShortType);
        case INT32, UINT16 -> Optional.of(DataTypes.IntegerType);
        case INT64, UINT32 -> Optional.of(DataTypes.LongType);
        case UINT64 -> Optional.of(UINT64);
        case FLOAT32 -> Optional.of(DataTypes.FloatType);
        case FLOAT64 -> Optional.of(DataTypes.DoubleType);
        default -> Optional.empty();
      };
    }
    return Optional.empty();
  }

  /**
   * Puts all values into a buffer of as many elements.
   *
   * @param values as many as the buffer has elements
   * @param slots receives the elements; at least as many bytes as they need
   * @param target whose heap receives what elements of variable size point to
   * @throws ZarrException when a value does not fit, or is NULL where there is no room for it
   */
  void store(ArrayData values, byte[] slots, ChunkBuffer target) {
    int count = values.numElements();
    ByteBuffer to =
        ByteBuffer.wrap(slots, 0, Math.multiplyExact(count, width)).order(ByteOrder.LITTLE_ENDIAN);
    if (type.equals(DataTypes.BooleanType)) {
      boolean[] all = values.toBooleanArray();
      for (int i = 0; i < count; i++) {
        slots[i] = (byte) (all[i] ? 1 : 0);
      }
    } else if (type.equals(DataTypes.ByteType)) {
      to.put(values.toByteArray());
    } else if (type.equals(DataTypes.ShortType)) {
      shorts(values, to);
    } else if (type.equals(DataTypes.IntegerType)) {
      ints(values, to);
    } else if (type.equals(DataTypes.LongType)) {
      longs(values, to);
    } else if (type.equals(DataTypes.FloatType)) {
      to.asFloatBuffer().put(values.toFloatArray());
    } else if (type.equals(DataTypes.DoubleType)) {
      to.asDoubleBuffer().put(values.toDoubleArray());
    } else {
      for (int i = 0; i < count; i++) {
        if (!values.isNullAt(i)) {
          System.arraycopy(element(values, i, target), 0, slots, i * width, width);
        }
      }
    }
    if (nullable) {
      nulls(values, slots, target);
    }
  }

  private void shorts(ArrayData values, ByteBuffer to) {
    short[] all = values.toShortArray();
    if (kind() != ElementKind.UINT8) {
      to.asShortBuffer().put(all);
      return;
    }
    for (int i = 0; i < all.length; i++) {
      check(values, i, all[i], 0xFF);
      to.put((byte) all[i]);
    }
  }

  private void ints(ArrayData values, ByteBuffer to) {
    int[] all = values.toIntArray();
    if (kind() != ElementKind.UINT16) {
      to.asIntBuffer().put(all);
      return;
    }
    for (int i = 0; i < all.length; i++) {
      check(values, i, all[i], 0xFFFF);
      to.putShort((short) all[i]);
    }
  }

  private void longs(ArrayData values, ByteBuffer to) {
    long[] all = values.toLongArray();
    if (kind() != ElementKind.UINT32) {
      to.asLongBuffer().put(all);
      return;
    }
    for (int i = 0; i < all.length; i++) {
      check(values, i, all[i], 0xFFFF_FFFFL);
      to.putInt((int) all[i]);
    }
  }

  private void check(ArrayData values, int at, long value, long most) {
    if ((value < 0 || value > most) && !(nullable && values.isNullAt(at))) {
      throw outOfRange(Long.toString(value));
    }
  }

  private ZarrException outOfRange(String value) {
    return new ZarrException(
        "Cannot write value "
            + value
            + " to "
            + array
            + ": "
            + metadata.dataType().name()
            + " has no room for it. Change the value, or write to an array of a wider type.");
  }

  /** Null for types that are no numbers. */
  private ElementKind kind() {
    return metadata.dataType().storage() instanceof dev.sparkzarr.metadata.DataType.Numeric numeric
        ? numeric.kind()
        : null;
  }

  private byte[] element(ArrayData values, int at, ChunkBuffer target) {
    if (type.equals(UINT64)) {
      java.math.BigInteger value =
          values.getDecimal(at, 20, 0).toJavaBigDecimal().toBigIntegerExact();
      if (value.signum() < 0 || value.bitLength() > Long.SIZE) {
        throw outOfRange(value.toString());
      }
      return ByteBuffer.allocate(Long.BYTES)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putLong(value.longValue())
          .array();
    }
    byte[] bytes =
        type.equals(DataTypes.StringType)
            ? values.getUTF8String(at).getBytes()
            : values.getBinary(at);
    if (!target.isVariable() && bytes.length != width) {
      throw outOfRange("of " + bytes.length + " bytes");
    }
    return target.element(bytes);
  }

  /** NULL is the fill value, and for times NaT. */
  private void nulls(ArrayData values, byte[] slots, ChunkBuffer target) {
    byte[] missing = null;
    for (int i = 0; i < values.numElements(); i++) {
      if (values.isNullAt(i)) {
        if (missing == null) {
          missing = target.element(missing());
        }
        System.arraycopy(missing, 0, slots, i * width, width);
      }
    }
  }

  private byte[] missing() {
    if (metadata.dataType().storage() instanceof dev.sparkzarr.metadata.DataType.Time) {
      return ByteBuffer.allocate(Long.BYTES)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putLong(Long.MIN_VALUE)
          .array();
    }
    return metadata
        .fillValue()
        .orElseThrow(
            () ->
                new ZarrException(
                    "Cannot write NULL to "
                        + array
                        + ": it has no fill value. Replace NULL by a value."))
        .pattern();
  }
}
