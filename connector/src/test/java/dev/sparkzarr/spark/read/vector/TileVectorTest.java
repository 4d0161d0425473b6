package dev.sparkzarr.spark.read.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.dataset.CalendarText;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.NullRule;
import dev.sparkzarr.dataset.TileColumn;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.junit.jupiter.api.Test;

class TileVectorTest {
  /** A column whose memory is given, and which counts how often it was loaded. */
  private static final class GivenColumn extends TileColumn {
    private final ColumnType type;
    private final NullRule nulls;
    private byte[] given;
    private int givenStart;
    private boolean[] givenMissing;
    private int loads;

    GivenColumn(ColumnType type, NullRule nulls) {
      this.type = type;
      this.nulls = nulls;
    }

    @Override
    public ColumnType type() {
      return type;
    }

    @Override
    public NullRule nulls() {
      return nulls;
    }

    @Override
    public CalendarText calendarText() {
      return micros -> "text " + micros;
    }

    @Override
    public void load() {
      loads++;
      bytes = given;
      start = givenStart;
      missing = givenMissing;
    }
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static TileVector vector(GivenColumn column) {
    DataType type =
        switch (column.type().kind()) {
          case BOOLEAN -> DataTypes.BooleanType;
          case INT8 -> DataTypes.ByteType;
          case INT16 -> DataTypes.ShortType;
          case INT32 -> DataTypes.IntegerType;
          case INT64 -> DataTypes.LongType;
          case UINT64 -> DataTypes.createDecimalType(20, 0);
          case FLOAT32 -> DataTypes.FloatType;
          case FLOAT64 -> DataTypes.DoubleType;
          case TEXT, CALENDAR_TEXT -> DataTypes.StringType;
          case BINARY -> DataTypes.BinaryType;
          default -> throw new IllegalArgumentException(column.type().toString());
        };
    return TileVector.of(type, column);
  }

  @Test
  void nothingIsLoadedBeforeAValueIsAskedForAndThenOnce() {
    GivenColumn column = new GivenColumn(ColumnType.INT32, NullRule.NONE);
    column.given = buffer(12).putInt(7).putInt(8).putInt(9).array();
    TileVector vector = vector(column);
    vector.moveTo(0, 3);
    assertThat(vector.isNullAt(1)).isFalse();
    assertThat(vector.hasNull()).isFalse();
    assertThat(vector.numNulls()).isZero();
    assertThat(column.loads).isZero();
    assertThat(vector.getInt(2)).isEqualTo(9);
    assertThat(vector.getInts(0, 3)).containsExactly(7, 8, 9);
    assertThat(column.loads).isEqualTo(1);
  }

  @Test
  void eachTileIsLoadedAnew() {
    GivenColumn column = new GivenColumn(ColumnType.INT64, NullRule.NONE);
    column.given = buffer(8).putLong(1L << 40).array();
    TileVector vector = vector(column);
    vector.moveTo(0, 1);
    assertThat(vector.getLong(0)).isEqualTo(1L << 40);
    column.given = buffer(16).putLong(-1).putLong(-2).array();
    column.givenStart = 1;
    vector.moveTo(0, 1);
    assertThat(vector.getLong(0)).isEqualTo(-2);
    assertThat(column.loads).isEqualTo(2);
  }

  @Test
  void rowsLeftOutAtTheStartShiftValuesAndFlags() {
    GivenColumn column = new GivenColumn(ColumnType.INT16, NullRule.MASK);
    column.given =
        buffer(10)
            .putShort((short) -9)
            .putShort((short) 10)
            .putShort((short) 11)
            .putShort((short) 12)
            .putShort((short) 13)
            .array();
    column.givenStart = 1;
    column.givenMissing = new boolean[] {false, false, true, false};
    TileVector vector = vector(column);
    vector.moveTo(1, 3);
    assertThat(vector.getShort(0)).isEqualTo((short) 11);
    assertThat(vector.isNullAt(0)).isFalse();
    assertThat(vector.isNullAt(1)).isTrue();
    assertThat(vector.isNullAt(2)).isFalse();
    assertThat(vector.getShort(2)).isEqualTo((short) 13);
    assertThat(vector.hasNull()).isTrue();
    assertThat(vector.numNulls()).isEqualTo(1);
  }

