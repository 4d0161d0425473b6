package dev.sparkzarr.metadata;

/** numpy's units of time. */
public enum NumpyTimeUnit {
  /** No unit is stated. */
  GENERIC("generic"),
  /** Calendar years. */
  YEAR("Y"),
  /** Calendar months. */
  MONTH("M"),
  WEEK("W"),
  DAY("D"),
  HOUR("h"),
  MINUTE("m"),
  SECOND("s"),
  MILLISECOND("ms"),
  MICROSECOND("us"),
  NANOSECOND("ns"),
  PICOSECOND("ps"),
  FEMTOSECOND("fs"),
  ATTOSECOND("as");

  private final String symbol;

  NumpyTimeUnit(String symbol) {
    this.symbol = symbol;
  }

  /**
   * @return as documents spell it, such as {@code ns}
   */
  public String symbol() {
    return symbol;
  }
}
