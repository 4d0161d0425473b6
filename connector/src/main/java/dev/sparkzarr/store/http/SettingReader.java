package dev.sparkzarr.store.http;

import dev.sparkzarr.store.StoreException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the settings of a location, with errors that name the setting. Blank means not set.
 *
 * @param settings as a location has them
 * @param place the store for messages, secrets removed
 */
public record SettingReader(Map<String, String> settings, String place) {
  // As Hadoop writes times; without a unit: milliseconds.
  private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|m|h)?");

  public SettingReader {
    settings = Map.copyOf(settings);
  }

  /**
   * @return the setting's text without blanks around it; empty when it is not set
   */
  public Optional<String> text(String name) {
    return Optional.ofNullable(settings.get(name)).map(String::strip).filter(s -> !s.isEmpty());
  }

  /**
   * @return whether the setting is {@code true}
   * @throws StoreException when it is neither {@code true} nor {@code false}
   */
  public boolean isTrue(String name, boolean whenAbsent) {
    Optional<String> text = text(name).map(s -> s.toLowerCase(Locale.ROOT));
    if (text.isEmpty()) {
      return whenAbsent;
    }
    return switch (text.get()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw invalid(name, "it is neither true nor false");
    };
  }

  /**
   * @throws StoreException when it is no number from {@code least} to {@code most}
   */
  public int number(String name, int whenAbsent, int least, int most) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return whenAbsent;
    }
    try {
      int number = Integer.parseInt(text.get());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw invalid(name, "it is no number");
    }
    throw invalid(name, "it is not between " + least + " and " + most);
  }

  /**
   * @return such as of {@code 30s}, {@code 5m}, or {@code 500} in milliseconds
   * @throws StoreException when it is no such time, or zero
   */
  public Duration time(String name, Duration whenAbsent) {
    Optional<String> text = text(name).map(s -> s.toLowerCase(Locale.ROOT));
    if (text.isEmpty()) {
      return whenAbsent;
    }
    Matcher matcher = TIME.matcher(text.get());
    if (!matcher.matches()) {
      throw invalid(name, "it is no time such as 30s or, in milliseconds, 500");
    }
    long count = Long.parseLong(matcher.group(1));
    Duration time =
        switch (matcher.group(2) == null ? "ms" : matcher.group(2)) {
          case "s" -> Duration.ofSeconds(count);
          case "m" -> Duration.ofMinutes(count);
          case "h" -> Duration.ofHours(count);
          default -> Duration.ofMillis(count);
        };
    if (time.isZero()) {
      throw invalid(name, "it is zero");
    }
    return time;
  }

  /**
   * @param reason such as {@code it is no number}; the value, which may be a secret, is not told
   */
  public StoreException invalid(String name, String reason) {
    return new StoreException(
        "Cannot open store "
            + place
            + ": setting '"
            + name
            + "' is not valid, for "
            + reason
            + ".");
  }
}
