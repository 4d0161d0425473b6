package dev.sparkzarr.it.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** WebDAV over a folder, for anybody; keeps preconditions. */
public final class WsgiDav implements AutoCloseable {
  private final ServerProcess process;
  private final Path folder;
  private final int port;

  private WsgiDav(ServerProcess process, Path folder, int port) {
    this.process = process;
    this.folder = folder;
    this.port = port;
  }

  /** Starts it without a file. */
  public static WsgiDav start() throws IOException {
    String program = Program.ofPython("wsgidav").toString();
    Path folder = ServerProcess.folder("wsgidav");
    Path root = Files.createDirectories(folder.resolve("root"));
    int port = ServerProcess.freePort();
    ServerProcess process =
        ServerProcess.start(
            folder,
            Map.of(),
            List.of(
                program,
                "--host",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--root",
                root.toString(),
                "--auth",
                "anonymous",
                "--server",
                "cheroot",
                "-q"),
            () -> Web.status("OPTIONS", "http://127.0.0.1:" + port + "/", new byte[0]) == 200);
    return new WsgiDav(process, root, port);
  }

  /** The port of the loopback interface on which it listens. */
  public int port() {
    return port;
  }

  /** The folder that is served. */
  public Path files() {
    return folder;
  }

  /** Copies what is in a folder to what is served. */
  public void fill(Path from) throws IOException {
    Folders.copy(from, folder);
  }

  @Override
  public void close() {
    process.close();
  }
}
