package dev.sparkzarr.array;

/**
 * What a writer does with a stored object all of whose elements are the fill value, bit for bit
 * (-0.0 is not 0.0). An array with an undefined fill value has no such objects.
 */
public enum EmptyChunks {
  /** It is stored like any other. */
  WRITE,
  /** Nothing is stored. Only right where nothing was stored before: in a new array. */
  SKIP,
  /** Nothing is stored, and what was stored before is deleted. */
  DELETE
}
