package dev.sparkzarr.spark.read.vector;

import dev.sparkzarr.dataset.NullRule;
import dev.sparkzarr.dataset.TileColumn;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.apache.spark.sql.vectorized.ColumnarMap;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * A column of the tile that its reader stands on, seen by Spark. Nothing is fetched or decoded
 * before the first value is asked for; then the tile's values are copied into a typed array in one
 * pass over memory that is still in the cache, and told whether any is missing. One vector serves
 * every tile of a partition: {@link #moveTo} makes it forget the tile before. For one thread.
 *
 * <p>There is one final subclass for each way that a value is laid out, and no more, so that
 * generated code sees few classes and the calls in its row loop stay inlined: a getter is one
 * field, one test and one array element.
 */
public abstract class TileVector extends ColumnVector {
  private final TileColumn column;
  private final NullRule nulls;
  private boolean loaded;

  /** Whether it is known that no value of the present tile is missing. */
  private boolean allPresent;

  private boolean[] missing;
  private int skipped;
  private int rows;

  TileVector(DataType type, TileColumn column) {
    super(type);
    this.column = column;
    this.nulls = column.nulls();
  }

  /**
   * The vector for a column.
   *
   * @param type as Spark asks for it: of structs it may leave fields out
   */
  public static TileVector of(DataType type, TileColumn column) {
    return switch (column.type().kind()) {
      case BOOLEAN, INT8 -> new ByteVector(type, column);
      case INT16 -> new ShortVector(type, column);
      case INT32 -> new IntVector(type, column);
      case INT64, TIMESTAMP, INTERVAL -> new LongVector(type, column);
      case UINT64 -> new UnsignedLongVector(type, column);
      case FLOAT32 -> new FloatVector(type, column);
      case FLOAT64 -> new DoubleVector(type, column);
      case CALENDAR_TEXT -> new CalendarTextVector(type, column);
      case TEXT, BINARY -> new BytesVector(type, column);
      case ARRAY, FIXED_ARRAY -> new ArrayVector((ArrayType) type, column);
      case STRUCT -> new StructVector((StructType) type, column);
    };
  }

  /**
   * Makes this vector stand for a tile of which nothing is loaded yet.
   *
   * @param newSkipped rows of the tile that are left out at its start
   * @param newRows how many rows there are behind them
   */
  public final void moveTo(int newSkipped, int newRows) {
    skipped = newSkipped;
    rows = newRows;
    loaded = false;
    allPresent = nulls == NullRule.NONE;
    forget();
  }

  /** Fetches and decodes the values of the present tile. */
  protected final void load() {
    column.load();
    take(column.bytes(), column.start() + skipped, rows);
    missing = nulls == NullRule.MASK ? column.missing() : null;
    loaded = true;
    allPresent =
        switch (nulls) {
          case NONE -> true;
          case NAN -> !hasNan(rows);
          case MASK -> !hasMissing();
        };
  }

  private boolean hasMissing() {
    for (int row = 0; row < rows; row++) {
      if (missing[skipped + row]) {
        return true;
      }
    }
    return false;
  }

  /** Takes the values of a tile from the column's memory. */
  protected abstract void take(byte[] bytes, int start, int count);

  /** Rows of the tile that are left out at its start. */
  protected final int skipped() {
    return skipped;
  }

  /** How many rows there are behind those left out. */
  protected final int rows() {
    return rows;
  }

  /** Forgets the values: the next getter loads. */
  protected abstract void forget();

  @Override
  public final boolean isNullAt(int row) {
    return !allPresent && isMissing(row);
  }

  private boolean isMissing(int row) {
    if (!loaded) {
      load();
      if (allPresent) {
        return false;
      }
    }
    return nulls == NullRule.MASK ? missing[skipped + row] : isNan(row);
  }

  /** Whether the value is a NaN; only asked of float vectors. */
  protected boolean isNan(int row) {
    return false;
  }

  /** Whether any of the first values is a NaN; only asked of float vectors. */
  protected boolean hasNan(int count) {
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
}
