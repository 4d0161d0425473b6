package dev.sparkzarr.codec;

import static dev.sparkzarr.codec.Chains.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.FillValue;
import dev.sparkzarr.metadata.Shape;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What codecs of arrays store, worked out by hand from their specifications. */
class ArrayCodecsWireTest {
  private static final String LITTLE = "{'name':'bytes','configuration':{'endian':'little'}}";
  private static final String INDEX =
      "'index_codecs':[{'name':'bytes','configuration':{'endian':'little'}}]";
  private static final String ABSENT = "ffffffffffffffff ffffffffffffffff";

  private static String codec(String name, String configuration) {
    return "{'name':'" + name + "','configuration':{" + configuration + "}}";
  }

  private static CodecPipeline pipeline(String codec, ElementKind kind, long... shape) {
    return Chains.pipeline("[" + codec + "," + LITTLE + "]", kind, shape);
  }

  private static void assertWire(CodecPipeline pipeline, String decoded, String encoded) {
    assertThat(Chains.decode(pipeline, hex(encoded))).isEqualTo(hex(decoded));
    assertThat(Chains.encode(pipeline, hex(decoded))).isEqualTo(hex(encoded));
  }

  /** Numbers as bytes of their kind. */
  private static byte[] numbers(ElementKind kind, String... values) {
    byte[] bytes = new byte[values.length * kind.width()];
    for (int i = 0; i < values.length; i++) {
      if (kind.isFloat()) {
        Doubles.write(
            kind, new double[] {Double.parseDouble(values[i])}, bytes, i * kind.width(), 1);
      } else {
        long value = new BigDecimal(values[i]).toBigIntegerExact().longValue();
        Longs.write(kind, new long[] {value}, true, bytes, i * kind.width(), 1);
      }
    }
    return bytes;
  }

  // packbits

  @Test
  void packbitsBeginsWithTheLeastSignificantBit() {
    CodecPipeline bools = Chains.pipeline("[{'name':'packbits'}]", ElementKind.BOOL, 9);
    assertWire(bools, "010000010100000001", "1901");
    assertThat(Chains.encode(bools, hex("ff0000020100000003"))).isEqualTo(hex("1901"));
    CodecPipeline first =
        Chains.pipeline(
            "[" + codec("packbits", "'padding_encoding':'first_byte'") + "]", ElementKind.BOOL, 9);
    assertWire(first, "010000010100000001", "07 1901");
    CodecPipeline last =
        Chains.pipeline(
            "[" + codec("packbits", "'padding_encoding':'end_byte'") + "]", ElementKind.BOOL, 8);
    assertWire(last, "0001000100010001", "aa 00");
    assertThatThrownBy(() -> Chains.decode(first, hex("06 1901")))
        .hasMessageContaining("it declares 6 bits of padding where 7 belong");
  }

  @Test
  void packbitsTakesAsManyBitsAsANumberHas() {
    String plain = "[{'name':'packbits'}]";
    assertWire(Chains.pipeline(plain, ElementKind.INT4, 3), "07 f8 ff", "87 0f");
    assertWire(Chains.pipeline(plain, ElementKind.UINT4, 3), "07 08 0f", "87 0f");
    assertWire(Chains.pipeline(plain, ElementKind.INT2, 5), "00 01 fe ff 01", "e4 01");
    assertWire(Chains.pipeline(plain, ElementKind.UINT2, 5), "00 01 02 03 01", "e4 01");
    assertWire(Chains.pipeline(plain, ElementKind.INT16, 2), "0102 fffe", "0102 fffe");
    assertWire(
        Chains.pipeline(plain, ElementKind.FLOAT64, 1), "0102030405060708", "0102030405060708");
  }

