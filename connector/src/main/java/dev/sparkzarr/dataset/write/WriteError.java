package dev.sparkzarr.dataset.write;

import dev.sparkzarr.dataset.DatasetException;
import dev.sparkzarr.dataset.NearestName;
import java.io.Serializable;
import java.util.Collection;
import java.util.List;

/**
 * Says why rows do not become a table. Immutable.
 *
 * @param place of the table, such as {@code s3a://bucket/out.zarr}; without secrets
 */
record WriteError(String place) implements Serializable {
  private static final int SHOWN = 20;
  private static final int LONGEST = 120;

  /**
   * @param reason and remedy, sentences
   */
  DatasetException because(String reason) {
    return new DatasetException("Cannot write " + place + ": " + reason);
  }

  DatasetException because(String reason, Throwable cause) {
    return new DatasetException("Cannot write " + place + ": " + reason, cause);
  }

  /** The name that was meant, or all there are. */
  static String didYouMean(String wanted, Collection<String> names, String what) {
    String nearest = NearestName.of(wanted, names);
    return nearest != null
        ? "Did you mean '" + nearest + "'?"
        : names.isEmpty()
            ? "There are no " + what + "."
            : "The " + what + " are " + some(names) + ".";
  }

  static String some(Collection<?> things) {
    List<String> shown = things.stream().limit(SHOWN).map(WriteError::shown).toList();
    return String.join(", ", shown)
        + (things.size() > SHOWN ? " and " + (things.size() - SHOWN) + " more" : "");
  }

  /** A piece of what was given, short and without control characters. */
  static String shown(Object piece) {
    String text = String.valueOf(piece);
    StringBuilder clean = new StringBuilder();
    for (int i = 0; i < Math.min(text.length(), LONGEST); i++) {
      char c = text.charAt(i);
      clean.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '?' : c);
    }
    return clean.append(text.length() > LONGEST ? "..." : "").toString();
  }
}
