package dev.sparkzarr.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.FillValue;
import dev.sparkzarr.metadata.Kinds;
import dev.sparkzarr.metadata.Shape;
import dev.sparkzarr.store.ByteRange;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What a chain encodes it decodes, whatever the elements, the shape and the chain. */
class CodecRoundTripTest {
  /** A chain bound to something, and elements for it. */
  record Case(String chain, ElementKind kind, Shape shape, byte[] values, byte[] fill) {
    CodecPipeline pipeline() {
      return CodecPipeline.of(Chains.chain(chain), kind, shape, Optional.of(new FillValue(fill)));
    }

    @Override
    public String toString() {
      return kind + " " + shape + " " + chain;
    }
  }

  @Property(tries = 800)
  void decodesWhatItEncoded(@ForAll("cases") Case given) {
    CodecPipeline pipeline = given.pipeline();
    byte[] encoded = Chains.encode(pipeline, given.values());
    assertThat((long) encoded.length).isLessThanOrEqualTo(pipeline.encodedLimit());
    assertThat(Chains.decode(pipeline, encoded)).isEqualTo(given.values());
  }

  @Property(tries = 400)
  void partsOfAShardAreWhatTheWholeHolds(@ForAll("cases") Case given) {
    CodecPipeline pipeline = given.pipeline();
    byte[] encoded = Chains.encode(pipeline, given.values());
    checkParts(pipeline, encoded, given.values());
  }

  /** Reads every inner chunk by itself, in shards in shards too. */
  private static void checkParts(CodecPipeline pipeline, byte[] encoded, byte[] values) {
    if (pipeline.shard().isEmpty()) {
      return;
    }
    ShardLayout layout = pipeline.shard().get();
    ShardIndex index = layout.decodeIndex(read(layout.indexRange(), encoded));
    int rank = pipeline.chunkShape().rank();
    long[] position = new long[rank];
    long count = layout.chunksPerShard().elements();
    for (long i = 0; i < count; i++) {
      byte[] expected = box(values, pipeline, layout.chunkShape(), position);
      Optional<ByteRange.Slice> slice = index.slice(position);
      ChunkBuffer target = new ChunkBuffer(ElementKind.INT8);
      if (slice.isEmpty()) {
        layout.inner().fill(target);
      } else {
        ByteBuffer bytes = read(slice.get(), encoded);
        layout.inner().decode(bytes, target);
        byte[] part = new byte[bytes.remaining()];
        bytes.get(part);
        checkParts(layout.inner(), part, expected);
      }
      assertThat(Arrays.copyOf(target.bytes(), target.size())).isEqualTo(expected);
      for (int d = rank - 1; d >= 0 && ++position[d] == layout.chunksPerShard().length(d); d--) {
        position[d] = 0;
      }
    }
  }

  private static ByteBuffer read(ByteRange range, byte[] encoded) {
    if (range instanceof ByteRange.Slice slice) {
      return ByteBuffer.wrap(encoded, (int) slice.offset(), (int) slice.length());
    }
    int length = (int) ((ByteRange.Suffix) range).length();
    return ByteBuffer.wrap(encoded, encoded.length - length, length);
  }

  /** One inner chunk, element by element: the model. */
  private static byte[] box(byte[] values, CodecPipeline pipeline, Shape box, long[] position) {
    Shape shape = pipeline.chunkShape();
    int width = pipeline.type().layout().width();
    byte[] found = new byte[(int) box.elements() * width];
    for (int i = 0; i < box.elements(); i++) {
      long rest = i;
      long at = 0;
      long stride = 1;
      for (int d = shape.rank() - 1; d >= 0; d--) {
        at += (position[d] * box.length(d) + rest % box.length(d)) * stride;
        rest /= box.length(d);
        stride *= shape.length(d);
      }
      System.arraycopy(values, (int) at * width, found, i * width, width);
    }
    return found;
  }

  @Provide
  Arbitrary<Case> cases() {
    return Combinators.combine(
            Arbitraries.of(ElementKind.class),
            Arbitraries.integers().between(0, 4),
            Arbitraries.integers().between(0, 3),
            Arbitraries.longs())
        .as(CodecRoundTripTest::make);
  }

  private static Case make(ElementKind kind, int rank, int depth, long seed) {
    Random random = new Random(seed);
    long[] shape = new long[rank];
    long[][] inner = new long[depth][rank];
    for (int i = 0; i < rank; i++) {
      long length = 1 + random.nextInt(rank > 2 ? 3 : 7);
      for (int level = depth - 1; level >= 0; level--) {
        inner[level][i] = length;
        length *= 1 + random.nextInt(3);
      }
      shape[i] = length;
    }
    String chain = chain(kind, inner, 0, shape, random);
    int elements = (int) Shape.of(shape).elements();
    byte[] fill = new byte[kind.width()];
    random.nextBytes(fill);
    Kinds.narrow(kind, fill);
    byte[] values = values(elements, fill, random);
    Kinds.narrow(kind, values);
    return new Case(chain, kind, Shape.of(shape), values, fill);
  }

