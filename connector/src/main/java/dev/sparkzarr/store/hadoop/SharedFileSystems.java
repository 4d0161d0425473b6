package dev.sparkzarr.store.hadoop;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.apache.hadoop.fs.FileSystem;

/**
 * One client of a file system for all stores that may share it ({@link ClientKey}): connections,
 * credentials and thread pools outlive the task that made them. Counts its users; some time after
 * the last one a daemon closes the client, and ends when nothing is left to close. Safe for many
 * threads, also for those that are interrupted.
 */
final class SharedFileSystems {
  /** Those of this JVM. */
  static final SharedFileSystems OF_JVM =
      new SharedFileSystems(
          Duration.ofSeconds(60), 16, System::nanoTime, SharedFileSystems::inDaemon);

  private final long linger;
  private final int mostIdle;
  private final LongSupplier nanos;
  private final Executor background;
  private final Map<ClientKey, Client> clients = new HashMap<>();
  // In the order in which they became idle.
  private final Set<Client> idle = new LinkedHashSet<>();
  private boolean isSweeping;

  /** Makes a client. */
  @FunctionalInterface
  interface Opening {
    FileSystem open() throws IOException;
  }

  private static final class Client {
    private final ReentrantLock opening = new ReentrantLock();
    private FileSystem fs;
    private int users;
    private long idleSince;
  }

  /**
   * @param linger how long a client stays without a user
   * @param mostIdle so many clients without a user at most; then the longest idle is closed
   * @param nanos the time, as {@link System#nanoTime}
   * @param background runs what waits and closes
   */
  SharedFileSystems(Duration linger, int mostIdle, LongSupplier nanos, Executor background) {
    this.linger = linger.toNanos();
    this.mostIdle = mostIdle;
    this.nanos = nanos;
    this.background = background;
  }

  /** With nothing of the thread that happened to start it. */
  private static void inDaemon(Runnable task) {
    Thread thread = new Thread(null, task, "spark-zarr-idle-clients", 0, false);
    thread.setContextClassLoader(null);
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Takes the client of this key, or makes it; two stores that want it at the same time make one.
   *
   * @throws IOException what making it threw, or that this thread was interrupted
   */
  FileSystemLease lease(ClientKey key, Opening opening) throws IOException {
    Client client = enter(key);
    try {
      client.opening.lockInterruptibly();
      try {
        if (client.fs == null) {
          client.fs = opening.open();
        }
        return new FileSystemLease(client.fs, () -> leave(key, client));
      } finally {
        client.opening.unlock();
      }
    } catch (InterruptedException e) {
      leave(key, client);
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted").initCause(e);
    } catch (IOException | RuntimeException | Error e) {
      leave(key, client);
      throw e;
    }
  }

  /**
   * @return whether there is a client of this key
   */
  synchronized boolean has(ClientKey key) {
    return clients.containsKey(key);
  }

  private synchronized Client enter(ClientKey key) {
    Client client = clients.computeIfAbsent(key, k -> new Client());
    client.users++;
    idle.remove(client);
    return client;
  }

  private void leave(ClientKey key, Client client) {
    List<Client> surplus = new ArrayList<>();
    synchronized (this) {
      client.users--;
      if (client.users > 0) {
        return;
      }
      if (client.fs == null) {
        clients.remove(key);
        return;
      }
      client.idleSince = nanos.getAsLong();
      idle.add(client);
      Iterator<Client> longest = idle.iterator();
      for (int most = idle.size(); most > mostIdle; most--) {
        surplus.add(longest.next());
        longest.remove();
      }
      clients.values().removeAll(surplus);
      if (!isSweeping && !idle.isEmpty()) {
        background.execute(this::sweep);
        isSweeping = true;
      }
    }
    surplus.forEach(SharedFileSystems::close);
  }

  /** Waits for clients to have been idle long enough, and closes them, until none is idle. */
  private void sweep() {
    try {
      while (awaitNext()) {
        closeIdle();
      }
    } catch (InterruptedException e) {
      synchronized (this) {
        isSweeping = false; // the next store that closes starts another
      }
    }
  }

  private synchronized boolean awaitNext() throws InterruptedException {
    if (idle.isEmpty()) {
      isSweeping = false;
      return false;
    }
    long left = idle.iterator().next().idleSince + linger - nanos.getAsLong();
    if (left > 0) {
      wait(left / 1_000_000 + 1);
    }
    return true;
  }

  /** Closes what has been idle long enough. */
  void closeIdle() {
    List<Client> due = new ArrayList<>();
    synchronized (this) {
      long now = nanos.getAsLong();
      idle.removeIf(client -> now - client.idleSince >= linger && due.add(client));
      clients.values().removeAll(due);
    }
    due.forEach(SharedFileSystems::close);
  }

  /** Nobody waits for this, and nothing depends on it: what was written is complete. */
  private static void close(Client client) {
    try {
      client.fs.close();
    } catch (IOException | RuntimeException e) {
      return;
    }
  }
}
