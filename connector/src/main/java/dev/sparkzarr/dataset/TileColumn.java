package dev.sparkzarr.dataset;

import java.util.List;

/**
 * The values of one column for the rows of the tile its reader stands on. Fetched and decoded by
 * {@link #load}, not before. For one thread.
 */
public abstract class TileColumn {
  /** The memory of the values: valid after {@link #load}, until the next tile. */
  protected byte[] bytes;

  /** Element index in {@link #bytes} of the tile's first row. */
  protected int start;

  /** Flags by row when the null rule is MASK, from index 0. */
  protected boolean[] missing;

  /** What slots point into. */
  protected byte[] heap;

  /** How many values there are. */
  protected int count;

  /**
   * @return what the values are
   */
  public abstract ColumnType type();

  /**
   * @return how missing values are told
   */
  public abstract NullRule nulls();

  /**
   * @return how to show CALENDAR_TEXT values; null for other types
   */
  public abstract CalendarText calendarText();

  /**
   * @return the fields of a struct, or the elements of an array, as columns that are loaded by
   *     themselves; empty for other types
   */
  public List<? extends TileColumn> parts() {
    return List.of();
  }

  /** Fetches and decodes the values of this tile; does nothing the second time. */
  public abstract void load();

  /**
   * Finds out whether all rows of this tile have one value because no chunk is stored for them, and
   * if so, stands for one row with that value until {@link #load}: nothing is decoded. Fetches what
   * it has to.
   *
   * @return false where that is not so, or not known; nothing has changed then
   */
  public boolean loadFill() {
    return false;
  }

  /**
   * @return little-endian values, {@code type().width()} bytes each
   */
  public final byte[] bytes() {
    return bytes;
  }

  /**
   * @return element index of the tile's first row in {@link #bytes()}
   */
  public final int start() {
    return start;
  }

  /**
   * @return how many values there are; those of parts may be fewer or more than the tile's rows
   */
  public final int count() {
    return count;
  }

  /**
   * @return what TEXT and BINARY values point into
   */
  public final byte[] heap() {
    return heap;
  }

  /**
   * @return flags by row, from index 0; only when {@link #nulls()} is MASK
   */
  public final boolean[] missing() {
    return missing;
  }
}
