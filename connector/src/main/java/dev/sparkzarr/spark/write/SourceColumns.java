package dev.sparkzarr.spark.write;

import dev.sparkzarr.ZarrException;
import dev.sparkzarr.dataset.write.SourceColumn;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns of a DataFrame as those of a table that is to be written. */
final class SourceColumns {
  private SourceColumns() {}

  /**
   * @param place of the table, for messages
   * @throws ZarrException when a column has a type that cannot be written, or a name twice
   */
  static List<SourceColumn> of(String place, StructType schema) {
    List<SourceColumn> columns = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (StructField field : schema.fields()) {
      if (!names.add(field.name().toLowerCase(Locale.ROOT))) {
        throw new ZarrException(
            "Cannot write "
                + place
                + ": two columns are named '"
                + field.name()
                + "', as readers who ignore case see it. Rename one of them.");
      }
      columns.add(
          new SourceColumn(
              field.name(),
              ColumnKind.of(place, field.name(), field.dataType()),
              ColumnKind.decimalScale(field.dataType()),
              field.nullable(),
              OriginParser.of(field.metadata())));
    }
    return columns;
  }
}
