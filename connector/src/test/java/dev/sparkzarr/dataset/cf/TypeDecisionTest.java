package dev.sparkzarr.dataset.cf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.dataset.Column;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.ColumnValues;
import dev.sparkzarr.dataset.DatasetException;
import dev.sparkzarr.dataset.DatasetOptions;
import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.dataset.NullRule;
import dev.sparkzarr.dataset.ValueDecoder;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.Attributes;
import dev.sparkzarr.metadata.ChunkGrid;
import dev.sparkzarr.metadata.ChunkKeyEncoding;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.FillValue;
import dev.sparkzarr.metadata.NumpyTimeUnit;
import dev.sparkzarr.metadata.Shape;
import dev.sparkzarr.metadata.ZarrFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TypeDecisionTest {
  private static final DataType TEXT = new DataType.Text();
  private static final DatasetOptions RAW =
      new DatasetOptions(
          Optional.empty(),
          Optional.empty(),
          false,
          false,
          true,
          false,
          Optional.empty(),
          false,
          false);

  private static ArrayMetadata array(
      ZarrFormat format, DataType type, String attributes, byte[] fill) {
    return new ArrayMetadata(
        format,
        Shape.of(8),
        type,
        new ChunkGrid.Regular(Shape.of(8)),
        new ChunkKeyEncoding.Default('/'),
        Optional.ofNullable(fill).map(FillValue::new),
        List.of(),
        List.of(Optional.of("x")),
        new Attributes((ObjectNode) Arrays1d.json(attributes)),
        "");
  }

  private static CfVariable decide(ArrayMetadata array, DatasetOptions options) {
    return CfVariable.of(
        "array /v in memory:test", array, Attributes.EMPTY, Column.Role.VARIABLE, options);
  }

  private static ValueDecoder decoder(DataType type) {
    return decide(array(ZarrFormat.V3, type, "{}", null), DatasetOptions.DEFAULT).decoder();
  }

  /** Decodes from the second element on, into memory that was used. */
  private static ColumnValues decode(ValueDecoder decoder, DataType type, byte[] elements) {
    int width = type.layout().width();
    byte[] raw = new byte[width + elements.length];
    Arrays.fill(raw, 0, width, (byte) 0x7f);
    System.arraycopy(elements, 0, raw, width, elements.length);
    ColumnValues values = new ColumnValues();
    values.take(decoder, raw, 1, elements.length / width, raw);
    Arrays.fill(values.missing(), true);
    values.take(decoder, raw, 1, elements.length / width, raw);
    return values;
  }

  /** Texts of variable size decoded, null where missing. */
  private static List<String> words(ValueDecoder decoder, String... words) {
    ChunkBuffer buffer = new ChunkBuffer(new DataType.Binary());
    buffer.resize(words.length);
    for (int i = 0; i < words.length; i++) {
      byte[] slot = buffer.element(words[i].getBytes(UTF_8));
      System.arraycopy(slot, 0, buffer.bytes(), 8 * i, 8);
    }
    ColumnValues values = new ColumnValues();
    values.take(decoder, buffer.bytes(), 0, words.length, buffer.heap().bytes());
    List<String> result = new ArrayList<>();
    for (int i = 0; i < words.length; i++) {
      boolean missing = decoder.nulls() == NullRule.MASK && values.missing()[i];
      result.add(missing ? null : new String(bytes(values, i), UTF_8));
    }
    return result;
  }

  private static byte[] bytes(ColumnValues values, int i) {
    int slot = 2 * (values.start() + i);
    int from = LittleEndian.int32(values.bytes(), slot);
    return Arrays.copyOfRange(
        values.heap(), from, from + LittleEndian.int32(values.bytes(), slot + 1));
  }

  @Test
  void fixedTextsAndBytesReadAsNumpyGivesThem() {
    for (JsonNode each : Arrays1d.golden("texts.json")) {
      int length = each.get("length").intValue();
      DataType type =
          each.get("type").textValue().equals("U")
              ? new DataType.FixedText(length)
              : new DataType.FixedBytes(length);
      ValueDecoder decoder = decoder(type);
      assertThat(decoder.type()).isEqualTo(ColumnType.TEXT);
      ColumnValues values =
          decode(decoder, type, HexFormat.of().parseHex(each.get("elements").textValue()));
      for (int i = 0; i < each.get("values").size(); i++) {
        assertThat(HexFormat.of().formatHex(bytes(values, i)))
            .isEqualTo(each.get("values").get(i).textValue());
      }
    }
  }

  @Test
  void bytesThatAreNoTextAreAnErrorOrBytes() {
    DataType type = new DataType.FixedBytes(2);
    for (String bad : List.of("c0af", "eda0", "ff61", "61c3", "f490")) {
      byte[] element = HexFormat.of().parseHex(bad);
      assertThatThrownBy(() -> decode(decoder(type), type, element))
          .as(bad)
          .isInstanceOf(DatasetException.class)
          .hasMessage(
              "Cannot decode array /v in memory:test as text: a value is not UTF-8 (bytes "
                  + bad
                  + "). Set decodeCf=false to read the stored bytes.");
      ValueDecoder raw = decide(array(ZarrFormat.V3, type, "{}", null), RAW).decoder();
      assertThat(raw.type()).isEqualTo(ColumnType.BINARY);
      assertThat(bytes(decode(raw, type, element), 0)).isEqualTo(element);
    }
  }

  @Test
  void surrogatesAndWhatIsNoCharacterAreErrors() {
    DataType type = new DataType.FixedText(1);
    for (int bad : new int[] {0xd800, 0xdfff, 0x110000, -1}) {
      byte[] element = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(bad).array();
      assertThatThrownBy(() -> decode(decoder(type), type, element))
          .isInstanceOf(DatasetException.class)
          .hasMessageContaining("0x" + Integer.toHexString(bad) + " is not a character");
    }
  }

  @Test
  void textsAreMaskedAsXarrayMasksThem() {
    String[] words = {"ab", "", "abc", "n\u00e9"};
    byte[] empty = {};
    byte[] ab = {'a', 'b'};
    assertThat(words(text(ZarrFormat.V2, "{}", empty), words))
        .containsExactly("ab", null, "abc", "n\u00e9");
    assertThat(words(text(ZarrFormat.V2, "{}", ab), words))
        .containsExactly(null, "", "abc", "n\u00e9");
    assertThat(words(text(ZarrFormat.V3, "{}", ab), words))
        .containsExactly("ab", "", "abc", "n\u00e9");
    assertThat(words(text(ZarrFormat.V3, "{\"missing_value\":\"n\u00e9\"}", empty), words))
        .containsExactly("ab", "", "abc", null);
    assertThat(words(text(ZarrFormat.V2, "{\"missing_value\":\"abc\"}", empty), words))
        .containsExactly("ab", null, null, "n\u00e9");
  }

  private static ValueDecoder text(ZarrFormat format, String attributes, byte[] fill) {
    return decide(array(format, TEXT, attributes, fill), DatasetOptions.DEFAULT).decoder();
  }

  @Test
  void aZarrFillThatMasksTextsIsSaid() {
    CfVariable variable =
        decide(array(ZarrFormat.V2, TEXT, "{}", new byte[] {'-'}), DatasetOptions.DEFAULT);
    assertThat(variable.notes())
        .containsExactly(
            "array /v in memory:test: the Zarr fill value '-' is read as missing;"
                + " useZarrFillValueAsMask=false keeps it as a value");
    assertThatThrownBy(
            () ->
                decide(
                    array(ZarrFormat.V3, TEXT, "{\"_FillValue\":3}", null), DatasetOptions.DEFAULT))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("_FillValue 3 is not a value of type string");
  }

  @Test
  void fillsOfFixedTextsAndBytesAreComparedWithoutPadding() {
    DataType bytes = new DataType.FixedBytes(3);
    ValueDecoder decoder =
        decide(
                array(ZarrFormat.V3, bytes, "{\"_FillValue\":\"YWI=\"}", null),
                DatasetOptions.DEFAULT)
            .decoder();
    ColumnValues values = decode(decoder, bytes, new byte[] {'a', 'b', 0, 'a', 'b', 'c'});
    assertThat(values.missing()).startsWith(true, false);
    DataType text = new DataType.FixedText(2);
    byte[] a = {'a', 0, 0, 0, 0, 0, 0, 0};
    ValueDecoder masked =
        decide(array(ZarrFormat.V2, text, "{}", a), DatasetOptions.DEFAULT).decoder();
    assertThat(decode(masked, text, new byte[] {'a', 0, 0, 0, 0, 0, 0, 0}).missing())
        .startsWith(true);
    assertThat(decode(masked, text, new byte[] {'a', 0, 0, 0, 'a', 0, 0, 0}).missing())
        .startsWith(false);
  }

  @Test
  void numpysTimesAreMicrosecondsAsNumpyCountsThem() {
    for (JsonNode each : Arrays1d.golden("numpy-times.json")) {
      DataType.Time type =
          new DataType.Time(
              DataType.Time.Clock.valueOf(each.get("clock").textValue().toUpperCase()),
              unit(each.get("unit").textValue()),
              each.get("multiplier").intValue());
      ValueDecoder decoder = decoder(type);
      assertThat(decoder.type())
          .isEqualTo(
              type.clock() == DataType.Time.Clock.DATETIME64
                  ? ColumnType.TIMESTAMP
                  : ColumnType.INTERVAL);
      long[] counts = new long[each.get("counts").size()];
      Arrays.setAll(counts, i -> each.get("counts").get(i).longValue());
      ColumnValues values = decode(decoder, type, Arrays1d.int64s(counts));
      for (int i = 0; i < counts.length; i++) {
        JsonNode micros = each.get("micros").get(i);
        assertThat(values.missing()[i]).as("%d %s", counts[i], type).isEqualTo(micros.isNull());
        if (!micros.isNull()) {
          assertThat(LittleEndian.int64(values.bytes(), i))
              .as("%d %s", counts[i], type)
              .isEqualTo(micros.longValue());
        }
      }
    }
  }

  private static NumpyTimeUnit unit(String symbol) {
    return Arrays.stream(NumpyTimeUnit.values())
        .filter(unit -> unit.symbol().equals(symbol))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void timesBeyondMicrosecondsAreErrorsThatNameThem() {
    for (NumpyTimeUnit unit : NumpyTimeUnit.values()) {
      boolean fine = unit.compareTo(NumpyTimeUnit.MICROSECOND) >= 0;
      if (fine || unit == NumpyTimeUnit.GENERIC) {
        continue;
      }
      for (long count : new long[] {Long.MAX_VALUE, Long.MIN_VALUE + 1}) {
        DataType type = new DataType.Time(DataType.Time.Clock.DATETIME64, unit, 1);
        assertThatThrownBy(() -> decode(decoder(type), type, Arrays1d.int64s(count)))
            .isInstanceOf(DatasetException.class)
            .hasMessageContaining(
                "array /v in memory:test: " + count + " times 1" + unit.symbol() + " is beyond");
      }
    }
    DataType many =
        new DataType.Time(DataType.Time.Clock.TIMEDELTA64, NumpyTimeUnit.NANOSECOND, 4001);
    assertThatThrownBy(() -> decode(decoder(many), many, Arrays1d.int64s(Long.MAX_VALUE)))
        .isInstanceOf(DatasetException.class);
  }

  @Test
  void spansOfMonthsAndTimesWithoutUnitAreCounts() {
    DataType months = new DataType.Time(DataType.Time.Clock.TIMEDELTA64, NumpyTimeUnit.MONTH, 3);
    DataType generic = new DataType.Time(DataType.Time.Clock.DATETIME64, NumpyTimeUnit.GENERIC, 1);
    for (DataType type : List.of(months, generic)) {
      ValueDecoder decoder = decoder(type);
      assertThat(decoder.type()).isEqualTo(ColumnType.INT64);
      ColumnValues values = decode(decoder, type, Arrays1d.int64s(-5, Long.MIN_VALUE));
      assertThat(LittleEndian.int64(values.bytes(), 0)).isEqualTo(-5);
      assertThat(values.missing()).startsWith(false, true);
    }
  }

  @Test
  void numpysTimesAreDecodedWithoutCfUnlessTimesAreNotWanted() {
    DataType days = new DataType.Time(DataType.Time.Clock.DATETIME64, NumpyTimeUnit.DAY, 1);
    ArrayMetadata array = array(ZarrFormat.V2, days, "{\"_FillValue\":1}", new byte[8]);
    assertThat(decide(array, RAW).decoder().type()).isEqualTo(ColumnType.TIMESTAMP);
    assertThat(decode(decide(array, DatasetOptions.DEFAULT).decoder(), days, new byte[8]).missing())
        .as("only NaT is missing, as in xarray")
        .startsWith(false);
    DatasetOptions counts =
        new DatasetOptions(
            Optional.empty(),
            Optional.empty(),
            true,
            false,
            false,
            true,
            Optional.empty(),
            false,
            false);
    assertThat(decide(array, counts).decoder().type()).isEqualTo(ColumnType.INT64);
  }

  @Test
  void complexNumbersAreStructsMaskedAsNumbers() {
    DataType type = new DataType.Complex(ElementKind.FLOAT32);
    ValueDecoder plain = decoder(type);
    assertThat(plain.type()).hasToString("STRUCT<re:FLOAT32, im:FLOAT32>");
    assertThat(plain.nulls()).isEqualTo(NullRule.NONE);
    assertThat(plain.parts().get(1).decoder().nulls()).isEqualTo(NullRule.NAN);
    byte[] elements =
        ByteBuffer.allocate(24)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putFloat(-0.0f)
            .putFloat(0)
            .putFloat(1)
            .putFloat(2)
            .putFloat(1)
            .putFloat(0)
            .array();
    ValueDecoder masked =
        decide(
                array(ZarrFormat.V2, type, "{\"_FillValue\":[1,2]}", new byte[8]),
                DatasetOptions.DEFAULT)
            .decoder();
    assertThat(decode(masked, type, elements).missing()).startsWith(true, true, false);
    ValueDecoder raw =
        decide(array(ZarrFormat.V2, type, "{\"_FillValue\":[1,2]}", new byte[8]), RAW).decoder();
    assertThat(raw.nulls()).isEqualTo(NullRule.NONE);
    assertThat(raw.parts().get(0).decoder().nulls()).isEqualTo(NullRule.NONE);
  }

  @Test
  void structsHaveTheirFieldsInOrderUnderDistinctNames() {
    DataType point =
        new DataType.Struct(
            List.of(
                field("x", new DataType.Numeric(ElementKind.FLOAT32)),
                field("X", new DataType.FixedText(2))));
    DataType type =
        new DataType.Struct(
            List.of(
                field("k", new DataType.Numeric(ElementKind.UINT8)),
                field("p", point),
                new DataType.Struct.Field(
                    "m", new DataType.Numeric(ElementKind.INT16), Shape.of(2, 3)),
                field("t", new DataType.Raw(3))));
    ValueDecoder decoder = decoder(type);
    assertThat(decoder.type())
        .hasToString(
            "STRUCT<k:INT16, p:STRUCT<x:FLOAT32, X_2:TEXT>,"
                + " m:FIXED_ARRAY<element:FIXED_ARRAY<element:INT16>>, t:BINARY>");
    assertThat(decoder.parts().stream().map(part -> part.offset() + "+" + part.width()))
        .containsExactly("0+1", "1+12", "13+12", "25+3");
  }

  private static DataType.Struct.Field field(String name, DataType type) {
    return new DataType.Struct.Field(name, type, Shape.of());
  }

  @Test
  void listsCountElementsFromTheFirstThatIsNeeded() {
    DataType type = new DataType.Ragged(new DataType.Numeric(ElementKind.INT16));
    ValueDecoder decoder = decoder(type);
    assertThat(decoder.type()).hasToString("ARRAY<element:INT16>");
    byte[] slots = new byte[24];
    int[] numbers = {8, 4, 12, 0, 4, 4};
    for (int i = 0; i < numbers.length; i++) {
      LittleEndian.int32(slots, i, numbers[i]);
    }
    byte[] decoded = decode(decoder, type, slots).bytes();
    int[] elements = new int[6];
    Arrays.setAll(elements, i -> LittleEndian.int32(decoded, i));
    assertThat(elements).containsExactly(2, 2, 0, 0, 0, 2);
    LittleEndian.int32(slots, 1, 5);
    assertThatThrownBy(() -> decode(decoder, type, slots))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("a list of 5 bytes is no list of elements of 2");
  }

  /** As a chunk stores them: an item count, then each list behind its length of four bytes. */
  @Test
  void listsThatBeginBetweenElementsAreCounted() {
    DataType type = new DataType.Ragged(new DataType.Numeric(ElementKind.FLOAT64));
    byte[] heap = new byte[44];
    ByteBuffer stored = ByteBuffer.wrap(heap).order(ByteOrder.LITTLE_ENDIAN);
    stored.putInt(3).putInt(16).putDouble(1.5).putDouble(-2).putInt(8).putDouble(7.25).putInt(0);
    byte[] slots = new byte[32];
    int[] numbers = {8, 16, 40, 0, 28, 8, 28, 8};
    for (int i = 0; i < numbers.length; i++) {
      LittleEndian.int32(slots, i, numbers[i]);
    }
    ColumnValues values = new ColumnValues();
    values.take(decoder(type), slots, 0, 4, heap);
    List<List<Double>> lists = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      List<Double> list = new ArrayList<>();
      int first = LittleEndian.int32(values.bytes(), 2 * i);
      for (int j = first; j < first + LittleEndian.int32(values.bytes(), 2 * i + 1); j++) {
        list.add(LittleEndian.float64(values.heap(), j));
      }
      lists.add(list);
    }
    assertThat(lists).containsExactly(List.of(1.5, -2.0), List.of(), List.of(7.25), List.of(7.25));
  }

  @Test
  void whatStandsBetweenListsIsNotDecoded() {
    DataType days = new DataType.Time(DataType.Time.Clock.DATETIME64, NumpyTimeUnit.DAY, 1);
    ValueDecoder decoder = decoder(new DataType.Ragged(days));
    byte[] heap =
        ByteBuffer.allocate(32)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(3)
            .putInt(8)
            .putLong(1)
            .putInt(0)
            .putInt(8)
            .putLong(2)
            .array();
    byte[] slots = new byte[24];
    int[] numbers = {8, 8, 20, 0, 24, 8};
    for (int i = 0; i < numbers.length; i++) {
      LittleEndian.int32(slots, i, numbers[i]);
    }
    ColumnValues lists = new ColumnValues();
    lists.take(decoder, slots, 0, 3, heap);
    assertThat(LittleEndian.int32(lists.bytes(), 4)).isEqualTo(1);
    assertThat(LittleEndian.int64(lists.heap(), 1)).isEqualTo(2);
  }
}
