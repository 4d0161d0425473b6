package dev.sparkzarr.it.servers;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A mounted volume that refuses what such volumes refuse ({@code servers/volume.py}). */
public final class Volume implements AutoCloseable {
  private final ServerProcess process;
  private final Path folder;

  private Volume(ServerProcess process, Path folder) {
    this.process = process;
    this.folder = folder;
  }

  /** Mounts it; the test is skipped where that is not possible. */
  public static Volume start() throws IOException {
    assumeTrue(Files.exists(Path.of("/dev/fuse")), "this system has no file systems in user space");
    Program.ofSystem("fusermount3");
    String python = Program.ofPython("python").toString();
    Path folder = ServerProcess.folder("volume");
    Files.createDirectories(folder.resolve("backing"));
    Path mount = Files.createDirectories(folder.resolve("mount"));
    try {
      ServerProcess process =
          ServerProcess.start(
              folder,
              Map.of(),
              List.of(
                  python,
                  Path.of("servers", "volume.py").toAbsolutePath().toString(),
                  "backing",
                  "mount",
                  "calls",
                  "fail"),
              () -> Files.readString(Path.of("/proc/self/mounts")).contains(" " + mount + " "));
      return new Volume(process, folder);
    } catch (IOException e) {
      assumeTrue(
          !e.getMessage().contains("ermi") && !e.getMessage().contains("libfuse"),
          "it cannot be mounted here: " + e.getMessage());
      throw e;
    }
  }

  /** Where it is mounted. */
  public Path root() {
    return folder.resolve("mount");
  }

  /** Each call so far with its path; those that were refused begin so. */
  public List<String> calls() throws IOException {
    return Files.readAllLines(folder.resolve("calls"));
  }

  /** What was refused so far. */
  public List<String> refused() throws IOException {
    return calls().stream().filter(call -> call.startsWith("REFUSED")).toList();
  }

  /** Closing what was written fails from now on. */
  public void failCloses() throws IOException {
    Files.createFile(folder.resolve("fail"));
  }

  /** Closing succeeds again. */
  public void heal() throws IOException {
    Files.delete(folder.resolve("fail"));
  }

  @Override
  public void close() {
    process.close();
  }
}
