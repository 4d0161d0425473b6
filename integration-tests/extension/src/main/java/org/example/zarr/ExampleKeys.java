package org.example.zarr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.metadata.ChunkKeyEncoder;
import dev.sparkzarr.metadata.ChunkKeyEncoderFactory;
import dev.sparkzarr.metadata.ChunkKeyEncodingProvider;
import dev.sparkzarr.metadata.MetadataException;
import java.util.Map;

/**
 * Adds {@code example.padded}: {@code part-002-014}, each position with at least as many {@code
 * digits} as the configuration says, 1 to 18. Stateless.
 */
public final class ExampleKeys implements ChunkKeyEncodingProvider {
  private static final int MOST_DIGITS = 18;

  @Override
  public Map<String, ChunkKeyEncoderFactory> chunkKeyEncodings() {
    return Map.of("example.padded", ExampleKeys::encoder);
  }

  private static ChunkKeyEncoder encoder(ObjectNode configuration) {
    JsonNode digits = configuration.path("digits");
    if (!digits.isInt() || digits.intValue() < 1 || digits.intValue() > MOST_DIGITS) {
      throw new MetadataException(
          "Cannot use chunk key encoding 'example.padded': its 'digits' is not an integer from 1 to "
              + MOST_DIGITS
              + ".");
    }
    return index -> key(index, digits.intValue());
  }

  private static String key(long[] index, int digits) {
    StringBuilder key = new StringBuilder("part");
    for (long position : index) {
      String text = Long.toString(position);
      key.append('-').append("0".repeat(Math.max(0, digits - text.length()))).append(text);
    }
    return key.toString();
  }
}
