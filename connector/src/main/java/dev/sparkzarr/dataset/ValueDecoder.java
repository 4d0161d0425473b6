package dev.sparkzarr.dataset;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * From stored elements to column values, by what CF says: masks, scale and offset, times. Made once
 * per variable, travels to executors, stateless, safe for many threads.
 */
public interface ValueDecoder extends Serializable {
  /**
   * @return what the values are
   */
  ColumnType type();

  /**
   * @return how missing values are told
   */
  NullRule nulls();

  /**
   * @return whether the stored bytes are the values already, so that a view serves and {@link
   *     #decode} need not be called
   */
  boolean isIdentity();

  /**
   * @return how to show values of {@link ColumnType#CALENDAR_TEXT}; empty for other types
   */
  Optional<CalendarText> calendarText();

  /**
   * @return how the parts of a value are decoded: one for each field of its type
   */
  default List<ValuePart> parts() {
    return List.of();
  }

  /**
   * Decodes a run of elements.
   *
   * @param raw elements as {@code ChunkBuffer} holds them
   * @param rawStart index of the first element (not byte)
   * @param count how many
   * @param rawHeap what elements of variable size point into
   * @param values receives {@code count} values, and as many flags when {@link #nulls()} is MASK;
   *     has room for them
   */
  void decode(byte[] raw, int rawStart, int count, byte[] rawHeap, ColumnValues values);
}
