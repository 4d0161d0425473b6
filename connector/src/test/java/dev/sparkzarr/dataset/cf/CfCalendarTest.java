package dev.sparkzarr.dataset.cf;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class CfCalendarTest {
  @Property
  void aDayIsTheDateThatIsThatDay(
      @ForAll CfCalendar calendar,
      @ForAll @LongRange(min = -90_000_000, max = 90_000_000) long day) {
    CfCalendar.Date date = calendar.date(day);
    assertThat(calendar.contains(date.year(), date.month(), date.day())).as("%s", date).isTrue();
    assertThat(calendar.days(date.year(), date.month(), date.day())).isEqualTo(day);
  }

  @Property
  void datesFollowEachOther(
      @ForAll CfCalendar calendar, @ForAll @LongRange(min = -2_000_000, max = 2_000_000) long day) {
    CfCalendar.Date date = calendar.date(day);
    CfCalendar.Date next = calendar.date(day + 1);
    int nextDay = date.day() + 1;
    while (nextDay < 32 && !calendar.contains(date.year(), date.month(), nextDay)) {
      nextDay++;
    }
    assertThat(next.day()).isEqualTo(nextDay < 32 ? nextDay : 1);
  }

  @Property
  void whatACalendarContainsIsADay(
      @ForAll CfCalendar calendar,
      @ForAll @IntRange(min = -5000, max = 5000) int year,
      @ForAll @IntRange(min = 0, max = 13) int month,
      @ForAll @IntRange(min = 0, max = 32) int day) {
    if (calendar.contains(year, month, day)) {
      assertThat(calendar.date(calendar.days(year, month, day)))
          .isEqualTo(new CfCalendar.Date(year, month, day));
    }
  }

  @Test
  void leapDaysAndGapsAreThoseOfEachCalendar() {
    assertThat(CfCalendar.NOLEAP.contains(2000, 2, 29)).isFalse();
    assertThat(CfCalendar.ALL_LEAP.contains(2001, 2, 29)).isTrue();
    assertThat(CfCalendar.DAYS_360.contains(2001, 2, 30)).isTrue();
    assertThat(CfCalendar.DAYS_360.contains(2001, 1, 31)).isFalse();
    assertThat(CfCalendar.JULIAN.contains(1900, 2, 29)).isTrue();
    assertThat(CfCalendar.STANDARD.contains(1900, 2, 29)).isFalse();
    assertThat(CfCalendar.STANDARD.contains(1500, 2, 29)).isTrue();
    assertThat(CfCalendar.PROLEPTIC_GREGORIAN.contains(1500, 2, 29)).isFalse();
    assertThat(CfCalendar.STANDARD.contains(1582, 10, 5)).isFalse();
    assertThat(CfCalendar.STANDARD.contains(1582, 10, 14)).isFalse();
    assertThat(CfCalendar.STANDARD.contains(0, 1, 1)).isFalse();
    assertThat(CfCalendar.STANDARD.days(1582, 10, 15) - CfCalendar.STANDARD.days(1582, 10, 4))
        .isEqualTo(1);
  }
}
