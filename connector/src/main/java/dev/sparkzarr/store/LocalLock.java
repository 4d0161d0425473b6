package dev.sparkzarr.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The one lock of a local store, among the threads and processes of this machine that use this
 * library (of several machines, where a network file system locks files): the file {@code
 * .sparkzarr.lock} in its root, which is there while somebody holds or waits for it. A file that
 * was removed while another one waited for its lock is noticed, and the new one waited for.
 */
final class LocalLock {
  /** The file's name; never a key. */
  static final String NAME = ".sparkzarr.lock";

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  // A process locks a file once, for all of its threads: they wait here. Stores may share one.
  private static final ReentrantLock[] THREADS =
      IntStream.range(0, 64).mapToObj(i -> new ReentrantLock(true)).toArray(ReentrantLock[]::new);

  private static final int SIZES = 1 << 16;

  private final Path file;
  private final ReentrantLock thread;
  private final FileChannel channel;

  private LocalLock(Path file, ReentrantLock thread, FileChannel channel) {
    this.file = file;
    this.thread = thread;
    this.channel = channel;
  }

  /**
   * Waits for the lock, and does something while it is held.
   *
   * @param key for messages
   * @throws UnavailableException when others hold it for half a minute
   */
  static <T> T hold(LocalRoot root, StoreKey key, Supplier<T> action) {
    LocalLock lock = of(root, key);
    try {
      return action.get();
    } finally {
      lock.remove();
      release(lock.thread, lock.channel);
    }
  }

  private void remove() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // It stays, as it would have if this process had died.
    }
  }

  private static LocalLock of(LocalRoot root, StoreKey key) {
    Path file = root.path().resolve(NAME);
    ReentrantLock thread = THREADS[Math.floorMod(file.hashCode(), THREADS.length)];
    long end = System.nanoTime() + PATIENCE.toNanos();
    try {
      if (!thread.tryLock(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
        throw busy(root, key);
      }
    } catch (InterruptedException e) {
      throw interrupted(root, key, e);
    }
    FileChannel channel = null;
    try {
      channel = open(file);
      while (true) {
        boolean isLocked = isLocked(channel);
        if (isLocked && isStill(file, channel)) {
          break;
        }
        if (System.nanoTime() > end) {
          throw busy(root, key);
        }
        if (isLocked) { // a file that another one has removed
          channel.close();
          channel = open(file);
        } else {
          Thread.sleep(
              1); // a channel that was closed would take the lock of others of this process
        }
      }
      LocalLock lock = new LocalLock(file, thread, channel);
      channel = null;
      thread = null;
      return lock;
    } catch (InterruptedException e) {
      throw interrupted(root, key, e);
    } catch (IOException e) {
      throw LocalRoot.failed("lock " + file + " to replace", root.describe(key), e);
    } finally {
      if (thread != null) {
        release(thread, channel);
      }
    }
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  /**
   * Whether the file that is locked still has its name: then the name shows its size, whatever that
   * becomes. (A second channel would tell too, but closing it gives the lock back.)
   */
  private static boolean isStill(Path file, FileChannel locked) throws IOException {
    try {
      for (int i = 0; i < 3; i++) {
        int other = ThreadLocalRandom.current().nextInt(1, SIZES);
        long size = (Files.size(file) + other) % SIZES;
        locked.truncate(size);
        if (locked.size() < size) {
          locked.write(ByteBuffer.allocate(1), size - 1);
        }
        if (Files.size(file) != size) {
          return false;
        }
      }
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // another copy of this class in this JVM has it
    }
  }

  private static StoreException interrupted(LocalRoot root, StoreKey key, InterruptedException e) {
    Thread.currentThread().interrupt();
    return StoreErrors.interrupted("replace", root.describe(key), e);
  }

  private static UnavailableException busy(LocalRoot root, StoreKey key) {
    return new UnavailableException(
        "Cannot replace "
            + root.describe(key)
            + ": "
            + NAME
            + " in its store is locked by others for "
            + PATIENCE.toSeconds()
            + " s. Find the process that holds it.",
        null);
  }

  private static void release(ReentrantLock thread, FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // The system takes the lock back with the descriptor, which is gone also then.
    } finally {
      thread.unlock();
    }
  }
}