  @Test
  void nanIsNullOnlyWhereTheColumnSaysSo() {
    for (NullRule rule : new NullRule[] {NullRule.NAN, NullRule.NONE}) {
      GivenColumn floats = new GivenColumn(ColumnType.FLOAT32, rule);
      floats.given = buffer(12).putFloat(1.5f).putInt(0x7fc00001).putFloat(-0.0f).array();
      TileVector vector = vector(floats);
      vector.moveTo(0, 3);
      assertThat(vector.isNullAt(1)).isEqualTo(rule == NullRule.NAN);
      assertThat(vector.numNulls()).isEqualTo(rule == NullRule.NAN ? 1 : 0);
      assertThat(vector.getFloat(0)).isEqualTo(1.5f);
      assertThat(Float.floatToRawIntBits(vector.getFloat(1))).isEqualTo(0x7fc00001);
      assertThat(Float.floatToRawIntBits(vector.getFloat(2))).isEqualTo(0x80000000);

      GivenColumn doubles = new GivenColumn(ColumnType.FLOAT64, rule);
      doubles.given = buffer(24).putDouble(2.5).putDouble(Double.NaN).putDouble(1e300).array();
      TileVector wide = vector(doubles);
      wide.moveTo(0, 3);
      assertThat(wide.hasNull()).isEqualTo(rule == NullRule.NAN);
      assertThat(wide.getDouble(2)).isEqualTo(1e300);
    }
  }

  @Test
  void unsignedIntegersOf64BitsAreDecimals() {
    GivenColumn column = new GivenColumn(ColumnType.UINT64, NullRule.NONE);
    column.given = buffer(24).putLong(-1).putLong(5).putLong(Long.MIN_VALUE).array();
    TileVector vector = vector(column);
    vector.moveTo(0, 3);
    assertThat(vector.dataType()).isEqualTo(DataTypes.createDecimalType(20, 0));
    assertThat(vector.getDecimal(0, 20, 0).toString()).isEqualTo("18446744073709551615");
    assertThat(vector.getDecimal(1, 20, 0)).isEqualTo(Decimal.apply("5"));
    assertThat(vector.getDecimal(2, 20, 0).toString()).isEqualTo("9223372036854775808");
  }

  @Test
  void bytesAndBooleansAreOneByte() {
    GivenColumn column = new GivenColumn(ColumnType.BOOLEAN, NullRule.NONE);
    column.given = new byte[] {0, 1, 0};
    column.givenStart = 1;
    TileVector booleans = vector(column);
    booleans.moveTo(0, 2);
    assertThat(booleans.getBooleans(0, 2)).containsExactly(true, false);

    GivenColumn small = new GivenColumn(ColumnType.INT8, NullRule.NONE);
    small.given = new byte[] {-128, 127};
    TileVector bytes = vector(small);
    bytes.moveTo(0, 2);
    assertThat(bytes.getBytes(0, 2)).containsExactly(-128, 127);
  }

  @Test
  void calendarDatesBecomeTextWhenAsked() {
    GivenColumn column = new GivenColumn(ColumnType.CALENDAR_TEXT, NullRule.NONE);
    column.given = buffer(24).putLong(3).putLong(3).putLong(4).array();
    TileVector vector = vector(column);
    vector.moveTo(0, 3);
    assertThat(vector.getUTF8String(0)).hasToString("text 3");
    assertThat(vector.getUTF8String(1)).hasToString("text 3");
    assertThat(vector.getUTF8String(2)).hasToString("text 4");
  }

  @Test
  void sparkClosingABatchLeavesTheVectorUsable() {
    GivenColumn column = new GivenColumn(ColumnType.INT32, NullRule.NONE);
    column.given = buffer(4).putInt(7).array();
    TileVector vector = vector(column);
    vector.moveTo(0, 1);
    vector.closeIfFreeable();
    vector.close();
    assertThat(vector.getInt(0)).isEqualTo(7);
  }

  @Test
  void anotherTypeIsRefused() {
    TileVector vector = vector(new GivenColumn(ColumnType.INT32, NullRule.NONE));
    assertThatThrownBy(() -> vector.getLong(0)).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> vector.getUTF8String(0))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
