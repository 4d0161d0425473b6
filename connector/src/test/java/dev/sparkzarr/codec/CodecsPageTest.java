package dev.sparkzarr.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page of codecs names them all. */
class CodecsPageTest {
  @Test
  void everyNameIsOnThePage() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "codecs.md"));
    assertThat(new BuiltInCodecs().codecs().keySet())
        .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
  }
}
