package dev.sparkzarr.it.servers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** S3, signatures checked and preconditions kept, over a folder. */
public final class Versitygw implements AutoCloseable {
  /** Who may do everything. */
  public static final String ACCESS_KEY = "testkey";

  /** Its secret. */
  public static final String SECRET_KEY = "planted-s3cr3t-key";

  /** The bucket that is there. */
  public static final String BUCKET = "zarr";

  private final ServerProcess process;
  private final int port;
  private final Path data;

  private Versitygw(ServerProcess process, int port, Path data) {
    this.process = process;
    this.port = port;
    this.data = data;
  }

  /** Starts it with the bucket in it. */
  public static Versitygw start() throws IOException {
    String program = Program.below("bin/versitygw").toString();
    Path folder = ServerProcess.folder("versitygw");
    Files.createDirectories(folder.resolve("data").resolve(BUCKET));
    int port = ServerProcess.freePort();
    ServerProcess process =
        ServerProcess.start(
            folder,
            Map.of("ROOT_ACCESS_KEY", ACCESS_KEY, "ROOT_SECRET_KEY", SECRET_KEY),
            List.of(
                program, "--keep-alive", "--port", "127.0.0.1:" + port, "posix", folder + "/data"),
            () -> Web.status("GET", "http://127.0.0.1:" + port + "/", new byte[0]) == 403);
    return new Versitygw(process, port, folder.resolve("data"));
  }

  /**
   * What clients need to know, in the words of Hadoop's S3A.
   *
   * @param port of the server, or of a proxy before it
   */
  public static Map<String, String> settings(int port) {
    return Map.of(
        "fs.s3a.endpoint",
        "http://127.0.0.1:" + port,
        "fs.s3a.endpoint.region",
        "us-east-1",
        "fs.s3a.path.style.access",
        "true",
        "fs.s3a.connection.ssl.enabled",
        "false",
        "fs.s3a.access.key",
        ACCESS_KEY,
        "fs.s3a.secret.key",
        SECRET_KEY);
  }

  /** The port of the loopback interface on which it listens. */
  public int port() {
    return port;
  }

  /** Where a bucket's keys are files. */
  public Path folder(String bucket) {
    return data.resolve(bucket);
  }

  /** Uploads what is in a folder by boto3, below a prefix of the bucket. */
  public void fill(Path from, String prefix) throws IOException {
    boto("fill_s3.py", BUCKET, from.toString(), prefix);
  }

  /** Makes a bucket in which everybody may do everything, unsigned. */
  public void makeOpenBucket(String bucket) throws IOException {
    boto("open_bucket.py", bucket);
  }

  private void boto(String script, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Program.ofPython("python").toString());
    command.add(Path.of("servers", script).toAbsolutePath().toString());
    command.addAll(List.of("http://127.0.0.1:" + port, ACCESS_KEY, SECRET_KEY));
    command.addAll(List.of(arguments));
    Process python = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (python.waitFor() != 0) {
        throw new IOException(output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
