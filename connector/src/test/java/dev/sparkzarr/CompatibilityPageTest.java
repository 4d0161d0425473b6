package dev.sparkzarr;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Makes the table of {@code docs/compatibility.md} from {@code docs/compatibility.tsv}, which says
 * what came of running the packaged jar on every Spark ({@code integration-tests/matrix/run
 * --write}). Fails when the page is stale, when something did not work, and when a Spark that is
 * supported was not tried. Run with {@code -Dsparkzarr.write=true} to write it.
 */
class CompatibilityPageTest {
  private static final Path PAGE = Path.of("..", "docs", "compatibility.md");
  private static final Path TABLE = Path.of("..", "docs", "compatibility.tsv");
  private static final Path ROWS = Path.of("..", "integration-tests", "matrix", "rows.py");
  private static final String BEGIN = "<!-- made by CompatibilityPageTest -->\n";
  private static final String END = "<!-- end of what is made -->\n";

  private static final Map<String, String> WAYS =
      Map.of(
          "local", "local",
          "connect", "Spark Connect",
          "thin", "Spark Connect, `pyspark-client`",
          "cluster", "cluster of processes");

  @Test
  void thePageIsFresh() throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END);
    assertThat(end).as("the marks in the page").isGreaterThanOrEqualTo(begin);
    String fresh = page.substring(0, begin) + table() + page.substring(end);
    if (Boolean.getBoolean("sparkzarr.write")) {
      Files.writeString(PAGE, fresh);
    }
    assertThat(PAGE)
        .as("docs/compatibility.md, made by CompatibilityPageTest with -Dsparkzarr.write=true")
        .hasContent(fresh);
  }

  @Test
  void everythingThatWasTriedWorks() throws IOException {
    assertThat(rows())
        .isNotEmpty()
        .allSatisfy(
            row -> {
              assertThat(row.values()).as(row.toString()).doesNotContain("failed");
              assertThat(row).containsEntry("answers", "passed").containsEntry("write", "passed");
            });
  }

  @Test
  void everySparkWasTriedInEachWay() throws IOException {
    Matcher sparks =
        Pattern.compile("^SPARKS = \\((.*)\\)$", Pattern.MULTILINE).matcher(Files.readString(ROWS));
    assertThat(sparks.find()).as("the versions in rows.py").isTrue();
    List<String> supported =
        Arrays.stream(sparks.group(1).split(",")).map(v -> v.replaceAll("[ \"]", "")).toList();
    assertThat(tried("local")).containsAll(supported);
    for (String way : WAYS.keySet()) {
      assertThat(tried(way)).as(way).isNotEmpty();
    }
  }

  private static List<String> tried(String way) throws IOException {
    return rows().stream()
        .filter(row -> row.get("way").equals(way))
        .map(row -> row.get("spark"))
        .toList();
  }

  /** Each line of the table: values by the names in its first line. */
  private static List<Map<String, String>> rows() throws IOException {
    List<String> lines = Files.readAllLines(TABLE);
    String[] names = lines.get(0).split("\t", -1);
    return lines.stream()
        .skip(1)
        .map(
            line -> {
              String[] values = line.split("\t", -1);
              assertThat(values).as(line).hasSameSizeAs(names);
              Map<String, String> row = new LinkedHashMap<>();
              for (int i = 0; i < names.length; i++) {
                row.put(names[i], values[i]);
              }
              return row;
            })
        .toList();
  }

  private static String table() throws IOException {
    StringBuilder table = new StringBuilder("\n");
    List<Map<String, String>> rows = rows();
    List<String> names =
        rows.get(0).keySet().stream().map(name -> name.equals("way") ? "run as" : name).toList();
    table.append(line(names)).append(line(names.stream().map(name -> "---").toList()));
    for (Map<String, String> row : rows) {
      table.append(
          line(
              row.entrySet().stream()
                  .map(
                      cell ->
                          cell.getKey().equals("way")
                              ? WAYS.get(cell.getValue())
                              : spelled(cell.getValue()))
                  .toList()));
    }
    return table.append("\n").toString();
  }

  private static String spelled(String value) {
    return switch (value) {
      case "passed" -> "yes";
      case "failed" -> "**no**";
      case "skipped" -> "";
      default -> value;
    };
  }

  private static String line(List<String> cells) {
    return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
  }
}
