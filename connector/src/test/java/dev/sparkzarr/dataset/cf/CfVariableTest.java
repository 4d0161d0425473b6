package dev.sparkzarr.dataset.cf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.dataset.Column;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.DatasetException;
import dev.sparkzarr.dataset.DatasetOptions;
import dev.sparkzarr.dataset.NullRule;
import dev.sparkzarr.dataset.ValueDecoder;
import dev.sparkzarr.metadata.Attributes;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.FillValue;
import dev.sparkzarr.metadata.ZarrFormat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CfVariableTest {
  private static final DatasetOptions RAW =
      new DatasetOptions(
          Optional.empty(),
          Optional.empty(),
          false,
          false,
          false,
          false,
          Optional.empty(),
          false,
          false);
  private static final DatasetOptions AS_TIMESTAMPS =
      new DatasetOptions(
          Optional.empty(),
          Optional.empty(),
          true,
          true,
          true,
          true,
          Optional.empty(),
          false,
          true);

  private static Arrays1d.Run run(ElementKind kind, String attributes, byte[] elements) {
    return Arrays1d.run(Arrays1d.decide(kind, attributes).decoder(), kind, elements);
  }

  @Test
  void aFillOfFloatsMayBeBase64OrANumberOrText() {
    byte[] elements = Arrays1d.float32s(-9999f, 1f);
    for (String fill :
        new String[] {"\"AAAAAICHw8A=\"", "-9999", "-9999.0", "\"-9999\"", "[-9999]"}) {
      Arrays1d.Run run = run(ElementKind.FLOAT32, "{\"_FillValue\":" + fill + "}", elements);
      assertThat(run.isMissing(0)).as(fill).isTrue();
      assertThat(run.isMissing(1)).as(fill).isFalse();
      assertThat(run.decoder().nulls()).isEqualTo(NullRule.NAN);
    }
  }

  @Test
  void aFillIsNarrowedToTheTypeOfTheArray() {
    assertThat(
            run(ElementKind.FLOAT32, "{\"_FillValue\":0.1}", Arrays1d.float32s(0.1f)).isMissing(0))
        .isTrue();
    assertThat(
            run(
                    ElementKind.FLOAT32,
                    "{\"_FillValue\":1e300}",
                    Arrays1d.float32s(Float.POSITIVE_INFINITY))
                .isMissing(0))
        .as("no number becomes infinity")
        .isFalse();
    assertThat(
            run(ElementKind.FLOAT64, "{\"_FillValue\":0.0}", Arrays1d.float64s(-0.0)).isMissing(0))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"255", "-129", "0.5", "1e400", "\"NaN\"", "null", "[]", "1e20", "\"1e999999999\""})
  void aFillThatNoElementCanBeMasksNothing(String fill) {
    CfVariable variable = Arrays1d.decide(ElementKind.INT8, "{\"_FillValue\":" + fill + "}");
    assertThat(variable.decoder().nulls()).isEqualTo(NullRule.NONE);
    assertThat(variable.decoder().isIdentity()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"none\"", "{}", "[1,\"x\"]", "[[[\"x\"]]]"})
  void aFillThatCannotBeUnderstoodIsAnErrorAndAMissingValueIsANote(String fill) {
    assertThatThrownBy(() -> Arrays1d.decide(ElementKind.INT8, "{\"_FillValue\":" + fill + "}"))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("Cannot decode array /v in memory:test: _FillValue ")
        .hasMessageContaining("maskAndScale=false");
    CfVariable noted = Arrays1d.decide(ElementKind.INT8, "{\"missing_value\":" + fill + "}");
    assertThat(noted.notes()).hasSize(1);
    assertThat(noted.notes().get(0)).contains("missing_value");
  }

  @Test
  void unsignedFillsMayBeWrittenEitherWay() {
    for (String fill : new String[] {"-1", "255"}) {
      Arrays1d.Run run =
          run(
              ElementKind.INT8,
              "{\"_Unsigned\":\"true\",\"_FillValue\":" + fill + "}",
              new byte[] {-1, -2});
      assertThat(run.decoder().type()).isEqualTo(ColumnType.INT16);
      assertThat(run.isMissing(0)).isTrue();
      assertThat(run.longAt(1)).isEqualTo(254);
    }
  }

  @Test
  void zarrsOwnFillMasksInV2AndNotInV3UnlessTold() {
    Optional<FillValue> fill = Optional.of(new FillValue(new byte[] {-9}));
    for (ZarrFormat format : ZarrFormat.values()) {
      for (Optional<Boolean> told :
          java.util.List.of(Optional.<Boolean>empty(), Optional.of(true), Optional.of(false))) {
        DatasetOptions options =
            new DatasetOptions(
                Optional.empty(), Optional.empty(), true, true, true, true, told, false, false);
        CfVariable variable =
            CfVariable.of(
                "array /v",
                Arrays1d.array(format, ElementKind.INT8, "{}", fill),
                Attributes.EMPTY,
                Column.Role.VARIABLE,
                options);
        boolean masks = told.orElse(format == ZarrFormat.V2);
        assertThat(variable.decoder().nulls() == NullRule.MASK).isEqualTo(masks);
        assertThat(variable.notes()).hasSize(masks ? 1 : 0);
        if (masks) {
          assertThat(variable.notes().get(0))
              .contains("value -9 is read", "useZarrFillValueAsMask=false");
        }
      }
    }
  }

  @Test
  void nothingIsDecodedWhereNothingIsToBe() {
    assertThat(Arrays1d.decide(ElementKind.FLOAT32, "{}").decoder().isIdentity()).isTrue();
    assertThat(Arrays1d.decide(ElementKind.FLOAT32, "{}").decoder().nulls())
        .isEqualTo(NullRule.NAN);
    assertThat(Arrays1d.decide(ElementKind.INT64, "{}").decoder().isIdentity()).isTrue();
    assertThat(Arrays1d.decide(ElementKind.UINT64, "{}").decoder().type())
        .isEqualTo(ColumnType.UINT64);
    ValueDecoder raw =
        Arrays1d.decide(
                ElementKind.FLOAT64,
                "{\"scale_factor\":2.0,\"_FillValue\":1,\"units\":\"days since 2000-01-01\"}",
                Column.Role.VARIABLE,
                RAW)
            .decoder();
    assertThat(raw.isIdentity()).isTrue();
    assertThat(raw.nulls()).isEqualTo(NullRule.NONE);
  }

  @Test
  void aBoolIsAnyByteButZero() {
    Arrays1d.Run run = run(ElementKind.BOOL, "{}", new byte[] {0, 1, 2, -1});
    assertThat(run.values()).containsExactly(0, 1, 1, 1);
  }

  @Test
  void anExplicitScaleOfOneMakesFloats() {
    assertThat(Arrays1d.decide(ElementKind.INT16, "{\"scale_factor\":1.0}").decoder().type())
        .isEqualTo(ColumnType.FLOAT64);
    assertThat(Arrays1d.decide(ElementKind.INT16, "{\"add_offset\":0}").decoder().type())
        .isEqualTo(ColumnType.FLOAT64);
    assertThat(Arrays1d.decide(ElementKind.INT16, "{\"scale_factor\":1}").decoder().type())
        .isEqualTo(ColumnType.INT64);
    assertThat(Arrays1d.decide(ElementKind.FLOAT32, "{\"scale_factor\":2}").decoder().type())
        .isEqualTo(ColumnType.FLOAT64);
  }

  @Test
  void aProductBeyond64BitsIsAnErrorUnlessMissing() {
    String attributes = "{\"scale_factor\":4,\"_FillValue\":9223372036854775807}";
    Arrays1d.Run run =
        run(ElementKind.INT64, attributes, Arrays1d.int64s(Long.MAX_VALUE, -(1L << 61)));
    assertThat(run.isMissing(0)).isTrue();
    assertThat(run.longAt(1)).isEqualTo(Long.MIN_VALUE);
    assertThatThrownBy(() -> run(ElementKind.INT64, attributes, Arrays1d.int64s(1L << 61)))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("Cannot decode array /v in memory:test: 2305843009213693952 times");
    assertThatThrownBy(() -> run(ElementKind.UINT64, "{\"scale_factor\":1}", Arrays1d.int64s(-1)))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("18446744073709551615");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"x\"", "[1,2]", "{}", "true", "99999999999999999999"})
  void aScaleThatIsNoNumberIsAnError(String scale) {
    assertThatThrownBy(() -> Arrays1d.decide(ElementKind.INT16, "{\"scale_factor\":" + scale + "}"))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("scale_factor");
  }

  @Test
  void aScaleMayBeAListOfOneOrText() {
    for (String scale : new String[] {"0.5", "[0.5]", "\"0.5\""}) {
      assertThat(
              run(ElementKind.INT8, "{\"scale_factor\":" + scale + "}", new byte[] {3}).doubleAt(0))
          .isEqualTo(1.5);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "weeks since 2000-01-01|standard",
        "months since 2000-01-01|standard",
        "common_years since 2000-01-01|360_day",
        "days since launch|standard",
        "days since 2000-01-01|lunar",
        "days since 2000-02-30|noleap",
        "days since 1582-10-10|standard",
        "days since 2000-13-01|standard",
        "days since 2000-01-01 24:00|standard",
        "days since 2000-01-01 00:00 EST|standard",
        "days since 01-01-2000|standard",
        "days since 200001|standard",
        "days since 999999-01-01|proleptic_gregorian",
        "days since 0000-01-01|standard",
      })
  void timesThatCannotBeUnderstoodAreAnError(String units, String calendar) {
    String attributes = "{\"units\":\"" + units + "\",\"calendar\":\"" + calendar + "\"}";
    assertThatThrownBy(() -> Arrays1d.decide(ElementKind.INT64, attributes))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("Cannot decode the times of array /v in memory:test")
        .hasMessageContaining("decodeTimes=false");
  }

  @ParameterizedTest
  @CsvSource({
    "2000-01-01, 946684800000000",
    "20000101, 946684800000000",
    "2000-1-1 0:0:0.0, 946684800000000",
    "2000, 946684800000000",
    "2000-01, 946684800000000",
    "2000-01-01T06, 946706400000000",
    "2000-01-01 00:00:00 -6:00, 946706400000000",
    "2000-01-01 00:00:00 +0530, 946665000000000",
    "2000-01-01 00:00:00.5 UTC, 946684800500000",
    "1969-12-31T23:59:59.9999999Z, -1",
  })
  void referencesAreReadInEveryForm(String reference, long micros) {
    Arrays1d.Run run =
        run(
            ElementKind.INT64,
            "{\"units\":\"days since " + reference + "\"}",
            Arrays1d.int64s(0, Long.MIN_VALUE));
    assertThat(run.longAt(0)).isEqualTo(micros);
    assertThat(run.isMissing(1)).as("NaT").isTrue();
  }

  @Test
  void nanosecondsAreFloored() {
    Arrays1d.Run run =
        run(
            ElementKind.INT64,
            "{\"units\":\"nanoseconds since 1970-01-01T00:00:00.000000500\"}",
            Arrays1d.int64s(499, 500, -501, Long.MAX_VALUE));
    assertThat(run.longAt(0)).isZero();
    assertThat(run.longAt(1)).isEqualTo(1);
    assertThat(run.longAt(2)).isEqualTo(-1);
    assertThat(run.longAt(3)).isEqualTo(9_223_372_036_854_776L);
  }

  @Test
  void timesBeyond64BitsAreAnErrorThatSaysWhatToDo() {
    String units = "{\"units\":\"days since 2000-01-01\"}";
    for (long number : new long[] {Long.MAX_VALUE, 200_000_000_000L, -200_000_000_000L}) {
      assertThatThrownBy(() -> run(ElementKind.INT64, units, Arrays1d.int64s(number)))
          .isInstanceOf(DatasetException.class)
          .hasMessageContaining("time " + number)
          .hasMessageContaining("_FillValue");
    }
    for (double number : new double[] {9.96e36, Double.POSITIVE_INFINITY, -1e12}) {
      assertThatThrownBy(() -> run(ElementKind.FLOAT64, units, Arrays1d.float64s(number)))
          .isInstanceOf(DatasetException.class)
          .hasMessageContaining("_FillValue");
    }
    assertThat(
            run(
                    ElementKind.FLOAT64,
                    "{\"units\":\"days since 2000-01-01\",\"_FillValue\":9.96e36}",
                    Arrays1d.float64s(9.96e36))
                .isMissing(0))
        .isTrue();
  }

  @Test
  void otherCalendarsAreTimestampsWhereEveryDateExists() {
    String units = "\"units\":\"days since 2000-02-28\",\"calendar\":";
    ValueDecoder noleap =
        Arrays1d.decide(
                ElementKind.INT64, "{" + units + "\"noleap\"}", Column.Role.VARIABLE, AS_TIMESTAMPS)
            .decoder();
    Arrays1d.Run run = Arrays1d.run(noleap, ElementKind.INT64, Arrays1d.int64s(1));
    assertThat(noleap.type()).isEqualTo(ColumnType.TIMESTAMP);
    assertThat(run.longAt(0)).as("2000-03-01").isEqualTo(951_868_800_000_000L);
    ValueDecoder days360 =
        Arrays1d.decide(
                ElementKind.INT64,
                "{" + units + "\"360_day\"}",
                Column.Role.VARIABLE,
                AS_TIMESTAMPS)
            .decoder();
    assertThatThrownBy(() -> Arrays1d.run(days360, ElementKind.INT64, Arrays1d.int64s(2)))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("2000-02-30 of its calendar does not exist");
  }

  @Test
  void maskedFloatsOfAnAxisAreToldFromNaN() {
    ValueDecoder decoder =
        Arrays1d.decide(
                ElementKind.FLOAT64,
                "{\"_FillValue\":-1}",
                Column.Role.DIMENSION,
                DatasetOptions.DEFAULT)
            .decoder();
    Arrays1d.Run run =
        Arrays1d.run(decoder, ElementKind.FLOAT64, Arrays1d.float64s(-1, Double.NaN, 2));
    assertThat(run.missing()).containsExactly(true, false, false);
    assertThat(run.doubleAt(1)).isNaN();
  }

  @Test
  void decodersTravel() throws IOException, ClassNotFoundException {
    String[] attributes = {
      "{}",
      "{\"missing_value\":[3,4]}",
      "{\"scale_factor\":0.5}",
      "{\"scale_factor\":2}",
      "{\"dtype\":\"bool\"}",
      "{\"units\":\"days\",\"dtype\":\"timedelta64[ns]\"}",
      "{\"units\":\"days since 2000-01-01\",\"missing_value\":3}",
      "{\"units\":\"days since 2000-01-01\",\"calendar\":\"360_day\"}",
    };
    byte[] elements = Arrays1d.int64s(1, 3, 5);
    for (String each : attributes) {
      ValueDecoder decoder = Arrays1d.decide(ElementKind.INT64, each).decoder();
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
        out.writeObject(decoder);
      }
      try (ObjectInputStream in =
          new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
        ValueDecoder copy = (ValueDecoder) in.readObject();
        assertThat(Arrays1d.run(copy, ElementKind.INT64, elements).values())
            .isEqualTo(Arrays1d.run(decoder, ElementKind.INT64, elements).values());
        assertThat(copy.type()).isEqualTo(decoder.type());
        assertThat(copy.nulls()).isEqualTo(decoder.nulls());
      }
    }
  }
}
