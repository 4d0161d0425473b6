package dev.sparkzarr.codec;

import static dev.sparkzarr.codec.Chains.hex;
import static dev.sparkzarr.codec.Chains.pipeline;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.ElementKind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Binding chains, sizes, and the fill value. */
class CodecPipelineTest {
  private static final String LITTLE = "{'name':'bytes','configuration':{'endian':'little'}}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[] | Cannot bind codecs: none of [] makes bytes from an array, such as 'bytes'.",
        "[{'name':'zstd'}] | Cannot use codec 'zstd': it makes bytes from bytes, but nothing before"
            + " it makes bytes from the array.",
        "[LITTLE,LITTLE] | Cannot use codec 'bytes': it works on an array, but a codec before it"
            + " already makes bytes.",
        "[LITTLE,{'name':'transpose','configuration':{'order':[0,1]}}] | Cannot use codec"
            + " 'transpose': it works on an array, but a codec before it already makes bytes.",
        "[{'name':'bytes'}] | Cannot use codec 'bytes': its 'endian' is '', but elements of int32"
            + " need little or big.",
        "[{'name':'bytes','configuration':{'endian':'middle'}}] | Cannot use codec 'bytes': its"
            + " 'endian' is 'middle', but elements of int32 need little or big.",
        "[{'name':'bytes','configuration':{'endian':7}}] | Cannot use codec 'bytes': its 'endian' is"
            + " 7, not a text.",
        "[{'name':'bytes','configuration':{'endian':'big','swap':2}}] | Cannot use codec 'bytes':"
            + " its configuration key 'swap' is not known.",
        "[{'name':'transpose'},LITTLE] | Cannot use codec 'transpose': its configuration has no"
            + " 'order'.",
        "[{'name':'transpose','configuration':{'order':[1,1]}},LITTLE] | Cannot use codec"
            + " 'transpose': its 'order' does not name each of the 2 dimensions once.",
        "[{'name':'transpose','configuration':{'order':[0,1,2]}},LITTLE] | Cannot use codec"
            + " 'transpose': its 'order' does not name each of the 2 dimensions once.",
        "[LITTLE,{'name':'blosc','configuration':{'cname':'lz5'}}] | Cannot use codec 'blosc': its"
            + " 'cname' is 'lz5', which Blosc does not have.",
        "[LITTLE,{'name':'numcodecs.zlib','configuration':{'level':12}}] | Cannot use codec"
            + " 'numcodecs.zlib': its 'level' is 12, not -1 to 9.",
      })
  void refusesAChainThatCannotWork(String chain, String message) {
    assertThatThrownBy(() -> pipeline(chain.replace("LITTLE", LITTLE), ElementKind.INT32, 2, 3))
        .isInstanceOf(CodecException.class)
        .hasMessage(message);
  }

  @Test
  void namesTheCodecThatItDoesNotKnow() {
    assertThatThrownBy(
            () -> pipeline("[" + LITTLE + ",{'name':'acme.shrink'}]", ElementKind.INT32, 2))
        .isInstanceOf(CodecException.class)
        .hasMessageStartingWith(
            "Cannot use codec 'acme.shrink': no codec has this name. Known are bitround, blosc, bytes,")
        .hasMessageContaining(CodecProvider.class.getName());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "numcodecs.imagecodecs_jpegxl | it holds compressed images, not elements",
        "imagecodecs_jpegxl | it holds compressed images, not elements",
        "numcodecs.blosc2 | its frames are another format than blosc's",
        "zfp | no decoder of it runs on the JVM",
        "numcodecs.zfpy | no decoder of it runs on the JVM",
        "numcodecs.pcodec | no decoder of it runs on the JVM",
        "n5_default | its blocks belong to the N5 format",
        "zarrs.vlen | it is an experiment of zarrs",
        "numcodecs.pickle | to decode it runs whatever program was stored",
      })
  void saysWhyItRefusesACodecThatOthersHave(String name, String reason) {
    for (String chain : new String[] {"[" + LITTLE + ",{'name':'%s'}]", "[{'name':'%s'}]"}) {
      assertThatThrownBy(() -> pipeline(chain.formatted(name), ElementKind.INT32, 2))
          .isInstanceOf(CodecException.class)
          .hasMessage(
              "Cannot use codec '"
                  + name
                  + "': "
                  + reason
                  + ". Read the array with Python and write it again with another codec, such as"
                  + " numcodecs.blosc or zstd, or add a CodecProvider for it.");
    }
  }

  @Test
  void skipsAnUnknownCodecOnlyWhereTheDocumentAllowsIt() {
    String chain = "[{'name':'bytes'},{'name':'audit','must_understand':false},{'name':'crc32c'}]";
    String without = "[{'name':'bytes'},{'name':'crc32c'}]";
    byte[] stored = Chains.encode(pipeline(without, ElementKind.INT8, 3), hex("010203"));
    CodecPipeline pipeline = pipeline(chain, ElementKind.INT8, 3);
    assertThat(Chains.decode(pipeline, stored)).isEqualTo(hex("010203"));
    assertThatThrownBy(() -> Chains.encode(pipeline, hex("010203")))
        .isInstanceOf(CodecException.class)
        .hasMessage("Cannot encode with codec 'audit': no codec has this name.");
    String first = "[{'name':'audit','must_understand':false},{'name':'bytes'}]";
    assertThatThrownBy(() -> pipeline(first, ElementKind.INT8, 3))
        .hasMessageContaining("no codec has this name");
  }

  @Test
  void saysWhichCodecsCanOnlyDecode() {
    CodecPipeline pipeline = pipeline("[{'name':'numcodecs.json'}]", ElementKind.INT8, 3);
    assertThat(Chains.decode(pipeline, "[1,-2,3,'|i1']".replace('\'', '"').getBytes(UTF_8)))
        .isEqualTo(hex("01fe03"));
    assertThatThrownBy(() -> Chains.encode(pipeline, new byte[3]))
        .isInstanceOf(CodecException.class)
        .hasMessage(
            "Cannot encode with codec 'numcodecs.json': numcodecs reads it no more; use"
                + " 'numcodecs.json2'.");
  }

  @Test
  void takesNoMemoryForBytesThatCannotBelong() {
    CodecPipeline pipeline = pipeline("[" + LITTLE + "]", ElementKind.INT32, 1 << 20, 500);
    ChunkBuffer target = new ChunkBuffer(ElementKind.INT8);
    assertThatThrownBy(() -> pipeline.decode(ByteBuffer.wrap(new byte[100]), target))
        .isInstanceOf(CodecException.class)
        .hasMessage(
            "Cannot decode chunk: it holds 100 bytes where 2097152000 belong. The stored bytes are"
                + " damaged or belong to another array.");
    assertThat(target.bytes()).isEmpty();
  }

  @Test
  void refusesShapesThatNoMemoryHolds() {
    for (long length : new long[] {1L << 31, 1L << 62}) {
      assertThatThrownBy(() -> pipeline("[{'name':'bytes'}]", ElementKind.INT8, length, 3))
          .isInstanceOf(CodecException.class);
    }
    String far = "[" + "{'name':'crc32c'},".repeat(40) + "{'name':'bytes'}]";
    assertThatThrownBy(() -> pipeline(far, ElementKind.INT8, 3))
        .hasMessageContaining("a chain of 41 is longer than 32");
  }

  @Test
  void boundsWhatIsStored() {
    assertThat(pipeline("[" + LITTLE + "]", ElementKind.INT32, 10).encodedLimit()).isEqualTo(40);
    String summed = "[" + LITTLE + ",{'name':'crc32c'}]";
    assertThat(pipeline(summed, ElementKind.INT32, 10).encodedLimit()).isEqualTo(44);
    String zstd = "[" + LITTLE + ",{'name':'zstd'}]";
    assertThat(pipeline(zstd, ElementKind.INT32, 10).encodedLimit()).isBetween(60L, 4L << 20);
  }

  @Test
  void fillsWithThePatternOfTheFillValue() {
    CodecPipeline pipeline =
        pipeline("[" + LITTLE + "]", ElementKind.FLOAT32, hex("0100c07f"), 3, 1);
    ChunkBuffer target = new ChunkBuffer(ElementKind.BOOL);
    pipeline.fill(target);
    assertThat(target.type()).isEqualTo(new DataType.Numeric(ElementKind.FLOAT32));
    assertThat(target.elements()).isEqualTo(3);
    assertThat(Arrays.copyOf(target.bytes(), target.size()))
        .isEqualTo(hex("0100c07f 0100c07f 0100c07f"));
    ChunkBuffer zero = new ChunkBuffer(ElementKind.INT16);
    pipeline("[" + LITTLE + "]", ElementKind.INT16, 0).fill(zero);
    assertThat(zero.elements()).isZero();
  }

  @Test
  void statesTheScratchOfADecode() {
    String transposed =
        "[{'name':'transpose','configuration':{'order':[1,0]}}," + LITTLE + ",{'name':'zstd'}]";
    assertThat(pipeline("[" + LITTLE + "]", ElementKind.INT32, 10, 10).scratchBytes()).isZero();
    assertThat(pipeline(transposed, ElementKind.INT32, 10, 10).scratchBytes()).isEqualTo(400);
    String blosc = "[" + LITTLE + ",{'name':'blosc'}]";
    assertThat(pipeline(blosc, ElementKind.INT32, 10, 10).scratchBytes()).isEqualTo(800);
    String shard =
        "[{'name':'sharding_indexed','configuration':{'chunk_shape':[5,5],'codecs':["
            + LITTLE
            + ",{'name':'zstd'},{'name':'crc32c'}],'index_codecs':["
            + LITTLE
            + ",{'name':'crc32c'}]}}]";
    assertThat(pipeline(shard, ElementKind.INT32, 10, 10).scratchBytes()).isEqualTo(64 + 100);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        LITTLE,
        "{'name':'bytes','configuration':{'endian':'big'}}",
        LITTLE + ",{'name':'crc32c'}",
        LITTLE + ",{'name':'numcodecs.shuffle'}",
        LITTLE + ",{'name':'zstd'}",
        LITTLE + ",{'name':'blosc'}",
        LITTLE + ",{'name':'blosc'},{'name':'crc32c'}",
        "{'name':'transpose','configuration':{'order':[1,0]}}," + LITTLE,
      })
  void whatIsEncodedBelongsToTheCaller(String codecs) {
    CodecPipeline pipeline = pipeline("[" + codecs + "]", ElementKind.INT32, 100, 30);
    ChunkBuffer source = new ChunkBuffer(pipeline.type());
    source.resize(3000);
    ByteBuffer first = pipeline.encode(source);
    byte[] before = new byte[first.remaining()];
    first.duplicate().get(before);
    Arrays.fill(source.bytes(), (byte) 1);
    pipeline.encode(source);
    assertThat(first).isEqualTo(ByteBuffer.wrap(before));
    assertThat(first.array()).hasSize(before.length).isNotSameAs(source.bytes());
    assertThat(Chains.decode(pipeline, before)).containsOnly(0);
  }

  @Test
  void servesManyThreads() throws Exception {
    String chain =
        "[{'name':'transpose','configuration':{'order':[1,0]}},"
            + LITTLE
            + ",{'name':'blosc','configuration':{'cname':'zstd','shuffle':2,'typesize':4}},"
            + "{'name':'zstd','configuration':{'level':1}},{'name':'gzip'}]";
    CodecPipeline pipeline = pipeline(chain, ElementKind.INT32, 40, 50);
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      List<Future<?>> done = new ArrayList<>();
      for (int seed = 0; seed < 6; seed++) {
        byte[] values = new byte[40 * 50 * 4];
        new Random(seed).nextBytes(values);
        done.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 50; i++) {
                    byte[] stored = Chains.encode(pipeline, values);
                    assertThat(Chains.decode(pipeline, stored)).isEqualTo(values);
                  }
                }));
      }
      for (Future<?> one : done) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