  /** Noise, runs of the fill, and smooth stretches. */
  private static byte[] values(int elements, byte[] fill, Random random) {
    int width = fill.length;
    byte[] values = new byte[elements * width];
    for (int i = 0; i < elements; ) {
      int run = 1 + random.nextInt(40);
      int what = random.nextInt(3);
      for (int j = 0; j < run && i < elements; j++, i++) {
        for (int b = 0; b < width; b++) {
          values[i * width + b] =
              what == 0 ? fill[b] : what == 1 ? (byte) (b == 0 ? j : 7) : (byte) random.nextInt();
        }
      }
    }
    return values;
  }

  private static String chain(
      ElementKind kind, long[][] inner, int level, long[] shape, Random random) {
    StringBuilder chain = new StringBuilder("[");
    int[] order = new int[shape.length];
    for (int t = random.nextInt(3); t > 0; t--) {
      order = permutation(shape.length, random);
      chain.append(transpose(order)).append(',');
      shape = permuted(shape, order);
      for (int i = level; i < inner.length; i++) {
        inner[i] = permuted(inner[i], order);
      }
    }
    if (level < inner.length) {
      String location = random.nextBoolean() ? "start" : "end";
      String endian = random.nextBoolean() ? "big" : "little";
      String sum = random.nextBoolean() ? ",{'name':'crc32c'}" : "";
      String text = Arrays.toString(inner[level]);
      chain.append(
          "{'name':'sharding_indexed','configuration':{'chunk_shape':"
              + text
              + ",'codecs':"
              + chain(kind, inner, level + 1, inner[level], random)
              + ",'index_codecs':[{'name':'bytes','configuration':{'endian':'"
              + endian
              + "'}}"
              + sum
              + "],'index_location':'"
              + location
              + "'}}");
    } else {
      chain.append("{'name':'bytes','configuration':{'endian':'");
      chain.append(random.nextBoolean() ? "big" : "little").append("'}}");
    }
    int compressors = level < inner.length && random.nextInt(4) > 0 ? 0 : random.nextInt(3);
    for (int i = 0; i < compressors; i++) {
      chain.append(',').append(compressor(random));
    }
    return chain.append(']').toString();
  }

  private static String compressor(Random random) {
    int which = random.nextInt(11);
    boolean slow = which == 5 || which == 6; // they take megabytes for each chunk
    return switch (slow && random.nextInt(8) > 0 ? 10 : which) {
      case 0 ->
          "{'name':'zstd','configuration':{'level':1,'checksum':" + random.nextBoolean() + "}}";
      case 1 -> "{'name':'gzip','configuration':{'level':" + random.nextInt(10) + "}}";
      case 2 -> "{'name':'numcodecs.zlib','configuration':{'level':1}}";
      case 3 -> "{'name':'numcodecs.lz4'}";
      case 4 ->
          "{'name':'crc32c','configuration':{'location':'"
              + (random.nextBoolean() ? "start" : "end")
              + "'}}";
      case 5 -> "{'name':'numcodecs.bz2'}";
      case 6 ->
          "{'name':'numcodecs.lzma','configuration':{'format':"
              + (1 + 2 * random.nextInt(2))
              + ",'filters':[{'id':3,'dist':4},{'id':33,'preset':0}]}}";
      case 7 -> "{'name':'numcodecs.base64'}";
      case 8 -> "{'name':'numcodecs.shuffle','configuration':{'elementsize':1}}";
      case 9 ->
          "{'name':'numcodecs."
              + new String[] {"crc32", "adler32", "fletcher32", "jenkins_lookup3"}
                  [random.nextInt(4)]
              + "'}";
      default -> {
        String[] names = {"blosclz", "lz4", "lz4hc", "snappy", "zlib", "zstd"};
        yield "{'name':'blosc','configuration':{'cname':'"
            + names[random.nextInt(names.length)]
            + "','clevel':"
            + random.nextInt(10)
            + ",'shuffle':"
            + random.nextInt(3)
            + ",'typesize':"
            + (1 + random.nextInt(20))
            + ",'blocksize':"
            + (random.nextBoolean() ? 0 : 64 + random.nextInt(2000))
            + "}}";
      }
    };
  }

  private static int[] permutation(int rank, Random random) {
    int[] order = IntStream.range(0, rank).toArray();
    for (int i = rank - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swap = order[i];
      order[i] = order[j];
      order[j] = swap;
    }
    return order;
  }

  private static long[] permuted(long[] lengths, int[] order) {
    return IntStream.of(order).mapToLong(i -> lengths[i]).toArray();
  }

  private static String transpose(int[] order) {
    return "{'name':'transpose','configuration':{'order':" + Arrays.toString(order) + "}}";
  }
}
