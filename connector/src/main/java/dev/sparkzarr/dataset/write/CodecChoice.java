package dev.sparkzarr.dataset.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.ZarrException;
import dev.sparkzarr.codec.Compression;
import dev.sparkzarr.metadata.CodecSpec;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.Place;
import dev.sparkzarr.metadata.ZarrFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How one array is encoded: what its encoding says, else the options, else as it was where the
 * format and the data type allow, else Zstandard. Immutable.
 */
final class CodecChoice {
  private static final String SHARDING = "sharding_indexed";

  private final WriteError error;
  private final String column;
  private final DataType type;
  private final ZarrFormat format;

  CodecChoice(WriteError error, String column, DataType type, ZarrFormat format) {
    this.error = error;
    this.column = column;
    this.type = type;
    this.format = format;
  }

  /**
   * @param origin the chain that the column had, as JSON; empty when it is not to be kept, because
   *     the array has another data type or other dimensions
   * @param sameGrid whether chunks and shards are those of the origin
   * @return the whole chain of the array
   */
  List<CodecSpec> choose(
      VariableOptions own,
      LayoutOptions options,
      Optional<JsonNode> origin,
      GridChoice grid,
      boolean sameGrid) {
    String which = "the encoding of column '" + column + "'";
    if (own.has("codecs")) {
      if (own.says("compressors") || own.says("filters") || own.says("serializer")) {
        throw error.because(
            which
                + " has codecs together with compressors, filters or a serializer. Give the whole"
                + " chain as codecs, or its parts.");
      }
      return sharded(explicit(own.get("codecs"), "codecs in " + which), grid);
    }
    if (own.says("compressors") || own.says("filters") || own.says("serializer")) {
      return sharded(fromParts(own, which), grid);
    }
    if (options.codecs().isPresent()) {
      return sharded(explicit(options.codecs().get(), "the option codecs"), grid);
    }
    if (options.compression().isPresent()) {
      return sharded(word(options.compression().get()), grid);
    }
    return origin
        .flatMap(chain -> kept(chain, grid, sameGrid))
        .orElseGet(() -> sharded(word("zstd"), grid));
  }

  private List<CodecSpec> word(String compression) {
    try {
      return type.storage() instanceof DataType.Ragged lists
          ? ofLists(compression, lists)
          : Compression.chain(compression, type, format);
    } catch (ZarrException e) {
      throw error.because("column '" + column + "': " + e.getMessage(), e);
    }
  }

  /**
   * Lists have a codec of format 2 alone; behind it their bytes are compressed as those of texts.
   */
  private List<CodecSpec> ofLists(String compression, DataType.Ragged lists) {
    if (!(lists.element() instanceof DataType.Numeric items)) {
      return Compression.chain(compression, type, format);
    }
    ElementKind kind = items.kind();
    char letter =
        kind == ElementKind.BOOL ? 'b' : kind.isFloat() ? 'f' : kind.isUnsigned() ? 'u' : 'i';
    ObjectNode configuration =
        JsonNodeFactory.instance
            .objectNode()
            .put("dtype", (kind.width() == 1 ? "|" : "<") + letter + kind.width());
    List<CodecSpec> chain = new ArrayList<>();
    chain.add(CodecSpec.of("numcodecs.vlen-array", configuration));
    List<CodecSpec> texts = Compression.chain(compression, new DataType.Text(), format);
    chain.addAll(texts.subList(1, texts.size()));
    return chain;
  }

  private List<CodecSpec> explicit(JsonNode json, String what) {
    List<CodecSpec> chain = parse(json, what);
    return CodecTranslation.to(format, chain, type)
        .map(this::spelledOut)
        .orElseThrow(
            () ->
                error.because(
                    what
                        + " has a codec that Zarr v2 has not: "
                        + WriteError.shown(json)
                        + ". Set zarrFormat=3."));
  }

  private List<CodecSpec> spelledOut(List<CodecSpec> chain) {
    return format == ZarrFormat.V3 ? Compression.spelledOut(chain, type) : chain;
  }

  private List<CodecSpec> parse(JsonNode json, String what) {
    try {
      return CodecSpec.parseChain(json, new Place(what));
    } catch (ZarrException e) {
      throw error.because(e.getMessage(), e);
    }
  }

