package dev.sparkzarr.dataset.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class LongNumbersTest {
  @Property
  void valuesAreNumberedAsTheyComeFirst(@ForAll @Size(max = 200) List<Long> values) {
    check(values);
  }

  @Property(tries = 200)
  void valuesThatDifferInFewBitsAreToldApart(
      @ForAll @IntRange(max = 60) int shift,
      @ForAll @Size(min = 300, max = 900) List<Byte> values) {
    check(values.stream().map(value -> (long) value << shift).toList());
  }

  private static void check(List<Long> values) {
    LongNumbers numbers = new LongNumbers();
    Map<Long, Integer> known = new LinkedHashMap<>();
    for (long value : values) {
      int expected = known.computeIfAbsent(value, unused -> known.size());
      assertThat(numbers.number(value)).isEqualTo(expected);
    }
    assertThat(numbers.count()).isEqualTo(known.size());
    known.forEach((value, number) -> assertThat(numbers.value(number)).isEqualTo(value));
  }
}
