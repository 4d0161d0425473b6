package dev.sparkzarr.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.metadata.CodecSpec;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.ElementLayout;
import dev.sparkzarr.metadata.ZarrFormat;
import java.util.ArrayList;
import java.util.List;

/**
 * The chains that a word stands for, as new arrays get them.
 *
 * <pre>
 *   none                 values as they are, little-endian
 *   zstd[:LEVEL]         -131072 to 22; 0, the default, is the library's
 *   gzip[:LEVEL]         0 to 9, by default 5
 *   blosc[:CNAME]        blosclz, lz4, lz4hc, zlib or zstd, by default zstd; level 5,
 *                        bytes shuffled by item, bits where an item is one byte
 * </pre>
 *
 * <p>Every setting is spelled out: readers differ in their defaults, and zarr-python refuses these
 * codecs without a configuration. Stateless. Source: Zarr v3 {@code codecs/*}, numcodecs.
 */
public final class Compression {
  /** Of Zstandard itself: {@code -ZSTD_TARGETLENGTH_MAX} and {@code ZSTD_MAX_CLEVEL}. */
  private static final int LEAST_ZSTD = -131072;

  private static final int MOST_ZSTD = 22;
  private static final int MOST_GZIP = 9;
  private static final int GZIP = 5;
  private static final String BLOSC = "zstd";

  /** Those that every build of c-blosc has; Snappy is left out of numcodecs' own. */
  private static final List<String> BLOSC_NAMES =
      List.of("blosclz", "lz4", "lz4hc", "zlib", "zstd");

  private static final int LARGEST_ITEM = 255;
  private static final int LONGEST_SHOWN = 40;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private Compression() {}

  /**
   * @param compression see above; as the option {@code compression} has it
   * @param type of the array
   * @return the whole chain of an array, or of the inner chunks of a shard; in format 2 in the form
   *     that {@link CodecSpec} has for it
   * @throws CodecException when it is none of these words, or the format has no codec for such
   *     elements
   */
  public static List<CodecSpec> chain(String compression, DataType type, ZarrFormat format) {
    int colon = compression.indexOf(':');
    String name = colon < 0 ? compression : compression.substring(0, colon);
    String setting = colon < 0 ? null : compression.substring(colon + 1);
    List<CodecSpec> chain = new ArrayList<>();
    chain.add(elements(type, format));
    switch (name) {
      case "none" -> {
        if (setting != null) {
          throw wrong(compression, "'none' has no settings");
        }
      }
      case "zstd" -> {
        ObjectNode json = JSON.objectNode();
        json.put("level", level(compression, setting, 0, LEAST_ZSTD, MOST_ZSTD));
        json.put("checksum", false);
        chain.add(codec(name, json, format));
      }
      case "gzip" -> {
        int level = level(compression, setting, GZIP, 0, MOST_GZIP);
        chain.add(codec(name, JSON.objectNode().put("level", level), format));
      }
      case "blosc" -> {
        String inner = setting == null ? BLOSC : setting;
        if (!BLOSC_NAMES.contains(inner)) {
          throw wrong(
              compression,
              "the compressors of blosc are " + String.join(", ", BLOSC_NAMES) + ", and no others");
        }
        chain.add(codec(name, blosc(inner, type.layout(), format), format));
      }
      default -> throw wrong(compression, "there is no such compression");
    }
    return List.copyOf(chain);
  }

  private static CodecSpec elements(DataType type, ZarrFormat format) {
    DataType stored = type.storage();
    if (stored instanceof DataType.Text) {
      return codec("vlen-utf8", JSON.objectNode(), format);
    }
    if (stored instanceof DataType.Binary) {
      return codec("vlen-bytes", JSON.objectNode(), format);
    }
    if (type.layout().variable()) {
      throw new CodecException(
          "Cannot store elements of "
              + type.name()
              + ": there is no codec for them that is chosen by itself. Name the codecs.");
    }
    return CodecSpec.of("bytes", endian(type.layout()));
  }

