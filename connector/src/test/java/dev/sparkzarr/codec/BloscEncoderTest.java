package dev.sparkzarr.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkzarr.metadata.ElementKind;
import io.airlift.compress.snappy.SnappyDecompressor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The containers that are written: divided as c-blosc divides them, and small. */
class BloscEncoderTest {
  private static CodecPipeline pipeline(String name, int level, int typeSize, int size) {
    String configuration =
        "'cname':'%s','clevel':%d,'shuffle':1,'typesize':%d".formatted(name, level, typeSize);
    return Chains.pipeline(
        "[{'name':'bytes'},{'name':'blosc','configuration':{" + configuration + "}}]",
        ElementKind.UINT8,
        size);
  }

  /** {@code src/test/python/blosc_blocks.py} wrote the table. */
  @Test
  void blocksAndStreamsAreThoseOfCBlosc() throws IOException {
    List<String> lines = new ArrayList<>();
    List<String> found = new ArrayList<>();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                BloscEncoderTest.class.getResourceAsStream("blosc-blocks.txt"),
                StandardCharsets.US_ASCII))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        lines.add(line);
        found.add(described(line.split(" ")));
      }
    }
    assertThat(lines).hasSize(450);
    assertThat(found).isEqualTo(lines);
  }

  /** The line as what is written here makes it. */
  private static String described(String[] line) {
    int level = Integer.parseInt(line[1]);
    int typeSize = Integer.parseInt(line[2]);
    StringBuilder found = new StringBuilder(line[0] + " " + level + " " + typeSize);
    for (int i = 3; i < line.length; i++) {
      int size = Integer.parseInt(line[i].substring(0, line[i].indexOf(':')));
      // The largest take seconds: their division is what the settings say.
      if (size > 700_000) {
        found.append(" ").append(settled(line[0], level, typeSize, size));
        continue;
      }
      byte[] stored = Chains.encode(pipeline(line[0], level, typeSize, size), new byte[size]);
      found.append(
          " %d:%02x:%d"
              .formatted(RawBytes.getInt(stored, 4), stored[2], RawBytes.getInt(stored, 8)));
    }
    return found.toString();
  }

  private static String settled(String name, int level, int typeSize, int size) {
    BloscCompressor compressor =
        BloscCompressor.valueOf(
            name.equals("lz4hc") ? "LZ4" : name.toUpperCase(java.util.Locale.ROOT));
    BloscSettings settings = new BloscSettings(name, compressor, level, 1, typeSize, 0);
    int block = settings.blockSizeOf(size);
    int flags = 1 | compressor.ordinal() << 5 | (level == 0 ? BloscHeader.STORED : 0);
    flags |= compressor.isSplit(typeSize, block) ? 0 : BloscHeader.UNSPLIT;
    return "%d:%02x:%d".formatted(size, flags, block);
  }

  /** Streams go into the container, or by way of scratch where it could not hold the longest. */
  @ParameterizedTest
  @ValueSource(strings = {"blosclz", "lz4", "lz4hc", "snappy", "zlib", "zstd"})
  void theWayOfAStreamDoesNotChangeIt(String name) {
    BloscCompressor compressor =
        BloscCompressor.valueOf(
            name.equals("lz4hc") ? "LZ4" : name.toUpperCase(java.util.Locale.ROOT));
    for (int size : new int[] {128, 4096, 70_001, 300_000}) {
      byte[] bytes = mixture(size + 3, size);
      ByteSpan source = new ByteSpan(bytes, 3, size);
      for (int shuffle : new int[] {0, BloscHeader.SHUFFLED, BloscHeader.BIT_SHUFFLED}) {
        for (int blockSize : new int[] {0, 4096, size}) {
          BloscSettings settings = new BloscSettings(name, compressor, 5, shuffle, 4, blockSize);
          byte[] straight = encoded(source, settings, 3L * size + 4096);
          byte[] byScratch = encoded(source, settings, size + BloscHeader.LENGTH);
          assertThat(byScratch).as("%d %d %d", size, shuffle, blockSize).isEqualTo(straight);
          String chain = "[{'name':'bytes'},{'name':'blosc'}]";
          assertThat(Chains.decode(Chains.pipeline(chain, ElementKind.UINT8, size), straight))
              .isEqualTo(Arrays.copyOfRange(bytes, 3, 3 + size));
        }
      }
    }
  }

  private static byte[] encoded(ByteSpan source, BloscSettings settings, long most) {
    try (Workspace workspace = Workspace.lease()) {
      ByteTarget target = ByteTarget.growing(ByteForm.atMost(most), workspace);
      ByteSpan encoded = BloscEncoder.encode(source, settings, target, workspace);
      int from = encoded.offset();
      return Arrays.copyOfRange(encoded.array(), from, from + encoded.length());
    }
  }

  /** Bytes with runs, repeats from near and far, and noise. */
  static byte[] mixture(int size, long seed) {
    Random random = new Random(seed);
    byte[] bytes = new byte[size];
    for (int at = 0; at < size; ) {
      int run = Math.min(size - at, 1 + random.nextInt(random.nextInt(4) == 0 ? 3000 : 40));
      int from = at == 0 ? 0 : random.nextInt(at);
      int what = random.nextInt(4);
      for (int i = 0; i < run; i++, at++) {
        bytes[at] =
            what == 0
                ? (byte) random.nextInt()
                : what == 1
                    ? (byte) 7
                    : what == 2 || at < 9 ? bytes[from + i % (at - from + 1)] : bytes[at - 9];
      }
    }
    return bytes;
  }

  @Property(tries = 300)
  void whatBlosclzEncodesItDecodes(
      @ForAll @IntRange(min = 1, max = 200_000) int size,
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 9) int level) {
    byte[] bytes = mixture(size, seed);
    byte[] stream = new byte[size + 40];
    Arrays.fill(stream, (byte) 0x55);
    int[] table = new int[BlosclzEncoder.TABLE];
    Arrays.fill(table, -1);
    int length =
        BlosclzEncoder.encode(new ByteSpan(bytes, 0, size), level, table, stream, 8, size + 10);
    for (int i = 0; i < 8; i++) {
      assertThat(stream[i]).isEqualTo((byte) 0x55);
    }
    if (length > 0) {
      byte[] decoded = new byte[size];
      assertThat(BlosclzStream.decode(new ByteSpan(stream, 8, length), decoded, 0, size)).isTrue();
      assertThat(decoded).isEqualTo(bytes);
      assertThat(stream[8] & 0xe0).as("the mark of the first byte").isEqualTo(0x20);
    }
    for (int room : new int[] {0, length / 2, length - 1}) {
      byte[] small = new byte[Math.max(0, room) + 8];
      int fits =
          room < 0
              ? 0
              : BlosclzEncoder.encode(new ByteSpan(bytes, 0, size), level, table, small, 0, room);
      assertThat(fits).as("in " + room + " bytes").isLessThanOrEqualTo(Math.max(0, room));
      for (int i = Math.max(0, room); i < small.length; i++) {
        assertThat(small[i]).isZero();
      }
    }
  }

  /** Worked out from the format: a run, then a match of distance 1 that goes on, then literals. */
  @Test
  void blosclzWritesMatchesAndEndsWithLiterals() {
    byte[] run = new byte[300];
    byte[] stream = new byte[300];
    int[] table = new int[BlosclzEncoder.TABLE];
    int length = BlosclzEncoder.encode(new ByteSpan(run, 0, 300), 5, table, stream, 0, 300);
    // 1 literal, 287 bytes from 1 back (9 + 255 + 23), 12 literals.
    String expected = "20 00 e0 ff 17 00 0b 000000000000000000000000";
    assertThat(Arrays.copyOf(stream, length)).isEqualTo(Chains.hex(expected));
  }

  /** Around the places where a distance takes more bytes, and where it is too far. */
  @ParameterizedTest
  @CsvSource({
    "8190,true",
    "8191,true",
    "8192,true",
    "8193,true",
    "73725,true",
    "73726,false",
    "73727,false"
  })
  void blosclzReachesFar(int distance, boolean reached) {
    byte[] bytes = new byte[distance + 300];
    new Random(3).nextBytes(bytes);
    System.arraycopy(bytes, 0, bytes, distance, 280);
    ByteSpan all = new ByteSpan(bytes, 0, bytes.length);
    byte[] stream = new byte[2 * bytes.length];
    int[] table = new int[1 << 14];
    // At level 9 every place is remembered for long enough to be found again.
    int length = BlosclzEncoder.encode(all, 9, table, stream, 0, stream.length);
    byte[] decoded = new byte[bytes.length];
    assertThat(BlosclzStream.decode(new ByteSpan(stream, 0, length), decoded, 0, bytes.length))
        .isTrue();
    assertThat(decoded).isEqualTo(bytes);
    int literals = bytes.length + (bytes.length + 31) / 32;
    assertThat(length < literals - 100).isEqualTo(reached);
  }

  /** The library that decodes is not told of the container. */
  @Test
  void snappyStreamsAreSnappy() {
    byte[] bytes = mixture(2000, 5);
    String configuration = "'cname':'snappy','shuffle':0,'typesize':1";
    CodecPipeline pipeline =
        Chains.pipeline(
            "[{'name':'bytes'},{'name':'blosc','configuration':{" + configuration + "}}]",
            ElementKind.UINT8,
            bytes.length);
    byte[] stored = Chains.encode(pipeline, bytes);
    assertThat(stored[2] & 0xff).isEqualTo(2 << 5);
    assertThat(RawBytes.getInt(stored, 16)).isEqualTo(20);
    int length = RawBytes.getInt(stored, 20);
    assertThat(length).isEqualTo(stored.length - 24).isLessThan(bytes.length);
    byte[] decoded = new byte[bytes.length];
    int size = new SnappyDecompressor().decompress(stored, 24, length, decoded, 0, decoded.length);
    assertThat(size).isEqualTo(bytes.length);
    assertThat(decoded).isEqualTo(bytes);
  }
}
