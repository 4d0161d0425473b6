package dev.sparkzarr.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNameTest {
  @Test
  void swapsAndDropsAreNear() {
    List<String> names = List.of("latitude", "longitude", "t2m");
    assertThat(NearestName.of("latitdue", names)).isEqualTo("latitude");
    assertThat(NearestName.of("LONGITUD", names)).isEqualTo("longitude");
    assertThat(NearestName.of("t2n", names)).isEqualTo("t2m");
  }

  @Test
  void otherWordsAreNot() {
    assertThat(NearestName.of("header", List.of("latitude", "t2m"))).isNull();
    assertThat(NearestName.of("a", List.of("x", "y"))).isNull();
    assertThat(NearestName.of("lat", List.of("x", "y"))).isNull();
    assertThat(NearestName.of("X", List.of("x", "y"))).isEqualTo("x");
    assertThat(NearestName.of("x".repeat(100_000), List.of("latitude"))).isNull();
  }
}
