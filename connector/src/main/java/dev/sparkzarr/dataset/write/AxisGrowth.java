package dev.sparkzarr.dataset.write;

import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.DatasetException;

/**
 * New values behind those of a dimension: none that is there already, and in the dimension's order
 * where its values are numbers or times. Texts have no order to keep.
 */
final class AxisGrowth {
  private final WriteError error;
  private final DraftDimension dimension;
  private final Axis existing;

  AxisGrowth(WriteError error, DraftDimension dimension, Axis existing) {
    this.error = error;
    this.dimension = dimension;
    this.existing = existing;
  }

  /**
   * @param found distinct values of the rows
   * @return the values that are there, and the new ones behind
   */
  Axis grown(Axis found) {
    if (existing.isIndex()) {
      return grownIndex(found);
    }
    checkNew(found);
    AxisOrder order = order(found);
    Axis next = AxisValues.sorted(found, order);
    if (next.length() > 0 && existing.length() > 0 && order != AxisOrder.AS_SEEN) {
      Axis edge = AxisValues.joined(AxisValues.part(existing, existing.length() - 1), first(next));
      if (AxisOrder.of(edge) != order) {
        throw error.because(
            dimension()
                + " ends with "
                + AxisText.of(existing, existing.length() - 1)
                + " and column '"
                + dimension.columnName()
                + "' has "
                + AxisText.of(next, 0)
                + ", which is not behind it, so that the dimension would not be sorted any more."
                + " Append values "
                + (order == AxisOrder.ASCENDING ? "above" : "below")
                + " the last one, or overwrite the table with all rows.");
      }
    }
    return AxisValues.joined(existing, AxisValues.as(error, dimension, existing.type(), next));
  }

  private Axis first(Axis axis) {
    return AxisValues.as(error, dimension, existing.type(), AxisValues.part(axis, 0));
  }

  private Axis grownIndex(Axis found) {
    long last = existing.length() - 1;
    for (long i = 0; i < found.length(); i++) {
      long value = found.longAt(i);
      if (value < existing.length()) {
        throw overlaps(AxisText.of(found, i));
      }
      last = Math.max(last, value);
    }
    return Axis.index(existing.name(), last + 1);
  }

  private void checkNew(Axis found) {
    AxisIndex index = AxisIndex.of(error.place(), existing);
    for (long i = 0; i < found.length(); i++) {
      if (AxisFit.find(index, found, i) >= 0) {
        throw overlaps(AxisText.of(found, i));
      }
    }
  }

  private DatasetException overlaps(String value) {
    return error.because(
        "column '"
            + dimension.columnName()
            + "' has the value "
            + value
            + ", which "
            + dimension()
            + " has already. To replace its cells set region=auto in place of appendDim; to append,"
            + " drop the rows that are there.");
  }

  private String dimension() {
    return "dimension '" + existing.name() + "' of the table";
  }

  /** Of one value there is no order yet: it is the one that the new values continue. */
  private AxisOrder order(Axis found) {
    if (existing.type().isBytes()) {
      return AxisOrder.AS_SEEN;
    }
    if (existing.length() < 2) {
      boolean below =
          existing.length() == 1
              && found.length() > 0
              && AxisOrder.of(AxisValues.joined(existing, first(found))) == AxisOrder.DESCENDING;
      return existing.length() == 1
          ? below ? AxisOrder.DESCENDING : AxisOrder.ASCENDING
          : dimension.order();
    }
    AxisOrder order = AxisOrder.of(existing);
    if (order == AxisOrder.AS_SEEN) {
      throw error.because(
          dimension()
              + " is not sorted, so that nothing can be appended behind its last value. Replace"
              + " cells with the option region, or overwrite the table with all rows.");
    }
    return order;
  }
}
