package dev.sparkzarr.spark.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionTypeTest {
  @ParameterizedTest
  @CsvSource({"1h,PT1H", "90s,PT1M30S", "250ms,PT0.25S", "5m,PT5M", "5 min,PT5M", "2D,PT48H"})
  void durationsHaveUnits(String text, Duration expected) throws OptionType.Invalid {
    assertThat(OptionType.duration().parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "h", "-1h", "1.5h", "1w"})
  void otherDurationsAreRefused(String text) {
    assertThatThrownBy(() -> OptionType.duration().parse(text))
        .isInstanceOf(OptionType.Invalid.class);
  }

  @Test
  void everyDefaultOfTheDocsParsesToTheDefault() {
    for (Option<?> option : ReadOptions.ALL) {
      assertDefault(option);
    }
    for (Option<?> option : WriteOptions.ALL) {
      assertDefault(option);
    }
  }

  private static void assertDefault(Option<?> option) {
    Object absent = option.parse(null);
    if (!(absent instanceof java.util.Optional<?>) && !option.name().equals("group")) {
      assertThat(option.parse(option.defaultText())).as(option.name()).isEqualTo(absent);
    }
  }
}
