package dev.sparkzarr.it.servers;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** HDFS, one name node and one data node, in a JVM of its own. */
public final class MiniHdfs implements AutoCloseable {
  private final ServerProcess process;
  private final int port;

  private MiniHdfs(ServerProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts it with the files of a folder at the root, put there by Hadoop's own client.
   *
   * @param classPath a Spark's jars
   * @param jars with Hadoop's mini cluster in it
   * @param classes where the classes of the fixtures are
   */
  public static MiniHdfs start(String classPath, Path jars, String classes, Path data)
      throws IOException {
    assumeTrue(Files.isDirectory(jars), "Hadoop's mini cluster is not in " + jars);
    Path folder = ServerProcess.folder("hdfs");
    Path port = folder.resolve("port");
    ServerProcess process =
        ServerProcess.start(
            folder,
            Map.of(),
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                classes + ":" + jars + "/*:" + classPath,
                MiniHdfsProgram.class.getName(),
                folder.toString(),
                data.toString(),
                port.toString()),
            () -> Files.exists(port));
    return new MiniHdfs(process, Integer.parseInt(Files.readString(port)));
  }

  /** Where it is, such as {@code hdfs://127.0.0.1:4711}. */
  public String uri() {
    return "hdfs://127.0.0.1:" + port;
  }

  @Override
  public void close() {
    process.close();
  }
}
