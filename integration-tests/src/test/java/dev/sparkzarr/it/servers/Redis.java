package dev.sparkzarr.it.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Redis in memory, nothing kept on disk. */
public final class Redis implements AutoCloseable {
  private final ServerProcess process;
  private final int port;

  private Redis(ServerProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts an empty one that needs no password. */
  public static Redis start() throws IOException {
    return start(ServerProcess.freePort(), List.of());
  }

  /** Starts an empty one with a password. */
  public static Redis start(String password) throws IOException {
    return start(ServerProcess.freePort(), List.of("--requirepass", password));
  }

  private static Redis start(int port, List<String> more) throws IOException {
    Path folder = ServerProcess.folder("redis");
    List<String> command =
        new java.util.ArrayList<>(
            List.of(
                Program.ofSystem("redis-server"),
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--save",
                "",
                "--appendonly",
                "no",
                "--dir",
                folder.toString(),
                "--maxmemory",
                "64mb"));
    command.addAll(more);
    ServerProcess process = ServerProcess.start(folder, Map.of(), command, () -> isAlive(port));
    return new Redis(process, port);
  }

  private static boolean isAlive(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(1000);
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      int first = socket.getInputStream().read();
      return first == '+' || first == '-'; // the second asks for the password
    }
  }

  /** The port of the loopback interface on which it listens. */
  public int port() {
    return port;
  }

  /** Ends it before it is closed, as a crash would. */
  public void kill() {
    process.close();
  }

  @Override
  public void close() {
    process.close();
  }
}
