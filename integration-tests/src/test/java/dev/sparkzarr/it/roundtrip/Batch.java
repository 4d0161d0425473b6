package dev.sparkzarr.it.roundtrip;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sparkzarr.ZarrException;
import dev.sparkzarr.array.ArrayEngine;
import dev.sparkzarr.array.ArrayEngines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Some cases, both directions: the peer writes and this library reads, this library writes and the
 * peers read. Two Python processes, whose start is slow, for all of them.
 */
final class Batch {
  static final String WE_READ = "we read what zarr-python writes";
  static final String WE_WRITE = "we read what we write";
  static final String THEY_READ = "others read what we write";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<ArrayEngine> ENGINES =
      List.of(ArrayEngines.named("java"), ArrayEngines.named("reference"));

  private final Path python;
  private final Path directory;
  private final long seed;
  private final Tally tally;
  private final Map<Integer, Case> cases = new HashMap<>();

  Batch(Path python, Path directory, long seed, Tally tally) {
    this.python = python;
    this.directory = directory;
    this.seed = seed;
    this.tally = tally;
  }

  void run(int first, int count) throws IOException, InterruptedException {
    Files.createDirectories(directory);
    python("write", directory, seed, first, count);
    readCases();
    List<String> ours = new ArrayList<>();
    for (Case each : cases.values()) {
      Optional<String> excluded = each.exclusion();
      if (excluded.isPresent()) {
        tally.count("not tried here", excluded.get());
        continue;
      }
      describe(each);
      readTheirs(each);
      writeOurs(each).ifPresent(ours::add);
    }
    Files.write(directory.resolve("ours.jsonl"), ours);
    python("read", directory, seed);
    for (String line : Files.readAllLines(directory.resolve("read.jsonl"))) {
      judge(JSON.readTree(line));
    }
  }

  /** What a long run must have drawn: heading and words. */
  JsonNode wanted() throws IOException {
    return JSON.readTree(directory.resolve("wanted.json").toFile());
  }

  private void readCases() throws IOException {
    byte[] values = Files.readAllBytes(directory.resolve("values.bin"));
    byte[] expected = Files.readAllBytes(directory.resolve("expected.bin"));
    for (String line : Files.readAllLines(directory.resolve("cases.jsonl"))) {
      Case each = Case.parse(JSON.readTree(line), values, expected);
      cases.put(each.number(), each);
    }
  }

  private void describe(Case each) {
    String format = "v" + each.json().get("format").asInt() + " ";
    tally.count("grids", each.json().get("grid").asText());
    tally.count("types", format + each.json().get("type").asText());
    each.json().get("codecs").forEach(codec -> tally.count("codecs", format + codec.asText()));
    each.json().get("features").forEach(feature -> tally.count("features", feature.asText()));
  }

  private void readTheirs(Case each) {
    JsonNode theirs = each.json().get("theirs");
    if (theirs.has("excluded")) {
      tally.count(WE_READ, "not asked, zarr-python " + theirs.get("excluded").asText());
    } else if (theirs.has("failed")) {
      tally.failure(WE_READ, each, directory, theirs.get("failed").asText());
    } else {
      compare(WE_READ, each, Path.of(theirs.get("path").asText()), each.expected().orElseThrow());
    }
  }

  /** The line that asks the peers to read it; empty when that makes no sense. */
  private Optional<String> writeOurs(Case each) {
    Path path = ours(each);
    try {
      Writing.write(each, path);
    } catch (ZarrException e) {
      tally.failure(WE_WRITE, each, path, e.toString());
      return Optional.empty();
    }
    if (each.ofOurs().isEmpty()) {
      tally.count(WE_WRITE, "no second opinion on the values");
      return Optional.empty();
    }
    compare(WE_WRITE, each, path, each.ofOurs().get());
    return Optional.of(
        JSON.createObjectNode()
            .put("number", each.number())
            .put("path", path.toString())
            .toString());
  }

  private void compare(String direction, Case each, Path path, Elements expected) {
    for (ArrayEngine engine : ENGINES) {
      try {
        Optional<String> difference = Reading.difference(path, engine, each, expected);
        tally.count(direction, engine.name() + (difference.isEmpty() ? ": same" : ": differs"));
        difference.ifPresent(reason -> tally.failure(direction, each, path, reason));
      } catch (ZarrException e) {
        if (e.getMessage().contains("engine '" + engine.name() + "' cannot decode")) {
          tally.count(direction, engine.name() + ": says that it cannot");
          continue;
        }
        tally.count(direction, engine.name() + ": refused");
        tally.failure(direction, each, path, engine.name() + ": " + e);
      }
    }
  }

  private void judge(JsonNode answer) {
    String reader = answer.get("reader").asText();
    String outcome = answer.get("outcome").asText();
    String reason = answer.get("reason").asText();
    tally.count(THEY_READ, reader + ": " + outcome);
    if (outcome.equals("refused") || outcome.equals("differs")) {
      Case each = cases.get(answer.get("number").asInt());
      tally.failure(THEY_READ, each, ours(each), reader + " " + outcome + ": " + reason);
    } else if (!outcome.equals("same")) {
      tally.count(reader + ": " + outcome, reason);
    }
  }

  private Path ours(Case each) {
    return directory.resolve("ours").resolve(Integer.toString(each.number()));
  }

  private void python(Object... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(python.toString(), "peers/roundtrip"));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + "\n" + output);
    }
  }
}
