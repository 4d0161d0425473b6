package dev.sparkzarr.dataset.predicate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ZoneClockTest {
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

  private static long second(String local) {
    return LocalDateTime.parse(local).toEpochSecond(ZoneOffset.UTC);
  }

  @Test
  void skippedTimesArePutForwardAndRepeatedOnesAreTheEarlier() {
    ZoneClock clock = new ZoneClock(NEW_YORK);
    // 2020-03-08: 02:00 EST is followed by 03:00 EDT, which is 07:00Z
    assertThat(clock.instantAt(second("2020-03-08T02:30:00")))
        .isEqualTo(second("2020-03-08T07:30:00"));
    // 2020-11-01: 01:30 is 05:30Z in EDT and once more 06:30Z in EST
    assertThat(clock.instantAt(second("2020-11-01T01:30:00")))
        .isEqualTo(second("2020-11-01T05:30:00"));
  }

  @Test
  void aDayWithoutMidnightBeginsWhenItsClocksDo() {
    ZoneClock clock = new ZoneClock(ZoneId.of("America/Sao_Paulo"));
    // 2018-11-04: 00:00 is followed by 01:00 at -02:00
    assertThat(clock.startOf(LocalDate.of(2018, 11, 4).toEpochDay()))
        .isEqualTo(second("2018-11-04T03:00:00"));
    ZoneClock samoa = new ZoneClock(ZoneId.of("Pacific/Apia"));
    // 2011-12-30 is left out altogether
    assertThat(samoa.startOf(LocalDate.of(2011, 12, 30).toEpochDay()))
        .isEqualTo(samoa.startOf(LocalDate.of(2011, 12, 31).toEpochDay()));
  }

  @Test
  void anOffsetHoldsFromTheSecondOfItsChange() {
    ZoneClock clock = new ZoneClock(NEW_YORK);
    long change = second("2020-03-08T07:00:00");
    assertThat(clock.offsetAt(change)).isEqualTo(-4 * 3600);
    assertThat(clock.offsetAt(change - 1)).isEqualTo(-5 * 3600);
    assertThat(clock.offsetAt(change)).isEqualTo(-4 * 3600);
  }

  @Property(tries = 300)
  void agreesWithJavaTimeInAnyOrder(
      @ForAll("zones") ZoneId zone, @ForAll("seconds") List<Long> seconds) {
    ZoneClock clock = new ZoneClock(zone);
    for (long second : seconds) {
      Instant instant = Instant.ofEpochSecond(second);
      assertThat(clock.offsetAt(second))
          .isEqualTo(zone.getRules().getOffset(instant).getTotalSeconds());
      LocalDateTime local = LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC);
      assertThat(clock.instantAt(second)).isEqualTo(local.atZone(zone).toEpochSecond());
      long day = local.toLocalDate().toEpochDay();
      assertThat(clock.startOf(day))
          .isEqualTo(local.toLocalDate().atStartOfDay(zone).toEpochSecond());
    }
  }

  @Provide
  Arbitrary<ZoneId> zones() {
    return Arbitraries.of(
            "UTC",
            "+05:30",
            "America/New_York",
            "Europe/Berlin",
            "Asia/Kathmandu",
            "Australia/Lord_Howe",
            "America/Sao_Paulo",
            "Pacific/Apia",
            "Africa/Monrovia",
            "Antarctica/Troll")
        .map(ZoneId::of);
  }

  @Provide
  Arbitrary<List<Long>> seconds() {
    long year = 366 * ZoneClock.SECONDS_PER_DAY;
    return Arbitraries.oneOf(
            Arbitraries.longs().between(-130 * year, 80 * year),
            Arbitraries.longs().between(0, 60 * year / 1800).map(halfHour -> halfHour * 1800),
            Arbitraries.longs().between(-290_000 * year, 290_000 * year))
        .list()
        .ofMinSize(1)
        .ofMaxSize(12);
  }
}
