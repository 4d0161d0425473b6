package dev.sparkzarr.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The one lock of a local store, among the threads and processes of this machine that use this
 * library (of several machines, where a network file system locks files): the file {@code
 * .sparkzarr.lock} in its root, which stays.
 */
final class LocalLock {
  /** The file's name; never a key. */
  static final String NAME = ".sparkzarr.lock";

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  // A process locks a file once, for all of its threads: they wait here. Stores may share one.
  private static final ReentrantLock[] THREADS =
      IntStream.range(0, 64).mapToObj(i -> new ReentrantLock(true)).toArray(ReentrantLock[]::new);

  private final ReentrantLock thread;
  private final FileChannel channel;

  private LocalLock(ReentrantLock thread, FileChannel channel) {
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
      release(lock.thread, lock.channel);
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
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      while (!isLocked(channel)) {
        if (System.nanoTime() > end) {
          throw busy(root, key);
        }
        Thread.sleep(1);
      }
      LocalLock lock = new LocalLock(thread, channel);
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
