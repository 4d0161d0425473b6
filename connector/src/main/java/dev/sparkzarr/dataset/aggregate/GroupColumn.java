package dev.sparkzarr.dataset.aggregate;

import dev.sparkzarr.dataset.CalendarText;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.NullRule;
import dev.sparkzarr.dataset.TileColumn;

/** One column of the result, for some of the groups at a time. For one thread. */
abstract sealed class GroupColumn extends TileColumn
    permits KeyColumn, CellKeyColumn, AggregateColumn {
  private final ColumnType type;
  private int[] groups;
  private boolean isLoaded;

  GroupColumn(ColumnType type, int most) {
    this.type = type;
    this.bytes = new byte[most * type.width()];
    this.missing = new boolean[most];
  }

  /**
   * Stands for other groups from now on.
   *
   * @param newGroups which; not modified until the next
   */
  final void moveTo(int[] newGroups, int newCount) {
    groups = newGroups;
    count = newCount;
    isLoaded = false;
  }

  @Override
  public final ColumnType type() {
    return type;
  }

  @Override
  public final NullRule nulls() {
    return NullRule.MASK;
  }

  @Override
  public final CalendarText calendarText() {
    return null;
  }

  @Override
  public final void load() {
    if (!isLoaded) {
      for (int i = 0; i < count; i++) {
        missing[i] = !put(groups[i], i);
      }
      isLoaded = true;
    }
  }

  /**
   * Puts a group's value where it belongs.
   *
   * @return false when it is NULL
   */
  abstract boolean put(int group, int at);
}
