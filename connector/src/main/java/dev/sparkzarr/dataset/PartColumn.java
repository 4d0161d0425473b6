package dev.sparkzarr.dataset;

/**
 * The fields of one name in a column of structs, or the elements of a column of arrays: taken out
 * of the values around them, and decoded, when they are asked for. Of a struct there is one for
 * each of its rows; of arrays they stand one array after the other. For one thread.
 */
final class PartColumn extends CompositeColumn {
  private final CompositeColumn whole;
  private final ValuePart part;
  private final ColumnValues values = new ColumnValues();
  private byte[] gathered = new byte[0];
  private boolean loaded;

  PartColumn(CompositeColumn whole, ValuePart part) {
    super(part.decoder());
    this.whole = whole;
    this.part = part;
  }

  @Override
  public ColumnType type() {
    return part.decoder().type();
  }

  @Override
  public NullRule nulls() {
    return part.decoder().nulls();
  }

  @Override
  public CalendarText calendarText() {
    return part.decoder().calendarText().orElse(null);
  }

  void unload() {
    loaded = false;
    unloadParts();
  }

  @Override
  public void load() {
    if (loaded) {
      return;
    }
    whole.load();
    int width = whole.type().width();
    switch (whole.type().kind()) {
      case STRUCT -> {
        count = whole.count;
        gather(width);
        values.take(part.decoder(), gathered, 0, count, gathered);
      }
      case FIXED_ARRAY -> {
        int each = width / part.width();
        count = Math.multiplyExact(whole.count, each);
        values.take(part.decoder(), whole.bytes(), whole.start() * each, count, gathered);
      }
      case ARRAY -> {
        ColumnValues arrays = whole.elements();
        count = arrays.elements();
        values.take(part.decoder(), whole.heap(), arrays.firstElement(), count, gathered);
      }
      default -> throw new IllegalStateException(whole.type() + " has no parts");
    }
    bytes = values.bytes();
    start = values.start();
    heap = values.heap();
    missing = nulls() == NullRule.MASK ? values.missing() : null;
    loaded = true;
  }

  private void gather(int stride) {
    int width = part.width();
    int size = ColumnValues.size(count, width);
    if (gathered.length < size) {
      gathered = new byte[size];
    }
    int from = whole.start() * stride + part.offset();
    if (from % width == 0 && stride % width == 0) {
      int apart = stride / width;
      ElementCopy.strided(whole.bytes(), from / width, apart, gathered, 0, 1, count, width);
      return;
    }
    for (int i = 0, at = 0; i < count; i++, from += stride, at += width) {
      System.arraycopy(whole.bytes(), from, gathered, at, width);
    }
  }

  @Override
  ColumnValues elements() {
    return values;
  }

  @Override
  long heldBytes() {
    return super.heldBytes() + values.heldBytes() + gathered.length;
  }
}
