package dev.sparkzarr.store.opendal;

import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;

/** Which keys OpenDAL takes as they are: it cuts blanks off the ends of paths. */
final class OpenDalPaths {
  private OpenDalPaths() {}

  /**
   * @throws StoreException when OpenDAL would take the key for another, or list it as another
   */
  static String of(StoreKey key, String place) {
    if (isTrimmed(key.value())) {
      throw new StoreException(
          "Cannot use "
              + place
              + ": a part of the name begins or ends with a blank, which OpenDAL cuts off."
              + " Rename it.");
    }
    return key.value();
  }

  /**
   * @return whether a segment begins or ends with a blank of Unicode
   */
  static boolean isTrimmed(String path) {
    for (String segment : path.split("/", -1)) {
      if (!segment.isEmpty()
          && (isBlank(segment.codePointAt(0))
              || isBlank(segment.codePointBefore(segment.length())))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isBlank(int character) {
    return Character.isWhitespace(character)
        || Character.isSpaceChar(character)
        || character == 0x85;
  }
}
