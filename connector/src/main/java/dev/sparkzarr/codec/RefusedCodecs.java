package dev.sparkzarr.codec;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Codecs that others write and this library does not read: why, and what to do instead. A {@link
 * CodecProvider} may bring any of them. Stateless.
 */
final class RefusedCodecs {
  private static final String PREFIX = "numcodecs.";
  private static final String REWRITE =
      "Read the array with Python and write it again with another codec, such as numcodecs.blosc or"
          + " zstd, or add a CodecProvider for it";

  /** By name, or by how names begin where a star ends the entry. */
  private static final Map<String, String> REASONS = new LinkedHashMap<>();

  static {
    String noDecoder = "no decoder of it runs on the JVM";
    REASONS.put("pickle", "to decode it runs whatever program was stored");
    REASONS.put("zfpy", noDecoder);
    REASONS.put("zfp", noDecoder);
    REASONS.put("pcodec", noDecoder);
    REASONS.put("pco", noDecoder);
    REASONS.put("zarrs.gdeflate", noDecoder);
    REASONS.put("gdeflate", noDecoder);
    REASONS.put("imagecodecs_*", "it holds compressed images, not elements");
    for (String image : new String[] {"jpeg", "jpeg2k", "jpegxl", "jpegxr", "jpegls", "webp"}) {
      REASONS.put(image, "it holds compressed images, not elements");
    }
    REASONS.put("png", "it holds compressed images, not elements");
    REASONS.put("avif", "it holds compressed images, not elements");
    REASONS.put("grib*", "it holds GRIB messages, not elements");
    REASONS.put("blosc2", "its frames are another format than blosc's");
    REASONS.put("n5_default", "its blocks belong to the N5 format");
    REASONS.put("n5_wrapper", "its blocks belong to the N5 format");
    REASONS.put("conditional", "it is a proposal whose layout may still change");
    REASONS.put("zarrs.vlen", "it is an experiment of zarrs");
    REASONS.put("zarrs.optional", "it is an experiment of zarrs");
  }

  private RefusedCodecs() {}

  /**
   * @return the refusal of a codec that is known to be refused
   */
  static Optional<CodecException> find(String name) {
    String bare = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
    for (Map.Entry<String, String> entry : REASONS.entrySet()) {
      String refused = entry.getKey();
      boolean same =
          refused.endsWith("*")
              ? bare.startsWith(refused.substring(0, refused.length() - 1))
              : bare.equals(refused);
      if (same) {
        return Optional.of(
            new CodecException(
                "Cannot use codec '" + name + "': " + entry.getValue() + ". " + REWRITE + "."));
      }
    }
    return Optional.empty();
  }
}
