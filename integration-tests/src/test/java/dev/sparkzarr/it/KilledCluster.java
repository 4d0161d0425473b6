package dev.sparkzarr.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A Spark whose executors are processes of their own, each of which says how much it has changed in
 * stores. Those that die are replaced.
 */
final class KilledCluster implements AutoCloseable {
  private static final long END_SECONDS = 60;

  private final SparkShell driver;
  private final Path traces;
  private final Map<Long, ProcessHandle> met = new LinkedHashMap<>();

  private KilledCluster(SparkShell driver, Path traces) {
    this.driver = driver;
    this.traces = traces;
  }

  /**
   * @param kills knows what is on the class path
   * @param directory for files of its own
   * @param maxFailures so many attempts of a task may fail, that of a dead executor too
   */
  static KilledCluster start(Kills kills, Path directory, int maxFailures) throws IOException {
    Path traces = Files.createDirectories(directory.resolve("traces"));
    return new KilledCluster(kills.cluster(directory, traces, maxFailures), traces);
  }

  SparkShell driver() {
    return driver;
  }

  /** Executors that live. */
  List<ProcessHandle> executors() {
    List<ProcessHandle> living = driver.executors();
    living.forEach(executor -> met.put(executor.pid(), executor));
    return living;
  }

  /** So many changes each executor has sent, also those that are dead, by process. */
  Map<Long, Long> changes() throws IOException {
    Map<Long, Long> changes = new LinkedHashMap<>();
    try (var files = Files.list(traces)) {
      for (Path file : files.toList()) {
        changes.put(Long.parseLong(file.getFileName().toString()), Files.size(file));
      }
    }
    return changes;
  }

  /** All that executors have sent. */
  long allChanges() throws IOException {
    return changes().values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * The driver does nothing any more, as if its host were gone: no connection is closed, so that
   * executors go on. For ever.
   */
  void freezeDriver() throws IOException {
    driver.freeze();
    executors();
  }

  /** Kills the driver, and waits until its executors have noticed. */
  void killDriver() throws IOException {
    executors();
    driver.kill();
    for (ProcessHandle executor : met.values()) {
      try {
        executor.onExit().get(END_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        executor.destroyForcibly(); // it hangs
      } catch (ExecutionException e) {
        throw new IOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
    driver.close();
  }

  @Override
  public void close() {
    executors();
    driver.close();
    met.values().forEach(ProcessHandle::destroyForcibly);
  }
}
