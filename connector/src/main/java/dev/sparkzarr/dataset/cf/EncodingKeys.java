package dev.sparkzarr.dataset.cf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.dataset.NearestName;
import dev.sparkzarr.dataset.write.ColumnOrigin;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The keys of a column's encoding, parted into what the user gives and what the column brings along
 * from where it was read. For one thread.
 */
final class EncodingKeys {
  /** What says how numbers stand for values. */
  static final List<String> PACKING =
      List.of("scale_factor", "add_offset", "_FillValue", "missing_value", "_Unsigned");

  private static final List<String> CF =
      List.of(
          "_FillValue",
          "missing_value",
          "scale_factor",
          "add_offset",
          "_Unsigned",
          "units",
          "calendar",
          "coordinates",
          "grid_mapping",
          "_Encoding");

  private static final List<String> OTHERS =
      List.of(
          "dtype",
          "chunks",
          "shards",
          "codecs",
          "compressor",
          "compressors",
          "filters",
          "serializer",
          "zarr_format",
          "preferred_chunks",
          "char_dim_name",
          "dimensions",
          "attributes");

  private final ObjectNode encoding;
  private final ObjectNode attributes;
  private final Optional<ColumnOrigin> origin;

  EncodingKeys(EncodingRequest request, Refusal refusal) {
    this.encoding = request.encoding();
    this.attributes = request.attributes();
    this.origin = request.column().origin();
    for (Iterator<String> names = encoding.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!CF.contains(name) && !OTHERS.contains(name) && !isOrigins(name)) {
        TreeSet<String> known = new TreeSet<>(CF);
        known.addAll(OTHERS);
        String nearest = NearestName.of(name, known);
        throw refusal.because(
            "the option encoding has no key '"
                + shortened(name)
                + "'. "
                + (nearest == null
                    ? "Its keys are " + String.join(", ", known) + "."
                    : "Did you mean '" + nearest + "'?"));
      }
    }
  }

  private static String shortened(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "...";
  }

  /**
   * @return whether the key is as the column brought it along
   */
  boolean isOrigins(String name) {
    return origin.isPresent() && value(name).equals(Optional.ofNullable(originValue(name)));
  }

  private JsonNode originValue(String name) {
    JsonNode value = origin.get().encoding().get(name);
    return value == null ? origin.get().attributes().get(name) : value;
  }

  /**
   * @return of a CF key the encoding's value, or else the attributes'; JSON null where the user
   *     wants none
   */
  Optional<JsonNode> value(String name) {
    return Optional.ofNullable(encoding.get(name))
        .or(() -> CF.contains(name) ? Optional.ofNullable(attributes.get(name)) : Optional.empty());
  }

  /**
   * @return whether the encoding names a calendar or units of time
   */
  boolean saysTimes() {
    return encoding.path("calendar").isTextual()
        || TimeReference.matches(encoding.path("units").asText());
  }

  /** The data type that the user asks for. */
  Optional<String> userType() {
    return isOrigins("dtype")
        ? Optional.empty()
        : Optional.ofNullable(encoding.get("dtype"))
            .filter(value -> !value.isNull())
            .map(JsonNode::asText);
  }

  /** The attribute {@code dtype} that the origin had. */
  Optional<String> originsTypeAttribute() {
    return isOrigins("dtype") ? value("dtype").map(JsonNode::asText) : Optional.empty();
  }

  /**
   * @return whether the column comes from an array without the attribute {@code _FillValue}
   */
  boolean originHasNoFill() {
    return origin.isPresent() && originValue("_FillValue") == null;
  }

  /** The attributes that CF does not concern. */
  ObjectNode plainAttributes() {
    ObjectNode plain = attributes.deepCopy();
    plain.remove(CF);
    return plain;
  }

  /**
   * The CF keys.
   *
   * @param withOrigin whether those of the origin that say how values are stored are among them
   * @param packing whether its packing is
   */
  ObjectNode cf(boolean withOrigin, boolean packing) {
    ObjectNode cf = JsonNodeFactory.instance.objectNode();
    boolean ownFill = value("_FillValue").isPresent() && !isOrigins("_FillValue");
    for (String name : CF) {
      boolean storage = PACKING.contains(name) || isTime(name);
      boolean kept =
          !isOrigins(name)
              || !storage
              || withOrigin
                  && (packing || isTime(name))
                  && !(ownFill && name.equals("missing_value"));
      value(name).filter(value -> kept).ifPresent(value -> cf.set(name, value));
    }
    return cf;
  }

  /** Units of the encoding are those of times; among the attributes they are words. */
  private boolean isTime(String name) {
    return (name.equals("units") || name.equals("calendar")) && encoding.has(name);
  }
}
