package dev.sparkzarr.dataset;

import java.util.ArrayList;
import java.util.List;

/** A column whose values may have parts: columns that are made of its values when asked for. */
abstract class CompositeColumn extends TileColumn {
  private final List<PartColumn> parts = new ArrayList<>();

  /**
   * @param decoder of the values; null for a column without parts
   */
  CompositeColumn(ValueDecoder decoder) {
    if (decoder != null) {
      for (ValuePart part : decoder.parts()) {
        parts.add(new PartColumn(this, part));
      }
    }
  }

  @Override
  public final List<PartColumn> parts() {
    return parts;
  }

  /**
   * @return what says which elements of the heap the slots of an ARRAY count from
   */
  abstract ColumnValues elements();

  final void unloadParts() {
    for (PartColumn part : parts) {
      part.unload();
    }
  }

  /**
   * @return bytes of all memory that this column holds
   */
  long heldBytes() {
    return parts.stream().mapToLong(PartColumn::heldBytes).sum();
  }
}
