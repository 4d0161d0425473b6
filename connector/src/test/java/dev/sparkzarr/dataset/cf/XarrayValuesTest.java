package dev.sparkzarr.dataset.cf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkzarr.dataset.Column;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.DatasetOptions;
import dev.sparkzarr.metadata.Attributes;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.FillValue;
import dev.sparkzarr.metadata.ZarrFormat;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Masks, scales, unsigned, booleans, durations of every kind, against what xarray decodes. */
class XarrayValuesTest {
  private static final Map<String, ElementKind> KINDS =
      Map.ofEntries(
          Map.entry("i1", ElementKind.INT8),
          Map.entry("i2", ElementKind.INT16),
          Map.entry("i4", ElementKind.INT32),
          Map.entry("i8", ElementKind.INT64),
          Map.entry("u1", ElementKind.UINT8),
          Map.entry("u2", ElementKind.UINT16),
          Map.entry("u4", ElementKind.UINT32),
          Map.entry("u8", ElementKind.UINT64),
          Map.entry("f2", ElementKind.FLOAT16),
          Map.entry("f4", ElementKind.FLOAT32),
          Map.entry("f8", ElementKind.FLOAT64));

  @Test
  void valuesAreThoseOfXarray() {
    for (JsonNode each : Arrays1d.golden("values.json")) {
      ElementKind kind = KINDS.get(each.get("dtype").textValue());
      if (isFloatScaledByInteger(each, kind)
          || isMaskedBool(each)
          || isNarrowDuration(each, kind)) {
        continue;
      }
      Optional<FillValue> fill =
          Optional.ofNullable(each.get("fill").textValue())
              .map(hex -> new FillValue(HexFormat.of().parseHex(hex)));
      CfVariable variable =
          CfVariable.of(
              "array /v in memory:test",
              Arrays1d.array(
                  each.get("format").intValue() == 2 ? ZarrFormat.V2 : ZarrFormat.V3,
                  kind,
                  each.get("attributes").toString(),
                  fill),
              Attributes.EMPTY,
              Column.Role.VARIABLE,
              DatasetOptions.DEFAULT);
      Arrays1d.Run run =
          Arrays1d.run(
              variable.decoder(), kind, HexFormat.of().parseHex(each.get("elements").textValue()));
      check(each, run);
    }
  }

  /** Xarray cuts such values to integers; here they are float64. */
  private static boolean isFloatScaledByInteger(JsonNode each, ElementKind kind) {
    JsonNode scale = each.get("attributes").get("scale_factor");
    return kind.isFloat() && scale != null && scale.isInt();
  }

  /** Xarray counts their fractions in float16 or float32; here it is done in float64. */
  private static boolean isNarrowDuration(JsonNode each, ElementKind kind) {
    return kind.isFloat()
        && kind != ElementKind.FLOAT64
        && each.get("decoded").textValue().startsWith("timedelta");
  }

  /** Xarray makes them true; here they are missing. */
  private static boolean isMaskedBool(JsonNode each) {
    return each.get("decoded").textValue().equals("bool")
        && each.get("format").intValue() == 2
        && !each.get("fill").isNull();
  }

  private static void check(JsonNode each, Arrays1d.Run run) {
    JsonNode values = each.get("values");
    for (int i = 0; i < values.size(); i++) {
      assertThat(run.isMissing(i))
          .as("missing [%s] of %s", i, each)
          .isEqualTo(isMissing(values.get(i)));
      if (!isMissing(values.get(i))) {
        String expected = values.get(i).textValue();
        if (expected.contains("0x")) {
          assertThat(run.doubleAt(i))
              .as("[%s] of %s", i, each)
              .isEqualTo(Double.parseDouble(expected));
        } else {
          assertThat(run.longAt(i))
              .as("[%s] of %s", i, each)
              .isEqualTo(new BigInteger(expected).longValue());
        }
      }
    }
    assertThat(run.decoder().type()).as("type of %s", each).isIn(types(each));
  }

  /**
   * Xarray leaves NaT's bits in masked numbers whose units are a duration that it does not decode.
   */
  private static boolean isMissing(JsonNode value) {
    return value.isNull() || value.textValue().equals(Long.toString(Long.MIN_VALUE));
  }

  /** Xarray's type, or the integer type that it gave up only to have a NaN. */
  private static Object[] types(JsonNode each) {
    boolean masked =
        each.get("attributes").has("missing_value")
            || each.get("attributes").has("_FillValue")
            || !each.get("fill").isNull();
    boolean scaled =
        each.get("attributes").has("scale_factor") || each.get("attributes").has("add_offset");
    String decoded = each.get("decoded").textValue();
    boolean kept = decoded.startsWith("float") || decoded.equals("int64");
    if (!scaled && masked && kept && !each.get("dtype").textValue().startsWith("f")) {
      ElementKind kind = KINDS.get(each.get("dtype").textValue());
      boolean unsigned = each.get("attributes").path("_Unsigned").asText().equals("true");
      boolean signed = each.get("attributes").path("_Unsigned").asText().equals("false");
      return new Object[] {integer((kind.isUnsigned() && !signed) || unsigned, kind.width())};
    }
    return new Object[] {
      switch (decoded.replaceAll("\\[.*", "")) {
        case "bool" -> ColumnType.BOOLEAN;
        case "int8" -> ColumnType.INT8;
        case "int16", "uint8" -> ColumnType.INT16;
        case "int32", "uint16" -> ColumnType.INT32;
        case "int64", "uint32" -> ColumnType.INT64;
        case "uint64" -> ColumnType.UINT64;
        case "float16", "float32" -> ColumnType.FLOAT32;
        case "float64" -> ColumnType.FLOAT64;
        case "datetime64" -> ColumnType.TIMESTAMP;
        case "timedelta64" -> ColumnType.INTERVAL;
        default -> throw new IllegalArgumentException(decoded);
      }
    };
  }

  private static ColumnType integer(boolean unsigned, int width) {
    return switch (width) {
      case 1 -> unsigned ? ColumnType.INT16 : ColumnType.INT8;
      case 2 -> unsigned ? ColumnType.INT32 : ColumnType.INT16;
      case 4 -> unsigned ? ColumnType.INT64 : ColumnType.INT32;
      default -> unsigned ? ColumnType.UINT64 : ColumnType.INT64;
    };
  }
}
