package dev.sparkzarr.codec;

import static dev.sparkzarr.codec.Chains.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.Shape;
import dev.sparkzarr.store.ByteRange;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Shards laid out by hand. */
class ShardTest {
  private static final String BYTES = "{'name':'bytes'}";
  private static final String LITTLE = "{'name':'bytes','configuration':{'endian':'little'}}";
  private static final String BIG = "{'name':'bytes','configuration':{'endian':'big'}}";
  private static final String ABSENT = "ffffffffffffffff ffffffffffffffff";

  private static String sharding(String chunk, String inner, String index, String location) {
    return "{'name':'sharding_indexed','configuration':{'chunk_shape':"
        + chunk
        + ",'codecs':["
        + inner
        + "],'index_codecs':["
        + index
        + "],'index_location':'"
        + location
        + "'}}";
  }

  private static String entry(int offset, int length) {
    return "%02x00000000000000 %02x00000000000000".formatted(offset, length);
  }

  private static CodecPipeline pipeline(String codec, long... shape) {
    return Chains.pipeline("[" + codec + "]", ElementKind.UINT8, new byte[] {9}, shape);
  }

  @Test
  void anIndexAtTheEnd() {
    CodecPipeline pipeline = pipeline(sharding("[2]", BYTES, LITTLE, "end"), 6);
    // In reverse, with dead bytes between, and the second chunk absent.
    String stored = "0405 eeee 0001" + entry(4, 2) + ABSENT + entry(0, 2);
    assertThat(Chains.decode(pipeline, hex(stored))).isEqualTo(hex("0001 0909 0405"));
    ShardLayout layout = pipeline.shard().orElseThrow();
    assertThat(layout.indexRange()).isEqualTo(new ByteRange.Suffix(48));
    assertThat(layout.chunkShape()).isEqualTo(Shape.of(2));
    assertThat(layout.chunksPerShard()).isEqualTo(Shape.of(3));
    ShardIndex index = layout.decodeIndex(ByteBuffer.wrap(hex(stored), 6, 48));
    assertThat(index.slice(new long[] {0})).contains(new ByteRange.Slice(4, 2));
    assertThat(index.slice(new long[] {1})).isEmpty();
    assertThat(index.slice(new long[] {2})).contains(new ByteRange.Slice(0, 2));
    assertThatThrownBy(() -> index.slice(new long[] {3}))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(index.memory()).isBetween(48L, 1000L);
  }

  @Test
  void anIndexAtTheStartCountsItselfIn() {
    CodecPipeline pipeline =
        pipeline(sharding("[2]", BYTES, LITTLE + ",{'name':'crc32c'}", "start"), 4);
    ShardLayout layout = pipeline.shard().orElseThrow();
    assertThat(layout.indexRange()).isEqualTo(new ByteRange.Slice(0, 0x24));
    byte[] stored = Chains.encode(pipeline, hex("0909 0203"));
    assertThat(stored).hasSize(0x26).endsWith(2, 3);
    assertThat(stored).startsWith(hex(ABSENT + entry(0x24, 2)));
    assertThat(Chains.decode(pipeline, stored)).isEqualTo(hex("0909 0203"));
    stored[20] ^= 1;
    assertThatThrownBy(() -> Chains.decode(pipeline, stored))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("crc32c");
  }

  @Test
  void chunksMayShareBytes() {
    CodecPipeline pipeline = pipeline(sharding("[2]", BYTES, LITTLE, "end"), 4);
    assertThat(Chains.decode(pipeline, hex("0102 " + entry(0, 2) + entry(0, 2))))
        .isEqualTo(hex("0102 0102"));
  }

  @Test
  void anIndexMayBeBigEndian() {
    CodecPipeline pipeline = pipeline(sharding("[1]", BYTES, BIG, "end"), 2);
    String stored = "aabb 0000000000000001 0000000000000001 0000000000000000 0000000000000001";
    assertThat(Chains.decode(pipeline, hex(stored))).isEqualTo(hex("bbaa"));
    assertThat(Chains.encode(pipeline, hex("aa09")))
        .isEqualTo(hex("aa 0000000000000000 0000000000000001" + ABSENT));
  }

  @Test
  void innerChunksStandInCOrderAndGoToTheirPlace() {
    CodecPipeline pipeline = pipeline(sharding("[1,2]", BYTES, LITTLE, "end"), 2, 4);
    String index = entry(0, 2) + entry(2, 2) + entry(4, 2) + entry(6, 2);
    String stored = "0001 0203 1011 1213" + index;
    assertThat(Chains.decode(pipeline, hex(stored))).isEqualTo(hex("00010203 10111213"));
    CodecPipeline tall = pipeline(sharding("[2,2]", BYTES, LITTLE, "end"), 2, 4);
    assertThat(Chains.decode(tall, hex("00011011 02031213" + entry(0, 4) + entry(4, 4))))
        .isEqualTo(hex("00010203 10111213"));
  }

