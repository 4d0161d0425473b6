package dev.sparkzarr.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** How the bytes of a local file come into memory. */
interface LocalTransfer {
  /** The JDK copies through a direct buffer as long as the request and keeps it with the thread. */
  int STEP = 1 << 19;

  /** Through the system's page cache. */
  LocalTransfer BUFFERED =
      new LocalTransfer() {
        @Override
        public FileChannel open(Path path) throws IOException {
          return FileChannel.open(path, StandardOpenOption.READ);
        }

        @Override
        public ByteBuffer read(FileChannel channel, long offset, int length) throws IOException {
          return fill(channel, offset, ByteBuffer.allocate(length));
        }
      };

  FileChannel open(Path path) throws IOException;

  /**
   * @param channel opened here
   * @return exactly so many bytes, on the heap
   */
  ByteBuffer read(FileChannel channel, long offset, int length) throws IOException;

  /**
   * Fills a buffer through the system's page cache.
   *
   * @param bytes on the heap, from position 0 to its limit
   * @return the buffer, to be read
   */
  static ByteBuffer fill(FileChannel channel, long offset, ByteBuffer bytes) throws IOException {
    int length = bytes.limit();
    while (bytes.position() < length) {
      bytes.limit(Math.min(length, bytes.position() + STEP));
      if (channel.read(bytes, offset + bytes.position()) < 0) {
        throw shorter(offset + bytes.position());
      }
    }
    bytes.limit(length);
    return bytes.flip();
  }

  /** The file ends where it did not when its size was asked. */
  static IOException shorter(long end) {
    return new EOFException("the file became shorter while it was read, at byte " + end);
  }
}
