package org.example.zarr;

import dev.sparkzarr.codec.ByteForm;
import dev.sparkzarr.codec.ByteSpan;
import dev.sparkzarr.codec.ByteTarget;
import dev.sparkzarr.codec.BytesToBytes;
import dev.sparkzarr.codec.CodecException;
import dev.sparkzarr.codec.CodecFactory;
import dev.sparkzarr.codec.Workspace;
import java.util.Arrays;
import java.util.Set;

/**
 * {@code example.runs}: bytes as pairs of a count, 1 to 255, and the byte that stands so often.
 *
 * <pre>
 *   | count u8 | byte | count u8 | byte | ...
 * </pre>
 *
 * <p>No configuration. Immutable, safe for many threads.
 */
record RunsCodec(ByteForm encoded) implements BytesToBytes {
  static final CodecFactory.OfBytesToBytes FACTORY =
      (configuration, decoded) -> {
        configuration.only(Set.of());
        return new RunsCodec(ByteForm.atMost(2 * Math.min(decoded.most(), Long.MAX_VALUE / 2)));
      };

  private static final int LONGEST_RUN = 255;

  @Override
  public ByteSpan decode(ByteSpan source, ByteTarget target, Workspace workspace) {
    long size = 0;
    for (int at = 0; at < source.length(); at += 2) {
      size += source.byteAt(at);
    }
    if (source.length() % 2 != 0) {
      throw damaged("its last count has no byte");
    }
    target.expect(size); // before memory is taken for it
    byte[] out = target.reserve(size);
    int next = target.offset();
    for (int at = 0; at < source.length(); at += 2) {
      int count = source.byteAt(at);
      if (count == 0) {
        throw damaged("a count is 0");
      }
      Arrays.fill(out, next, next + count, (byte) source.byteAt(at + 1));
      next += count;
    }
    return target.span((int) size);
  }

  @Override
  public ByteSpan encode(ByteSpan decoded, ByteTarget target, Workspace workspace) {
    byte[] out = target.reserve(2L * decoded.length());
    int next = target.offset();
    for (int at = 0; at < decoded.length(); ) {
      int end = at + 1;
      while (end < decoded.length()
          && end - at < LONGEST_RUN
          && decoded.byteAt(end) == decoded.byteAt(at)) {
        end++;
      }
      out[next++] = (byte) (end - at);
      out[next++] = (byte) decoded.byteAt(at);
      at = end;
    }
    return target.span(next - target.offset());
  }

  private static CodecException damaged(String reason) {
    return new CodecException(
        "Cannot decode example.runs: "
            + reason
            + ". The stored bytes are damaged or belong to another array.");
  }
}
