package dev.sparkzarr.array;

import java.util.List;

/** The engines that can be found, built in or brought by a user's jar. */
public final class ArrayEngines {
  private ArrayEngines() {}

  /**
   * @throws dev.sparkzarr.ZarrException when there is no such engine; the message lists all
   */
  public static ArrayEngine named(String name) {
    throw new UnsupportedOperationException();
  }

  /**
   * @return the names of all engines, ascending
   */
  public static List<String> names() {
    throw new UnsupportedOperationException();
  }
}
