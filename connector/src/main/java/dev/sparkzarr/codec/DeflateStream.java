package dev.sparkzarr.codec;

import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Runs the platform's deflate over whole arrays: the loop that gzip, zlib and blosc share. */
final class DeflateStream {
  private DeflateStream() {}

  /**
   * Inflates one stream to its end.
   *
   * @param inflater reset; its input is set
   * @param written bytes of the target that are taken
   * @return bytes of the target that are taken now
   */
  static int inflate(String codec, Inflater inflater, ByteTarget target, int written) {
    int at = written;
    int room = target.grow(at);
    byte[] out = target.reserve(room);
    byte[] beyond = new byte[1];
    try {
      while (true) {
        boolean full = at == room;
        int count =
            full
                ? inflater.inflate(beyond, 0, 1)
                : inflater.inflate(out, target.offset() + at, room - at);
        if (full && count > 0) {
          room = target.grow(at + 1);
          out = target.reserve(at + 1L); // fails when nothing more belongs here
          out[target.offset() + at] = beyond[0];
        }
        at += count;
        if (inflater.finished()) {
          return at;
        }
        if (count == 0) {
          throw CodecErrors.damaged(
              codec,
              inflater.needsDictionary()
                  ? "its stream needs a dictionary"
                  : "its stream is cut off after " + at + " decoded bytes");
        }
      }
    } catch (DataFormatException e) {
      throw CodecErrors.damaged(codec, e.getMessage() + " after " + at + " decoded bytes", e);
    }
  }

  /**
   * Inflates one zlib stream that gives exactly {@code size} bytes.
   *
   * @return whether it did
   */
  static boolean inflateExactly(
      Inflater inflater, ByteSpan source, byte[] target, int at, int size) {
    inflater.setInput(source.array(), source.offset(), source.length());
    int count = 0;
    try {
      while (count < size) {
        int more = inflater.inflate(target, at + count, size - count);
        if (more == 0) {
          return false;
        }
        count += more;
      }
      return inflater.finished()
          || (inflater.inflate(new byte[1], 0, 1) == 0 && inflater.finished());
    } catch (DataFormatException e) {
      return false;
    }
  }

  /**
   * Deflates all of {@code source}.
   *
   * @param deflater new; ended here
   * @param written bytes of the target that are taken
   * @return bytes of the target that are taken now
   */
  static int deflate(Deflater deflater, ByteSpan source, ByteTarget target, int written) {
    try {
      deflater.setInput(source.array(), source.offset(), source.length());
      deflater.finish();
      int at = written;
      // Stored blocks at worst: 5 bytes for each 16 KiB, and the zlib frame.
      long bound = at + source.length() + (source.length() >> 11) + 64L;
      byte[] out = target.reserve(bound);
      while (!deflater.finished()) {
        int count = deflater.deflate(out, target.offset() + at, (int) bound - at);
        if (count == 0) {
          throw new CodecException("Cannot encode deflate: the stream exceeds its bound.");
        }
        at += count;
      }
      return at;
    } finally {
      deflater.end();
    }
  }
}
