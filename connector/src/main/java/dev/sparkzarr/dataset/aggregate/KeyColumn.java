package dev.sparkzarr.dataset.aggregate;

/** A grouping key's values. */
final class KeyColumn extends GroupColumn {
  private final LocalGroups groups;
  private final int dimension;
  private final KeyValues values;

  KeyColumn(LocalGroups groups, int dimension, KeyValues values, int most) {
    super(values.type(), most);
    this.groups = groups;
    this.dimension = dimension;
    this.values = values;
    this.heap = values.heap();
  }

  @Override
  boolean put(int group, int at) {
    int width = type().width();
    int key = groups.global(dimension, group);
    System.arraycopy(values.bytes(), key * width, bytes, at * width, width);
    return !values.isMissing(key);
  }
}
