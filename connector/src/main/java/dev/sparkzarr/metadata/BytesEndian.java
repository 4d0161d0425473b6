package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** The byte order that a v3 chain names, in its codec {@code bytes} or within shards. Stateless. */
final class BytesEndian {
  private static final String SHARDING = "sharding_indexed";
  private static final String INNER = "codecs";
  private static final String OLD_NAME = "endian";

  private BytesEndian() {}

  /** Of the chain; none when it does not say. */
  static ByteOrders of(List<CodecSpec> chain, Place place) {
    for (CodecSpec codec : chain) {
      if (isBytes(codec)) {
        JsonNode endian = codec.configuration().path(V2Chain.ENDIAN);
        if (endian.isArray()) {
          throw place.problem(
              "codec '"
                  + codec.name()
                  + "' has "
                  + Place.quote(endian)
                  + " as 'endian', which is neither 'little' nor 'big'.");
        }
        return ByteOrders.ofJson(endian);
      }
      if (codec.name().equals(SHARDING) && codec.configuration().path(INNER).isArray()) {
        return of(CodecSpec.parseChain(codec.configuration().get(INNER), place), place);
      }
    }
    return ByteOrders.NONE;
  }

  /** The chain that says little where it says nothing. */
  static List<CodecSpec> littleIfAbsent(List<CodecSpec> chain, Place place) {
    List<CodecSpec> said = new ArrayList<>();
    for (CodecSpec codec : chain) {
      ObjectNode configuration = codec.configuration().deepCopy();
      if (isBytes(codec) && !configuration.hasNonNull(V2Chain.ENDIAN)) {
        configuration.put(V2Chain.ENDIAN, Endian.LITTLE.word());
      } else if (codec.name().equals(SHARDING) && configuration.path(INNER).isArray()) {
        List<CodecSpec> inner = CodecSpec.parseChain(configuration.get(INNER), place);
        configuration.set(INNER, CodecSpec.toJson(littleIfAbsent(inner, place)));
      }
      said.add(new CodecSpec(codec.name(), configuration, codec.mustUnderstand()));
    }
    return said;
  }

  private static boolean isBytes(CodecSpec codec) {
    return codec.name().equals(V2Chain.BYTES) || codec.name().equals(OLD_NAME);
  }
}
