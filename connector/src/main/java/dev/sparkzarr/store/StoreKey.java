package dev.sparkzarr.store;

/**
 * The name of one value in a store: segments joined by {@code /}, relative to the store's root.
 * Holding one proves it valid: not empty, no empty segment, no {@code .} or {@code ..} segment, no
 * backslash, no control character, so a key can never leave its store.
 *
 * @param value for example {@code t2m/c/0/1}
 */
public record StoreKey(String value) implements Comparable<StoreKey> {
  /**
   * @throws StoreException when the text is not a valid key
   */
  public StoreKey {
    String problem = problemOf(value);
    if (problem != null) {
      throw new StoreException("Cannot use store key '" + value + "': " + problem + ".");
    }
  }

  /**
   * @return whether a key of this text can be made
   */
  public static boolean isValid(String value) {
    return problemOf(value) == null;
  }

  /**
   * @return the key {@code child} below this one
   */
  public StoreKey resolve(String child) {
    return new StoreKey(value + "/" + child);
  }

  @Override
  public int compareTo(StoreKey other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }

  private static String problemOf(String value) {
    if (value.isEmpty()) {
      return "it is empty";
    }
    for (String segment : value.split("/", -1)) {
      if (segment.isEmpty()) {
        return "it has an empty segment";
      }
      if (segment.equals(".") || segment.equals("..")) {
        return "segment '" + segment + "' could leave the store";
      }
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\\' || c < 0x20 || c == 0x7f) {
        return "character " + i + " is a backslash or a control character";
      }
    }
    return null;
  }
}
