package dev.sparkzarr.spark.write;

import dev.sparkzarr.ZarrException;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.block.ColumnBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/** Copies a struct, field after field. */
final class StructAppender implements CellAppender {
  private static final long serialVersionUID = 1L;

  private final ColumnType kind;
  private final List<String> names;
  private final List<FieldBytes> fields;

  /**
   * @param name of the column, or of the field that this is, for messages
   */
  StructAppender(ColumnType kind, StructType type, String name) {
    this.kind = kind;
    this.names = Stream.of(type.fieldNames()).map(field -> name + "." + field).toList();
    this.fields =
        Stream.of(type.fields())
            .map(
                field ->
                    FieldBytes.of(
                        kind.fields().get(type.fieldIndex(field.name())).type(),
                        field.dataType(),
                        name + "." + field.name()))
            .toList();
  }

  @Override
  public void append(InternalRow row, int column, ColumnBuffer to, int position) {
    append(row.getStruct(column, fields.size()), to, position * kind.width());
  }

  /**
   * @param at byte where the struct begins
   */
  void append(InternalRow struct, ColumnBuffer to, int at) {
    int offset = at;
    for (int i = 0; i < fields.size(); i++) {
      if (struct.isNullAt(i)) {
        throw new ZarrException(
            "Cannot write a struct whose field '"
                + names.get(i)
                + "' is NULL: Zarr has no NULL within a struct. Give the field a value, for example"
                + " with coalesce, or write it as a column of its own.");
      }
      fields.get(i).append(struct, i, to, offset);
      offset += kind.fields().get(i).type().width();
    }
  }
}
