package dev.sparkzarr.dataset.cf;

import java.io.Serializable;

/** How a float that counts time is read. Stateless. */
interface FloatTimes extends Serializable {
  /**
   * @param number as it is stored, not NaN
   * @return microseconds since 1970-01-01T00:00 of its calendar, or of a span
   * @throws dev.sparkzarr.dataset.DatasetException when 64 bits do not hold them
   */
  long micros(double number);
}
