package dev.sparkzarr.it.servers;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** HDFS, one name node and one data node, in a JVM of its own. */
public final class MiniHdfs implements AutoCloseable {
  private final ServerProcess process;
  private final int port;

  private MiniHdfs(ServerProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts it without a file. */
  public static MiniHdfs start() throws IOException {
    Path jars = HadoopClient.jars("hdfs");
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
                jars + File.separator + "*" + File.pathSeparator + classPath(),
                MiniHdfsProgram.class.getName(),
                folder.toString(),
                port.toString()),
            () -> Files.exists(port));
    return new MiniHdfs(process, Integer.parseInt(Files.readString(port)));
  }

  /** That of this JVM, without the connector. */
  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("spark-zarr"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Copies what is in a folder to a folder that is not there yet. */
  public void fill(Path from, String to) throws IOException {
    ClassLoader loader = MiniHdfs.class.getClassLoader();
    HadoopClient.copy(from, URI.create(uri() + to), settings(), loader);
  }

  /** What clients need to know, else closing a file may sleep for 400 ms. */
  public static Map<String, String> settings() {
    return Map.of("dfs.client.block.write.locateFollowingBlock.initial.delay.ms", "5");
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