  @Test
  void packbitsKeepsTheBitsThatAreNamed() {
    // Twelve bits each: 0xabc, 0xdef, 0x123 are bc da ef 23 01.
    String twelve = "[" + codec("packbits", "'last_bit':11") + "]";
    assertWire(Chains.pipeline(twelve, ElementKind.UINT16, 3), "bc0a ef0d 2301", "bc fa de 23 01");
    // As signed numbers the first two are negative: bit 11 is their sign.
    assertWire(Chains.pipeline(twelve, ElementKind.INT16, 3), "bcfa effd 2301", "bc fa de 23 01");
    assertThatThrownBy(
            () -> Chains.encode(Chains.pipeline(twelve, ElementKind.UINT16, 1), hex("0010")))
        .hasMessageContaining("element 0 of the chunk has more bits than are kept");
    String upper = "[" + codec("packbits", "'first_bit':4") + "]";
    CodecPipeline nibbles = Chains.pipeline(upper, ElementKind.UINT8, 2);
    assertWire(nibbles, "a0 50", "5a");
    assertThat(Chains.encode(nibbles, hex("af 5e"))).isEqualTo(hex("5a"));
    // The parts of a complex number are packed by themselves.
    CodecPipeline complex =
        CodecPipeline.of(
            Chains.chain("[" + codec("packbits", "'first_bit':16") + "]"),
            new DataType.Complex(ElementKind.FLOAT32),
            Shape.of(1),
            Optional.empty());
    assertThat(Chains.decode(complex, hex("803f 00c0"))).isEqualTo(hex("0000803f 000000c0"));
  }

  // bitround: the samples of the specification

  @Test
  void bitroundOfFloats() {
    CodecPipeline pipeline = pipeline(codec("bitround", "'keepbits':3"), ElementKind.FLOAT32, 9);
    byte[] given =
        numbers(
            ElementKind.FLOAT32,
            "0",
            "0.1",
            "1.2",
            "12.3",
            "123.4",
            "1234.5",
            "NaN",
            "Infinity",
            "-Infinity");
    assertThat(Chains.encode(pipeline, given))
        .isEqualTo(
            hex(
                "00000000 0000d03d 0000a03f 00004041 0000f042 0000a044 0000c07f 0000807f"
                    + " 000080ff"));
    assertThat(Chains.decode(pipeline, given)).isEqualTo(given);
    CodecPipeline one = pipeline(codec("bitround", "'keepbits':3"), ElementKind.FLOAT32, 2);
    assertThat(Chains.encode(one, hex("ffffff7f 010080ff"))).isEqualTo(hex("ffffff7f 010080ff"));
  }

  @Test
  void bitroundOfIntegers() {
    CodecPipeline pipeline = pipeline(codec("bitround", "'keepbits':3"), ElementKind.UINT8, 10);
    assertThat(Chains.encode(pipeline, hex("00010a0b647bc8d0d1ff")))
        .isEqualTo(hex("00010a0c6080c0c0e0e0"));
    String one = codec("bitround", "'keepbits':1");
    assertThat(
            Chains.encode(
                pipeline(one, ElementKind.INT64, 3), numbers(ElementKind.INT64, "5", "6", "7")))
        .isEqualTo(numbers(ElementKind.INT64, "4", "8", "8"));
    assertThat(Chains.encode(pipeline(one, ElementKind.BFLOAT16, 2), hex("5f3f 413f")))
        .isEqualTo(hex("403f 403f"));
  }

  // reshape

