package dev.sparkzarr.spark.diagnose;

import java.io.Serializable;
import java.util.concurrent.Callable;

/**
 * One line of a diagnosis.
 *
 * @param name what was looked at
 * @param value what was found, without secrets
 */
record Finding(String name, String value) implements Serializable {
  private static final int LONGEST = 4000;

  /**
   * Looks at something.
   *
   * @param look may fail, which is then what was found
   */
  static Finding of(String name, Callable<?> look) {
    try {
      return new Finding(name, shortened(String.valueOf(look.call())));
    } catch (Exception | LinkageError e) {
      return new Finding(name, shortened(reason(e)));
    }
  }

  /** The messages of an error and of its causes. */
  private static String reason(Throwable error) {
    StringBuilder text = new StringBuilder("failed: ");
    int depth = 0;
    for (Throwable t = error; t != null && depth < 10; t = t.getCause(), depth++) {
      text.append(depth == 0 ? "" : ", caused by ")
          .append(t.getClass().getName())
          .append(": ")
          .append(t.getMessage());
    }
    return text.toString();
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + " ...";
  }
}
