package dev.sparkzarr.dataset.aggregate;

import dev.sparkzarr.dataset.ColumnType;
import java.io.Serializable;
import java.util.Optional;

/**
 * The few integers that a measure's values are among. Immutable.
 *
 * @param least of them
 * @param count of them; they follow one another
 */
public record Codes(long least, int count) implements Serializable {
  /**
   * @return all values of a type; empty where these are not few
   */
  public static Optional<Codes> of(ColumnType type) {
    return switch (type.kind()) {
      case BOOLEAN -> Optional.of(new Codes(0, 2));
      case INT8 -> Optional.of(new Codes(Byte.MIN_VALUE, 1 << 8));
      case INT16 -> Optional.of(new Codes(Short.MIN_VALUE, 1 << 16));
      default -> Optional.empty();
    };
  }

  /** How many longs have a bit for each of them. */
  int words() {
    return (count + 63) >> 6;
  }
}
