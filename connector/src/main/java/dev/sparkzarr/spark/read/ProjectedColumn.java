package dev.sparkzarr.spark.read;

import dev.sparkzarr.dataset.ArrayHandle;
import dev.sparkzarr.dataset.Column;
import dev.sparkzarr.dataset.ScanColumn;

/** A column made ready to travel. */
final class ProjectedColumn {
  private ProjectedColumn() {}

  static ScanColumn of(Column column) {
    if (column.role() == Column.Role.DIMENSION) {
      return new ScanColumn(
          column.name(),
          column.type(),
          column.dimensions(),
          column.dimensions().get(0),
          null,
          column.decoder().filter(decoder -> decoder.type().hasParts()).orElse(null));
    }
    return new ScanColumn(
        column.name(),
        column.type(),
        column.dimensions(),
        -1,
        new ArrayHandle(
            column.path().orElseThrow(),
            column.array().orElseThrow().document(),
            column.joinsCharacters()
                ? ArrayHandle.Elements.JOINED_CHARACTERS
                : ArrayHandle.Elements.STORED),
        column.decoder().orElseThrow());
  }
}
