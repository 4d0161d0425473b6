package dev.sparkzarr.store;

/** The kinds of request. */
public enum StoreVerb {
  /** A whole value. */
  GET(true),
  /** One merged range of a value, or a suffix. */
  RANGE(true),
  /** The size and version of a value. */
  STAT(true),
  /** One listing, however many pages it has. */
  LIST(true),
  /** One write of a value. */
  PUT(true),
  /** One write of a value if its key has none. */
  CREATE(false),
  /** One write of a value if it is unchanged. */
  REPLACE(false),
  /** One write inside a value. */
  RANGE_PUT(true),
  /** One deletion, of a value, of many, or below a place. */
  DELETE(true),
  /** One copy of a value. */
  COPY(true),
  /** One rename of a value. */
  RENAME(false);

  private final boolean idempotent;

  StoreVerb(boolean idempotent) {
    this.idempotent = idempotent;
  }

  /**
   * @return whether a request that may have been carried out can be sent again
   */
  public boolean isIdempotent() {
    return idempotent;
  }
}
