package dev.sparkzarr.spark.read.vector;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.spark.sql.types.Decimal;

/** Unsigned 64-bit integers as Spark's decimal(20,0). */
public final class UnsignedDecimal {
  private UnsignedDecimal() {}

  /**
   * @param bits of an unsigned 64-bit integer
   */
  public static Decimal of(long bits) {
    BigInteger value = BigInteger.valueOf(bits & Long.MAX_VALUE);
    return Decimal.apply(new BigDecimal(bits < 0 ? value.setBit(63) : value), 20, 0);
  }
}
