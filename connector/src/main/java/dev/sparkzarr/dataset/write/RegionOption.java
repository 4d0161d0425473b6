package dev.sparkzarr.dataset.write;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sparkzarr.array.Region;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The option {@code region}: {@code auto}, or JSON such as {@code
 * {"time":[24,48],"latitude":"auto"}}. Immutable.
 */
final class RegionOption {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String AUTO = "auto";

  private final boolean all;
  private final Map<String, Optional<Region.Range>> ranges;

  private RegionOption(boolean all, Map<String, Optional<Region.Range>> ranges) {
    this.all = all;
    this.ranges = Map.copyOf(ranges);
  }

  static RegionOption parse(WriteError error, String text, List<String> dimensions) {
    String given = text.strip();
    if (given.equalsIgnoreCase(AUTO)) {
      return new RegionOption(true, Map.of());
    }
    JsonNode json;
    try {
      json = JSON.readTree(given);
    } catch (JsonProcessingException e) {
      throw wrong(error, given, e);
    }
    if (!json.isObject() || json.isEmpty()) {
      throw wrong(error, given, null);
    }
    Map<String, Optional<Region.Range>> ranges = new HashMap<>();
    json.fields()
        .forEachRemaining(
            field -> {
              if (!dimensions.contains(field.getKey())) {
                throw error.because(
                    "the option region names '"
                        + WriteError.shown(field.getKey())
                        + "', which is no dimension of the table. "
                        + WriteError.didYouMean(field.getKey(), dimensions, "dimensions"));
              }
              ranges.put(field.getKey(), range(error, field.getKey(), field.getValue()));
            });
    return new RegionOption(false, ranges);
  }

  private static Optional<Region.Range> range(WriteError error, String name, JsonNode json) {
    if (json.isTextual() && json.textValue().equalsIgnoreCase(AUTO)) {
      return Optional.empty();
    }
    boolean isRange =
        json.isArray()
            && json.size() == 2
            && json.get(0).isIntegralNumber()
            && json.get(0).canConvertToLong()
            && json.get(1).isIntegralNumber()
            && json.get(1).canConvertToLong()
            && json.get(0).longValue() >= 0
            && json.get(1).longValue() > json.get(0).longValue();
    if (!isRange) {
      throw error.because(
          "the option region has '"
              + WriteError.shown(json)
              + "' for dimension '"
              + name
              + "'. Give the first index and the one behind the last, like [24,48], or \"auto\".");
    }
    return Optional.of(Region.Range.of(json.get(0).longValue(), json.get(1).longValue()));
  }

  private static RuntimeException wrong(WriteError error, String given, Throwable cause) {
    return error.because(
        "the option region is '"
            + WriteError.shown(given)
            + "'. Give auto, or a range by dimension, like {\"time\":[24,48],\"latitude\":\"auto\"}.",
        cause);
  }

  /**
   * @return whether the dimension is cut; otherwise all of it is meant
   */
  boolean names(String dimension) {
    return all || ranges.containsKey(dimension);
  }

  /**
   * @return the indexes that are said; empty where the values of the rows say them
   */
  Optional<Region.Range> range(String dimension) {
    return ranges.getOrDefault(dimension, Optional.empty());
  }
}
