package dev.sparkzarr.dataset;

/** The values of one dimension: a view of its axis, or runs of it. */
final class AxisColumn extends LazyColumn {
  private final Axis axis;
  private final SelectedIndexes selected;
  private byte[] gathered = new byte[0];

  AxisColumn(
      ScanColumn column, Axis axis, SelectedIndexes[] selected, TileCursor tile, StopSign stop) {
    super(column, tile, stop, new int[] {column.axis()}, selected.length);
    this.axis = axis;
    this.selected = selected[column.axis()];
  }

  @Override
  public NullRule nulls() {
    return axis.hasMissing() ? NullRule.MASK : NullRule.NONE;
  }

  @Override
  public CalendarText calendarText() {
    return axis.calendarText();
  }

  @Override
  protected void makeCompact(long[] from, long[] to, int count) {
    if (axis.hasMissing()) {
      makeFlags(from[0], count);
    }
    if (!axis.isIndex() && selected.isOneRun(from[0], to[0])) {
      show(axis.bytes(), (int) selected.indexAt(from[0]));
      return;
    }
    int width = type().width();
    int size = ColumnValues.size(count, width);
    if (gathered.length < size) {
      gathered = new byte[size];
    }
    int done = 0;
    for (int range = selected.rangeOf(from[0]); done < count; range++) {
      long ordinal = from[0] + done;
      long index = selected.indexAt(ordinal, range);
      int run = (int) (Math.min(to[0], selected.ordinalStop(range)) - ordinal);
      if (axis.isIndex()) {
        for (int i = 0; i < run; i++) {
          LittleEndian.int64(gathered, done + i, index + i);
        }
      } else {
        System.arraycopy(axis.bytes(), (int) index * width, gathered, done * width, run * width);
      }
      done += run;
    }
    show(gathered, 0);
  }

  private void show(byte[] bytes, int start) {
    compact.view(bytes, start, axis.heap());
    compact.elements(0, axis.elements());
  }

  @Override
  long heldBytes() {
    return super.heldBytes() + gathered.length;
  }

  private void makeFlags(long from, int count) {
    boolean[] flags = compact.flags(count);
    int range = selected.rangeOf(from);
    for (int i = 0; i < count; i++) {
      if (from + i == selected.ordinalStop(range)) {
        range++;
      }
      flags[i] = axis.isMissing(selected.indexAt(from + i, range));
    }
  }
}
