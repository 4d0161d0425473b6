package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * One codec as a document names it: unbound, printable, comparable. The chain of an array is always
 * in v3 form and encode order: array to array, one array to bytes, bytes to bytes. A v2 array's
 * order, filters and compressor are translated: order F becomes {@code transpose} first, the v2
 * byte order becomes {@code bytes} placed before the first bytes-to-bytes codec, and every
 * numcodecs id {@code x} is named {@code numcodecs.x} with its v2 configuration untouched.
 *
 * @param name for example {@code zstd}, {@code numcodecs.blosc}
 * @param configuration never null; a copy of what the document says, not to be modified
 * @param mustUnderstand false when the document allows a reader to skip an unknown codec
 */
public record CodecSpec(String name, ObjectNode configuration, boolean mustUnderstand) {
  private static final String SHARDING = "sharding_indexed";
  private static final List<String> INNER_CHAINS = List.of("codecs", "index_codecs");
  private static final int MOST_CODECS = 64;

  public CodecSpec {
    configuration = configuration.deepCopy();
  }

  /** A codec without configuration. */
  public static CodecSpec of(String name) {
    return of(name, Json.NODES.objectNode());
  }

  /**
   * @param configuration copied
   */
  public static CodecSpec of(String name, ObjectNode configuration) {
    return new CodecSpec(name, configuration, true);
  }

  /**
   * Reads a v3 chain, such as an array's {@code codecs} or those in a shard's configuration: names
   * for short and objects alike. Chains inside the configuration of {@code sharding_indexed} come
   * out in object form.
   *
   * @param codecs a list
   * @throws MetadataException when it is not a list of codecs
   */
  public static List<CodecSpec> parseChain(JsonNode codecs, Place place) {
    if (!codecs.isArray()) {
      throw place.problem("'codecs' is not a list but " + Place.quote(codecs) + ".");
    }
    if (codecs.size() > MOST_CODECS) {
      throw place.problem(
          "'codecs' has " + codecs.size() + " codecs; at most " + MOST_CODECS + " are supported.");
    }
    List<CodecSpec> chain = new ArrayList<>();
    for (JsonNode codec : codecs) {
      Extension extension = Extension.parse(codec, "codecs", place);
      ObjectNode configuration = extension.configuration();
      if (extension.name().equals(SHARDING)) {
        configuration = configuration.deepCopy();
        for (String inner : INNER_CHAINS) {
          if (configuration.hasNonNull(inner)) {
            configuration.set(inner, toJson(parseChain(configuration.get(inner), place)));
          }
        }
      }
      chain.add(new CodecSpec(extension.name(), configuration, extension.mustUnderstand()));
    }
    return chain;
  }

  /** The chain as documents spell it, every codec in object form. */
  static JsonNode toJson(List<CodecSpec> chain) {
    var json = Json.NODES.arrayNode();
    for (CodecSpec codec : chain) {
      json.add(new Extension(codec.name, codec.configuration, codec.mustUnderstand).toJson());
    }
    return json;
  }
}
