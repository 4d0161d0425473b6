package dev.sparkzarr.spark.options;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How the text of an option becomes a value.
 *
 * @param form what a value looks like: completes the sentence <em>Write ...</em>
 */
record OptionType<T>(String form, Parser<T> parser) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern SIZE = Pattern.compile("(\\d{1,19})\\s*([kmgt]?)(?:i?b)?");
  private static final Pattern DURATION = Pattern.compile("(\\d{1,12})\\s*(ms|s|min|m|h|d)");

  /** Reads one text. */
  @FunctionalInterface
  interface Parser<T> {
    T parse(String text) throws Invalid;
  }

  /** A text is not a value; the message completes the sentence <em>'text' ...</em> */
  static final class Invalid extends Exception {
    private static final long serialVersionUID = 1L;

    Invalid(String reason) {
      super(reason);
    }
  }

  T parse(String text) throws Invalid {
    return parser.parse(text);
  }

  OptionType<Optional<T>> optional() {
    return new OptionType<>(form, text -> Optional.of(parser.parse(text)));
  }

  static OptionType<String> text(String form) {
    return new OptionType<>(
        form,
        text -> {
          if (text.isEmpty()) {
            throw new Invalid("is empty");
          }
          return text;
        });
  }

  /** A text that may be empty. */
  static OptionType<String> anyText(String form) {
    return new OptionType<>(form, text -> text);
  }

  static OptionType<Boolean> flag() {
    return new OptionType<>(
        "true or false",
        text ->
            switch (text.toLowerCase(Locale.ROOT)) {
              case "true" -> true;
              case "false" -> false;
              default -> throw new Invalid("is neither true nor false");
            });
  }

  /** One of an enum's constants, written in lower case. */
  static <E extends Enum<E>> OptionType<E> choice(Class<E> type) {
    List<E> constants = List.of(type.getEnumConstants());
    String form = constants.stream().map(OptionType::spell).collect(Collectors.joining(" or "));
    return new OptionType<>(
        form,
        text -> {
          for (E constant : constants) {
            if (spell(constant).equalsIgnoreCase(text)) {
              return constant;
            }
          }
          throw new Invalid("is not one of its values");
        });
  }

  static String spell(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static OptionType<Integer> integer(int least, int most) {
    return new OptionType<>(
        "a whole number from " + least + " to " + most,
        text -> {
          try {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
              return value;
            }
          } catch (NumberFormatException e) {
            throw new Invalid("is not a whole number that fits");
          }
          throw new Invalid("is out of range");
        });
  }

  /** Bytes, at least {@code least}. */
  static OptionType<Long> size(long least) {
    return new OptionType<>(
        "a number of bytes with an optional unit k, m, g or t, such as 128m",
        text -> {
          Matcher matcher = SIZE.matcher(text.toLowerCase(Locale.ROOT));
          if (!matcher.matches()) {
            throw new Invalid("is not a size");
          }
          int shift = 10 * (" kmgt".indexOf((matcher.group(2) + " ").charAt(0)) % 5);
          long bytes;
          try {
            bytes = Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << shift);
          } catch (ArithmeticException | NumberFormatException e) {
            throw new Invalid("is more than 2^63-1 bytes");
          }
          if (bytes < least) {
            throw new Invalid("is less than " + least + " bytes");
          }
          return bytes;
        });
  }

  static OptionType<Duration> duration() {
    return new OptionType<>(
        "a number with a unit ms, s, m, h or d, such as 1h",
        text -> {
          Matcher matcher = DURATION.matcher(text.toLowerCase(Locale.ROOT));
          if (!matcher.matches()) {
            throw new Invalid("is not a duration");
          }
          long amount = Long.parseLong(matcher.group(1));
          return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m", "min" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
          };
        });
  }

  /** Names, in order, none twice. */
  static OptionType<List<String>> names() {
    return new OptionType<>(
        "names joined by commas, or a JSON list of names",
        text -> {
          List<String> names = text.startsWith("[") ? jsonNames(text) : commaNames(text);
          if (names.isEmpty()) {
            throw new Invalid("names nothing");
          }
          Set<String> seen = new LinkedHashSet<>();
          for (String name : names) {
            if (name.isEmpty()) {
              throw new Invalid("has an empty name");
            }
            if (!seen.add(name)) {
              throw new Invalid("names '" + name + "' twice");
            }
          }
          return names;
        });
  }

  private static List<String> commaNames(String text) {
    return Arrays.stream(text.split(",", -1)).map(String::strip).toList();
  }

  private static List<String> jsonNames(String text) throws Invalid {
    List<String> names = new ArrayList<>();
    for (JsonNode name : jsonTree(text)) {
      if (!name.isTextual()) {
        throw new Invalid("has an element that is not a text");
      }
      names.add(name.textValue());
    }
    return List.copyOf(names);
  }

  /** A JSON document, kept as text. */
  static OptionType<String> json(String form) {
    return new OptionType<>(
        form,
        text -> {
          jsonTree(text);
          return text;
        });
  }

  private static JsonNode jsonTree(String text) throws Invalid {
    try {
      JsonNode tree =
          JSON.reader()
              .with(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
              .readTree(text);
      if (tree.isMissingNode()) {
        throw new Invalid("is empty");
      }
      return tree;
    } catch (JsonProcessingException e) {
      throw new Invalid("is not JSON (" + e.getOriginalMessage() + ")");
    }
  }
}
