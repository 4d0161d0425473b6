package dev.sparkzarr.it.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A server in a process of its own, with a folder for its files and a log beside it. */
final class ServerProcess implements AutoCloseable {
  private static final Path FOLDER = Path.of("target", "servers").toAbsolutePath();
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final Process process;
  private final Path log;
  private final Thread atExit;

  private ServerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.atExit = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** Whether a server answers as it should. */
  @FunctionalInterface
  interface Health {
    boolean isGood() throws IOException, InterruptedException;
  }

  /** An empty folder for one run of a server. */
  static Path folder(String name) throws IOException {
    Path folder =
        FOLDER.resolve(name + "-" + ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet());
    return Files.createDirectories(folder);
  }

  /** A port of the loopback interface on which nobody listens. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Starts a server and waits until it is healthy. */
  static ServerProcess start(
      Path folder, Map<String, String> environment, List<String> command, Health health)
      throws IOException {
    Path log = folder.resolveSibling(folder.getFileName() + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    ServerProcess server = new ServerProcess(builder.start(), log);
    server.await(health);
    return server;
  }

  private void await(Health health) throws IOException {
    long deadline = System.nanoTime() + Duration.ofSeconds(90).toNanos();
    try {
      while (System.nanoTime() < deadline) {
        try {
          if (health.isGood()) {
            return;
          }
        } catch (IOException e) {
          // It does not listen yet.
        }
        if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
          throw new IOException("ended with " + process.exitValue() + ": " + text());
        }
      }
      throw new IOException("is not up after 90 seconds: " + text());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      if (Thread.currentThread().isInterrupted() || System.nanoTime() >= deadline) {
        close();
      }
    }
  }

  /** Healthy when somebody listens. */
  static Health listensOn(int port) {
    return () -> {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
        return true;
      }
    };
  }

  /** What the server has printed. */
  String text() throws IOException {
    return Files.readString(log);
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The JVM ends; the hook does the same.
    }
  }
}
