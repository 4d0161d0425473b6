package dev.sparkzarr.dataset.write;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.metadata.CodecSpec;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.ElementLayout;
import dev.sparkzarr.metadata.ZarrFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Chains of one format as the other has them. To format 3: the codecs of numcodecs that are built
 * in there get their new names, others stay {@code numcodecs.x}. To format 2: those that numcodecs
 * has. Stateless. Source: numcodecs' documentation, Zarr v3 {@code codecs/*}.
 */
final class CodecTranslation {
  private static final String PREFIX = "numcodecs.";
  private static final List<String> SHUFFLES = List.of("noshuffle", "shuffle", "bitshuffle");
  private static final int LARGEST_ITEM = 255;
  private static final Set<String> BOTH = Set.of("bytes", "transpose");

  private CodecTranslation() {}

  /**
   * @return empty when the format has no spelling for one of the codecs
   */
  static Optional<List<CodecSpec>> to(ZarrFormat format, List<CodecSpec> chain, DataType type) {
    List<CodecSpec> translated = new ArrayList<>();
    for (CodecSpec codec : chain) {
      Optional<CodecSpec> next =
          format == ZarrFormat.V3 ? Optional.of(toV3(codec, type)) : toV2(codec);
      if (next.isEmpty()) {
        return Optional.empty();
      }
      translated.add(next.get());
    }
    return Optional.of(List.copyOf(translated));
  }

  private static CodecSpec toV3(CodecSpec codec, DataType type) {
    ObjectNode from = codec.configuration();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    return switch (codec.name()) {
      case "numcodecs.zstd" ->
          CodecSpec.of(
              "zstd",
              json.put("level", from.path("level").asInt(0))
                  .put("checksum", from.path("checksum").asBoolean(false)));
      case "numcodecs.gzip" -> {
        int level = from.path("level").asInt(1);
        yield level < 0 ? codec : CodecSpec.of("gzip", json.put("level", level));
      }
      case "numcodecs.blosc" -> blosc(codec, type.layout());
      case "numcodecs.vlen-utf8", "numcodecs.vlen-bytes" ->
          CodecSpec.of(codec.name().substring(PREFIX.length()));
      default -> codec;
    };
  }

  /** Snappy within Blosc is not built in, and stays as it is. */
  private static CodecSpec blosc(CodecSpec codec, ElementLayout layout) {
    ObjectNode from = codec.configuration();
    String name = from.path("cname").asText("lz4");
    int item = layout.variable() || layout.width() > LARGEST_ITEM ? 1 : layout.width();
    int shuffle = from.path("shuffle").asInt(1);
    if (shuffle == -1) {
      shuffle = item == 1 ? 2 : 1;
    }
    if (name.equals("snappy") || shuffle < 0 || shuffle >= SHUFFLES.size()) {
      return codec;
    }
    return CodecSpec.of(
        "blosc",
        JsonNodeFactory.instance
            .objectNode()
            .put("cname", name)
            .put("clevel", from.path("clevel").asInt(5))
            .put("shuffle", SHUFFLES.get(shuffle))
            .put("typesize", from.path("typesize").asInt(item))
            .put("blocksize", from.path("blocksize").asInt(0)));
  }

  private static Optional<CodecSpec> toV2(CodecSpec codec) {
    ObjectNode from = codec.configuration();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (codec.name().startsWith(PREFIX) || BOTH.contains(codec.name())) {
      return Optional.of(codec);
    }
    return switch (codec.name()) {
      case "zstd" ->
          Optional.of(
              CodecSpec.of(
                  PREFIX + "zstd",
                  json.put("level", from.path("level").asInt(0))
                      .put("checksum", from.path("checksum").asBoolean(false))));
      case "gzip" ->
          Optional.of(
              CodecSpec.of(PREFIX + "gzip", json.put("level", from.path("level").asInt(5))));
      case "blosc" -> {
        int shuffle = SHUFFLES.indexOf(from.path("shuffle").asText("shuffle"));
        yield Optional.of(
            CodecSpec.of(
                PREFIX + "blosc",
                json.put("cname", from.path("cname").asText("lz4"))
                    .put("clevel", from.path("clevel").asInt(5))
                    .put("shuffle", Math.max(0, shuffle))
                    .put("blocksize", from.path("blocksize").asInt(0))));
      }
      case "vlen-utf8", "vlen-bytes" -> Optional.of(CodecSpec.of(PREFIX + codec.name()));
      default -> Optional.empty();
    };
  }
}
