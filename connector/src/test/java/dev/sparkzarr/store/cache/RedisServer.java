package dev.sparkzarr.store.cache;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real Redis on a free port of this machine, in memory only; nothing where it is not installed.
 */
final class RedisServer implements AutoCloseable {
  private final Path program;
  private final Path directory;
  private final int port;
  private Process process;

  private RedisServer(Path program, Path directory, int port) {
    this.program = program;
    this.directory = directory;
    this.port = port;
  }

  /**
   * @return empty when redis-server is not on the path
   */
  static Optional<RedisServer> start(Path directory) throws IOException, InterruptedException {
    Optional<Path> program = find();
    if (program.isEmpty()) {
      return Optional.empty();
    }
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    RedisServer server = new RedisServer(program.get(), directory, port);
    server.begin();
    return Optional.of(server);
  }

  private static Optional<Path> find() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .filter(part -> !part.isEmpty())
        .map(part -> Path.of(part, "redis-server"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private void begin() throws IOException, InterruptedException {
    process =
        new ProcessBuilder(
                program.toString(),
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--save",
                "",
                "--appendonly",
                "no",
                "--dir",
                directory.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    for (int attempt = 0; !answers(); attempt++) {
      if (attempt == 500 || !process.isAlive()) {
        throw new IOException("redis-server did not start");
      }
      process.waitFor(10, TimeUnit.MILLISECONDS);
    }
  }

  private boolean answers() {
    try {
      return command("PING").startsWith("+PONG");
    } catch (IOException e) {
      return false;
    }
  }

  /** Sends one inline command, without any client library. */
  String command(String line) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(5000);
      socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
      byte[] answer = new byte[1 << 16];
      int length = socket.getInputStream().read(answer);
      return new String(answer, 0, Math.max(0, length), StandardCharsets.UTF_8);
    }
  }

  /** Stops the server and starts it again, empty. */
  void restart() throws IOException, InterruptedException {
    stop();
    begin();
  }

  void stop() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }

  String address() {
    return "redis://127.0.0.1:" + port + "/1";
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
