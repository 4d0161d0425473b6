package dev.sparkzarr.dataset.write;

import dev.sparkzarr.dataset.Column;
import dev.sparkzarr.dataset.DatasetOptions;
import dev.sparkzarr.dataset.cf.CfEncoding;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.Attributes;

/** Encoders into arrays that are there. Stateless. */
final class Encoders {
  private Encoders() {}

  static ValueEncoder of(
      OpenedTable table,
      String name,
      ArrayMetadata array,
      Column.Role role,
      SourceColumn column,
      DatasetOptions reading) {
    return CfEncoding.of(
        "array " + table.path().resolve(name) + " in " + table.store(),
        array,
        Attributes.EMPTY,
        role,
        column,
        reading);
  }
}
