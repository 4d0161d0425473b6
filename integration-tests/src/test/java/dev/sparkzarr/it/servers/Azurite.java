package dev.sparkzarr.it.servers;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Azure blobs. Without the hierarchical interface, so not for {@code abfs}. */
public final class Azurite implements AutoCloseable {
  /** The account that every emulator has. */
  public static final String ACCOUNT = "devstoreaccount1";

  /** The port that Hadoop's client takes for granted. */
  public static final int PORT = 10000;

  private final ServerProcess process;
  private final int port;

  private Azurite(ServerProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  /** The port of the loopback interface on which it listens. */
  public int port() {
    return port;
  }

  /** What Hadoop's client needs to know. */
  public static Map<String, String> settings() {
    return Map.of("fs.azure.storage.emulator.account.name", ACCOUNT);
  }

  /**
   * Starts one without a container where Hadoop's client looks for it; the test is skipped where
   * something else has the port.
   */
  public static Azurite start() throws IOException {
    assumePortIsFree();
    return start(PORT);
  }

  /** Starts one without a container, for a proxy at {@link #PORT}; skipped as {@link #start()}. */
  public static Azurite startElsewhere() throws IOException {
    assumePortIsFree();
    return start(ServerProcess.freePort());
  }

  private static void assumePortIsFree() throws IOException {
    try (ServerSocket socket = new ServerSocket(PORT, 1, InetAddress.getLoopbackAddress())) {
      assumeTrue(socket.isBound());
    } catch (IOException e) {
      assumeTrue(false, "port " + PORT + " is taken");
    }
  }

  private static Azurite start(int port) throws IOException {
    Path program = Program.below("azurite/node_modules/azurite/dist/src/blob/main.js");
    Path folder = ServerProcess.folder("azurite");
    ServerProcess process =
        ServerProcess.start(
            folder,
            Map.of(),
            List.of(
                Program.ofSystem("node"),
                program.toString(),
                "--blobHost",
                "127.0.0.1",
                "--blobPort",
                Integer.toString(port),
                "--location",
                folder.toString(),
                "--silent",
                "--skipApiVersionCheck",
                "--loose",
                "--disableTelemetry"),
            ServerProcess.listensOn(port));
    return new Azurite(process, port);
  }

  @Override
  public void close() {
    process.close();
  }
}
