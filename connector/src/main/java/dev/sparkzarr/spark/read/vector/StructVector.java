package dev.sparkzarr.spark.read.vector;

import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.TileColumn;
import java.util.List;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;

/** Structs: a vector for each field that is asked for, decoded when it is. */
final class StructVector extends TileVector {
  private final TileVector[] fields;

  /**
   * @param type may have fewer fields than the column
   */
  StructVector(StructType type, TileColumn column) {
    super(type, column);
    fields = new TileVector[type.fields().length];
    for (int i = 0; i < fields.length; i++) {
      StructField field = type.fields()[i];
      fields[i] = of(field.dataType(), column.parts().get(position(column.type(), field.name())));
    }
  }

  private static int position(ColumnType type, String name) {
    List<String> names = type.fields().stream().map(ColumnType.Field::name).toList();
    int position = names.indexOf(name);
    if (position < 0) {
      throw new IllegalArgumentException("no field " + name + " in " + type);
    }
    return position;
  }

  @Override
  protected void take(byte[] bytes, int start, int count) {
    // the fields take theirs when they are asked for
  }

  @Override
  protected void forget() {
    for (TileVector field : fields) {
      field.moveTo(skipped(), rows());
    }
  }

  @Override
  public ColumnVector getChild(int ordinal) {
    return fields[ordinal];
  }
}