  @Test
  void reshapeCountsTheSameElementsInOtherDimensions() {
    String transpose = ",{'name':'transpose','configuration':{'order':[1,0]}}";
    for (String shape : new String[] {"[[0,1],3]", "[4,3]", "[-1,3]", "[4,-1]", "[[0,1],[2]]"}) {
      CodecPipeline pipeline =
          pipeline(codec("reshape", "'shape':" + shape) + transpose, ElementKind.UINT8, 2, 2, 3);
      assertWire(pipeline, "000102030405060708090a0b", "000306090104070a0205080b");
    }
    CodecPipeline squeezed =
        pipeline("{'name':'zarrs.squeeze'}" + transpose, ElementKind.UINT8, 1, 2, 1, 3);
    assertWire(squeezed, "000102030405", "000301040205");
    assertWire(pipeline("{'name':'zarrs.squeeze'}", ElementKind.UINT8, 1, 1), "07", "07");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[5] | does not hold as many elements",
        "[-1,5] | does not hold as many elements",
        "[-1,-1] | at most one -1",
        "[0,12] | at most one -1",
        "[[1],[0],[2]] | whose dimensions ascend",
        "[[0,0],6] | whose dimensions ascend",
        "[[3],12] | whose dimensions ascend",
        "[3,[1],2] | joins dimensions [1] where other elements of the chunk",
        "[[2],4] | joins dimensions [2] where other elements of the chunk",
        "{} | a list of at most",
        "[9223372036854775807,9223372036854775807] | more than 2^63-1 elements",
      })
  void reshapeThatCannotBeIsRefused(String shape, String reason) {
    assertThatThrownBy(
            () -> pipeline(codec("reshape", "'shape':" + shape), ElementKind.UINT8, 2, 2, 3))
        .isInstanceOf(CodecException.class)
        .hasMessageStartingWith("Cannot use codec 'reshape': its 'shape' ")
        .hasMessageContaining(reason);
  }

  // scale_offset

  @Test
  void scaleOffsetOfIntegersIsExact() {
    CodecPipeline pipeline =
        pipeline(codec("scale_offset", "'offset':1000,'scale':2"), ElementKind.UINT16, 2);
    assertWire(pipeline, "e803 e903", "0000 0200");
    assertThatThrownBy(() -> Chains.decode(pipeline, hex("0000 0300")))
        .hasMessageContaining("element 1 is 3, which scale 2 and offset 1000 make of no uint16");
    CodecPipeline small = pipeline(codec("scale_offset", "'offset':-3"), ElementKind.INT8, 1);
    assertThatThrownBy(() -> Chains.decode(small, hex("80")))
        .hasMessageContaining("element 0 is -128, which scale 1 and offset -3 make of no int8");
    assertThatThrownBy(() -> Chains.encode(small, hex("7f")))
        .hasMessageContaining("element 0 of the chunk becomes 130, which int8 cannot hold");
  }

  @ParameterizedTest
  @EnumSource(
      value = ElementKind.class,
      names = {"INT64", "UINT64", "INT32", "UINT32"})
  void scaleOffsetNeverWraps(ElementKind kind) {
    CodecPipeline twice = pipeline(codec("scale_offset", "'scale':2"), kind, 1);
    byte[] largest = new byte[kind.width()];
    Longs.write(kind, new long[] {Longs.most(kind)}, true, largest, 0, 1);
    assertThatThrownBy(() -> Chains.encode(twice, largest)).hasMessageContaining("cannot hold");
    CodecPipeline shifted = pipeline(codec("scale_offset", "'offset':1"), kind, 1);
    assertThatThrownBy(() -> Chains.decode(shifted, largest)).isInstanceOf(CodecException.class);
    byte[] before = largest.clone();
    before[0]--;
    assertThat(Chains.encode(shifted, largest)).isEqualTo(before);
    assertThat(Chains.decode(shifted, before)).isEqualTo(largest);
  }

  @Test
  void scaleOffsetOfFloatsIsInTheirOwnType() {
    CodecPipeline pipeline =
        pipeline(codec("scale_offset", "'offset':5,'scale':0.1"), ElementKind.FLOAT32, 3);
    byte[] stored = numbers(ElementKind.FLOAT32, "1", "NaN", "-0.25");
    float[] expected = {1f / 0.1f + 5f, Float.NaN, -0.25f / 0.1f + 5f};
    byte[] decoded = new byte[12];
    for (int i = 0; i < 3; i++) {
      RawBytes.putInt(decoded, 4 * i, Float.floatToRawIntBits(expected[i]));
    }
    assertThat(Chains.decode(pipeline, stored)).isEqualTo(decoded);
    byte[] given = numbers(ElementKind.FLOAT32, "7.3", "NaN", "3e38");
    RawBytes.putInt(decoded, 0, Float.floatToRawIntBits((7.3f - 5f) * 0.1f));
    RawBytes.putInt(decoded, 8, Float.floatToRawIntBits((3e38f - 5f) * 0.1f));
    assertThat(Chains.encode(pipeline, given)).isEqualTo(decoded);
    CodecPipeline ten = pipeline(codec("scale_offset", "'scale':10"), ElementKind.FLOAT32, 3);
    assertThatThrownBy(() -> Chains.encode(ten, given)).hasMessageContaining("element 2 of the");
  }

  // cast_value

  private static CodecPipeline cast(
      String configuration, ElementKind from, ElementKind to, int count) {
    String target = "'data_type':'" + to.name().toLowerCase(java.util.Locale.ROOT) + "'";
    return pipeline(
        codec("cast_value", target + (configuration.isEmpty() ? "" : "," + configuration)),
        from,
        count);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // the specification's own examples
        "'out_of_range':'clamp' | FLOAT64 | 128 | INT8 | 127",
        "'out_of_range':'wrap' | FLOAT64 | 128 | INT8 | -128",
        "'out_of_range':'wrap' | INT32 | 32768 | INT16 | -32768",
        "'out_of_range':'wrap' | INT32 | 32769 | INT16 | -32767",
        "'out_of_range':'wrap' | INT32 | -32769 | INT16 | 32767",
        // ties, and the other ways to round
        " | FLOAT64 | 2.5 | INT8 | 2",
        " | FLOAT64 | -3.5 | INT8 | -4",
        "'rounding':'nearest-away' | FLOAT64 | 2.5 | INT8 | 3",
        "'rounding':'nearest-away' | FLOAT64 | -2.5 | INT8 | -3",
        "'rounding':'nearest-away' | FLOAT64 | 0.49999999999999994 | INT8 | 0",
        "'rounding':'towards-zero' | FLOAT64 | -2.9 | INT8 | -2",
        "'rounding':'towards-positive' | FLOAT64 | -2.9 | INT8 | -2",
        "'rounding':'towards-positive' | FLOAT64 | 2.1 | INT8 | 3",
        "'rounding':'towards-negative' | FLOAT64 | -2.1 | INT8 | -3",
        // rounding comes before the range
        "'out_of_range':'clamp' | FLOAT64 | 127.5 | INT8 | 127",
        "'rounding':'towards-zero' | FLOAT64 | 127.9 | INT8 | 127",
        "'out_of_range':'wrap' | FLOAT64 | 36893488147419103237 | UINT64 | 0",
        "'out_of_range':'wrap' | FLOAT64 | 73786976294838222848 | UINT8 | 0",
        "'out_of_range':'wrap' | FLOAT64 | -1 | UINT64 | 18446744073709551615",
        "'out_of_range':'clamp' | INT64 | -1 | UINT64 | 0",
        "'out_of_range':'clamp' | UINT64 | 18446744073709551615 | INT64 | 9223372036854775807",
        "'out_of_range':'clamp' | INT8 | 5 | UINT2 | 3",
        "'out_of_range':'wrap' | INT8 | 6 | INT2 | -2",
        // numbers of 64 bits that a float does not have
        " | INT64 | 9007199254740993 | FLOAT64 | 9007199254740992",
        "'rounding':'towards-positive' | INT64 | 9007199254740993 | FLOAT64 | 9007199254740994",
        "'rounding':'nearest-away' | INT64 | -9007199254740993 | FLOAT64 | -9007199254740994",
        " | UINT64 | 18446744073709551615 | FLOAT32 | 18446744073709551616",
        "'rounding':'towards-zero' | UINT64 | 18446744073709551615 | FLOAT32 | 18446742974197923840",
        " | INT64 | -9223372036854775808 | FLOAT32 | -9223372036854775808",
        "'out_of_range':'clamp' | FLOAT64 | 65520 | FLOAT16 | Infinity",
        "'rounding':'towards-zero' | FLOAT64 | 65535 | FLOAT16 | 65504",
        "'rounding':'towards-positive' | FLOAT64 | 1e-300 | FLOAT32 | 1.401298464324817e-45",
        "'rounding':'towards-negative' | FLOAT64 | -1e-300 | FLOAT16 | -5.960464477539063e-8",
        " | FLOAT64 | 1e-300 | FLOAT32 | 0",
        " | FLOAT64 | -0.0 | FLOAT16 | -0.0",
        " | FLOAT32 | NaN | FLOAT16 | NaN",
        " | FLOAT32 | -Infinity | FLOAT64 | -Infinity",
      })
  void castValueRoundsThenFits(
      String configuration, ElementKind from, String given, ElementKind to, String expected) {
    CodecPipeline pipeline = cast(configuration == null ? "" : configuration, from, to, 1);
    assertThat(Chains.encode(pipeline, numbers(from, given))).isEqualTo(numbers(to, expected));
  }

  @ParameterizedTest
  @CsvSource({
    "FLOAT64,128,INT8",
    "FLOAT64,127.5,INT8",
    "FLOAT64,NaN,INT8",
    "FLOAT64,Infinity,INT64",
    "FLOAT64,9223372036854775808,INT64",
    "FLOAT64,-1,UINT64",
    "INT16,256,UINT8",
    "INT64,-1,UINT64",
    "UINT64,9223372036854775808,INT64",
    "FLOAT64,65520,FLOAT16",
    "FLOAT64,1e39,FLOAT32",
    "UINT32,65520,FLOAT16",
  })
  void castValueRefusesWhatNoRuleCovers(ElementKind from, String given, ElementKind to) {
    assertThatThrownBy(() -> Chains.encode(cast("", from, to, 1), numbers(from, given)))
        .isInstanceOf(CodecException.class)
        .hasMessageStartingWith("Cannot encode with codec 'cast_value': element 0 of the chunk is ")
        .hasMessageEndingWith(to.name().toLowerCase(java.util.Locale.ROOT) + " cannot hold.");
    assertThatThrownBy(() -> Chains.decode(cast("", to, from, 1), numbers(from, given)))
        .isInstanceOf(CodecException.class)
        .hasMessageStartingWith("Cannot decode cast_value: element 0 of the chunk is ");
  }

  @Test
  void castValueOfNotFiniteNumbersIsAnErrorEvenWhereClamped() {
    CodecPipeline pipeline =
        cast("'out_of_range':'clamp'", ElementKind.FLOAT64, ElementKind.INT8, 1);
    assertThatThrownBy(() -> Chains.encode(pipeline, numbers(ElementKind.FLOAT64, "Infinity")))
        .hasMessageContaining("is Infinity, which int8 cannot hold");
  }

  @Test
  void castValueReplacesWhatIsStated() {
    String map =
        "'scalar_map':{'encode':[['NaN',0],['+Infinity',255],[7,9],[7,8]],'decode':[[0,'NaN'],[255,-1.5]]}";
    CodecPipeline pipeline =
        Chains.pipeline(
            "[" + codec("cast_value", "'data_type':'uint8'," + map) + ",{'name':'bytes'}]",
            ElementKind.FLOAT64,
            numbers(ElementKind.FLOAT64, "NaN"), // comes back as it is
            4);
    byte[] given = numbers(ElementKind.FLOAT64, "NaN", "Infinity", "7", "3");
    assertThat(Chains.encode(pipeline, given)).isEqualTo(hex("00 ff 09 03"));
    assertThat(Chains.decode(pipeline, hex("00 ff 09 03")))
        .isEqualTo(numbers(ElementKind.FLOAT64, "NaN", "-1.5", "9", "3"));
    // Any NaN is the NaN that is named, and zero has no sign.
    CodecPipeline zero =
        cast(
            "'scalar_map':{'encode':[['NaN',1],[0.0,2]]}",
            ElementKind.FLOAT32,
            ElementKind.INT8,
            2);
    CodecPipeline reading =
        cast(
            "'scalar_map':{'decode':[['NaN',1],[0.0,2]]}",
            ElementKind.INT8,
            ElementKind.FLOAT32,
            2);
    assertThat(Chains.decode(reading, hex("0100c0ff 00000080"))).isEqualTo(hex("0102"));
    assertThatThrownBy(() -> Chains.encode(zero, hex("0100c0ff 00000080")))
        .hasMessageContaining("the array's fill value does not come back through 'cast_value'");
  }

  @Test
  void castValueConfigurationsThatCannotBeAreRefused() {
    for (String configuration :
        new String[] {
          "'rounding':'up'",
          "'out_of_range':'error'",
          "'wrapping':true",
          "'scalar_map':{'encode':[[1]]}"
        }) {
      assertThatThrownBy(() -> cast(configuration, ElementKind.INT16, ElementKind.INT8, 1))
          .isInstanceOf(CodecException.class)
          .hasMessageStartingWith("Cannot use codec 'cast_value': its ");
    }
    assertThatThrownBy(
            () -> cast("'out_of_range':'wrap'", ElementKind.INT16, ElementKind.FLOAT32, 1))
        .hasMessageContaining("which only integers can");
    assertThatThrownBy(() -> cast("", ElementKind.BOOL, ElementKind.INT8, 1))
        .hasMessageContaining("it casts integers and floats, not bool");
    assertThatThrownBy(() -> cast("", ElementKind.INT8, ElementKind.BOOL, 1))
        .hasMessageContaining("it casts integers and floats, not bool");
  }

  /** Rounding by the digits of the number itself. */
  @Property(tries = 1000)
  void roundingIsThatOfTheNumber(
      @ForAll long number, @ForAll @IntRange(min = -210, max = 0) int scale, @ForAll Rounding how) {
    RoundingMode mode =
        switch (how) {
          case NEAREST_EVEN -> RoundingMode.HALF_EVEN;
          case NEAREST_AWAY -> RoundingMode.HALF_UP;
          case TOWARDS_ZERO -> RoundingMode.DOWN;
          case TOWARDS_POSITIVE -> RoundingMode.CEILING;
          case TOWARDS_NEGATIVE -> RoundingMode.FLOOR;
        };
    double value = Math.scalb((double) number, scale);
    assertThat(new BigDecimal(how.toInteger(value)))
        .isEqualByComparingTo(new BigDecimal(value).setScale(0, mode));
    int top = Math.getExponent(value);
    assertThat(new BigDecimal(how.toFloat(ElementKind.FLOAT16, value)))
        .isEqualByComparingTo(rounded(new BigDecimal(value), Math.max(top, -14) - 10, mode));
    assertThat(new BigDecimal(how.toFloat(ElementKind.BFLOAT16, value)))
        .isEqualByComparingTo(rounded(new BigDecimal(value), Math.max(top, -126) - 7, mode));
    assertThat(new BigDecimal(how.toFloat(ElementKind.FLOAT32, value)))
        .isEqualByComparingTo(rounded(new BigDecimal(value), Math.max(top, -126) - 23, mode));
    BigDecimal whole = new BigDecimal(Long.toUnsignedString(number));
    int bits = Long.SIZE - Long.numberOfLeadingZeros(number);
    assertThat(new BigDecimal(how.toFloat(ElementKind.FLOAT64, number, false)))
        .isEqualByComparingTo(rounded(whole, Math.max(0, bits - 53), mode));
  }

  /** A multiple of a power of two. */
  private static BigDecimal rounded(BigDecimal exact, int power, RoundingMode mode) {
    BigDecimal two = BigDecimal.valueOf(2).pow(Math.abs(power));
    BigDecimal units = power < 0 ? exact.multiply(two) : exact.divide(two);
    BigDecimal whole = units.setScale(0, mode);
    return power < 0 ? whole.divide(two) : whole.multiply(two);
  }

  // The fill value on its way

  private static CodecPipeline sharded(String first, String fill, ElementKind kind, String bytes) {
    String sharding =
        codec("sharding_indexed", "'chunk_shape':[1],'codecs':[" + bytes + "]," + INDEX);
    FillValue value = new FillValue(numbers(kind, fill));
    return CodecPipeline.of(
        Chains.chain("[" + first + "," + sharding + "]"),
        new DataType.Numeric(kind),
        Shape.of(2),
        Optional.of(value));
  }

  private static String entry(int offset, int length) {
    return "%02x00000000000000 %02x00000000000000".formatted(offset, length);
  }

  @Test
  void innerChunksBehindAFilterAreLeftOutWhereTheyAreTheFilteredFill() {
    String filter =
        codec(
            "numcodecs.fixedscaleoffset", "'scale':10,'offset':1000,'dtype':'<f8','astype':'|i1'");
    CodecPipeline pipeline = sharded(filter, "1000.5", ElementKind.FLOAT64, LITTLE);
    byte[] stored = hex("07" + ABSENT + entry(0, 1));
    byte[] values = numbers(ElementKind.FLOAT64, "1000.5", "1000.7");
    assertThat(Chains.decode(pipeline, stored)).isEqualTo(values);
    assertThat(Chains.encode(pipeline, values)).isEqualTo(stored);
    assertThat(pipeline.shard()).as("parts of such a shard").isEmpty();
    CodecPipeline cast =
        sharded(
            codec(
                "cast_value",
                "'data_type':'uint8','scalar_map':{'encode':[['NaN',0]],'decode':[[0,'NaN']]}"),
            "NaN",
            ElementKind.FLOAT32,
            LITTLE);
    assertThat(Chains.decode(cast, hex("02" + ABSENT + entry(0, 1))))
        .isEqualTo(numbers(ElementKind.FLOAT32, "NaN", "2"));
  }

  @Test
  void aFillValueThatDoesNotComeThroughIsMissedOnlyWhereItIsNeeded() {
    CodecPipeline pipeline =
        sharded(codec("numcodecs.delta", "'dtype':'<i2'"), "0", ElementKind.INT16, LITTLE);
    byte[] stored = hex("0500 0000" + entry(0, 2) + entry(2, 2));
    assertThat(Chains.decode(pipeline, stored)).isEqualTo(hex("0500 0500"));
    assertThat(Chains.encode(pipeline, hex("0500 0500"))).as("nothing left out").isEqualTo(stored);
    assertThatThrownBy(() -> Chains.decode(pipeline, hex("0500" + entry(0, 2) + ABSENT)))
        .isInstanceOf(CodecException.class)
        .hasMessage(
            "Cannot tell the value of elements that are not stored: the fill value does not come"
                + " through 'numcodecs.delta'.");
    ChunkBuffer whole = new ChunkBuffer(ElementKind.INT16);
    pipeline.fill(whole);
    assertThat(Arrays.copyOf(whole.bytes(), 4))
        .as("a chunk that is not stored")
        .isEqualTo(new byte[4]);
  }

  @Test
  void byteOrderFollowsWhatAFilterStores() {
    String filter = codec("numcodecs.astype", "'encode_dtype':'<i4','decode_dtype':'>f8'");
    String big = "{'name':'bytes','configuration':{'endian':'big'}}";
    CodecPipeline pipeline =
        Chains.pipeline("[" + filter + "," + big + "]", ElementKind.FLOAT64, 1);
    assertThat(Chains.decode(pipeline, hex("00000102")))
        .isEqualTo(numbers(ElementKind.FLOAT64, "258"));
    assertThat(Chains.encode(pipeline, numbers(ElementKind.FLOAT64, "258")))
        .isEqualTo(hex("00000102"));
  }

  @Test
  void aFiltersTypeMayLookAtTheSameBytesAsAnotherKind() {
    CodecPipeline pipeline =
        CodecPipeline.of(
            Chains.chain("[" + codec("numcodecs.delta", "'dtype':'<i8'") + "," + LITTLE + "]"),
            new DataType.Time(
                DataType.Time.Clock.DATETIME64, dev.sparkzarr.metadata.NumpyTimeUnit.DAY, 1),
            Shape.of(3),
            Optional.empty());
    String values = "0a00000000000000 0c00000000000000 0f00000000000000";
    assertWire(pipeline, values, "0a00000000000000 0200000000000000 0300000000000000");
    assertThatThrownBy(
            () -> pipeline(codec("numcodecs.delta", "'dtype':'<i4'"), ElementKind.INT16, 1))
        .hasMessageContaining("its 'dtype' is 4 bytes wide, but it is given int16");
    assertThatThrownBy(
            () -> pipeline(codec("numcodecs.delta", "'dtype':'<c8'"), ElementKind.INT64, 1))
        .hasMessageContaining("a number type of numpy");
  }

  @Test
  void namesOfNumpyComeInManyForms() {
    for (String name : List.of("<u1", "|u1", "u1", "uint8", ">u1", "=u1")) {
      String filter = codec("numcodecs.astype", "'encode_dtype':'" + name + "'");
      assertWire(pipeline(filter, ElementKind.INT32, 1), "05000000", "05");
    }
  }
}
