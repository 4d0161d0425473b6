package dev.sparkzarr.metadata;

/** What one element of a fixed-size type is in memory. */
public enum ElementKind {
  BOOL(1),
  INT8(1),
  INT16(2),
  INT32(4),
  INT64(8),
  UINT8(1),
  UINT16(2),
  UINT32(4),
  UINT64(8),
  FLOAT16(2),
  FLOAT32(4),
  FLOAT64(8);

  private final int width;

  ElementKind(int width) {
    this.width = width;
  }

  /**
   * @return bytes per element
   */
  public int width() {
    return width;
  }

  /**
   * @return whether this is one of the three float kinds
   */
  public boolean isFloat() {
    return ordinal() >= FLOAT16.ordinal();
  }

  /**
   * @return whether this is one of the four unsigned integer kinds
   */
  public boolean isUnsigned() {
    return ordinal() >= UINT8.ordinal() && ordinal() <= UINT64.ordinal();
  }

  /**
   * @return whether this is a signed or unsigned integer kind
   */
  public boolean isInteger() {
    return this != BOOL && !isFloat();
  }
}