  private static ObjectNode endian(ElementLayout layout) {
    ObjectNode json = JSON.objectNode();
    if (layout.words().stream().anyMatch(word -> word.size() > 1)) {
      json.put("endian", "little");
    }
    return json;
  }

  private static CodecSpec codec(String name, ObjectNode configuration, ZarrFormat format) {
    return CodecSpec.of(format == ZarrFormat.V2 ? "numcodecs." + name : name, configuration);
  }

  private static ObjectNode blosc(String inner, ElementLayout layout, ZarrFormat format) {
    boolean items = isItem(layout);
    String shuffle = !items ? "noshuffle" : layout.width() == 1 ? "bitshuffle" : "shuffle";
    ObjectNode json = JSON.objectNode();
    json.put("cname", inner);
    json.put("clevel", 5);
    if (format == ZarrFormat.V2) {
      json.put("shuffle", List.of("noshuffle", "shuffle", "bitshuffle").indexOf(shuffle));
    } else {
      json.put("shuffle", shuffle);
      json.put("typesize", items ? layout.width() : 1);
    }
    json.put("blocksize", 0);
    return json;
  }

  private static int level(String compression, String setting, int absent, int least, int most) {
    if (setting == null) {
      return absent;
    }
    try {
      int level = Integer.parseInt(setting);
      if (level >= least && level <= most) {
        return level;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw wrong(compression, "its level is a whole number from " + least + " to " + most);
  }

  private static CodecException wrong(String compression, String reason) {
    String shown =
        compression.length() > LONGEST_SHOWN
            ? compression.substring(0, LONGEST_SHOWN) + "…"
            : compression;
    return new CodecException(
        "Cannot use compression '"
            + shown
            + "': "
            + reason
            + ". Give none, zstd[:LEVEL], gzip[:LEVEL] or blosc[:CNAME].");
  }

  /**
   * The same chain with every setting spelled out that a reader may want: for chains that a user
   * gives in short. Codecs that it does not know stay as they are.
   *
   * @param chain of an array in format 3
   * @param type of the array
   */
  public static List<CodecSpec> spelledOut(List<CodecSpec> chain, DataType type) {
    return chain.stream().map(codec -> spelledOut(codec, type.layout())).toList();
  }

  private static CodecSpec spelledOut(CodecSpec codec, ElementLayout layout) {
    return new CodecSpec(
        codec.name(),
        spelledOut(codec.name(), codec.configuration(), layout),
        codec.mustUnderstand());
  }

  /** What is said wins; the rest is as this library, and Blosc itself, take what is not said. */
  private static ObjectNode spelledOut(String name, ObjectNode said, ElementLayout layout) {
    ObjectNode json =
        switch (name) {
          case "bytes" -> endian(layout);
          case "zstd" -> JSON.objectNode().put("level", 0).put("checksum", false);
          case "gzip" -> JSON.objectNode().put("level", GZIP);
          case "blosc" ->
              JSON.objectNode()
                  .put("cname", "lz4")
                  .put("clevel", 5)
                  .put("shuffle", "shuffle")
                  .put("typesize", isItem(layout) ? layout.width() : 1)
                  .put("blocksize", 0);
          default -> JSON.objectNode();
        };
    json.setAll(said.deepCopy());
    if (name.equals("sharding_indexed") && json.get("codecs") instanceof ArrayNode inner) {
      for (JsonNode codec : inner) {
        if (codec instanceof ObjectNode object) {
          ObjectNode innerSaid = JSON.objectNode();
          if (object.get("configuration") instanceof ObjectNode configuration) {
            innerSaid = configuration;
          }
          object.set("configuration", spelledOut(object.path("name").asText(), innerSaid, layout));
        }
      }
    }
    return json;
  }

  private static boolean isItem(ElementLayout layout) {
    return !layout.variable() && layout.width() <= LARGEST_ITEM;
  }
}
