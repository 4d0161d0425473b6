package dev.sparkzarr.dataset.predicate;

import dev.sparkzarr.dataset.CalendarText;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.dataset.NullRule;
import dev.sparkzarr.dataset.TileColumn;

/** The values of some of a tile's rows. Of a column whose values have no parts. */
final class PickedColumn extends TileColumn {
  private final TileColumn all;
  private int[] picks;
  private byte[] memory = new byte[0];
  private boolean[] flags = new boolean[0];
  private boolean isLoaded;

  PickedColumn(TileColumn all) {
    this.all = all;
  }

  /**
   * Stands for rows of the next tile.
   *
   * @param rows which, ascending; null for all of them
   * @param newCount how many
   */
  void moveTo(int[] rows, int newCount) {
    picks = rows;
    count = newCount;
    isLoaded = false;
  }

  @Override
  public ColumnType type() {
    return all.type();
  }

  @Override
  public NullRule nulls() {
    return all.nulls();
  }

  @Override
  public CalendarText calendarText() {
    return all.calendarText();
  }

  @Override
  public void load() {
    if (isLoaded) {
      return;
    }
    all.load();
    heap = all.heap();
    if (picks == null) {
      bytes = all.bytes();
      start = all.start();
      missing = all.missing();
    } else {
      gather();
    }
    isLoaded = true;
  }

  private void gather() {
    int width = type().width();
    if (memory.length < count * width) {
      memory = new byte[count * width];
    }
    byte[] from = all.bytes();
    int first = all.start();
    switch (width) {
      case 1 -> {
        for (int i = 0; i < count; i++) {
          memory[i] = from[first + picks[i]];
        }
      }
      case 2 -> {
        for (int i = 0; i < count; i++) {
          LittleEndian.int16(memory, i, LittleEndian.int16(from, first + picks[i]));
        }
      }
      case 4 -> {
        for (int i = 0; i < count; i++) {
          LittleEndian.int32(memory, i, LittleEndian.int32(from, first + picks[i]));
        }
      }
      default -> {
        for (int i = 0; i < count; i++) {
          LittleEndian.int64(memory, i, LittleEndian.int64(from, first + picks[i]));
        }
      }
    }
    bytes = memory;
    start = 0;
    missing = nulls() == NullRule.MASK ? flags() : null;
  }

  private boolean[] flags() {
    if (flags.length < count) {
      flags = new boolean[count];
    }
    boolean[] from = all.missing();
    for (int i = 0; i < count; i++) {
      flags[i] = from[picks[i]];
    }
    return flags;
  }
}
