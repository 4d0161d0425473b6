package dev.sparkzarr.dataset.write;

import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.metadata.DataType;
import java.io.Serializable;

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
   * Encodes a run of values.
   *
   * @param values as {@link ColumnType} says, from the first
   * @param start index of the first value (not byte)
   * @param count how many
   * @param target retyped to {@link #stored()} and resized by the caller; receives the elements
   * @param targetStart index of the first element (not byte)
   * @throws dev.sparkzarr.dataset.DatasetException when a value does not fit; the message names
   *     column, value and remedy
   */
  void encode(EncodableValues values, int start, int count, ChunkBuffer target, int targetStart);
}
