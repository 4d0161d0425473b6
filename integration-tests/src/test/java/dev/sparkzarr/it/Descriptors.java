package dev.sparkzarr.it;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Open files and sockets of this process, as Linux tells them; none elsewhere. */
final class Descriptors {
  private static final Path SELF = Path.of("/proc/self");

  private Descriptors() {}

  /**
   * @return what each descriptor is: a path, or for a connection {@code tcp PORT STATE}, with the
   *     port at its other end and the state's number in hexadecimal
   */
  static List<String> open() throws IOException {
    List<String> targets = new ArrayList<>();
    if (!Files.isDirectory(SELF)) {
      return targets;
    }
    Map<String, String> connections = new HashMap<>();
    for (String table : List.of("net/tcp", "net/tcp6")) {
      read(SELF.resolve(table), connections);
    }
    try (DirectoryStream<Path> each = Files.newDirectoryStream(SELF.resolve("fd"))) {
      for (Path link : each) {
        try {
          String target = Files.readSymbolicLink(link).toString();
          targets.add(connections.getOrDefault(target, target));
        } catch (IOException e) {
          // Closed meanwhile.
        }
      }
    }
    return targets;
  }

  /** How {@link #open} calls a connection to a port, whatever its state. */
  static String to(int port) {
    return "tcp " + port + " ";
  }

  /** The columns are slot, local and remote address, state, ..., and the tenth is the inode. */
  private static void read(Path table, Map<String, String> connections) throws IOException {
    if (!Files.exists(table)) {
      return;
    }
    List<String> lines = Files.readAllLines(table);
    for (String line : lines.subList(1, lines.size())) {
      String[] columns = line.strip().split(" +");
      String remote = columns[2];
      int port = Integer.parseInt(remote.substring(remote.indexOf(':') + 1), 16);
      connections.put("socket:[" + columns[9] + "]", to(port) + columns[3]);
    }
  }
}
