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

  private Azurite(ServerProcess process) {
    this.process = process;
  }

  /** The port of the loopback interface on which it listens. */
  public int port() {
    return PORT;
  }

  /** What Hadoop's client needs to know. */
  public static Map<String, String> settings() {
    return Map.of("fs.azure.storage.emulator.account.name", ACCOUNT);
  }

  /** Starts one without a container; the test is skipped where something else has the port. */
  public static Azurite start() throws IOException {
    Path program = Program.below("azurite/node_modules/azurite/dist/src/blob/main.js");
    try (ServerSocket socket = new ServerSocket(PORT, 1, InetAddress.getLoopbackAddress())) {
      assumeTrue(socket.isBound());
    } catch (IOException e) {
      assumeTrue(false, "port " + PORT + " is taken");
    }
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
                Integer.toString(PORT),
                "--location",
                folder.toString(),
                "--silent",
                "--skipApiVersionCheck",
                "--loose",
                "--disableTelemetry"),
            ServerProcess.listensOn(PORT));
    return new Azurite(process);
  }

  @Override
  public void close() {
    process.close();
  }
}
