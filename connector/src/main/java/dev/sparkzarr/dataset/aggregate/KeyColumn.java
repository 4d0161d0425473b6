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
  void fill(int firstGroup, int count) {
    int width = type().width();
    for (int i = 0; i < count; i++) {
      int group = groups.global(dimension, firstGroup + i);
      missing[i] = values.isMissing(group);
      System.arraycopy(values.bytes(), group * width, bytes, i * width, width);
    }
  }
}