  @Test
  void aTransposeBeforeTheShardIsUndoneInTheLayout() {
    // Decoded 2 x 4; the shard sees 4 x 2 and cuts it in inner chunks of 2 x 1.
    CodecPipeline pipeline =
        Chains.pipeline(
            "[{'name':'transpose','configuration':{'order':[1,0]}},"
                + sharding("[2,1]", BYTES, LITTLE, "end")
                + "]",
            ElementKind.UINT8,
            2,
            4);
    ShardLayout layout = pipeline.shard().orElseThrow();
    assertThat(layout.chunkShape()).isEqualTo(Shape.of(1, 2));
    assertThat(layout.chunksPerShard()).isEqualTo(Shape.of(2, 2));
    // The shard's inner chunks in its own order: (0,0) (0,1) (1,0) (1,1).
    String index = entry(0, 2) + entry(2, 2) + entry(4, 2) + entry(6, 2);
    byte[] stored = hex("0001 1011 0203 1213" + index);
    assertThat(Chains.decode(pipeline, stored)).isEqualTo(hex("00010203 10111213"));
    ShardIndex decoded = layout.decodeIndex(ByteBuffer.wrap(stored, 8, 64));
    assertThat(decoded.slice(new long[] {1, 0})).contains(new ByteRange.Slice(2, 2));
    assertThat(decoded.slice(new long[] {0, 1})).contains(new ByteRange.Slice(4, 2));
    assertThat(Chains.decode(layout.inner(), hex("1011"))).isEqualTo(hex("1011"));
  }

  @Test
  void offsetsOfAShardInAShardCountFromTheInnerOne() {
    String nested = sharding("[1]", BYTES, LITTLE, "start");
    CodecPipeline pipeline = pipeline(sharding("[2]", nested, LITTLE, "end"), 4);
    String inner = entry(0x20, 1) + entry(0x21, 1) + "0708";
    String stored = "ee" + inner + ABSENT + entry(1, 0x22);
    assertThat(Chains.decode(pipeline, hex(stored))).isEqualTo(hex("0909 0708"));
    assertThat(pipeline.shard().orElseThrow().inner().shard()).isPresent();
  }

  @Test
  void bytesAfterTheShardForbidReadingParts() {
    CodecPipeline pipeline =
        pipeline(sharding("[2]", BYTES, LITTLE, "end") + ",{'name':'crc32c'}", 4);
    assertThat(pipeline.shard()).isEmpty();
    assertThat(Chains.decode(pipeline, Chains.encode(pipeline, hex("01020304"))))
        .isEqualTo(hex("01020304"));
  }

  @Test
  void entriesThatPointNowhereAreRefused() {
    CodecPipeline pipeline = pipeline(sharding("[2]", BYTES, LITTLE, "end"), 4);
    assertRefused(pipeline, entry(0x21, 2), "index entry 1 points at 2 bytes from byte 33, which");
    assertRefused(pipeline, entry(0, 3), "index entry 1 points at 3 bytes from byte 0, where 2");
    assertRefused(pipeline, ABSENT.substring(0, 17) + "0200000000000000", "index entry 1 points");
    assertRefused(pipeline, "0000000000000000" + ABSENT.substring(0, 16), "index entry 1 points");
    assertRefused(pipeline, "ffffffffffffff7f ffffffffffffff7f", "index entry 1 points");
  }

  private static void assertRefused(CodecPipeline pipeline, String entry, String reason) {
    byte[] stored = hex("0102" + entry(0, 2) + entry);
    assertThatThrownBy(() -> Chains.decode(pipeline, stored))
        .isInstanceOf(CodecException.class)
        .hasMessageStartingWith("Cannot decode sharding_indexed: ")
        .hasMessageContaining(reason);
  }

