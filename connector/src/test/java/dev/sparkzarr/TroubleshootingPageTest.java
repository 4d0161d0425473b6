package dev.sparkzarr;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Users search {@code docs/troubleshooting.md} for the words that they see: each message of ours
 * that it quotes (what begins with <em>Cannot</em> or has an ellipsis for what varies) has to be in
 * the sources, piece by piece.
 */
class TroubleshootingPageTest {
  private static final Path PAGE = Path.of("..", "docs", "troubleshooting.md");
  private static final Path SOURCES = Path.of("src", "main", "java");
  private static final Pattern QUOTE = Pattern.compile("`([^`\n]+)`");

  @Test
  void quotedMessagesAreInTheSources() throws IOException {
    String literals = literals();
    List<String> quotes =
        QUOTE
            .matcher(Files.readString(PAGE))
            .results()
            .map(found -> found.group(1))
            .filter(quote -> quote.startsWith("Cannot ") || quote.contains("…"))
            .toList();
    assertThat(quotes).hasSizeGreaterThan(20);
    for (String quote : quotes) {
      for (String piece : quote.replaceFirst("^Cannot( \\w+)?", "").split("…|: |:$")) {
        assertThat(literals).as("'%s' of '%s'", piece, quote).contains(piece.strip());
      }
    }
  }

  /** All sources, the parts of texts that are put together from literals joined. */
  private static String literals() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(TroubleshootingPageTest::text)
          .map(text -> text.replaceAll("\"\\s*\\+\\s*\"", "").replace("\\\"", "\""))
          .collect(Collectors.joining("\n"));
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
