package dev.sparkzarr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkzarr.codec.BuiltInCodecs;
import dev.sparkzarr.metadata.ChunkGrid;
import dev.sparkzarr.metadata.ChunkKeyEncoding;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.NumpyTimeUnit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Makes the tables of {@code docs/format-support.md} from what is registered in the library and
 * from {@code docs/format-support.tsv}, which says what came of reading a store of each feature
 * inside Spark. Fails when the page is stale, and when something is registered that no such store
 * proves. Run with {@code -Dsparkzarr.write=true} to write it.
 */
class FormatSupportPageTest {
  private static final Path PAGE = Path.of("..", "docs", "format-support.md");
  private static final Path TABLE = Path.of("..", "docs", "format-support.tsv");
  private static final String BEGIN = "<!-- made by FormatSupportPageTest -->\n";
  private static final String END = "<!-- end of what is made -->\n";

  /** What is registered and cannot be proven, with the reason; what is refused by name is not. */
  private static final Map<String, String> NOT_PROVEN =
      Map.of(
          "unit:GENERIC", "no version of zarr-python writes times without a unit",
          "codec:vlen-array",
              "no writer of format 3 at hand; v2 stores prove `numcodecs.vlen-array`",
          "type:uint2", "no writer at hand; the bytes of its store are those of uint8",
          "type:uint4", "no writer at hand; the bytes of its store are those of uint8",
          "type:Extended", "of other jars: [extending](extending.md) has the test",
          "grid:Custom", "of other jars: [extending](extending.md) has the test",
          "keys:Custom", "of other jars: [extending](extending.md) has the test");

  @Test
  void thePageIsFresh() throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END);
    assertThat(end).as("the marks in the page").isGreaterThanOrEqualTo(begin);
    String fresh = page.substring(0, begin) + tables(features()) + page.substring(end);
    if (Boolean.getBoolean("sparkzarr.write")) {
      Files.writeString(PAGE, fresh);
    }
    assertThat(PAGE)
        .as("docs/format-support.md, made by FormatSupportPageTest with -Dsparkzarr.write=true")
        .hasContent(fresh);
  }

  @Test
  void everythingRegisteredIsProvenOrSaysWhyNot() throws IOException {
    assertThat(unproven(features()))
        .as("registered, but not read from another writer's store in any row of the table")
        .containsExactlyInAnyOrderElementsOf(NOT_PROVEN.keySet());
  }

  @Test
  void everyStoreIsReadOrRefused() throws IOException {
    assertThat(features())
        .hasSizeGreaterThan(300)
        .allSatisfy(
            feature ->
                assertThat(feature.result())
                    .as(feature.toString())
                    .isEqualTo(feature.area().equals("refused") ? "refused" : "read"));
  }

  /** A line of the table. */
  private record Feature(
      String area,
      String name,
      String variant,
      String format,
      String writer,
      Set<String> used,
      String result,
      String message) {
    static Feature parse(String line) {
      String[] fields = line.split("\t", -1);
      assertThat(fields).as(line).hasSize(9);
      return new Feature(
          fields[1],
          fields[2],
          fields[3],
          fields[4],
          fields[5],
          Set.of(fields[6].split(" ")),
          fields[7],
          fields[8]);
    }

    boolean isProof() {
      return result.equals("read") && !writer.startsWith("by hand");
    }
  }

  private static List<Feature> features() throws IOException {
    return Files.readAllLines(TABLE).stream().map(Feature::parse).toList();
  }

  private static Set<String> registered() {
    Set<String> registered = new TreeSet<>();
    new BuiltInCodecs().codecs().keySet().forEach(name -> registered.add("codec:" + name));
    for (ElementKind kind : ElementKind.values()) {
      registered.add("type:" + kind.name().toLowerCase(Locale.ROOT));
    }
    for (NumpyTimeUnit unit : NumpyTimeUnit.values()) {
      registered.add("unit:" + unit.name());
    }
    cases(DataType.class, "type:", registered);
    registered.remove("type:Numeric"); // each of its kinds is there
    cases(ChunkGrid.class, "grid:", registered);
    cases(ChunkKeyEncoding.class, "keys:", registered);
    return registered;
  }

  private static void cases(Class<?> sealed, String prefix, Set<String> target) {
    for (Class<?> each : sealed.getPermittedSubclasses()) {
      target.add(prefix + each.getSimpleName());
    }
  }

  private static Set<String> unproven(List<Feature> features) {
    Set<String> unproven = registered();
    features.stream().filter(Feature::isProof).forEach(f -> unproven.removeAll(f.used()));
    return unproven;
  }

  private static String tables(List<Feature> features) {
    StringBuilder page = new StringBuilder();
    for (String[] area :
        new String[][] {
          {"type", "Data types", "data type"},
          {"codec", "Codecs", "codec"},
          {"grid", "Chunk grids", "grid"},
          {"keys", "Chunk keys", "encoding"},
          {"document", "Documents", "trait"}
        }) {
      page.append("\n## ").append(area[1]).append("\n\n| ").append(area[2]);
      page.append(" | v2 | v3 | written by |\n|---|---|---|---|\n");
      rows(features, area[0]).forEach((name, row) -> page.append(row(name, row)));
    }
    page.append("\n## Refused\n\n| what | error |\n|---|---|\n");
    rows(features, "refused")
        .forEach((name, row) -> page.append(refusal(name, row.get(row.size() - 1))));
    page.append("\n## Not proven\n\n| registered | why |\n|---|---|\n");
    for (String name : unproven(features)) {
      String reason = NOT_PROVEN.getOrDefault(name, "no store of another writer");
      page.append("| `").append(name).append("` | ").append(reason).append(" |\n");
    }
    return page.append("\n").toString();
  }

  /** The features of one area by name, in the order of the table. */
  private static Map<String, List<Feature>> rows(List<Feature> features, String area) {
    return features.stream()
        .filter(feature -> feature.area().equals(area))
        .collect(Collectors.groupingBy(Feature::name, LinkedHashMap::new, Collectors.toList()));
  }

  private static String row(String name, List<Feature> features) {
    String writers =
        features.stream()
            .map(feature -> feature.writer().replace(", document by hand", " (document by hand)"))
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    return "| "
        + plain(name.matches("[A-Za-z0-9_.*]+") ? "`" + name + "`" : name)
        + " | "
        + plain(cell(features, "2"))
        + " | "
        + plain(cell(features, "3"))
        + " | "
        + writers
        + " |\n";
  }

  /** Text that does not end a cell of a table. */
  private static String plain(String text) {
    return text.replace("|", "\\|");
  }

  /** What is read of a format; empty where there is nothing of it. */
  private static String cell(List<Feature> features, String format) {
    List<Feature> ofFormat = features.stream().filter(f -> f.format().equals(format)).toList();
    String read =
        ofFormat.stream()
            .filter(feature -> feature.result().equals("read"))
            .map(feature -> feature.variant().isEmpty() ? "yes" : feature.variant())
            .distinct()
            .collect(Collectors.joining(", "));
    String failed =
        ofFormat.stream()
            .filter(feature -> !feature.result().equals("read"))
            .map(feature -> "**not read: " + feature.variant() + "**")
            .collect(Collectors.joining(", "));
    return Stream.of(read, failed)
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining("; "));
  }

  private static String refusal(String name, Feature feature) {
    String message = feature.message().replaceAll("^.* in STORE: ", "");
    return "| " + plain(name) + " | " + plain(message) + " |\n";
  }
}
