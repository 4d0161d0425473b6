package dev.sparkzarr.it.servers;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where the programs are that the fixtures start. */
final class Program {
  private static final Path SERVERS =
      Path.of(System.getProperty("sparkzarr.servers", "../.servers"));

  private Program() {}

  /** A file below {@code .servers}; the test is skipped where it is absent. */
  static Path below(String file) {
    Path path = SERVERS.resolve(file).toAbsolutePath().normalize();
    assumeTrue(Files.exists(path), file + " is not here: run integration-tests/servers/setup");
    return path;
  }

  /** A program of the Python environment; the test is skipped where it is absent or old. */
  static Path ofPython(String name) {
    Path program = below("venv/bin/" + name);
    try {
      Path wanted = Path.of("servers", "requirements.lock");
      assumeTrue(
          Files.mismatch(wanted, below("venv/installed.lock")) < 0,
          "the Python environment is old: run integration-tests/servers/setup");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return program;
  }

  /** A program of the system; the test is skipped where it is absent. */
  static String ofSystem(String name) {
    List<String> places = new ArrayList<>(List.of(System.getenv("PATH").split(File.pathSeparator)));
    places.addAll(List.of("/usr/sbin", "/sbin"));
    for (String place : places) {
      Path path = Path.of(place, name);
      if (Files.isExecutable(path)) {
        return path.toString();
      }
    }
    assumeTrue(false, name + " is not here: run integration-tests/servers/setup");
    return name;
  }
}
