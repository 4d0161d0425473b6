package dev.sparkzarr.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/** Positional writes inside local files, in place. */
final class LocalRangeWrites implements RangeWrites {
  private static final int STEP = 1 << 19;

  private final LocalRoot root;
  private final LocalReads reads;

  LocalRangeWrites(LocalRoot root, LocalReads reads) {
    this.root = root;
    this.reads = reads;
  }

  @Override
  public void write(StoreKey key, long offset, ByteBuffer bytes) {
    String place = root.describe(key);
    LocalReads.Found found =
        reads.find(key).orElseThrow(() -> StoreErrors.nothingToWriteInto(place));
    try (FileChannel channel = FileChannel.open(found.path(), StandardOpenOption.WRITE)) {
      Bytes.toWrite(offset, bytes, channel.size(), place);
      ByteBuffer rest = bytes.duplicate();
      int end = rest.limit();
      long at = offset;
      while (rest.position() < end) {
        rest.limit(Math.min(end, rest.position() + STEP));
        at += channel.write(rest, at);
      }
      // The system's own time of a write is as coarse as its clock's tick.
      Files.setLastModifiedTime(found.path(), FileTime.from(Instant.now()));
    } catch (NoSuchFileException e) {
      throw StoreErrors.nothingToWriteInto(place);
    } catch (IOException e) {
      throw LocalRoot.failed("write", place, e);
    }
  }
}
