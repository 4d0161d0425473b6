package dev.sparkzarr.spark.read;

import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.dataset.NullRule;
import dev.sparkzarr.dataset.TileColumn;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.apache.spark.sql.vectorized.ColumnarMap;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * A column of the tile that its reader stands on, seen by Spark. Nothing is fetched or decoded
 * before the first value is asked for; then the values are read where the decoder left them. One
 * vector serves every tile of a partition: {@link #moveTo} makes it forget the tile before. For one
 * thread.
 *
 * <p>There is one final subclass for each way that a value is laid out, and no more, so that
 * generated code sees few classes and the calls in its row loop stay inlined.
 */
abstract class TileVector extends ColumnVector {
  private final TileColumn column;
  private final NullRule nulls;

  /** The memory of the values, once loaded. */
  protected byte[] bytes;

  /** Element index in {@link #bytes} of the batch's first row. */
  protected int start;

  /** Whether {@link #bytes} and {@link #start} are those of the present tile. */
  protected boolean loaded;

  private boolean[] missing;
  private int missingStart;
  private int skipped;
  private int rows;

  TileVector(DataType type, TileColumn column) {
    super(type);
    this.column = column;
    this.nulls = column.nulls();
  }

  /** The vector for a column. */
  static TileVector of(DataType type, TileColumn column) {
    return switch (column.type()) {
      case BOOLEAN, INT8 -> new ByteVector(type, column);
      case INT16 -> new ShortVector(type, column);
      case INT32 -> new IntVector(type, column);
      case INT64, TIMESTAMP, INTERVAL -> new LongVector(type, column);
      case UINT64 -> new UnsignedLongVector(type, column);
      case FLOAT32 -> new FloatVector(type, column);
      case FLOAT64 -> new DoubleVector(type, column);
      case CALENDAR_TEXT -> new CalendarTextVector(type, column);
    };
  }

  /**
   * Makes this vector stand for a tile of which nothing is loaded yet.
   *
   * @param newSkipped rows of the tile that are left out at its start
   * @param newRows how many rows there are behind them
   */
  final void moveTo(int newSkipped, int newRows) {
    skipped = newSkipped;
    rows = newRows;
    loaded = false;
  }

  /** Fetches and decodes the values of the present tile. */
  protected final void load() {
    column.load();
    bytes = column.bytes();
    start = column.start() + skipped;
    missing = nulls == NullRule.MASK ? column.missing() : null;
    missingStart = skipped;
    loaded = true;
  }

  @Override
  public final boolean isNullAt(int row) {
    if (nulls == NullRule.NONE) {
      return false;
    }
    if (!loaded) {
      load();
    }
    return nulls == NullRule.MASK ? missing[missingStart + row] : isNan(row);
  }

  /** Whether the value is a NaN; only asked of float vectors. */
  protected boolean isNan(int row) {
    return false;
  }

  @Override
  public final boolean hasNull() {
    if (nulls == NullRule.NONE) {
      return false;
    }
    for (int row = 0; row < rows; row++) {
      if (isNullAt(row)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public final int numNulls() {
    if (nulls == NullRule.NONE) {
      return 0;
    }
    int count = 0;
    for (int row = 0; row < rows; row++) {
      count += isNullAt(row) ? 1 : 0;
    }
    return count;
  }

  /** Does nothing: the memory is the reader's, which uses it again for the next batch. */
  @Override
  public final void close() {}

  /** Does nothing, see {@link #close}. Spark calls it after each batch. */
  @Override
  public final void closeIfFreeable() {}

  @Override
  public boolean getBoolean(int row) {
    throw notOfThisType("boolean");
  }

  @Override
  public byte getByte(int row) {
    throw notOfThisType("byte");
  }

  @Override
  public short getShort(int row) {
    throw notOfThisType("short");
  }

  @Override
  public int getInt(int row) {
    throw notOfThisType("int");
  }

  @Override
  public long getLong(int row) {
    throw notOfThisType("long");
  }

  @Override
  public float getFloat(int row) {
    throw notOfThisType("float");
  }

  @Override
  public double getDouble(int row) {
    throw notOfThisType("double");
  }

  @Override
  public Decimal getDecimal(int row, int precision, int scale) {
    throw notOfThisType("decimal");
  }

  @Override
  public UTF8String getUTF8String(int row) {
    throw notOfThisType("string");
  }

  @Override
  public byte[] getBinary(int row) {
    throw notOfThisType("binary");
  }

  @Override
  public ColumnarArray getArray(int row) {
    throw notOfThisType("array");
  }

  @Override
  public ColumnarMap getMap(int row) {
    throw notOfThisType("map");
  }

  @Override
  public ColumnVector getChild(int ordinal) {
    throw notOfThisType("struct");
  }

  private UnsupportedOperationException notOfThisType(String asked) {
    return new UnsupportedOperationException("a " + type.sql() + " column has no " + asked);
  }

  /** Bytes, and booleans as 0 or 1. */
  static final class ByteVector extends TileVector {
    ByteVector(DataType type, TileColumn column) {
      super(type, column);
    }

    @Override
    public byte getByte(int row) {
      if (!loaded) {
        load();
      }
      return bytes[start + row];
    }

    @Override
    public boolean getBoolean(int row) {
      if (!loaded) {
        load();
      }
      return bytes[start + row] != 0;
    }
  }

  /** 16-bit integers. */
  static final class ShortVector extends TileVector {
    ShortVector(DataType type, TileColumn column) {
      super(type, column);
    }

    @Override
    public short getShort(int row) {
      if (!loaded) {
        load();
      }
      return LittleEndian.int16(bytes, start + row);
    }
  }

  /** 32-bit integers. */
  static final class IntVector extends TileVector {
    IntVector(DataType type, TileColumn column) {
      super(type, column);
    }

    @Override
    public int getInt(int row) {
      if (!loaded) {
        load();
      }
      return LittleEndian.int32(bytes, start + row);
    }
  }

  /** 64-bit integers, timestamps and intervals in microseconds. */
  static final class LongVector extends TileVector {
    LongVector(DataType type, TileColumn column) {
      super(type, column);
    }

    @Override
    public long getLong(int row) {
      if (!loaded) {
        load();
      }
      return LittleEndian.int64(bytes, start + row);
    }
  }

  /** 32-bit floats. */
  static final class FloatVector extends TileVector {
    FloatVector(DataType type, TileColumn column) {
      super(type, column);
    }

    @Override
    public float getFloat(int row) {
      if (!loaded) {
        load();
      }
      return LittleEndian.float32(bytes, start + row);
    }

    @Override
    protected boolean isNan(int row) {
      return Float.isNaN(LittleEndian.float32(bytes, start + row));
    }
  }

  /** 64-bit floats. */
  static final class DoubleVector extends TileVector {
    DoubleVector(DataType type, TileColumn column) {
      super(type, column);
    }

    @Override
    public double getDouble(int row) {
      if (!loaded) {
        load();
      }
      return LittleEndian.float64(bytes, start + row);
    }

    @Override
    protected boolean isNan(int row) {
      return Double.isNaN(LittleEndian.float64(bytes, start + row));
    }
  }

  /** Unsigned 64-bit integers as decimal(20,0). */
  static final class UnsignedLongVector extends TileVector {
    UnsignedLongVector(DataType type, TileColumn column) {
      super(type, column);
    }

    @Override
    public Decimal getDecimal(int row, int precision, int scale) {
      if (!loaded) {
        load();
      }
      return InternalValues.unsigned(LittleEndian.int64(bytes, start + row));
    }
  }

  /** Dates of a calendar without timestamps, as text that is made when it is asked for. */
  static final class CalendarTextVector extends TileVector {
    private final dev.sparkzarr.dataset.CalendarText format;
    private long lastMicros;
    private UTF8String lastText;

    CalendarTextVector(DataType type, TileColumn column) {
      super(type, column);
      format = column.calendarText();
    }

    @Override
    public UTF8String getUTF8String(int row) {
      if (!loaded) {
        load();
      }
      long micros = LittleEndian.int64(bytes, start + row);
      if (lastText == null || micros != lastMicros) {
        lastText = UTF8String.fromString(format.format(micros));
        lastMicros = micros;
      }
      return lastText;
    }
  }
}
