package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.ZarrException;
import java.util.Optional;
import java.util.Set;

/** Chunk key encodings as v3 documents spell them. Stateless. */
final class V3Keys {
  private static final String WHAT = "chunk_key_encoding";
  private static final String DEFAULT = "default";
  private static final String V2 = "v2";
  private static final String DEFAULT_SUFFIX = "zarrs.default_suffix";
  private static final String SEPARATOR = "separator";
  private static final String SUFFIX = "suffix";

  private V3Keys() {}

  static ChunkKeyEncoding parse(JsonNode json, Place place) {
    Extension keys = Extension.parse(json, WHAT, place);
    Fields fields = new Fields(keys.configuration(), place);
    switch (keys.name()) {
      case DEFAULT:
        return new ChunkKeyEncoding.Default(separator(keys, fields, Set.of(SEPARATOR), '/'));
      case V2:
        return new ChunkKeyEncoding.V2(separator(keys, fields, Set.of(SEPARATOR), '.'));
      case DEFAULT_SUFFIX:
        char separator = separator(keys, fields, Set.of(SEPARATOR, SUFFIX), '/');
        String suffix = fields.text(SUFFIX);
        try {
          return new ChunkKeyEncoding.DefaultSuffix(separator, suffix);
        } catch (MetadataException e) {
          throw cannotBeUsed(keys, e, place);
        }
      default:
        return custom(keys, place);
    }
  }

  private static char separator(Extension keys, Fields fields, Set<String> known, char otherwise) {
    fields.refuseOthers(known, "chunk key encoding " + Place.quote(keys.name()));
    return separator(fields, SEPARATOR, otherwise);
  }

  static char separator(Fields fields, String name, char otherwise) {
    JsonNode separator = fields.json().get(name);
    if (separator == null) {
      return otherwise;
    }
    if (!separator.isTextual()
        || !separator.textValue().equals(".") && !separator.textValue().equals("/")) {
      throw fields.wrong(name, "'.' or '/'", separator);
    }
    return separator.textValue().charAt(0);
  }

  private static ChunkKeyEncoding custom(Extension keys, Place place) {
    ChunkKeyEncoderFactory factory =
        Services.find(
                ChunkKeyEncodingProvider.class,
                provider -> Optional.ofNullable(provider.chunkKeyEncodings().get(keys.name())),
                keys.name(),
                "chunk key encoding")
            .orElseThrow(
                () ->
                    place.problem(
                        "chunk key encoding "
                            + Place.quote(keys.name())
                            + " is not supported by this version. Add a jar with a "
                            + ChunkKeyEncodingProvider.class.getName()
                            + " service that reads it."));
    try {
      return new ChunkKeyEncoding.Custom(
          keys.name(), keys.configuration(), factory.encoder(keys.configuration().deepCopy()));
    } catch (ZarrException | IllegalArgumentException e) {
      throw cannotBeUsed(keys, e, place);
    }
  }

  private static MetadataException cannotBeUsed(Extension keys, RuntimeException e, Place place) {
    return place.problem(
        "chunk key encoding " + Place.quote(keys.name()) + " cannot be used: " + e.getMessage(), e);
  }

  static ObjectNode toJson(ChunkKeyEncoding keys) {
    ObjectNode configuration = Json.NODES.objectNode();
    String name;
    if (keys instanceof ChunkKeyEncoding.Default encoding) {
      name = DEFAULT;
      configuration.put(SEPARATOR, String.valueOf(encoding.separator()));
    } else if (keys instanceof ChunkKeyEncoding.V2 encoding) {
      name = V2;
      configuration.put(SEPARATOR, String.valueOf(encoding.separator()));
    } else if (keys instanceof ChunkKeyEncoding.DefaultSuffix encoding) {
      name = DEFAULT_SUFFIX;
      configuration.put(SEPARATOR, String.valueOf(encoding.separator()));
      configuration.put(SUFFIX, encoding.suffix());
    } else {
      ChunkKeyEncoding.Custom custom = (ChunkKeyEncoding.Custom) keys;
      name = custom.name();
      configuration.setAll((ObjectNode) Json.sorted(custom.configuration()));
    }
    return new Extension(name, configuration, true).toJson();
  }
}
