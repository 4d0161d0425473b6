package dev.sparkzarr.spark.options;

import java.util.Optional;

/**
 * One option of one side: what a user may write, what it means, and its default. Where reading and
 * writing share a name, each side has its own declaration.
 *
 * @param <T> what a value is once it is parsed
 */
public final class Option<T> {
  /** Which way the data goes. */
  public enum Side {
    READ,
    WRITE;

    /**
     * @return the verb of messages
     */
    String verb() {
      return this == READ ? "read" : "write";
    }
  }

  private final String name;
  private final Side side;
  private final OptionType<T> type;
  private final T defaultValue;
  private final String defaultText;
  private final String doc;

  private Option(
      String name, Side side, OptionType<T> type, T defaultValue, String defaultText, String doc) {
    this.name = name;
    this.side = side;
    this.type = type;
    this.defaultValue = defaultValue;
    this.defaultText = defaultText;
    this.doc = doc;
  }

  /** An option with a default. */
  static <T> Option<T> of(
      String name, Side side, OptionType<T> type, T value, String valueText, String doc) {
    return new Option<>(name, side, type, value, valueText, doc);
  }

  /**
   * An option that may be absent.
   *
   * @param whenAbsent what happens then, for the docs
   */
  static <T> Option<Optional<T>> optional(
      String name, Side side, OptionType<T> type, String whenAbsent, String doc) {
    return new Option<>(name, side, type.optional(), Optional.empty(), whenAbsent, doc);
  }

  public String name() {
    return name;
  }

  public Side side() {
    return side;
  }

  /**
   * @return what a value looks like, for the docs
   */
  public String form() {
    return type.form();
  }

  /**
   * @return the default as a user would write it, or what happens when the option is absent
   */
  public String defaultText() {
    return defaultText;
  }

  /**
   * @return what the option means, in Markdown
   */
  public String doc() {
    return doc;
  }

  /**
   * @param value as the user wrote it; null when the option is absent
   * @throws OptionException when the value cannot be this option's
   */
  T parse(String value) {
    if (value == null) {
      return defaultValue;
    }
    try {
      return type.parse(value.strip());
    } catch (OptionType.Invalid invalid) {
      throw new OptionException(
          "Cannot "
              + side.verb()
              + " with option '"
              + name
              + "': '"
              + value
              + "' "
              + invalid.getMessage()
              + ". Write "
              + type.form()
              + ".");
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
