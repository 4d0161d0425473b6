package dev.sparkzarr.spark.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Makes {@code docs/options.md} from the registry and fails when the page is stale. Run with {@code
 * -Dsparkzarr.write=true} to write it.
 */
class OptionsPageTest {
  private static final Path PAGE = Path.of("../docs/options.md");

  @Test
  void thePageIsFresh() throws IOException {
    if (Boolean.getBoolean("sparkzarr.write")) {
      Files.writeString(PAGE, page());
    }
    assertThat(PAGE)
        .as("docs/options.md, made by OptionsPageTest with -Dsparkzarr.write=true")
        .hasContent(page());
  }

  private static String page() {
    return """
        # Options

        <!-- Made from the registry in dev.sparkzarr.spark.options: change the options there. -->

        Names match without case. An option that is not in these tables is an error that names the nearest one, except
        `path`, `fs.*` (settings of the file system, merged into this read's or write's copy of the Hadoop configuration)
        and names that start with two underscores. Reading accepts and ignores the options of writing, and the other way
        round, so that a view can carry both.

        A value is looked for in the options of the read or write, then in the session configuration
        `spark.datasource.zarr.NAME`, then here. Sizes are written `128m`, durations `1h`, lists with commas or as a JSON
        list where a name holds a comma.

        ## Reading

        """
        + table(ReadOptions.ALL)
        + "\n## Writing\n\n"
        + table(WriteOptions.ALL);
  }

  private static String table(List<Option<?>> options) {
    StringBuilder table =
        new StringBuilder("| option | value | default | meaning |\n|---|---|---|---|\n");
    for (Option<?> option : options) {
      table
          .append("| `")
          .append(option.name())
          .append("` | ")
          .append(option.form().replace("|", "\\|"))
          .append(" | ")
          .append(option.defaultText())
          .append(" | ")
          .append(option.doc().replace("|", "\\|"))
          .append(" |\n");
    }
    return table.toString();
  }
}
