package dev.sparkzarr.dataset.write;

/** How the values of a dimension stand one after the other. */
public enum AxisOrder {
  ASCENDING,
  DESCENDING,
  /** As they come: the order in which a pass over the rows first sees them. */
  AS_SEEN
}
