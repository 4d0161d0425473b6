package dev.sparkzarr.metadata;

import java.util.Optional;

/** The order of the bytes of an element in stored chunks. */
public enum Endian {
  /** The least significant byte first. */
  LITTLE('<', "little"),
  /** The most significant byte first. */
  BIG('>', "big");

  private final char prefix;
  private final String word;

  Endian(char prefix, String word) {
    this.prefix = prefix;
    this.word = word;
  }

  /** The first character of a v2 type. */
  char prefix() {
    return prefix;
  }

  /** The value of {@code endian} in the configuration of the codec {@code bytes}. */
  String word() {
    return word;
  }

  static Optional<Endian> ofPrefix(char prefix) {
    return prefix == '<'
        ? Optional.of(LITTLE)
        : prefix == '>' ? Optional.of(BIG) : Optional.empty();
  }

  /**
   * @param word {@code little} or {@code big}
   * @return empty for another word
   */
  public static Optional<Endian> ofWord(String word) {
    return word.equals(LITTLE.word)
        ? Optional.of(LITTLE)
        : word.equals(BIG.word) ? Optional.of(BIG) : Optional.empty();
  }
}
