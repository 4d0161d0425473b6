package dev.sparkzarr.dataset.cf;

import java.io.Serializable;

/**
 * The attributes {@code scale_factor} and {@code add_offset}.
 *
 * @param given whether there is either attribute
 * @param factor 1 when there is none
 * @param offset -0.0 when there is none: added to a number it changes nothing
 * @param whole the factor, when it is a JSON integer and stands alone; else 0: integers then stay
 *     integers
 */
record Scale(boolean given, double factor, double offset, long whole) implements Serializable {
  static final Scale NONE = new Scale(false, 1, -0.0, 0);
}
