package dev.sparkzarr.dataset.write;

import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.FillValue;
import java.io.Serializable;
import java.util.Optional;

/**
 * From column values to stored elements, the reverse of {@link dev.sparkzarr.dataset.ValueDecoder}.
 * Every value is stored so that reading gives it back, or is refused: nothing wraps, and nothing is
 * rounded unless the encoding asks for it (a scale). Made once per variable, travels to executors,
 * stateless, safe for many threads.
 */
public interface ValueEncoder extends Serializable {
  /**
   * @return what the values are
   */
  ColumnType type();

  /**
   * @return what the elements are
   */
  DataType stored();

  /**
   * @return the element that a missing value is stored as, so that it is read as NULL; of a type of
   *     variable size its bytes. A cell that no row gives is stored as it, too. Where it is not the
   *     array's fill value ({@link dev.sparkzarr.metadata.FillValue#undefined} if the document has
   *     none), an object without any row must be stored all the same. Empty where the array has no
   *     room for missing values: NULL is refused, and a cell that no row gives cannot be told from
   *     one that is the array's fill value
   */
  Optional<FillValue> missing();

  /**
   * Encodes a run of values.
   *
   * @param values as {@link ColumnType} says, from the first
   * @param start index of the first value (not byte)
   * @param count how many
   * @param target retyped to the storage of {@link #stored()} and resized by the caller; receives
   *     the elements, and what they point to joins its heap
   * @param targetStart index of the first element (not byte)
   * @throws dev.sparkzarr.dataset.DatasetException when a value does not fit; the message names
   *     column, value and remedy
   */
  void encode(EncodableValues values, int start, int count, ChunkBuffer target, int targetStart);
}
