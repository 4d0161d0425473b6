package dev.sparkzarr.dataset.aggregate;

import dev.sparkzarr.dataset.predicate.ValueType;

/** The values of a grouping key that is looked up for each cell. */
final class CellKeyColumn extends GroupColumn {
  private final CellGroups groups;
  private final int source;
  private final int key;

  /**
   * @param source position of the key's {@link CellKeys}
   * @param key position among these
   */
  CellKeyColumn(CellGroups groups, int source, int key, ValueType type, int most) {
    super(type.stored().orElseThrow(), most);
    this.groups = groups;
    this.source = source;
    this.key = key;
  }

  @Override
  boolean put(int group, int at) {
    return groups.put(group, source, key, bytes, at);
  }
}
