package dev.sparkzarr.it.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** FTP over a folder. */
public final class Ftp implements AutoCloseable {
  /** Who may log in. */
  public static final String USER = "zarr";

  /** The user's password. */
  public static final String PASSWORD = "planted-p4ssw0rd";

  private final ServerProcess process;
  private final Path folder;
  private final int port;

  private Ftp(ServerProcess process, Path folder, int port) {
    this.process = process;
    this.folder = folder;
    this.port = port;
  }

  /** Starts it without a file. */
  public static Ftp start() throws IOException {
    String python = Program.ofPython("python").toString();
    Path folder = ServerProcess.folder("ftp");
    Path root = Files.createDirectories(folder.resolve("root"));
    int port = ServerProcess.freePort();
    ServerProcess process =
        ServerProcess.start(
            folder,
            Map.of(),
            List.of(
                python,
                "-m",
                "pyftpdlib",
                "--interface",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--directory",
                root.toString(),
                "--write",
                "--username",
                USER,
                "--password",
                PASSWORD),
            ServerProcess.listensOn(port));
    return new Ftp(process, root, port);
  }

  /** The port of the loopback interface on which it listens. */
  public int port() {
    return port;
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
