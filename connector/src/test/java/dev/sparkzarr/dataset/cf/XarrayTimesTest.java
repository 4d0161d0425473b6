package dev.sparkzarr.dataset.cf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkzarr.dataset.Column;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.DatasetException;
import dev.sparkzarr.dataset.DatasetOptions;
import dev.sparkzarr.metadata.ElementKind;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Every calendar, unit and form of reference date, against what xarray shows. */
class XarrayTimesTest {
  @Test
  void timesReadAsXarrayShowsThem() {
    for (JsonNode each : Arrays1d.golden("times.json")) {
      ElementKind kind =
          each.get("dtype").textValue().equals("int64") ? ElementKind.INT64 : ElementKind.FLOAT64;
      if (each.get("labels").isEmpty()) {
        assertThatThrownBy(() -> decide(each, kind, Column.Role.VARIABLE))
            .as("%s", each)
            .isInstanceOf(DatasetException.class)
            .hasMessageContaining("Cannot decode the times of array /v")
            .hasMessageContaining("decodeTimes=false");
        continue;
      }
      for (Column.Role role : Column.Role.values()) {
        Arrays1d.Run run =
            Arrays1d.run(decide(each, kind, role).decoder(), kind, elements(each, kind));
        for (int i = 0; i < each.get("labels").size(); i++) {
          assertThat(label(run, i))
              .as("%s of %s %s", each.get("numbers").get(i), each.get("units"), each)
              .isEqualTo(each.get("labels").get(i).textValue());
        }
      }
    }
  }

  private static CfVariable decide(JsonNode each, ElementKind kind, Column.Role role) {
    String attributes =
        "{\"units\":" + each.get("units") + ",\"calendar\":" + each.get("calendar") + "}";
    return Arrays1d.decide(kind, attributes, role, DatasetOptions.DEFAULT);
  }

  private static byte[] elements(JsonNode each, ElementKind kind) {
    JsonNode numbers = each.get("numbers");
    long[] longs = new long[numbers.size()];
    double[] doubles = new double[numbers.size()];
    for (int i = 0; i < numbers.size(); i++) {
      if (kind == ElementKind.INT64) {
        longs[i] = numbers.get(i).longValue();
      } else {
        doubles[i] = Double.parseDouble(numbers.get(i).textValue());
      }
    }
    return kind == ElementKind.INT64 ? Arrays1d.int64s(longs) : Arrays1d.float64s(doubles);
  }

  private static String label(Arrays1d.Run run, int i) {
    assertThat(run.isMissing(i)).isFalse();
    long micros = run.longAt(i);
    if (run.decoder().type().equals(ColumnType.CALENDAR_TEXT)) {
      return run.decoder().calendarText().orElseThrow().format(micros);
    }
    assertThat(run.decoder().type()).isEqualTo(ColumnType.TIMESTAMP);
    LocalDateTime time =
        LocalDateTime.ofEpochSecond(
            Math.floorDiv(micros, 1_000_000L),
            (int) Math.floorMod(micros, 1_000_000L) * 1000,
            ZoneOffset.UTC);
    String text =
        String.format(
            Locale.ROOT,
            "%s%04d-%02d-%02dT%02d:%02d:%02d",
            time.getYear() < 0 ? "-" : "",
            Math.abs(time.getYear()),
            time.getMonthValue(),
            time.getDayOfMonth(),
            time.getHour(),
            time.getMinute(),
            time.getSecond());
    int fraction = time.getNano() / 1000;
    return fraction == 0 ? text : text + String.format(Locale.ROOT, ".%06d", fraction);
  }
}
