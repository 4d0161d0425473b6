package dev.sparkzarr.codec;

import static dev.sparkzarr.codec.Chains.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.sparkzarr.metadata.ElementKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/**
 * Checksums, shuffle, base64, bzip2 and LZMA: what numcodecs 0.16.5 and Python's {@code lzma} and
 * {@code bz2} wrote, byte for byte.
 */
class ByteCodecsWireTest {
  private static final String DIGITS = "313233343536373839";

  private static CodecPipeline ofBytes(int size, String codec) {
    return Chains.pipeline("[{'name':'bytes'}," + codec + "]", ElementKind.UINT8, size);
  }

  private static String codec(String name, String configuration) {
    return configuration.isEmpty() || configuration.equals("-")
        ? "{'name':'" + name + "'}"
        : "{'name':'" + name + "','configuration':{" + configuration + "}}";
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "numcodecs.adler32 | - | de011e09" + DIGITS,
        "numcodecs.adler32 | 'location':'end' | " + DIGITS + "de011e09",
        "numcodecs.crc32 | - | 2639f4cb" + DIGITS,
        "numcodecs.crc32 | 'location':'end' | " + DIGITS + "2639f4cb",
        "crc32c | - | " + DIGITS + "839206e3",
        "numcodecs.crc32c | 'location':'start' | 839206e3" + DIGITS,
        "numcodecs.base64 | - | 4d54497a4e4455324e7a6735",
        "numcodecs.fletcher32 | - | " + DIGITS + "d509df09",
        "numcodecs.jenkins_lookup3 | - | " + DIGITS + "969a5d84",
        "numcodecs.jenkins_lookup3 | 'initval':13 | " + DIGITS + "f67a7719",
        "numcodecs.jenkins_lookup3 | 'initval':4294967295,'prefix':[97,98,99] | "
            + DIGITS
            + "44390f08",
      })
  void digitsAreStoredAsNumcodecsStoresThem(String name, String configuration, String stored) {
    CodecPipeline pipeline = ofBytes(9, codec(name, configuration));
    assertThat(Chains.encode(pipeline, hex(DIGITS))).isEqualTo(hex(stored));
    assertThat(Chains.decode(pipeline, hex(stored))).isEqualTo(hex(DIGITS));
  }

  @ParameterizedTest
  @CsvSource({
    "1,4b41a98b",
    "2,c9390ddf",
    "12,93a54a5e",
    "13,16689dbc",
    "24,53dd0a9c",
    "25,4422883a"
  })
  void jenkinsTakesBlocksOfTwelve(int size, String sum) {
    byte[] stored =
        Chains.encode(ofBytes(size, codec("numcodecs.jenkins_lookup3", "")), Chains.counting(size));
    assertThat(Arrays.copyOfRange(stored, size, size + 4)).isEqualTo(hex(sum));
  }

  @Test
  void fletcherAddsBigEndianWordsAndNeverFoldsToZero() {
    assertFletcher(hex("0000"), "00000000");
    assertFletcher(hex("ffff"), "ffffffff");
    assertFletcher(ascii("a"), "00610061");
    assertFletcher(ascii("abc"), "62c4c525");
    byte[] ones = new byte[1441]; // several blocks of the greatest sums, and an odd byte
    Arrays.fill(ones, (byte) 0xff);
    assertFletcher(ones, "00ff00ff");
    byte[] sevens = new byte[5001];
    for (int i = 0; i < sevens.length; i++) {
      sevens[i] = (byte) (7 * i);
    }
    assertFletcher(sevens, "4bb16048");
    assertFletcher(new byte[0], "00000000");
  }

  private static void assertFletcher(byte[] bytes, String sum) {
    CodecPipeline pipeline = ofBytes(bytes.length, codec("numcodecs.fletcher32", ""));
    byte[] stored = Chains.encode(pipeline, bytes);
    assertThat(Arrays.copyOfRange(stored, bytes.length, stored.length)).isEqualTo(hex(sum));
    assertThat(Chains.decode(pipeline, stored)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({
    "crc32c",
    "numcodecs.crc32",
    "numcodecs.adler32",
    "numcodecs.fletcher32",
    "numcodecs.jenkins_lookup3"
  })
  void aFlippedBitIsRefusedByTheNameOfTheChecksum(String name) {
    CodecPipeline pipeline = ofBytes(9, codec(name, ""));
    byte[] stored = Chains.encode(pipeline, hex(DIGITS));
    for (int bit = 0; bit < 8 * stored.length; bit++) {
      byte[] flipped = stored.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> Chains.decode(pipeline, flipped))
          .isInstanceOf(CodecException.class)
          .hasMessageStartingWith("Cannot decode " + name + ": the checksum of 9 bytes does not");
    }
    assertThatThrownBy(() -> ofBytes(9, codec(name, "'width':4")))
        .hasMessageContaining("'width' is not known");
  }

  @Test
  void checksumsSayWhenTheyStandAtTheOtherEnd() {
    assertThatThrownBy(
            () -> Chains.decode(ofBytes(9, codec("numcodecs.crc32", "")), hex(DIGITS + "2639f4cb")))
        .hasMessageContaining("the checksum stands at the end, not where the metadata says");
    assertThatThrownBy(() -> ofBytes(9, codec("numcodecs.adler32", "'location':'middle'")))
        .hasMessageContaining("its 'location' is 'middle', not start or end");
  }

  /** Around the parts in which payloads are copied and summed up. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 16_383, 16_384, 16_385, 32_768, 50_001})
  void checksumsOfLongPayloads(int size) {
    byte[] payload = new byte[size];
    new Random(size).nextBytes(payload);
    CRC32C sum = new CRC32C();
    sum.update(payload);
    byte[] expected = Arrays.copyOf(payload, size + 4);
    RawBytes.putInt(expected, size, (int) sum.getValue());
    assertThat(Chains.encode(ofBytes(size, codec("crc32c", "")), payload)).isEqualTo(expected);
  }

  @Test
  void jenkinsRefusesWhatIsNoSeedOrPrefix() {
    for (String bad :
        new String[] {
          "'initval':4294967296",
          "'initval':-1",
          "'initval':'x'",
          "'prefix':'abc'",
          "'prefix':[256]"
        }) {
      assertThatThrownBy(() -> ofBytes(9, codec("numcodecs.jenkins_lookup3", bad)))
          .isInstanceOf(CodecException.class)
          .hasMessageStartingWith("Cannot use codec 'numcodecs.jenkins_lookup3': its '");
    }
  }

  @Test
  void shuffleIsOverTheWholeChunk() {
    String three = codec("numcodecs.shuffle", "'elementsize':3");
    byte[] stored = hex("000306010407020508");
    assertThat(Chains.encode(ofBytes(9, three), Chains.counting(9))).isEqualTo(stored);
    assertThat(Chains.decode(ofBytes(9, three), stored)).isEqualTo(Chains.counting(9));
    byte[] four = hex("0004010502060307"); // the default
    assertThat(Chains.encode(ofBytes(8, codec("numcodecs.shuffle", "")), Chains.counting(8)))
        .isEqualTo(four);
    for (int nothing : new int[] {1, 0, -1}) {
      String codec = codec("numcodecs.shuffle", "'elementsize':" + nothing);
      assertThat(Chains.encode(ofBytes(9, codec), stored)).isEqualTo(stored);
      assertThat(Chains.decode(ofBytes(9, codec), stored)).isEqualTo(stored);
    }
    assertThatThrownBy(() -> ofBytes(10, three))
        .hasMessageContaining("its 'elementsize' 3 does not divide a chunk of 10 bytes");
    String varying = codec("numcodecs.shuffle", "'elementsize':5") + ",{'name':'zlib'}";
    byte[] odd = Chains.encode(ofBytes(9, "{'name':'zlib'}"), stored);
    assertThatThrownBy(() -> Chains.decode(ofBytes(10, "{'name':'gzip'}," + varying), odd))
        .hasMessageContaining("9 bytes are not items of 5");
  }

  @Test
  void base64MayBeBrokenIntoLinesButHoldsNothingElse() {
    CodecPipeline one = ofBytes(1, codec("numcodecs.base64", ""));
    CodecPipeline two = ofBytes(2, codec("numcodecs.base64", ""));
    assertThat(Chains.decode(one, ascii("TQ=="))).isEqualTo(ascii("M"));
    assertThat(Chains.decode(two, ascii("TW\r\nE="))).isEqualTo(ascii("Ma"));
    assertThat(Chains.encode(one, hex("ff"))).isEqualTo(ascii("/w=="));
    assertThat(Chains.encode(two, hex("fbff"))).isEqualTo(ascii("+/8="));
    assertThat(Chains.decode(ofBytes(0, codec("numcodecs.base64", "")), new byte[0])).isEmpty();
    for (String bad :
        new String[] {"TQ=", "TQ", "T", "TQ===", "TQ==TQ==", "T===", "T-==", "TQ=A"}) {
      assertThatThrownBy(() -> Chains.decode(one, ascii(bad)))
          .as(bad)
          .isInstanceOf(CodecException.class);
    }
    assertThatThrownBy(() -> Chains.decode(one, ascii("TWE=")))
        .hasMessageContaining("more than the 1 bytes that belong");
  }

  @Test
  void bz2StreamsFollowEachOther() {
    String stored =
        "425a6831314159265359a5e04c6100000191804000024004002000219a68334d0cbc5dc914e1424297813184"
            + "425a683517724538509000000000" // an empty one
            + "425a6839314159265359cd2a737600000181800828220020002183419a085c7177245385090cd2a73760";
    CodecPipeline pipeline = ofBytes(9, codec("numcodecs.bz2", "'level':9"));
    assertThat(Chains.decode(pipeline, hex(stored))).isEqualTo(ascii("the quick"));
    assertThatThrownBy(() -> Chains.decode(ofBytes(8, codec("numcodecs.bz2", "")), hex(stored)))
        .hasMessageContaining("more than the 8 bytes that belong");
    assertThatThrownBy(() -> Chains.decode(pipeline, hex(stored.replace("a5e0", "a5e1"))))
        .hasMessageStartingWith("Cannot decode bz2: ");
    assertThatThrownBy(() -> ofBytes(9, codec("numcodecs.bz2", "'level':0")))
        .hasMessageContaining("its 'level' is 0, not 1 to 9");
  }

  @Test
  void aLaterBz2StreamMayHaveLargerBlocks() throws IOException {
    byte[] noise = new byte[400_000];
    new Random(1).nextBytes(noise);
    byte[] small = Arrays.copyOf(noise, 1000);
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    stored.write(Chains.encode(ofBytes(1000, codec("numcodecs.bz2", "'level':1")), small));
    stored.write(Chains.encode(ofBytes(400_000, codec("numcodecs.bz2", "'level':9")), noise));
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    expected.write(small);
    expected.write(noise);
    assertThat(Chains.decode(ofBytes(401_000, codec("numcodecs.bz2", "")), stored.toByteArray()))
        .isEqualTo(expected.toByteArray());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        // xz: no check, CRC-32, CRC-64 (preset 9), SHA-256, and delta | x86 | LZMA2 with 64 MiB
        "- | fd377a585a000000ff12d9410200210116000000742fe5a301000468656c6c6f0000000000011505b0a7596706729e7a010000000000595a",
        "- | fd377a585a0000016922de360200210116000000742fe5a301000468656c6c6f0000000086a6103600011905bce8eccb9042990d010000000001595a",
        "- | fd377a585a000004e6d6b446020021011c00000010cf58cc01000468656c6c6f00000000b137b9dbe5da1e9b00011d05b82d80af1fb6f37d010000000004595a",
        "- | fd377a585a00000ae1fb0ca10200210116000000742fe5a301000468656c6c6f000000002cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824000135051283ddf2189b4b9a01000000000a595a",
        "- | fd377a585a000004e6d6b4460302030101040021011c0000561dafc1010004686504070300000000b137b9dbe5da1e9b00012105475473dc1fb6f37d010000000004595a",
        "'format':2 | 5d00008000ffffffffffffffff00341949ee8e6821ffffffb9e00000",
        "'format':3,'filters':[{'id':33,'preset':1}] | 01000468656c6c6f00",
        "'format':3,'filters':[{'id':4611686018427387905,'preset':1,'lc':2,'lp':1,'pb':0}] | 00341a14cf8abc495771fffd166000",
      })
  void lzmaOfPythonDecodes(String configuration, String stored) {
    CodecPipeline pipeline = ofBytes(5, codec("numcodecs.lzma", configuration));
    assertThat(Chains.decode(pipeline, hex(stored))).isEqualTo(ascii("hello"));
    byte[] own = Chains.encode(pipeline, ascii("hello"));
    assertThat(Chains.decode(pipeline, own)).isEqualTo(ascii("hello"));
    CodecPipeline twice = ofBytes(10, codec("numcodecs.lzma", configuration));
    assertThat(Chains.decode(twice, hex(stored + stored))).isEqualTo(ascii("hellohello"));
    assertThatThrownBy(() -> Chains.decode(ofBytes(4, codec("numcodecs.lzma", configuration)), own))
        .isInstanceOf(CodecException.class);
  }

  @Test
  void lzmaTurnsJumpsOfAProcessorIntoAddresses() {
    CodecPipeline pipeline =
        ofBytes(
            23, codec("numcodecs.lzma", "'format':3,'filters':[{'id':4},{'id':33,'preset':1}]"));
    byte[] jumps = hex("e800000000 eb000010 e811111100 e900000000 e8fffffe");
    byte[] stored = hex("010017 e805000000eb000010e81f111100e913000000e81700ffff00");
    byte[] all = hex("e800000000 eb000010 e811111100 e900000000 e8fffffeff");
    CodecPipeline whole =
        ofBytes(
            24, codec("numcodecs.lzma", "'format':3,'filters':[{'id':4},{'id':33,'preset':1}]"));
    assertThat(Chains.decode(whole, stored)).isEqualTo(all);
    assertThat(Chains.decode(pipeline, Chains.encode(pipeline, jumps))).isEqualTo(jumps);
  }

  @ParameterizedTest
  @CsvSource({"4", "5", "6", "7", "8", "9"})
  void everyProcessorsFilterComesBack(int id) {
    byte[] noise = new byte[4096];
    new Random(id).nextBytes(noise);
    for (int i = 0; i < noise.length; i += 3) {
      noise[i] = (byte) new int[] {0xe8, 0xeb, 0xf0, 0xf8, 0x40, 0x48}[i % 6];
    }
    for (String format : new String[] {"1", "3"}) {
      CodecPipeline pipeline =
          ofBytes(
              noise.length,
              codec(
                  "numcodecs.lzma",
                  "'format':"
                      + format
                      + ",'filters':[{'id':"
                      + id
                      + ",'start_offset':4096},{'id':33,'preset':1}]"));
      assertThat(Chains.decode(pipeline, Chains.encode(pipeline, noise))).isEqualTo(noise);
    }
  }

  /** The library writes several blocks, which Python does not. */
  @Test
  void xzStreamsHaveSeveralBlocksAndZerosBehind() throws IOException {
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    try (XZOutputStream stream = new XZOutputStream(stored, new LZMA2Options(3))) {
      for (String part : new String[] {"the ", "quick", " brown"}) {
        stream.write(ascii(part));
        stream.endBlock();
      }
    }
    stored.write(new byte[8]);
    try (XZOutputStream stream = new XZOutputStream(stored, new LZMA2Options(0))) {
      stream.write(ascii(" fox"));
    }
    byte[] bytes = stored.toByteArray();
    CodecPipeline pipeline = ofBytes(19, codec("numcodecs.lzma", ""));
    assertThat(Chains.decode(pipeline, bytes)).isEqualTo(ascii("the quick brown fox"));
    byte[] unevenly = Arrays.copyOf(bytes, bytes.length + 2);
    assertThatThrownBy(() -> Chains.decode(pipeline, unevenly))
        .hasMessageContaining("it is cut off at byte");
  }

  @Test
  void anXzStreamOfNothingIsLegal() {
    byte[] stored = hex("fd377a585a000004e6d6b446000000001cdf44211fb6f37d010000000004595a");
    assertThat(Chains.decode(ofBytes(0, codec("numcodecs.lzma", "")), stored)).isEmpty();
  }

  /** 64 MiB are declared, five bytes belong. */
  @Test
  void aDeclaredDictionaryTakesNoMoreMemoryThanTheChunk() {
    String frame = "fd377a585a000004e6d6b446020021011c00000010cf58cc01000468656c6c6f00000000";
    byte[] xz = hex(frame + "b137b9dbe5da1e9b00011d05b82d80af1fb6f37d010000000004595a");
    byte[] alone = hex("5dffffffffffffffffffffffff00341949ee8e6821ffffffb9e00000");
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    CodecPipeline format1 = ofBytes(5, codec("numcodecs.lzma", ""));
    CodecPipeline format2 = ofBytes(5, codec("numcodecs.lzma", "'format':2"));
    Chains.decode(format1, xz); // classes and scratch
    long before = threads.getThreadAllocatedBytes(thread);
    assertThat(Chains.decode(format1, xz)).isEqualTo(ascii("hello"));
    assertThat(Chains.decode(format2, alone)).isEqualTo(ascii("hello"));
    assertThat(threads.getThreadAllocatedBytes(thread) - before).isLessThan(4 << 20);
  }

  @Test
  void lzmaRefusesWhatItCannotDoByName() {
    assertRefused("'format':4", "its 'format' is 4, not 1, 2 or 3");
    assertRefused("'format':3", "its format 3 needs 'filters'");
    assertRefused("'check':2", "its 'check' is 2");
    assertRefused("'preset':12", "preset: 12");
    assertRefused("'preset':'best'", "its 'preset' is \"best\"");
    assertRefused("'format':3,'filters':[]", "not a list of 1 to 4 filters");
    assertRefused("'format':3,'filters':[{'id':3,'dist':2}]", "the last, and only the last");
    assertRefused("'format':3,'filters':[{'id':33},{'id':33}]", "the last, and only the last");
    assertRefused("'format':3,'filters':[{'id':10},{'id':33}]", "filter 10 is not supported");
    assertRefused("'format':3,'filters':[{'id':3,'dist':0},{'id':33}]", "elta distance");
    assertRefused("'format':3,'filters':[{'id':33,'dict_size':-1}]", "'dict_size' is -1");
    assertRefused("'format':3,'filters':[{'id':33,'lc':'x'}]", "'lc' is \"x\", not an integer");
    assertRefused("'format':2,'filters':[{'id':33}]", "its format 2 has one filter only, LZMA");
    assertRefused("'format':1,'filters':[{'id':4611686018427387905}]", "format 1 takes LZMA2");
  }

  private static void assertRefused(String configuration, String reason) {
    assertThatThrownBy(() -> ofBytes(5, codec("numcodecs.lzma", configuration)))
        .as(configuration)
        .isInstanceOf(CodecException.class)
        .hasMessageStartingWith("Cannot use codec 'numcodecs.lzma': ")
        .hasMessageContaining(reason);
  }
}
