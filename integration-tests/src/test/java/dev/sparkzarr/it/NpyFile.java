package dev.sparkzarr.it;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An array of numpy's .npy format, its elements as they lie in memory.
 *
 * @param dtype as numpy and Zarr v2 spell it
 * @param shape in the order of the memory: that of an array in Fortran order is reversed
 * @param data the elements, in the byte order of the dtype; of objects: pickled
 */
record NpyFile(String dtype, long[] shape, byte[] data) {
  private static final Pattern DTYPE = Pattern.compile("'descr': '([^']*)'");
  private static final Pattern SHAPE = Pattern.compile("'shape': \\(([^)]*)\\)");

  static NpyFile read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int start = bytes[6] == 1 ? 10 + buffer.getShort(8) : 12 + buffer.getInt(8);
    String header = new String(bytes, 0, start, StandardCharsets.ISO_8859_1);
    long[] shape =
        Arrays.stream(found(SHAPE, header).split(","))
            .map(String::trim)
            .filter(length -> !length.isEmpty())
            .mapToLong(Long::parseLong)
            .toArray();
    if (header.contains("'fortran_order': True")) {
      for (int i = 0, j = shape.length - 1; i < j; i++, j--) {
        long length = shape[i];
        shape[i] = shape[j];
        shape[j] = length;
      }
    }
    return new NpyFile(found(DTYPE, header), shape, Arrays.copyOfRange(bytes, start, bytes.length));
  }

  private static String found(Pattern pattern, String header) {
    Matcher matcher = pattern.matcher(header);
    if (!matcher.find()) {
      throw new IllegalArgumentException(header);
    }
    return matcher.group(1);
  }

  boolean isObjects() {
    return dtype.equals("|O");
  }

  /** A v2 array of this one in one chunk, with one filter. */
  ObjectNode document(ObjectMapper json, ObjectNode filter) {
    ObjectNode document = json.createObjectNode();
    document.put("zarr_format", 2);
    ArrayNode lengths = json.createArrayNode();
    Arrays.stream(shape).forEach(lengths::add);
    document.set("shape", lengths);
    document.set("chunks", lengths);
    document.put("dtype", dtype);
    document.putNull("compressor");
    document.putNull("fill_value");
    document.put("order", "C");
    document.putArray("filters").add(filter);
    return document;
  }
}
