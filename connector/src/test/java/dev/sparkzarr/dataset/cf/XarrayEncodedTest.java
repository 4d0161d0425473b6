package dev.sparkzarr.dataset.cf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.dataset.write.EncodableValues;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.DataTypeText;
import dev.sparkzarr.metadata.ZarrFormat;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** What is written for values and encodings, against what xarray writes: the same elements. */
class XarrayEncodedTest {
  private static final Map<String, ColumnType> COLUMNS =
      Map.ofEntries(
          Map.entry("b1", ColumnType.BOOLEAN),
          Map.entry("i1", ColumnType.INT8),
          Map.entry("i2", ColumnType.INT16),
          Map.entry("i4", ColumnType.INT32),
          Map.entry("i8", ColumnType.INT64),
          Map.entry("u8", ColumnType.UINT64),
          Map.entry("f4", ColumnType.FLOAT32),
          Map.entry("f8", ColumnType.FLOAT64),
          Map.entry("M8[us]", ColumnType.TIMESTAMP),
          Map.entry("m8[us]", ColumnType.INTERVAL),
          Map.entry("str", ColumnType.TEXT),
          Map.entry("c8", complex(ColumnType.FLOAT32)),
          Map.entry("c16", complex(ColumnType.FLOAT64)));

  private static ColumnType complex(ColumnType part) {
    return ColumnType.struct(
        List.of(new ColumnType.Field("re", part), new ColumnType.Field("im", part)),
        2 * part.width());
  }

  @Test
  void elementsAndAttributesAreThoseOfXarray() {
    SoftAssertions.assertSoftly(
        all -> {
          for (JsonNode each : Arrays1d.golden("encoded.json")) {
            check(each, all);
          }
        });
  }

  private static void check(JsonNode each, SoftAssertions all) {
    ColumnType type = COLUMNS.get(each.get("column").textValue());
    EncodableValues values = values(type, each.get("values"));
    int count = values.bytes().length / type.width();
    Encoded.Asked asked =
        Encoded.column(type)
            .format(each.get("format").intValue() == 2 ? ZarrFormat.V2 : ZarrFormat.V3)
            .encoding(each.get("encoding").toString());
    if (each.get("axis").booleanValue()) {
      asked.values(Axis.values("x", type, values.bytes(), null, null));
    }
    CfEncoding made = asked.encoding();
    DataType wanted = DataTypeText.read(each.get("dtype").textValue());
    all.assertThat(made.dataType()).as("%s", each).isEqualTo(wanted);
    all.assertThat(made.attributes().toJson()).as("%s", each).isEqualTo(attributes(each));
    ChunkBuffer elements = Encoded.encode(made.encoder(), values, count);
    if (each.get("elements").isArray()) {
      for (int i = 0; i < count; i++) {
        int from = LittleEndian.int32(elements.bytes(), 2 * i);
        int length = LittleEndian.int32(elements.bytes(), 2 * i + 1);
        all.assertThat(HexFormat.of().formatHex(elements.heap().bytes(), from, from + length))
            .as("[%s] of %s", i, each)
            .isEqualTo(each.get("elements").get(i).textValue());
      }
    } else {
      all.assertThat(HexFormat.of().formatHex(elements.bytes(), 0, elements.size()))
          .as("%s", each)
          .isEqualTo(each.get("elements").textValue());
    }
    if (masksByFill(each)) {
      all.assertThat(HexFormat.of().formatHex(made.fill().orElseThrow().pattern()))
          .as("%s", each)
          .isEqualTo(each.get("fill").textValue());
    }
  }

  /**
   * Where a fill value of the document means missing; else it is ours to choose, so that cells that
   * are not stored are missing too.
   */
  private static boolean masksByFill(JsonNode each) {
    return !each.get("fill").isNull()
        && !each.get("attributes").has("missing_value")
        && each.get("format").intValue() == 2;
  }

  private static ObjectNode attributes(JsonNode each) {
    return each.get("attributes").deepCopy();
  }

  private static EncodableValues values(ColumnType type, JsonNode json) {
    if (json.isArray()) {
      byte[][] texts = new byte[json.size()][];
      for (int i = 0; i < texts.length; i++) {
        texts[i] = HexFormat.of().parseHex(json.get(i).textValue());
      }
      return Encoded.ofBytes(texts);
    }
    byte[] bytes = HexFormat.of().parseHex(json.textValue());
    boolean[] missing = null;
    if (type.equals(ColumnType.TIMESTAMP)) {
      missing = new boolean[bytes.length / 8];
      for (int i = 0; i < missing.length; i++) {
        missing[i] = LittleEndian.int64(bytes, i) == Long.MIN_VALUE;
      }
    }
    return new EncodableValues(Arrays.copyOf(bytes, bytes.length), missing, null);
  }
}
