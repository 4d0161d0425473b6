package dev.sparkzarr.store.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

class HadoopSettingsTest {
  @Test
  void whatWasSetTravelsAndDefaultsStay() {
    Configuration configuration = new Configuration();
    configuration.set("fs.s3a.endpoint", "http://localhost:9000", "set by Spark");
    configuration.set("hadoop.tmp.dir", "/scratch/${user.name}");
    Map<String, String> settings = HadoopSettings.of(configuration, Map.of());
    assertThat(settings)
        .containsEntry("fs.s3a.endpoint", "http://localhost:9000")
        .containsEntry("hadoop.tmp.dir", "/scratch/${user.name}")
        .doesNotContainKey("fs.defaultFS")
        .hasSizeLessThan(20);
    assertThat(HadoopSettings.configuration(settings).get("hadoop.tmp.dir"))
        .isEqualTo("/scratch/" + System.getProperty("user.name"));
    assertThat(HadoopSettings.configuration(settings).get("fs.defaultFS"))
        .isEqualTo(configuration.get("fs.defaultFS"));
  }

  @Test
  void aValueThatEqualsADefaultStillTravelsWhenItWasSet() {
    Configuration configuration = new Configuration();
    configuration.set("fs.defaultFS", "hdfs://nn:8020");
    assertThat(HadoopSettings.of(configuration, Map.of()))
        .containsEntry("fs.defaultFS", "hdfs://nn:8020");
  }

  @Test
  void optionsOfHadoopWinAndOthersAreLeftOut() {
    Configuration configuration = new Configuration(false);
    configuration.set("fs.s3a.access.key", "old");
    Map<String, String> options =
        Map.of("fs.s3a.access.key", "new", "FS.x", "1", "group", "g", "path", "/x", "fsx", "2");
    assertThat(HadoopSettings.of(configuration, options))
        .containsOnly(Map.entry("fs.s3a.access.key", "new"), Map.entry("FS.x", "1"));
    assertThat(configuration.get("fs.s3a.access.key")).isEqualTo("old");
  }
}
