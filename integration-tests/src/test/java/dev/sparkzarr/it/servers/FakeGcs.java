package dev.sparkzarr.it.servers;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Google Cloud Storage in memory, for anybody. */
public final class FakeGcs implements AutoCloseable {
  /** The only bucket. */
  public static final String BUCKET = "zarr";

  private final ServerProcess process;
  private final String endpoint;
  private final int port;

  private FakeGcs(ServerProcess process, int port) {
    this.process = process;
    this.port = port;
    this.endpoint = "http://127.0.0.1:" + port;
  }

  /**
   * Starts it with the bucket in it.
   *
   * @param publicPort the port that clients use, such as that of a proxy before it; the server puts
   *     it into the addresses that it answers with
   */
  public static FakeGcs start(int port, int publicPort) throws IOException {
    String program = Program.below("bin/fake-gcs-server").toString();
    String url = "http://127.0.0.1:" + publicPort;
    ServerProcess process =
        ServerProcess.start(
            ServerProcess.folder("fake-gcs"),
            Map.of(),
            List.of(
                program,
                "-scheme",
                "http",
                "-host",
                "127.0.0.1",
                "-port",
                Integer.toString(port),
                "-backend",
                "memory",
                "-public-host",
                "127.0.0.1:" + publicPort,
                "-external-url",
                url),
            ServerProcess.listensOn(port));
    FakeGcs server = new FakeGcs(process, port);
    Web.ask(
        "POST",
        server.endpoint + "/storage/v1/b?project=p",
        ("{\"name\":\"" + BUCKET + "\"}").getBytes(StandardCharsets.UTF_8));
    return server;
  }

  /**
   * What Google's client for Hadoop needs to know.
   *
   * @param port of the server, or of a proxy before it
   */
  public static Map<String, String> settings(int port) {
    return Map.of(
        "fs.gs.impl", "com.google.cloud.hadoop.fs.gcs.GoogleHadoopFileSystem",
        "fs.gs.storage.root.url", "http://127.0.0.1:" + port + "/",
        "fs.gs.auth.type", "UNAUTHENTICATED",
        "fs.gs.auth.null.enable", "true",
        "fs.gs.auth.service.account.enable", "false",
        "fs.gs.project.id", "p");
  }

  /** A free port for {@link #start}. */
  public static int freePort() throws IOException {
    return ServerProcess.freePort();
  }

  /** The port of the loopback interface on which it listens. */
  public int port() {
    return port;
  }

  /** Uploads what is in a folder, below a prefix of the bucket. */
  public void fill(Path from, String prefix) throws IOException {
    for (Path file : Folders.files(from)) {
      String name = URLEncoder.encode(prefix + from.relativize(file), StandardCharsets.UTF_8);
      Web.ask(
          "POST",
          endpoint + "/upload/storage/v1/b/" + BUCKET + "/o?uploadType=media&name=" + name,
          Files.readAllBytes(file));
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
