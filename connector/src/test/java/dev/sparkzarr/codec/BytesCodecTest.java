package dev.sparkzarr.codec;

import static dev.sparkzarr.codec.Chains.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.DataType.Struct;
import dev.sparkzarr.metadata.DataType.Struct.Field;
import dev.sparkzarr.metadata.DataType.Time;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.NumpyTimeUnit;
import dev.sparkzarr.metadata.Shape;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@code bytes} of elements that are more than one number, or less than a byte; by hand. */
class BytesCodecTest {
  private static CodecPipeline pipeline(DataType type, String endian, long elements) {
    String configuration = endian.isEmpty() ? "{}" : "{'endian':" + endian + "}";
    return CodecPipeline.of(
        Chains.chain("[{'name':'bytes','configuration':" + configuration + "}]"),
        type,
        Shape.of(elements),
        Optional.empty());
  }

  private static void assertWire(CodecPipeline pipeline, String decoded, String encoded) {
    assertThat(Chains.decode(pipeline, hex(encoded))).isEqualTo(hex(decoded));
    assertThat(Chains.encode(pipeline, hex(decoded))).isEqualTo(hex(encoded));
  }

  private static DataType number(ElementKind kind) {
    return new DataType.Numeric(kind);
  }

  private static Field field(String name, DataType type, long... shape) {
    return new Field(name, type, Shape.of(shape));
  }

  @Test
  void theHalvesOfAComplexNumberTurnEachByItself() {
    DataType complex = new DataType.Complex(ElementKind.FLOAT32);
    assertWire(pipeline(complex, "'big'", 1), "04030201 08070605", "01020304 05060708");
    DataType half = new DataType.Complex(ElementKind.BFLOAT16);
    assertWire(pipeline(half, "'big'", 2), "0201 0403 0605 0807", "0102 0304 0506 0708");
  }

  @Test
  void textTurnsByCharacterAndBytesDoNot() {
    assertWire(
        pipeline(new DataType.FixedText(2), "'big'", 1), "61000000 62000000", "00000061 00000062");
    assertWire(pipeline(new DataType.FixedBytes(3), "'big'", 2), "616263 646566", "616263 646566");
    assertWire(pipeline(new DataType.Raw(4), "", 1), "01020304", "01020304");
    DataType time = new Time(Time.Clock.DATETIME64, NumpyTimeUnit.SECOND, 1);
    assertWire(pipeline(time, "'big'", 1), "0807060504030201", "0102030405060708");
  }

  @Test
  void aRecordTurnsFieldByField() {
    Struct struct =
        new Struct(
            List.of(
                field("a", number(ElementKind.INT32)),
                field("b", new DataType.FixedBytes(2)),
                field("c", number(ElementKind.INT16), 2)));
    assertWire(
        pipeline(struct, "'big'", 2),
        "04030201 4142 0605 0807   14131211 5152 1615 1817",
        "01020304 4142 0506 0708   11121314 5152 1516 1718");
  }

  @Test
  void everyFieldMayHaveItsByteOrder() {
    Struct inner =
        new Struct(
            List.of(field("x", number(ElementKind.INT16)), field("y", number(ElementKind.INT16))));
    Struct struct =
        new Struct(
            List.of(
                field("a", number(ElementKind.INT32)),
                field("b", number(ElementKind.INT32)),
                field("n", inner, 2),
                field("c", number(ElementKind.UINT8))));
    assertWire(
        pipeline(struct, "['big','little','little','big','big']", 2),
        "04030201 05060708 0102 0403 0506 0807 09   14131211 15161718 1112 1413 1516 1817 19",
        "01020304 05060708 0102 0304 0506 0708 09   11121314 15161718 1112 1314 1516 1718 19");
  }

  @Test
  void bitsAboveANarrowNumberAreIgnored() {
    decodes(ElementKind.INT2, "00 01 02 03 fc fd fe ff 7e", "00 01 fe ff 00 01 fe ff fe");
    decodes(ElementKind.UINT2, "00 01 02 03 fc fd fe ff 7e", "00 01 02 03 00 01 02 03 02");
    decodes(ElementKind.INT4, "00 07 08 0f f0 f7 f8 ff 7e", "00 07 f8 ff 00 07 f8 ff fe");
    decodes(ElementKind.UINT4, "00 07 08 0f f0 f7 f8 ff 7e", "00 07 08 0f 00 07 08 0f 0e");
    decodes(ElementKind.BOOL, "00 01 02 ff 00 00 00 00 80", "00 01 02 ff 00 00 00 00 80");
    CodecPipeline pipeline = pipeline(number(ElementKind.INT4), "", 3);
    assertThat(Chains.encode(pipeline, hex("07 f8 ff"))).isEqualTo(hex("07 f8 ff"));
  }

  private static void decodes(ElementKind kind, String encoded, String decoded) {
    assertThat(Chains.decode(pipeline(number(kind), "", 9), hex(encoded))).isEqualTo(hex(decoded));
  }

  @Test
  void alsoWithinARecord() {
    Struct struct =
        new Struct(
            List.of(
                field("a", number(ElementKind.INT16)),
                field("b", number(ElementKind.INT4), 2),
                field("c", number(ElementKind.UINT2))));
    assertThat(Chains.decode(pipeline(struct, "'big'", 2), hex("0102 ff78 ff  0304 0817 02")))
        .isEqualTo(hex("0201 fff8 03  0403 f807 02"));
  }

  @Test
  void refusesOrdersThatDoNotFit() {
    Struct struct =
        new Struct(
            List.of(field("a", number(ElementKind.INT32)), field("b", number(ElementKind.UINT8))));
    assertThatThrownBy(() -> pipeline(struct, "", 1))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("its 'endian' is '', but elements of struct need little or big");
    assertThatThrownBy(() -> pipeline(struct, "['big']", 1))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("Cannot use 1 byte orders for 2 fields");
    assertThatThrownBy(() -> pipeline(struct, "['big','middle']", 1))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("its 'endian' is 'middle'");
    assertThatThrownBy(() -> pipeline(struct, "5", 1)).isInstanceOf(CodecException.class);
    assertThatThrownBy(() -> pipeline(new DataType.Text(), "'little'", 1))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("elements of string have no fixed size");
  }
}
