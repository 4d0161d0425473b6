package dev.sparkzarr.store.stack;

/** Where in a stack a layer is, from the provider's store outwards. */
public enum StackLevel {
  /** Tells of each request. Inside the rest: it sees what is sent. */
  LOG,
  /** Holds requests back; a pause between two attempts takes no permit. */
  LIMIT,
  /** Sends a request again; each part of a split value by itself. */
  RETRY,
  /** Makes several requests of a large one. */
  SPLIT,
  /** Answers several callers with one request. */
  SINGLE_FLIGHT,
  /** Answers without a request. */
  CACHE,
  /** Refuses. */
  ACCESS
}
