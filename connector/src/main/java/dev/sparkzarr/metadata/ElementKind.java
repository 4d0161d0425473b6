package dev.sparkzarr.metadata;

/** What one number of fixed size is in memory. */
public enum ElementKind {
  BOOL(1),
  /** Two bits, sign-extended in a byte. */
  INT2(1),
  /** Four bits, sign-extended in a byte. */
  INT4(1),
  INT8(1),
  INT16(2),
  INT32(4),
  INT64(8),
  /** Two bits in a byte. */
  UINT2(1),
  /** Four bits in a byte. */
  UINT4(1),
  UINT8(1),
  UINT16(2),
  UINT32(4),
  UINT64(8),
  FLOAT16(2),
  /** The upper half of a FLOAT32. */
  BFLOAT16(2),
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
   * @return bits that carry the value: fewer than {@code 8 * width()} for kinds that share bytes
   *     when packed, and for BOOL
   */
  public int bits() {
    return switch (this) {
      case BOOL -> 1;
      case INT2, UINT2 -> 2;
      case INT4, UINT4 -> 4;
      default -> 8 * width;
    };
  }

  /**
   * @return the kind that holds the same values with all bits of its bytes: INT8 for INT2 and INT4,
   *     UINT8 for UINT2 and UINT4, else this
   */
  public ElementKind wholeBytes() {
    return switch (this) {
      case INT2, INT4 -> INT8;
      case UINT2, UINT4 -> UINT8;
      default -> this;
    };
  }

  /**
   * @return whether this is one of the float kinds
   */
  public boolean isFloat() {
    return ordinal() >= FLOAT16.ordinal();
  }

  /**
   * @return whether this is one of the unsigned integer kinds
   */
  public boolean isUnsigned() {
    return ordinal() >= UINT2.ordinal() && ordinal() <= UINT64.ordinal();
  }

  /**
   * @return whether this is a signed or unsigned integer kind
   */
  public boolean isInteger() {
    return this != BOOL && !isFloat();
  }
}
