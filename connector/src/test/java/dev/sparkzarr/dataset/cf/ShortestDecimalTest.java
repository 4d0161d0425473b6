package dev.sparkzarr.dataset.cf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ShortestDecimalTest {
  @Test
  void isWhatNumpyPrints() {
    for (JsonNode each : Arrays1d.golden("decimals.json")) {
      float number = Float.intBitsToFloat((int) each.get("bits").longValue());
      assertThat(ShortestDecimal.of(number))
          .as("%s", each)
          .isEqualTo(Double.parseDouble(each.get("decimal").textValue()));
    }
  }

  @Test
  void doesNotDependOnTheFloatPrinterOfTheJvm() {
    assertThat(ShortestDecimal.of(2e10f)).isEqualTo(2e10);
    assertThat(ShortestDecimal.of(1.0E23f)).isEqualTo(1.0E23);
    assertThat(ShortestDecimal.of(8.41E21f)).isEqualTo(8.41E21);
    assertThat(ShortestDecimal.of(2.2E-44f)).isEqualTo(2.2E-44);
  }

  @Test
  void leavesZerosAndSpecialsAlone() {
    assertThat(ShortestDecimal.of(Float.NaN)).isNaN();
    assertThat(ShortestDecimal.of(Float.NEGATIVE_INFINITY)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(Double.doubleToRawLongBits(ShortestDecimal.of(-0.0f)))
        .isEqualTo(Double.doubleToRawLongBits(-0.0));
  }

  @Property(tries = 20_000)
  void isFoundFastAsByDefinition(@ForAll @IntRange(min = 0x2e000000, max = 0x59000000) int bits) {
    float number = Float.intBitsToFloat(bits);
    assertThat(ShortestDecimal.of(number)).isEqualTo(ShortestDecimal.search(number));
    assertThat(ShortestDecimal.of(-number)).isEqualTo(-ShortestDecimal.of(number));
  }

  @Property
  void narrowsToTheFloatAgain(@ForAll int bits) {
    float number = Float.intBitsToFloat(bits);
    assertThat(Float.valueOf((float) ShortestDecimal.of(number))).isEqualTo(Float.valueOf(number));
  }
}
