package dev.sparkzarr.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.metadata.CodecSpec;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a document says about one codec, read with errors that name codec and key. An absent key and
 * a JSON null are the same. Immutable.
 */
public final class CodecConfiguration {
  private final String codec;
  private final ObjectNode json;

  CodecConfiguration(CodecSpec spec) {
    codec = spec.name();
    json = spec.configuration();
  }

  /**
   * @return the name by which the document calls the codec
   */
  public String codec() {
    return codec;
  }

  /**
   * @return the value as it stands, not to be modified
   */
  public Optional<JsonNode> value(String key) {
    JsonNode value = json.get(key);
    return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
  }

  /**
   * @throws CodecException when the value is not a text
   */
  public Optional<String> text(String key) {
    return value(key)
        .map(
            value -> {
              if (!value.isTextual()) {
                throw wrong(key, value, "a text");
              }
              return value.textValue();
            });
  }

  /**
   * @param absent what holds when the document does not say
   * @throws CodecException when the value is not an integer that fits
   */
  public int integer(String key, int absent) {
    return value(key)
        .map(
            value -> {
              if (!value.isIntegralNumber() || !value.canConvertToInt()) {
                throw wrong(key, value, "an integer");
              }
              return value.intValue();
            })
        .orElse(absent);
  }

  /**
   * @return the value
   * @throws CodecException when the value is absent or not a finite number
   */
  public double number(String key) {
    JsonNode value = required(key);
    if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
      throw wrong(key, value, "a number");
    }
    return value.doubleValue();
  }

  /**
   * @return whether the document sets the key to true
   * @throws CodecException when the value is neither true nor false
   */
  public boolean isSet(String key) {
    return value(key)
        .map(
            value -> {
              if (!value.isBoolean()) {
                throw wrong(key, value, "true or false");
              }
              return value.booleanValue();
            })
        .orElse(false);
  }

  /**
   * @throws CodecException when the value is absent or not a list of integers
   */
  public long[] integers(String key) {
    JsonNode value = required(key);
    if (!value.isArray()) {
      throw wrong(key, value, "a list of integers");
    }
    long[] integers = new long[value.size()];
    for (int i = 0; i < integers.length; i++) {
      JsonNode item = value.get(i);
      if (!item.isIntegralNumber() || !item.canConvertToLong()) {
        throw wrong(key, value, "a list of integers");
      }
      integers[i] = item.longValue();
    }
    return integers;
  }

  /**
   * @return a codec chain within this codec's configuration, v3 form
   * @throws CodecException when the value is absent or not a list of codecs
   */
  public List<CodecSpec> codecs(String key) {
    JsonNode value = required(key);
    if (!value.isArray()) {
      throw wrong(key, value, "a list of codecs");
    }
    List<CodecSpec> codecs = new ArrayList<>();
    for (JsonNode item : value) {
      codecs.add(codec(key, item));
    }
    return codecs;
  }

  /**
   * Refuses keys that this version does not know: for codecs whose layout every key decides.
   *
   * @throws CodecException when there is another key than these
   */
  public void only(Set<String> keys) {
    for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!keys.contains(name) && !name.equals("id")) {
        throw CodecErrors.unsupported(codec, "its configuration key '" + name + "' is not known");
      }
    }
  }

  private CodecSpec codec(String key, JsonNode item) {
    if (item.isTextual()) {
      return new CodecSpec(item.textValue(), json.objectNode(), true);
    }
    JsonNode name = item.get("name");
    if (name == null || !name.isTextual()) {
      throw wrong(key, item, "a list of codecs, each with a name");
    }
    JsonNode configuration = item.get("configuration");
    if (configuration == null || configuration.isNull()) {
      configuration = json.objectNode();
    }
    if (!(configuration instanceof ObjectNode object)) {
      throw wrong(key, item, "a list of codecs, each configuration an object");
    }
    boolean skippable = item.path("must_understand").isBoolean();
    return new CodecSpec(
        name.textValue(), object, !skippable || item.get("must_understand").booleanValue());
  }

  JsonNode required(String key) {
    return value(key)
        .orElseThrow(
            () -> CodecErrors.unsupported(codec, "its configuration has no '" + key + "'"));
  }

  CodecException wrong(String key, JsonNode value, String expected) {
    String shown = value.toString();
    return CodecErrors.unsupported(
        codec,
        "its '"
            + key
            + "' is "
            + (shown.length() > 80 ? shown.substring(0, 80) + "…" : shown)
            + ", not "
            + expected);
  }
}