  @Test
  void aShardMayBeLargerThanMemory() {
    CodecPipeline pipeline =
        pipeline(sharding("[1048576]", BYTES, LITTLE + ",{'name':'crc32c'}", "end"), 1L << 40);
    ShardLayout layout = pipeline.shard().orElseThrow();
    assertThat(layout.chunksPerShard()).isEqualTo(Shape.of(1 << 20));
    assertThat(layout.indexRange()).isEqualTo(new ByteRange.Suffix((16L << 20) + 4));
    byte[] entries = new byte[16 << 20];
    ShardIndex.put(entries, 16 << 19, 1L << 39, 1 << 20);
    for (int at = 0; at < entries.length; at += 16) {
      if (at != 16 << 19) {
        ShardIndex.putAbsent(entries, at);
      }
    }
    java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
    crc.update(entries);
    ByteBuffer stored = ByteBuffer.allocate(entries.length + 4).put(entries);
    stored.order(java.nio.ByteOrder.LITTLE_ENDIAN).putInt((int) crc.getValue()).flip();
    assertThat(layout.decodeIndex(stored).slice(new long[] {1 << 19}))
        .contains(new ByteRange.Slice(1L << 39, 1 << 20));
    assertThatThrownBy(() -> pipeline.fill(new ChunkBuffer(ElementKind.UINT8)))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("at most 2 GiB");
  }

  @Test
  void aShardMayHaveNoDimensions() {
    CodecPipeline pipeline = pipeline(sharding("[]", BYTES, LITTLE, "end"));
    assertThat(Chains.decode(pipeline, hex("07" + entry(0, 1)))).isEqualTo(hex("07"));
    assertThat(Chains.decode(pipeline, hex(ABSENT))).isEqualTo(hex("09"));
    assertThat(Chains.encode(pipeline, hex("07"))).isEqualTo(hex("07" + entry(0, 1)));
    ShardLayout layout = pipeline.shard().orElseThrow();
    assertThat(layout.decodeIndex(ByteBuffer.wrap(hex(entry(0, 1)))).slice(new long[0]))
        .contains(new ByteRange.Slice(0, 1));
  }

  @Test
  void anIndexMayBeTransposedAndSummedTwice() {
    // Two inner chunks: all offsets, then all lengths, then a sum of those, and a sum of both.
    String turned = "{'name':'transpose','configuration':{'order':[1,0]}}";
    String sum = "{'name':'crc32c'}";
    String words = "0100000000000000 0000000000000000 0100000000000000 0100000000000000";
    CodecPipeline plain = pipeline(sharding("[1]", BYTES, turned + "," + LITTLE, "end"), 2);
    assertThat(Chains.decode(plain, hex("0a0b" + words))).isEqualTo(hex("0b0a"));
    String twice = turned + "," + LITTLE + "," + sum + "," + sum;
    CodecPipeline checked = pipeline(sharding("[1]", BYTES, twice, "start"), 2);
    byte[] stored = Chains.encode(checked, hex("0b0a"));
    assertThat(stored).hasSize(2 + 32 + 8);
    assertThat(Chains.decode(checked, stored)).isEqualTo(hex("0b0a"));
    for (int i = 0; i < 40; i++) {
      byte[] changed = stored.clone();
      changed[i] ^= 0x10;
      assertThatThrownBy(() -> Chains.decode(checked, changed))
          .isInstanceOf(CodecException.class)
          .hasMessageContaining("crc32c");
    }
  }

  @Test
  void anInnerChunkWhoseSumIsWrongIsRefused() {
    CodecPipeline pipeline =
        pipeline(sharding("[2]", BYTES + ",{'name':'crc32c'}", LITTLE, "end"), 4);
    byte[] stored = Chains.encode(pipeline, hex("01020909"));
    assertThat(stored).hasSize(6 + 32);
    stored[1] ^= 1;
    assertThatThrownBy(() -> Chains.decode(pipeline, stored))
        .hasMessageContaining("the checksum of 2 bytes does not match");
  }

  @Test
  void aShardThatIsNotCutEvenlyIsRefused() {
    assertThatThrownBy(() -> pipeline(sharding("[4]", BYTES, LITTLE, "end"), 6))
        .isInstanceOf(CodecException.class)
        .hasMessage(
            "Cannot use codec 'sharding_indexed': its 'chunk_shape' [4] does not divide the shard"
                + " [6].");
    assertThatThrownBy(() -> pipeline(sharding("[0]", BYTES, LITTLE, "end"), 6))
        .isInstanceOf(CodecException.class);
    assertThatThrownBy(() -> pipeline(sharding("[2,2]", BYTES, LITTLE, "end"), 6))
        .isInstanceOf(CodecException.class);
    String zipped = LITTLE + ",{'name':'gzip'}";
    assertThatThrownBy(() -> pipeline(sharding("[2]", BYTES, zipped, "end"), 6))
        .hasMessageContaining("which must be known beforehand");
    assertThatThrownBy(() -> pipeline(sharding("[1]", BYTES, LITTLE, "end"), 1L << 40))
        .hasMessageContaining("less than 2 GiB");
  }
}
