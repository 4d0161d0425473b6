package dev.sparkzarr.it.servers;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/**
 * The JVM of a {@link MiniHdfs}: {@code MiniHdfsProgram FOLDER PORT} starts the cluster in a
 * folder, writes its port into the file, and stays.
 */
public final class MiniHdfsProgram {
  private MiniHdfsProgram() {}

  /** Runs it. */
  public static void main(String[] arguments) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set("hdfs.minidfs.basedir", arguments[0] + "/dfs");
    configuration.setInt("dfs.replication", 1);
    FileSystem fs = start(configuration);
    Path port = Path.of(arguments[1]);
    Path written = port.resolveSibling("port.written");
    Files.writeString(written, Integer.toString(fs.getUri().getPort()));
    Files.move(written, port, StandardCopyOption.ATOMIC_MOVE);
    Thread.currentThread().join();
  }

  /** By reflection: the cluster's jar is not on the class path of the build. */
  private static FileSystem start(Configuration configuration)
      throws ReflectiveOperationException, IOException {
    Class<?> builder = Class.forName("org.apache.hadoop.hdfs.MiniDFSCluster$Builder");
    Object building = builder.getConstructor(Configuration.class).newInstance(configuration);
    building = builder.getMethod("numDataNodes", int.class).invoke(building, 1);
    Object cluster = builder.getMethod("build").invoke(building);
    Method fileSystem = cluster.getClass().getMethod("getFileSystem");
    cluster.getClass().getMethod("waitActive").invoke(cluster);
    return (FileSystem) fileSystem.invoke(cluster);
  }
}
