package dev.sparkzarr.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** An xarray in a process of its own that reads one table after the other. */
final class XarrayTables implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final Writer questions;
  private final BufferedReader answers;

  private XarrayTables(Process process) {
    this.process = process;
    this.questions = process.outputWriter(StandardCharsets.UTF_8);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Starts it; the test is skipped where the Python peers are absent. */
  static XarrayTables start() throws IOException {
    Path python = Path.of(System.getProperty("sparkzarr.peers.python"));
    assumeTrue(Files.isExecutable(python), "the Python peers are not set up");
    Path log = Files.createTempFile(Path.of("target"), "xarray-", ".log");
    return new XarrayTables(
        new ProcessBuilder(python.toString(), "peers/read_tables.py")
            .redirectError(log.toFile())
            .start());
  }

  /**
   * @param s3 endpoint, keys and region of a bucket's server; empty for a local path
   * @return what the program says: {@code t}, {@code y}, {@code x} and {@code v}, or {@code error}
   */
  JsonNode read(String path, Map<String, String> s3) throws IOException {
    questions.write(JSON.writeValueAsString(Map.of("path", path, "s3", s3)) + "\n");
    questions.flush();
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException("xarray ended");
    }
    return JSON.readTree(answer);
  }

  @Override
  public void close() throws IOException {
    questions.close();
    process.destroy();
  }
}
