package dev.sparkzarr;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The code on {@code docs/extending.md} is that of the module which is built and run. Run with
 * {@code -Dsparkzarr.write=true} to write it.
 */
class ExtendingPageTest {
  private static final Path PAGE = Path.of("..", "docs", "extending.md");
  private static final Path MODULE = Path.of("..", "integration-tests", "extension");
  private static final Pattern CODE =
      Pattern.compile("<!-- (\\w+\\.java) -->\n(\n```java\n.*?\n```\n)?", Pattern.DOTALL);

  @Test
  void theCodeIsThatOfTheModule() throws IOException {
    String page = Files.readString(PAGE);
    StringBuilder fresh = new StringBuilder();
    Matcher code = CODE.matcher(page);
    while (code.find()) {
      String block =
          "<!-- " + code.group(1) + " -->\n\n```java\n" + source(code.group(1)) + "```\n";
      code.appendReplacement(fresh, Matcher.quoteReplacement(block));
    }
    code.appendTail(fresh);
    if (Boolean.getBoolean("sparkzarr.write")) {
      Files.writeString(PAGE, fresh);
    }
    assertThat(PAGE)
        .as("docs/extending.md, made by ExtendingPageTest with -Dsparkzarr.write=true")
        .hasContent(fresh.toString());
  }

  @Test
  void everyClassAndServiceIsThere() throws IOException {
    String page = Files.readString(PAGE);
    List<String> shown = CODE.matcher(page).results().map(result -> result.group(1)).toList();
    assertThat(shown).containsAll(names("src/main/java/org/example/zarr", "package-info.java"));
    assertThat(names("src/main/resources/META-INF/services", ""))
        .allSatisfy(service -> assertThat(page).contains("`" + service + "`"));
  }

  private static List<String> names(String folder, String but) throws IOException {
    try (Stream<Path> files = Files.list(MODULE.resolve(folder))) {
      return files.map(file -> file.getFileName().toString()).filter(n -> !n.equals(but)).toList();
    }
  }

  private static String source(String name) throws IOException {
    String tests = name.endsWith("Test.java") ? "test" : "main";
    return Files.readString(MODULE.resolve(Path.of("src", tests, "java/org/example/zarr", name)));
  }
}
