package dev.sparkzarr.store;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Past the system's page cache ({@code O_DIRECT}), in aligned blocks. For data that is read once
 * and is larger than memory. Keeps a few buffers of 1 MiB outside of the heap.
 */
final class DirectTransfer implements LocalTransfer {
  private static final int STEP = 1 << 20;
  private static final int KEPT = 8;

  private final BlockingQueue<ByteBuffer> buffers = new ArrayBlockingQueue<>(KEPT);
  private volatile int block;

  @Override
  public FileChannel open(Path path) throws IOException {
    try {
      if (block == 0) {
        block = blockOf(path);
      }
      return FileChannel.open(path, StandardOpenOption.READ, ExtendedOpenOption.DIRECT);
    } catch (NoSuchFileException | java.nio.file.AccessDeniedException e) {
      throw e;
    } catch (FileSystemException | UnsupportedOperationException e) {
      throw new StoreException(
          "Cannot read "
              + path
              + " past the page cache: its file system does not do that ("
              + e.getMessage()
              + "). Leave out "
              + LocalStoreProvider.DIRECT
              + ".",
          e);
    }
  }

  private static int blockOf(Path path) throws IOException {
    long size = Files.getFileStore(path).getBlockSize();
    if (size < 1 || size > STEP || Long.bitCount(size) != 1) {
      throw new UnsupportedOperationException("blocks of " + size + " bytes");
    }
    return (int) size;
  }

  @Override
  public ByteBuffer read(FileChannel channel, long offset, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    ByteBuffer buffer = buffers.poll();
    if (buffer == null) {
      buffer = ByteBuffer.allocateDirect(STEP + block).alignedSlice(block);
    }
    try {
      while (bytes.hasRemaining()) {
        long at = offset + bytes.position();
        int skipped = (int) (at % block);
        long wanted = skipped + (long) bytes.remaining();
        buffer.clear().limit((int) Math.min(STEP, (wanted + block - 1) / block * block));
        if (channel.read(buffer, at - skipped) <= skipped) {
          throw LocalTransfer.shorter(at);
        }
        buffer.flip().position(skipped);
        buffer.limit(Math.min(buffer.limit(), skipped + bytes.remaining()));
        bytes.put(buffer);
      }
    } finally {
      buffers.offer(buffer);
    }
    return bytes.flip();
  }
}
