package dev.sparkzarr.codec;

import static dev.sparkzarr.codec.Chains.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.FillValue;
import dev.sparkzarr.metadata.Shape;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of any length: their bytes, damaged ones, and their way through other codecs. */
class VariableCodecsTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final DataType TEXT = new DataType.Text();
  private static final DataType BINARY = new DataType.Binary();
  private static final DataType LISTS =
      new DataType.Ragged(new DataType.Numeric(ElementKind.INT16));

  private static CodecPipeline pipeline(String chain, DataType type, long... shape) {
    return CodecPipeline.of(Chains.chain(chain), type, Shape.of(shape), Optional.empty());
  }

  private static CodecPipeline pipeline(String chain, DataType type, String fill, long... shape) {
    FillValue value = new FillValue(fill.getBytes(StandardCharsets.UTF_8));
    return CodecPipeline.of(Chains.chain(chain), type, Shape.of(shape), Optional.of(value));
  }

  private static List<String> texts(List<byte[]> values) {
    return values.stream().map(value -> new String(value, StandardCharsets.UTF_8)).toList();
  }

  private static List<byte[]> bytes(String... texts) {
    return Arrays.stream(texts).map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
  }

  private static void assertWire(CodecPipeline pipeline, String stored, String... texts) {
    assertThat(texts(Values.decode(pipeline, hex(stored)))).containsExactly(texts);
    assertThat(Values.encode(pipeline, bytes(texts))).isEqualTo(hex(stored));
  }

  @Test
  void vlenIsACountThenLengthsAndBytes() {
    String stored = "02000000 01000000 61 00000000";
    assertWire(pipeline("[{'name':'vlen-utf8'}]", TEXT, 2), stored, "a", "");
    assertWire(pipeline("[{'name':'vlen-bytes'}]", BINARY, 2), stored, "a", "");
    assertWire(pipeline("[{'name':'vlen-array'}]", TEXT, 2), stored, "a", "");
    assertWire(pipeline("[{'name':'zarrs.vlen_v2'}]", BINARY, 2), stored, "a", "");
    assertWire(pipeline("[{'name':'vlen-utf8'}]", TEXT), "01000000 04000000 f09f8e89", "🎉");
    assertWire(pipeline("[{'name':'vlen-utf8'}]", TEXT, 0), "00000000");
  }

  @Test
  void vlenOfArraysHoldsTheirElements() {
    String little = "[{'name':'numcodecs.vlen-array','configuration':{'dtype':'<i2'}}]";
    String big = "[{'name':'numcodecs.vlen-array','configuration':{'dtype':'>i2'}}]";
    List<byte[]> values = List.of(hex("0100 feff"), hex(""), hex("0203"));
    String stored = "03000000 04000000 0100feff 00000000 02000000 0203";
    String turned = "03000000 04000000 0001fffe 00000000 02000000 0302";
    for (int i = 0; i < 2; i++) {
      CodecPipeline pipeline = pipeline(i == 0 ? little : big, LISTS, 3);
      byte[] wire = hex(i == 0 ? stored : turned);
      assertThat(Values.decode(pipeline, wire)).usingRecursiveComparison().isEqualTo(values);
      assertThat(Values.encode(pipeline, values)).isEqualTo(wire);
    }
    assertRefused(
        pipeline(little, LISTS, 1), "01000000 03000000 010203", "value 0 has 3 bytes, no multiple");
  }

  private static void assertRefused(CodecPipeline pipeline, String stored, String reason) {
    assertThatThrownBy(() -> Values.decode(pipeline, hex(stored)))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining(reason)
        .hasMessageEndingWith("The stored bytes are damaged or belong to another array.");
  }

  @Test
  void whatVlenDeclaresIsCheckedFirst() {
    CodecPipeline two = pipeline("[{'name':'vlen-utf8'}]", TEXT, 2);
    assertRefused(two, "03000000 00000000 00000000", "it declares 3 values where 2 belong");
    assertRefused(two, "ffffffff 00000000 00000000", "it declares 4294967295 values where 2");
    assertRefused(two, "02000000 ffffff7f 00000000", "value 0 declares 2147483647 bytes where 4");
    assertRefused(two, "02000000 ffffffff 00000000", "value 0 declares 4294967295 bytes where 4");
    assertRefused(two, "02000000 01000000 61 000000", "value 1 begins behind the last byte");
    assertRefused(two, "02000000 01000000 61 00000000 00", "1 bytes follow its last value");
    assertRefused(two, "02000000 01000000 61 01000000 80", "value 1 is not UTF-8 text");
    // The bytes of one character, cut in two: neither is a text.
    assertRefused(two, "02000000 01000000 c3 01000000 a4", "value 0 is not UTF-8 text");
    assertThat(
            Values.decode(
                pipeline("[{'name':'vlen-bytes'}]", BINARY, 1), hex("01000000 01000000 80")))
        .usingRecursiveComparison()
        .isEqualTo(List.of(hex("80")));
  }

  @Test
  void noMemoryIsTakenForACountThatLies() {
    // The chunk is as large as the metadata say; the count is what the bytes say.
    byte[] stored = new byte[300];
    RawBytes.putInt(stored, 0, Integer.MAX_VALUE);
    CodecPipeline pipeline = pipeline("[{'name':'vlen-utf8'}]", TEXT, 20);
    long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    assertThatThrownBy(() -> Values.decode(pipeline, stored)).isInstanceOf(CodecException.class);
    assertThat(THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before)
        .isLessThan(1 << 20);
    CodecPipeline many = pipeline("[{'name':'vlen-utf8'}]", TEXT, 1 << 27);
    ChunkBuffer target = new ChunkBuffer(TEXT);
    assertThatThrownBy(() -> many.decode(ByteBuffer.wrap(stored), target))
        .hasMessageContaining("it holds 300 bytes where 536870916 to");
    assertThat(target.bytes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "80",
        "bf",
        "c0 80",
        "c1 bf",
        "c2",
        "c2 7f",
        "c2 c0",
        "e0 9f bf",
        "e1 80",
        "e1 80 7f",
        "ed a0 80",
        "ed bf bf",
        "f0 8f bf bf",
        "f4 90 80 80",
        "f5 80 80 80",
        "ff",
        "f1 80 80 c0",
        "6162636465666768 c3",
        "6162636465666768 6162636465c328"
      })
  void illFormedTextIsNoUtf8(String text) {
    byte[] bytes = hex(text);
    assertThat(Utf8.isValid(bytes, 0, bytes.length)).isFalse();
  }

  @Property(tries = 3000)
  void utf8IsWhatTheJdkTakesForIt(@ForAll byte[] bytes, @ForAll long seed) {
    byte[] mixed = bytes.clone();
    Random random = new Random(seed);
    int[] likely = {0x61, 0x80, 0xbf, 0xc2, 0xe0, 0xa0, 0xed, 0x9f, 0xf0, 0x90, 0xf4, 0x8f};
    for (int i = 0; i < mixed.length; i++) {
      mixed[i] = random.nextInt(4) == 0 ? mixed[i] : (byte) likely[random.nextInt(likely.length)];
    }
    boolean wellFormed;
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(mixed));
      wellFormed = true;
    } catch (java.nio.charset.CharacterCodingException e) {
      wellFormed = false;
    }
    assertThat(Utf8.isValid(mixed, 0, mixed.length)).isEqualTo(wellFormed);
  }

  @Test
  void textThatIsNoneIsNotWritten() {
    for (String name : new String[] {"vlen-utf8", "numcodecs.json2", "numcodecs.msgpack2"}) {
      CodecPipeline pipeline = pipeline("[{'name':'" + name + "'}]", TEXT, 1);
      assertThatThrownBy(() -> Values.encode(pipeline, List.of(hex("ff"))))
          .isInstanceOf(CodecException.class)
          .hasMessageContaining("not UTF-8 text");
    }
  }

  private static String ascii(String json) {
    return java.util.HexFormat.of()
        .formatHex(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private static CodecPipeline json(long... shape) {
    return pipeline("[{'name':'numcodecs.json2'}]", TEXT, shape);
  }

  @Test
  void jsonIsItemsATypeAndAShape() {
    assertWire(json(2), ascii("['a','b','|O',[2]]"), "a", "b");
    assertWire(json(2, 2), ascii("[['a','b'],['','c'],'|O',[2,2]]"), "a", "b", "", "c");
    assertWire(json(0), ascii("['|O',[0]]"));
    assertWire(json(), ascii("['a','|O',[]]"), "a");
    assertWire(json(1), ascii("['\\u00E4','|O',[1]]"), "ä");
    String unicode = "[{'name':'numcodecs.json2','configuration':{'ensure_ascii':false}}]";
    assertWire(pipeline(unicode, TEXT, 1), ascii("['ä','|O',[1]]"), "ä");
  }

  @Test
  void jsonOfOtherValuesIsTheirText() {
    String stored =
        "[null,true,1.0,-3,1e400,NaN,[1,{'b':['x',2],'a':null}],{},123456789012345678901234567890,"
            + "'null','|O',[10]]";
    assertThat(texts(Values.decode(json(10), hex(ascii(stored)))))
        .containsExactly(
            "null",
            "true",
            "1.0",
            "-3",
            "1e400",
            "NaN",
            "[1,{\"b\":[\"x\",2],\"a\":null}]",
            "{}",
            "123456789012345678901234567890",
            "null");
    // A list that is an element stays a list, where there is one dimension.
    assertThat(texts(Values.decode(json(2), hex(ascii("[[1,2],[3,4],'|O',[2]]")))))
        .containsExactly("[1,2]", "[3,4]");
    // Lists of old have no shape.
    CodecPipeline old = pipeline("[{'name':'numcodecs.json'}]", TEXT, 2);
    assertThat(texts(Values.decode(old, hex(ascii("['a',[1],'|O']"))))).containsExactly("a", "[1]");
  }

  @Test
  void jsonThatIsNoSuchListIsRefused() {
    assertRefused(
        json(2), ascii("['a','b','|O',[3]]"), "it holds a list of shape [3] where a chunk");
    assertRefused(json(2), ascii("['a','|O',[2]]"), "it holds a list of shape [2]");
    assertRefused(json(2), ascii("['a','b','c','|O',[2]]"), "it holds a list of shape [2]");
    assertRefused(json(2), ascii("['a','b','|O',[-2]]"), "it holds a list of shape [-2]");
    assertRefused(json(2), ascii("['a','b','|O',[4294967298,4294967296]]"), "it holds a list of");
    assertRefused(json(1), ascii("['a',['x']]"), "its list does not end with a type and a shape");
    assertRefused(json(2), ascii("{}"), "it is not a list");
    assertRefused(json(2), ascii("['a','b','|O',[2]"), "it is not such a list of values");
    assertRefused(json(2), ascii("['a','b','|O',[2]] 1"), "values follow the end of its list");
    assertRefused(json(2, 1), ascii("['a',['b'],'|O',[2,1]]"), "value 0 is not a list");
    assertRefused(json(2, 1), ascii("[['a'],['b','c'],'|O',[2,1]]"), "value 2 is one more");
    assertRefused(json(1), ascii("['\\ud83d','|O',[1]]"), "value 0 has half a surrogate pair");
    assertRefused(json(1), "5b22ff22", "it is not such a list of values in UTF-8");
    assertRefused(json(1), ascii("[" + "[".repeat(5000)), "it is not such a list of values");
    assertRefused(json(1), "5b22 0a 22" + ascii(",'|O',[1]]"), "it is not such a list of values");
    String lenient = "[{'name':'numcodecs.json2','configuration':{'strict':false}}]";
    assertThat(
            texts(
                Values.decode(pipeline(lenient, TEXT, 1), hex("5b22 0a 22" + ascii(",'|O',[1]]")))))
        .containsExactly("\n");
  }

  private static CodecPipeline msgpack(long... shape) {
    return pipeline("[{'name':'numcodecs.msgpack2'}]", TEXT, shape);
  }

  @Test
  void messagePackIsTheSameList() {
    assertWire(msgpack(2), "94 a161 a0 a27c4f 91 02", "a", "");
    assertWire(msgpack(1, 2), "93 92 a161 a162 a27c4f 92 01 02", "a", "b");
    String thirtyTwo = "x".repeat(32);
    assertWire(msgpack(1), "93 d920" + "78".repeat(32) + "a27c4f 91 01", thirtyTwo);
    String wide = "x".repeat(65536);
    assertWire(msgpack(1), "93 db00010000" + "78".repeat(65536) + "a27c4f 91 01", wide);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "c0 | null",
        "c2 | false",
        "c3 | true",
        "00 | 0",
        "7f | 127",
        "ff | -1",
        "e0 | -32",
        "ccff | 255",
        "cdffff | 65535",
        "ceffffffff | 4294967295",
        "cfffffffffffffffff | 18446744073709551615",
        "d080 | -128",
        "d18000 | -32768",
        "d280000000 | -2147483648",
        "d38000000000000000 | -9223372036854775808",
        "cb3ff0000000000000 | 1.0",
        "cb3fb999999999999a | 0.1",
        "ca3fc00000 | 1.5",
        "cb7ff8000000000000 | NaN",
        "cbfff0000000000000 | -Infinity",
        "c403616263 | abc",
        "da0001 61 | a",
        "92 01 a161 | [1,\"a\"]",
        "dc0001 c0 | [null]",
        "dd00000001 c0 | [null]",
        "82 a161 01 02 c0 | {\"a\":1,\"2\":null}",
        "de0001 a161 90 | {\"a\":[]}",
        "a3 612262 | a\"b",
        "91 a3 612262 | [\"a\\\"b\"]",
      })
  void messagePackOfOtherValuesIsTheirJson(String item, String text) {
    assertThat(texts(Values.decode(msgpack(1), hex("93" + item + "a27c4f 91 01"))))
        .containsExactly(text);
  }

  @Test
  void messagePackThatIsNoSuchListIsRefused() {
    assertRefused(msgpack(1), "93 c1 a27c4f 91 01", "begins a value of type 0xc1");
    assertRefused(msgpack(1), "93 d4 01 00 a27c4f 91 01", "begins a value of type 0xd4");
    assertRefused(
        msgpack(1), "ddffffffff c0", "it declares 4294967295 more where 1 bytes are left");
    assertRefused(msgpack(1), "93 dbffffffff c0", "it declares 4294967295 more where 1 bytes");
    assertRefused(msgpack(1), "93 dfffffffff c0", "it declares 8589934590 more where 1 bytes");
    assertRefused(msgpack(1), "93 a1ff a27c4f 91 01", "are not UTF-8 text");
    assertRefused(msgpack(1), "93 a161 a27c4f 91 01 00", "1 bytes follow its value");
    assertRefused(msgpack(1), "93 a161 a27c4f 91", "it declares 1 more where 0 bytes are left");
    assertRefused(msgpack(1), "91".repeat(300) + "00", "nested deeper than 200");
    assertRefused(msgpack(2), "93 a161 a27c4f 91 01", "it holds a list of shape [1]");
  }

  /** Whatever is done to stored values: the right number of texts, or an error of ours. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{'name':'vlen-utf8'}]",
        "[{'name':'numcodecs.json2'}]",
        "[{'name':'numcodecs.msgpack2'}]",
        "[{'name':'numcodecs.categorize','configuration':{'labels':['foo','bär'],'astype':'<u2'}},"
            + "{'name':'bytes','configuration':{'endian':'big'}}]",
        "[{'name':'vlen-utf8'},{'name':'zstd'}]",
        "[{'name':'vlen-utf8'},{'name':'blosc','configuration':{'cname':'lz4','shuffle':0}}]",
        "[{'name':'vlen-utf8'},{'name':'gzip'},{'name':'crc32c'}]",
        "[{'name':'sharding_indexed','configuration':{'chunk_shape':[4],'codecs':[{'name':'vlen-utf8'}],"
            + "'index_codecs':[{'name':'bytes','configuration':{'endian':'little'}}]}}]"
      })
  void survivesDamage(String chain) {
    CodecPipeline pipeline = pipeline(chain, TEXT, 12);
    List<String> values = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      values.add(i % 4 == 0 ? "" : i % 3 == 0 ? "foo" : "bär");
    }
    byte[] stored = Values.encode(pipeline, bytes(values.toArray(new String[0])));
    assertThat(texts(Values.decode(pipeline, stored))).isEqualTo(values);
    for (int length = 0; length < stored.length; length++) {
      byte[] cut = Arrays.copyOf(stored, length);
      assertThatThrownBy(() -> Values.decode(pipeline, cut)).isInstanceOf(CodecException.class);
    }
    for (int bit = 0; bit < stored.length * 8; bit++) {
      byte[] changed = stored.clone();
      changed[bit >> 3] ^= (byte) (1 << (bit & 7));
      decodeOrRefuse(pipeline, changed);
    }
    Random random = new Random(3);
    for (int at = 0; at + 4 <= stored.length; at++) {
      for (int lie : new int[] {0, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0x00ffffff, 64}) {
        byte[] changed = stored.clone();
        RawBytes.putInt(changed, at, lie);
        decodeOrRefuse(pipeline, changed);
      }
      byte[] noise = new byte[random.nextInt(2 * stored.length)];
      random.nextBytes(noise);
      decodeOrRefuse(pipeline, noise);
    }
  }

  private static void decodeOrRefuse(CodecPipeline pipeline, byte[] stored) {
    long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    try {
      List<byte[]> values = Values.decode(pipeline, stored);
      assertThat(values).hasSize((int) pipeline.chunkShape().elements());
      for (byte[] value : values) {
        assertThat(Utf8.isValid(value, 0, value.length)).isTrue();
      }
    } catch (CodecException e) {
      assertThat(e).hasMessageStartingWith("Cannot ").hasMessageEndingWith(".");
    }
    assertThat(THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before)
        .as("bytes allocated")
        .isLessThan(24 << 20);
  }

  /**
   * Values through transposes and shards, of which inner chunks are left out, in every position.
   */
  @Property(tries = 300)
  void comeBackFromTransposesAndShards(
      @ForAll long seed,
      @ForAll @IntRange(max = 2) int depth,
      @ForAll @IntRange(max = 3) int what) {
    Random random = new Random(seed);
    String name =
        new String[] {"vlen-utf8", "vlen-bytes", "numcodecs.json2", "numcodecs.msgpack2"}[what];
    String compressor = random.nextBoolean() ? ",{'name':'zstd'}" : "";
    String chain = "{'name':'" + name + "'}" + compressor;
    long[] shape = {1 + random.nextInt(3), 1 + random.nextInt(3)};
    for (int level = 0; level < depth; level++) {
      chain =
          "{'name':'sharding_indexed','configuration':{'chunk_shape':"
              + Arrays.toString(shape)
              + ",'codecs':["
              + chain
              + "],'index_location':'"
              + (random.nextBoolean() ? "start" : "end")
              + "','index_codecs':[{'name':'bytes','configuration':{'endian':'big'}},"
              + "{'name':'crc32c'}]}}";
      shape = new long[] {shape[0] * (1 + random.nextInt(3)), shape[1] * (1 + random.nextInt(3))};
      if (random.nextBoolean()) {
        chain = "{'name':'transpose','configuration':{'order':[1,0]}}," + chain;
        shape = new long[] {shape[1], shape[0]};
      }
    }
    DataType type = what == 1 ? BINARY : TEXT;
    CodecPipeline pipeline = pipeline("[" + chain + "]", type, "fill", shape);
    List<byte[]> values = new ArrayList<>();
    for (int i = 0; i < shape[0] * shape[1]; i++) {
      int kind = random.nextInt(depth == 0 ? 2 : 5);
      String text = kind > 1 ? "fill" : kind == 0 ? "" : "ä".repeat(random.nextInt(40));
      values.add(text.getBytes(StandardCharsets.UTF_8));
    }
    byte[] stored = Values.encode(pipeline, values);
    assertThat((long) stored.length).isLessThanOrEqualTo(pipeline.encodedLimit());
    assertThat(texts(Values.decode(pipeline, stored))).isEqualTo(texts(values));
  }

  @Test
  void innerChunksThatAreNotStoredAreTheFillValue() {
    CodecPipeline pipeline =
        pipeline(
            "[{'name':'sharding_indexed','configuration':{'chunk_shape':[1],"
                + "'codecs':[{'name':'vlen-utf8'}],"
                + "'index_codecs':[{'name':'bytes','configuration':{'endian':'little'}}]}}]",
            TEXT,
            "none",
            2);
    String stored =
        "01000000 01000000 61 ffffffffffffffff ffffffffffffffff 0000000000000000 0900000000000000";
    assertWire(pipeline, stored, "none", "a");
    ChunkBuffer filled = new ChunkBuffer(TEXT);
    pipeline.fill(filled);
    assertThat(texts(Values.of(filled))).containsExactly("none", "none");
  }

  @Test
  void categoriesAreNumbersOfLabels() {
    String codec =
        "{'name':'numcodecs.categorize','configuration':{'labels':['b','a','b'],'astype':'|i1'}}";
    CodecPipeline pipeline = pipeline("[" + codec + ",{'name':'bytes'}]", TEXT, 5);
    // As in numcodecs: no number is nothing, and of equal labels the last is written.
    assertThat(texts(Values.decode(pipeline, hex("01 02 03 00 ff"))))
        .containsExactly("b", "a", "b", "", "");
    assertThat(Values.encode(pipeline, bytes("b", "a", "", "a", "b"))).isEqualTo(hex("0302000203"));
    assertThatThrownBy(() -> Values.encode(pipeline, bytes("b", "a", "c", "a", "b")))
        .hasMessageContaining("element 2 of the chunk is none of its labels");
    CodecPipeline fixed =
        pipeline(
            "[" + codec.replace("'a'", "'äö'") + ",{'name':'bytes'}]",
            new DataType.FixedText(1),
            3);
    assertThat(Chains.decode(fixed, hex("02 00 03"))).isEqualTo(hex("e4000000 00000000 62000000"));
  }

  @Test
  void variableElementsNeedACodecForThem() {
    assertThatThrownBy(() -> pipeline("[{'name':'bytes'}]", TEXT, 1))
        .hasMessageContaining("a codec such as vlen-utf8 or vlen-bytes stores them");
    assertThatThrownBy(
            () -> pipeline("[{'name':'vlen-utf8'}]", new DataType.Numeric(ElementKind.INT8), 1))
        .hasMessageContaining("it stores texts or bytes, not int8");
    String delta = "[{'name':'numcodecs.delta'},{'name':'vlen-utf8'}]";
    assertThatThrownBy(() -> pipeline(delta, TEXT, 1))
        .hasMessageContaining("it works on numbers, not on string");
  }
}