  /** Filters, the step from values to bytes, compressors; those not said as they are by default. */
  private List<CodecSpec> fromParts(VariableOptions own, String which) {
    ArrayNode chain = JsonNodeFactory.instance.arrayNode();
    add(chain, own, "filters", which);
    List<CodecSpec> plain = word("none");
    if (own.has("serializer")) {
      add(chain, own, "serializer", which);
    } else {
      chain.addAll(json(plain));
    }
    if (!own.says("compressors")) {
      List<CodecSpec> compressed = word("zstd");
      chain.addAll(json(compressed.subList(plain.size(), compressed.size())));
    } else if (own.has("compressors") && own.get("compressors").isTextual()) {
      List<CodecSpec> compressed = word(own.get("compressors").textValue());
      chain.addAll(json(compressed.subList(plain.size(), compressed.size())));
    } else {
      add(chain, own, "compressors", which);
    }
    return explicit(chain, "the chain of " + which);
  }

  /** One codec or a list, in the words of v3 ({@code name}) or of numcodecs ({@code id}). */
  private void add(ArrayNode chain, VariableOptions own, String key, String which) {
    if (!own.has(key)) {
      return;
    }
    JsonNode given = own.get(key);
    Iterable<JsonNode> codecs = given.isArray() ? given : List.of(given);
    for (JsonNode codec : codecs) {
      if (codec instanceof ObjectNode object && object.path("id").isTextual()) {
        ObjectNode configuration = object.deepCopy();
        configuration.remove("id");
        chain
            .addObject()
            .put("name", "numcodecs." + object.get("id").textValue())
            .set("configuration", configuration);
      } else if (codec.isTextual() || codec.isObject()) {
        chain.add(codec);
      } else {
        throw error.because(
            which
                + " has '"
                + WriteError.shown(codec)
                + "' among its "
                + key
                + ", which is no codec. Write it like"
                + " {\"name\":\"zstd\",\"configuration\":{\"level\":3}}.");
      }
    }
  }

  /** Empty where it cannot be kept. */
  private Optional<List<CodecSpec>> kept(JsonNode json, GridChoice grid, boolean sameGrid) {
    List<CodecSpec> chain = parse(json, "the codecs that column '" + column + "' had");
    boolean shards = chain.size() == 1 && chain.get(0).name().equals(SHARDING);
    boolean deeper = !shards && chain.stream().anyMatch(codec -> codec.name().equals(SHARDING));
    if (shards) {
      JsonNode inner = chain.get(0).configuration().path("codecs");
      chain = parse(inner, "the codecs that column '" + column + "' had");
      deeper = chain.stream().anyMatch(codec -> codec.name().equals(SHARDING));
    }
    if (deeper) {
      return sameGrid && format == ZarrFormat.V3
          ? Optional.of(parse(json, "the codecs that column '" + column + "' had"))
          : Optional.empty();
    }
    return CodecTranslation.to(format, chain, type).map(kept -> sharded(spelledOut(kept), grid));
  }

  private List<CodecSpec> sharded(List<CodecSpec> inner, GridChoice grid) {
    if (grid.shards().isEmpty()) {
      return inner;
    }
    if (inner.stream().anyMatch(codec -> codec.name().equals(SHARDING))) {
      throw error.because(
          "column '"
              + column
              + "' is to have shards, and codecs that make shards too. Leave shards out, or give"
              + " the codecs of the inner chunks.");
    }
    ObjectNode configuration = JsonNodeFactory.instance.objectNode();
    ArrayNode shape = configuration.putArray("chunk_shape");
    for (long length : grid.chunks()) {
      shape.add(length);
    }
    configuration.set("codecs", json(inner));
    ArrayNode index = configuration.putArray("index_codecs");
    index.addObject().put("name", "bytes").putObject("configuration").put("endian", "little");
    index.addObject().put("name", "crc32c");
    configuration.put("index_location", "end");
    return List.of(CodecSpec.of(SHARDING, configuration));
  }

  private static ArrayNode json(List<CodecSpec> chain) {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    for (CodecSpec codec : chain) {
      ObjectNode object = json.addObject().put("name", codec.name());
      if (!codec.configuration().isEmpty() || codec.name().startsWith("numcodecs.")) {
        object.set("configuration", codec.configuration());
      }
    }
    return json;
  }
}
