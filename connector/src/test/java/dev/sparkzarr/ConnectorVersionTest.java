package dev.sparkzarr;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConnectorVersionTest {
  @Test
  void theBuildIsKnown() {
    ConnectorVersion version = ConnectorVersion.current();
    assertThat(version.number()).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
    assertThat(version.commit()).matches("[0-9a-f]{40}(-modified)?|unknown");
    assertThat(version)
        .hasToString("spark-zarr " + version.number() + " (commit " + version.commit() + ")");
  }

  @Test
  void whatIsNotRecordedIsUnknown() {
    assertThat(ConnectorVersion.read("absent.properties"))
        .isEqualTo(new ConnectorVersion("unknown", "unknown"));
  }
}
