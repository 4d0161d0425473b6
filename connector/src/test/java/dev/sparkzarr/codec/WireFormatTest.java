package dev.sparkzarr.codec;

import static dev.sparkzarr.codec.Chains.hex;
import static dev.sparkzarr.codec.Chains.pipeline;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import dev.sparkzarr.metadata.ElementKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Stored bytes worked out by hand from the formats' own documents. */
class WireFormatTest {
  private static final String BYTES = "{'name':'bytes'}";

  private static void assertWire(CodecPipeline pipeline, String decoded, String encoded) {
    assertThat(Chains.decode(pipeline, hex(encoded))).isEqualTo(hex(decoded));
    assertThat(Chains.encode(pipeline, hex(decoded))).isEqualTo(hex(encoded));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static CodecPipeline ofBytes(int size, String codec) {
    return pipeline("[" + BYTES + "," + codec + "]", ElementKind.UINT8, size);
  }

  @Test
  void bytesAreInTheOrderThatIsNamed() {
    String big = "[{'name':'bytes','configuration':{'endian':'big'}}]";
    String little = "[{'name':'endian','configuration':{'endian':'little'}}]";
    assertWire(pipeline(big, ElementKind.INT16, 2), "0201 0403", "0102 0304");
    assertWire(pipeline(big, ElementKind.FLOAT32, 2), "04030201 08070605", "01020304 05060708");
    assertWire(pipeline(big, ElementKind.INT64), "0807060504030201", "0102030405060708");
    assertWire(pipeline(little, ElementKind.INT16, 2), "0102 0304", "0102 0304");
  }

  @Test
  void transposeNamesTheDecodedDimensionOfEachEncodedOne() {
    String chain = "[{'name':'transpose','configuration':{'order':[2,0,1]}}," + BYTES + "]";
    assertWire(
        pipeline(chain, ElementKind.UINT8, 2, 3, 4),
        "00010203 04050607 08090a0b 0c0d0e0f 10111213 14151617",
        "0004080c1014 0105090d1115 02060a0e1216 03070b0f1317");
  }

  @Test
  void orderFIsTheReversedOne() {
    String chain = "[{'name':'transpose','configuration':{'order':'F'}}," + BYTES + "]";
    assertWire(pipeline(chain, ElementKind.INT8, 2, 3), "000102030405", "000301040205");
    String same = "[{'name':'transpose','configuration':{'order':'C'}}," + BYTES + "]";
    assertWire(pipeline(same, ElementKind.INT8, 2, 3), "000102030405", "000102030405");
  }

  @Test
  void transposesApplyOneAfterTheOther() {
    // Dimensions (0, 1, 2) become (1, 2, 0), then (2, 1, 0).
    String chain =
        "[{'name':'transpose','configuration':{'order':[1,2,0]}},"
            + "{'name':'transpose','configuration':{'order':[1,0,2]}},"
            + BYTES
            + "]";
    assertWire(
        pipeline(chain, ElementKind.UINT8, 2, 3, 4),
        "00010203 04050607 08090a0b 0c0d0e0f 10111213 14151617",
        "000c04100814 010d05110915 020e06120a16 030f07130b17");
  }

  @Test
  void crc32cStandsBehind() {
    // The check value of CRC-32C is e3069283.
    byte[] stored = Arrays.copyOf(ascii("123456789"), 13);
    System.arraycopy(hex("839206e3"), 0, stored, 9, 4);
    CodecPipeline pipeline = ofBytes(9, "{'name':'crc32c'}");
    assertThat(Chains.decode(pipeline, stored)).isEqualTo(ascii("123456789"));
    assertThat(Chains.encode(pipeline, ascii("123456789"))).isEqualTo(stored);
  }

  @Test
  void crc32cSaysWhenItStandsAtTheOtherEnd() {
    CodecPipeline pipeline =
        ofBytes(9, "{'name':'numcodecs.crc32c','configuration':{'location':'start'}}");
    assertThatThrownBy(() -> Chains.decode(pipeline, hex("313233343536373839 839206e3")))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("the checksum stands at the end, not where the metadata says");
    assertThatThrownBy(() -> Chains.decode(pipeline, hex("313233343536373830 839206e3")))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("the checksum of 9 bytes does not match");
  }

  @Test
  void lz4IsASizeAndOneBlock() {
    CodecPipeline pipeline = ofBytes(5, "{'name':'numcodecs.lz4'}");
    assertThat(Chains.decode(pipeline, hex("05000000 50 68656c6c6f"))).isEqualTo(ascii("hello"));
    assertThatThrownBy(() -> Chains.decode(pipeline, hex("ffffffff 50 68656c6c6f")))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("it declares 4294967295 decoded bytes where 5 belong");
  }

  @Test
  void gzipMembersFollowEachOtherAndMayBePadded() throws IOException {
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    for (String part : new String[] {"the ", "", "quick"}) {
      try (OutputStream member = new GZIPOutputStream(stored)) {
        member.write(ascii(part));
      }
    }
    stored.write(new byte[7]);
    CodecPipeline pipeline = ofBytes(9, "{'name':'gzip'}");
    assertThat(Chains.decode(pipeline, stored.toByteArray())).isEqualTo(ascii("the quick"));
    stored.write(1);
    assertThatThrownBy(() -> Chains.decode(pipeline, stored.toByteArray()))
        .isInstanceOf(CodecException.class);
  }

  @Test
  void gzipHeadersMayHaveEveryField() {
    // Flags: header checksum, extra field of 2, name "n", comment "c"; one stored block "hello".
    String header = "1f8b08 1e 00000000 00ff 0200 aabb 6e00 6300 0000";
    String stored = header + "01 0500 faff 68656c6c6f 86a61036 05000000";
    CodecPipeline pipeline = ofBytes(5, "{'name':'gzip'}");
    assertThat(Chains.decode(pipeline, hex(stored))).isEqualTo(ascii("hello"));
    assertThatThrownBy(() -> Chains.decode(pipeline, hex(stored.replace("86a6", "87a6"))))
        .hasMessageContaining("the checksum of 5 bytes does not match");
    assertThatThrownBy(() -> Chains.decode(pipeline, hex(stored.replace("36 05", "36 06"))))
        .hasMessageContaining("the checksum of 5 bytes does not match");
  }

  @Test
  void zlibIsOneStream() {
    // RFC 1950 header, one stored block, Adler-32 of "hello".
    String stored = "7801 01 0500 faff 68656c6c6f 062c0215";
    CodecPipeline pipeline = ofBytes(5, "{'name':'numcodecs.zlib'}");
    assertThat(Chains.decode(pipeline, hex(stored))).isEqualTo(ascii("hello"));
    assertThatThrownBy(() -> Chains.decode(pipeline, hex(stored + "00")))
        .hasMessageContaining("1 bytes follow the end of its stream");
    assertThatThrownBy(() -> Chains.decode(pipeline, hex(stored.replace("0215", "0216"))))
        .isInstanceOf(CodecException.class);
  }

  @Test
  void zstdFramesMayFollowEachOtherAndHideTheirSize() throws IOException {
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    for (String part : new String[] {"the ", "quick"}) {
      try (OutputStream frame = new ZstdOutputStream(stored)) { // does not know the size beforehand
        frame.write(ascii(part));
      }
    }
    stored.write(hex("502a4d18 03000000 aabbcc")); // a skippable frame
    byte[] bytes = stored.toByteArray();
    assertThat(Chains.decode(ofBytes(9, "{'name':'zstd'}"), bytes)).isEqualTo(ascii("the quick"));
    assertThatThrownBy(() -> Chains.decode(ofBytes(8, "{'name':'zstd'}"), bytes))
        .hasMessageContaining("more bytes than the 8 that belong");
    assertThatThrownBy(() -> Chains.decode(ofBytes(10, "{'name':'zstd'}"), bytes))
        .hasMessageContaining("it holds 9 bytes where 10 belong");
  }

  @Test
  void zstdThatClaimsMoreThanThereIsInTheWorldIsRefused() {
    // Single segment, 8-byte content size 2^60; then one raw last block of 1 byte.
    String stored = "28b52ffd e0 0000000000000010 090000 61";
    assertThatThrownBy(() -> Chains.decode(ofBytes(1, "{'name':'zstd'}"), hex(stored)))
        .isInstanceOf(CodecException.class);
    assertThatThrownBy(
            () -> Chains.decode(ofBytes(1, "{'name':'zlib'},{'name':'zstd'}"), hex(stored)))
        .isInstanceOf(CodecException.class);
  }

  /** A container: flags, item size, decoded size and block size, then offsets and blocks. */
  private static byte[] blosc(int flags, int typeSize, int size, int block, String rest) {
    byte[] payload = hex(rest);
    byte[] stored = new byte[16 + payload.length];
    stored[0] = 2;
    stored[1] = 1;
    stored[2] = (byte) flags;
    stored[3] = (byte) typeSize;
    RawBytes.putInt(stored, 4, size);
    RawBytes.putInt(stored, 8, block);
    RawBytes.putInt(stored, 12, stored.length);
    System.arraycopy(payload, 0, stored, 16, payload.length);
    return stored;
  }

  private static CodecPipeline bloscOf(int size) {
    return ofBytes(size, "{'name':'blosc','configuration':{'cname':'zstd'}}");
  }

  @Test
  void bloscMayHoldItsPayloadAsItIs() {
    byte[] stored = blosc(0x03, 4, 5, 5, "68656c6c6f"); // the shuffle flag means nothing here
    assertThat(Chains.decode(bloscOf(5), stored)).isEqualTo(ascii("hello"));
    assertThat(Chains.decode(bloscOf(0), blosc(0x21, 4, 0, 0, ""))).isEmpty();
  }

  @Test
  void bloscBlocksAreShuffledOneByOne() {
    // Items of 2, unsplit, blocks of 6; each stream is as long as its decoded form: stored.
    byte[] stored = blosc(0x31, 2, 9, 6, "18000000 22000000 06000000 616365626466 03000000 676869");
    assertThat(Chains.decode(bloscOf(9), stored)).isEqualTo(ascii("abcdefghi"));
  }

  @Test
  void bloscBlocksAreSplitFrom128ItemsOn() {
    byte[] decoded = Chains.counting(256);
    StringBuilder even = new StringBuilder();
    StringBuilder odd = new StringBuilder();
    for (int i = 0; i < 256; i += 2) {
      even.append("%02x".formatted(i));
      odd.append("%02x".formatted(i + 1));
    }
    byte[] split = blosc(0x21, 2, 256, 256, "14000000 80000000 " + even + " 80000000 " + odd);
    byte[] whole = blosc(0x31, 2, 256, 256, "14000000 00010000 " + even + odd);
    assertThat(Chains.decode(bloscOf(256), split)).isEqualTo(decoded);
    assertThat(Chains.decode(bloscOf(256), whole)).isEqualTo(decoded);
    String shorter = "14000000 fe000000 " + even.substring(0, 254) + odd.substring(0, 254);
    assertThat(Chains.decode(bloscOf(254), blosc(0x21, 2, 254, 254, shorter)))
        .isEqualTo(Chains.counting(254));
  }

  @Test
  void bloscBitShuffleTurnsEightItemsAtATime() {
    byte[] stored = blosc(0x34, 1, 8, 8, "14000000 08000000 aaccf00000000000");
    assertThat(Chains.decode(bloscOf(8), stored)).isEqualTo(hex("0001020304050607"));
    byte[] seven = blosc(0x34, 1, 7, 7, "14000000 07000000 aaccf000000000"); // as it is
    assertThat(Chains.decode(bloscOf(7), seven)).isEqualTo(hex("aaccf000000000"));
  }

  @Test
  void matchesOfDistanceZeroNeverShowWhatWasThereBefore() {
    byte[] snappy =
        blosc(0x50, 1, 20, 20, "14000000 10000000 14 10 4c4c4c4c4c 260000 10 4545454545");
    byte[] lz4 =
        blosc(0x30, 1, 32, 32, "14000000 12000000 1f 4c 0000 00 c0 454545454545454545454545");
    for (byte[] stored : new byte[][] {snappy, lz4}) {
      ChunkBuffer target = new ChunkBuffer(ElementKind.UINT8);
      target.resize(32);
      Arrays.fill(target.bytes(), (byte) 'X');
      try {
        bloscOf(RawBytes.getInt(stored, 4)).decode(ByteBuffer.wrap(stored), target);
      } catch (CodecException refused) {
        continue; // better still
      }
      byte[] shown = Arrays.copyOf(target.bytes(), target.size());
      assertThat(new String(shown, StandardCharsets.ISO_8859_1))
          .startsWith("L")
          .doesNotContain("X");
    }
  }

  @Test
  void blosclzCopiesFromBehind() {
    byte[] stored = blosc(0x10, 1, 9, 9, "14000000 06000000 02616263 8002");
    assertThat(Chains.decode(bloscOf(9), stored)).isEqualTo(ascii("abcabcabc"));
    byte[] run = blosc(0x10, 1, 270, 270, "14000000 06000000 0061 e0ff0500");
    byte[] expected = new byte[270];
    Arrays.fill(expected, (byte) 'a');
    assertThat(Chains.decode(bloscOf(270), run)).isEqualTo(expected);
    byte[] before = blosc(0x10, 1, 9, 9, "14000000 06000000 02616263 8003");
    assertThatThrownBy(() -> Chains.decode(bloscOf(9), before))
        .hasMessageContaining("a stream of block 0 does not decode to 9 bytes with BLOSCLZ");
  }

  @Test
  void blosclzNeverReachesBeforeItsOwnStart() {
    byte[] target = new byte[20];
    byte[] good = hex("02616263 8002");
    assertThat(BlosclzStream.decode(new ByteSpan(good, 0, 6), target, 5, 9)).isTrue();
    assertThat(Arrays.copyOfRange(target, 5, 14)).isEqualTo(ascii("abcabcabc"));
    byte[] before = hex("02616263 8003");
    assertThat(BlosclzStream.decode(new ByteSpan(before, 0, 6), target, 5, 9)).isFalse();
  }

  @Test
  void bloscHeadersThatLieAreRefused() {
    byte[] good = blosc(0x31, 2, 4, 4, "14000000 04000000 61636264");
    assertThat(Chains.decode(bloscOf(4), good)).isEqualTo(ascii("abcd"));
    assertBloscRefused(good, 0, 1, "the unknown format version 1");
    assertBloscRefused(good, 2, 0x39, "its flags 0x39 are not legal");
    assertBloscRefused(good, 2, 0x35, "its flags 0x35 are not legal");
    assertBloscRefused(good, 2, 0xb1, "the unknown code 5");
    assertBloscRefused(good, 3, 0, "in items of 0");
    assertBloscRefused(good, 4, 5, "it declares 5 decoded bytes where 4 belong");
    assertBloscRefused(good, 8, 0, "it declares blocks of 0 bytes in 4");
    assertBloscRefused(good, 8, 5, "it declares blocks of 5 bytes in 4");
    assertBloscRefused(good, 8, 1, "it declares 4 blocks in 28 bytes");
    assertBloscRefused(good, 12, 29, "it declares 29 encoded bytes where 28 are");
    assertBloscRefused(good, 16, 25, "begins outside, at byte 25");
    assertBloscRefused(good, 20, 5, "declares 5 bytes at 24");
  }

  @Test
  void blosc2IsRefusedByName() {
    // The beginning of a frame: an array of 14, the magic text, the size of its header.
    byte[] frame = hex("9e a8 62326672616d6500 d2 00000057 cf 00000000");
    assertThatThrownBy(() -> Chains.decode(bloscOf(4), frame))
        .isInstanceOf(CodecException.class)
        .hasMessageStartingWith("Cannot decode blosc: it is a blosc2 frame, another format");
    byte[] chunk = blosc(0x31, 2, 4, 4, "14000000 04000000 61636264");
    chunk[0] = 5;
    assertThatThrownBy(() -> Chains.decode(bloscOf(4), chunk))
        .hasMessageStartingWith("Cannot decode blosc: it is a blosc2 chunk, another format")
        .hasMessageEndingWith("Rewrite the array with codec 'blosc' or 'zstd'.");
  }

  private static void assertBloscRefused(byte[] good, int at, int value, String reason) {
    byte[] bad = good.clone();
    bad[at] = (byte) value;
    assertThatThrownBy(() -> Chains.decode(bloscOf(4), bad))
        .isInstanceOf(CodecException.class)
        .hasMessageStartingWith("Cannot decode ")
        .hasMessageContaining(reason)
        .hasMessageEndingWith("The stored bytes are damaged or belong to another array.");
  }
}
