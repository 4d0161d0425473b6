package dev.sparkzarr.it.servers;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** HDFS, one name node and one data node, in a JVM of its own. */
public final class MiniHdfs implements AutoCloseable {
  /** One line for each call of the name node, and for each that reads of the data node. */
  private static final Pattern CALL =
      Pattern.compile(
          "cmd=(?<command>\\S+)\\s+src=(?<file>\\S+)"
              + "|bytes: (?<length>\\d+), op: (?<read>HDFS_READ),.* offset: (?<offset>\\d+),"
              + ".* blockid: (?<block>\\S+?),");

  private final ServerProcess process;
  private final Path calls;
  private final int port;
  private int taken;

  private MiniHdfs(ServerProcess process, Path calls, int port) {
    this.process = process;
    this.calls = calls;
    this.port = port;
  }

  /** Starts it without a file. */
  public static MiniHdfs start() throws IOException {
    Path jars = HadoopClient.jars("hdfs");
    Path folder = ServerProcess.folder("hdfs");
    Path port = folder.resolve("port");
    Path calls = folder.resolve("calls");
    ServerProcess process =
        ServerProcess.start(
            folder,
            Map.of(),
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dlog4j2.configurationFile=hdfs-log4j2.properties",
                "-Dcalls=" + calls,
                "-cp",
                jars + File.separator + "*" + File.pathSeparator + classPath(),
                MiniHdfsProgram.class.getName(),
                folder.toString(),
                port.toString()),
            () -> Files.exists(port));
    return new MiniHdfs(process, calls, Integer.parseInt(Files.readString(port)));
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

  /**
   * Forgets the calls so far; returns them. Those of the name node have its names for them as
   * method and a file as target; the reads of the data node {@code HDFS_READ} and a block, and as
   * range the offset and the number of bytes sent, checksums included: {@code 512+1032}.
   */
  public synchronized List<Seen> take() throws IOException {
    List<String> lines = Files.readAllLines(calls);
    List<Seen> seen = new ArrayList<>();
    for (; taken < lines.size(); taken++) {
      Matcher call = CALL.matcher(lines.get(taken));
      if (call.find()) {
        seen.add(seen(call));
      }
    }
    return seen;
  }

  private Seen seen(Matcher call) {
    if (call.group("read") == null) {
      return new Seen(taken, call.group("command"), call.group("file"), Optional.empty());
    }
    String range = call.group("offset") + "+" + call.group("length");
    return new Seen(taken, call.group("read"), call.group("block"), Optional.of(range));
  }

  @Override
  public void close() {
    process.close();
  }
}
