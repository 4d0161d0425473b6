package dev.sparkzarr.store;

/** The kinds of request. */
public enum StoreVerb {
  /** A whole value. */
  GET,
  /** One merged range of a value, or a suffix. */
  RANGE,
  /** The size of a value. */
  STAT,
  /** One listing, however many pages it has. */
  LIST,
  /** One write of a value. */
  PUT,
  /** One deletion, of a value or below a place. */
  DELETE
}
