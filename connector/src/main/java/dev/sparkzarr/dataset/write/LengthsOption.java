package dev.sparkzarr.dataset.write;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A length for each dimension, or for some: {@code 240,181,360} in the order of the dimensions, or
 * JSON by name. Immutable.
 */
final class LengthsOption {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The whole dimension, as dask and xarray write it. */
  static final long WHOLE = -1;

  private final Map<String, Long> lengths;

  private LengthsOption(Map<String, Long> lengths) {
    this.lengths = Map.copyOf(lengths);
  }

  /**
   * @param name of the option, for messages
   * @param dimensions in the order in which values stand
   */
  static LengthsOption parse(
      WriteError error, String name, Optional<String> text, List<String> dimensions) {
    if (text.isEmpty() || text.get().isBlank()) {
      return new LengthsOption(Map.of());
    }
    String given = text.get().strip();
    if (!given.startsWith("{") && !given.startsWith("[")) {
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      for (String part : given.split(",", -1)) {
        try {
          list.add(Long.parseLong(part.strip()));
        } catch (NumberFormatException e) {
          throw wrong(error, name, part.strip(), e);
        }
      }
      return parse(error, name, list, dimensions);
    }
    try {
      return parse(error, name, JSON.readTree(given), dimensions);
    } catch (JsonProcessingException e) {
      throw error.because(
          "the option "
              + name
              + " is not JSON: '"
              + WriteError.shown(given)
              + "'. Write it like 240,181,360 or {\"time\":240}.",
          e);
    }
  }

  /**
   * @param json a list in the order of the dimensions, or an object by name
   */
  static LengthsOption parse(
      WriteError error, String name, JsonNode json, List<String> dimensions) {
    Map<String, Long> lengths = new HashMap<>();
    if (json.isNull()) {
      return new LengthsOption(lengths);
    }
    if (json.isObject()) {
      json.fields()
          .forEachRemaining(
              field -> {
                if (!dimensions.contains(field.getKey())) {
                  throw error.because(
                      name
                          + " names '"
                          + WriteError.shown(field.getKey())
                          + "', which is no dimension. "
                          + WriteError.didYouMean(field.getKey(), dimensions, "dimensions"));
                }
                lengths.put(field.getKey(), length(error, name, field.getValue()));
              });
      return new LengthsOption(lengths);
    }
    if (!json.isArray() && !json.isIntegralNumber()) {
      throw wrong(error, name, json, null);
    }
    int given = json.isArray() ? json.size() : 1;
    if (given != dimensions.size()) {
      throw error.because(
          name
              + " has "
              + given
              + (given == 1 ? " value" : " values")
              + " for "
              + dimensions.size()
              + " dimensions ("
              + WriteError.some(dimensions)
              + "). Give one for each, or some by name, like {\""
              + (dimensions.isEmpty() ? "time" : dimensions.get(0))
              + "\":240}.");
    }
    for (int i = 0; i < given; i++) {
      lengths.put(dimensions.get(i), length(error, name, json.isArray() ? json.get(i) : json));
    }
    return new LengthsOption(lengths);
  }

  private static long length(WriteError error, String name, JsonNode json) {
    boolean legal =
        json.isIntegralNumber()
            && json.canConvertToLong()
            && (json.longValue() > 0 || json.longValue() == WHOLE);
    if (!legal) {
      throw wrong(error, name, json, null);
    }
    return json.longValue();
  }

  private static RuntimeException wrong(
      WriteError error, String name, Object value, Throwable cause) {
    return error.because(
        name
            + " has '"
            + WriteError.shown(value)
            + "', which is no length: a whole number of at least 1, or -1 for the whole"
            + " dimension.",
        cause);
  }

  /**
   * @return whether no length is said
   */
  boolean isEmpty() {
    return lengths.isEmpty();
  }

  /**
   * @param dimensions of an array, in its order
   * @param sizes their lengths
   * @return what is said for each; 0 where nothing is
   */
  long[] of(List<String> dimensions, long[] sizes) {
    long[] said = new long[sizes.length];
    for (int i = 0; i < said.length; i++) {
      long length = lengths.getOrDefault(dimensions.get(i), 0L);
      said[i] = length == WHOLE ? Math.max(1, sizes[i]) : length;
    }
    return said;
  }
}
