package dev.sparkzarr.codec;

import dev.sparkzarr.metadata.CodecSpec;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.Shape;
import java.util.List;
import org.junit.jupiter.api.Nested;

/** Every codec of this library keeps the contract. */
class BuiltInCodecsContractTest {
  private static final String LITTLE = "{'name':'bytes','configuration':{'endian':'little'}}";
  private static final String BIG = "{'name':'bytes','configuration':{'endian':'big'}}";
  private static final String SUM = "{'name':'crc32c'}";

  /** Noise of few values, a ramp, a run: something for each compressor to do. */
  abstract static class OfInts extends CodecContract {
    private final String chain;
    private final boolean checked;

    OfInts(boolean checked, String... codecs) {
      this.chain = "[" + String.join(",", codecs) + "]";
      this.checked = checked;
    }

    @Override
    protected List<CodecSpec> chain() {
      return Chains.chain(chain);
    }

    @Override
    protected ElementKind kind() {
      return ElementKind.INT16;
    }

    @Override
    protected Shape shape() {
      return Shape.of(12, 24);
    }

    @Override
    protected byte[] elements() {
      byte[] bytes = new byte[12 * 24 * 2];
      for (int i = 0; i < bytes.length / 2; i++) {
        bytes[2 * i] = (byte) (i < 100 ? i * i % 17 : i < 200 ? i : 3);
      }
      return bytes;
    }

    @Override
    protected boolean noticesEveryChange() {
      return checked;
    }
  }

  static String blosc(String name, int shuffle) {
    return "{'name':'blosc','configuration':{'cname':'"
        + name
        + "','shuffle':"
        + shuffle
        + ",'typesize':2,'blocksize':256}}";
  }

  static String shard(String location, String inner, String index) {
    return "{'name':'sharding_indexed','configuration':{'chunk_shape':[4,12],'codecs':["
        + inner
        + "],'index_codecs':["
        + index
        + "],'index_location':'"
        + location
        + "'}}";
  }

  @Nested
  class Bytes extends OfInts {
    Bytes() {
      super(false, LITTLE);
    }
  }

  @Nested
  class BigEndianTransposed extends OfInts {
    BigEndianTransposed() {
      super(false, "{'name':'transpose','configuration':{'order':[1,0]}}", BIG);
    }
  }

  @Nested
  class Crc32c extends OfInts {
    Crc32c() {
      super(true, LITTLE, SUM);
    }
  }

  @Nested
  class Crc32cAtStart extends OfInts {
    Crc32cAtStart() {
      super(true, BIG, "{'name':'numcodecs.crc32c','configuration':{'location':'start'}}");
    }
  }

  @Nested
  class Zstd extends OfInts {
    Zstd() {
      super(false, LITTLE, "{'name':'zstd'}");
    }
  }

  @Nested
  class ZstdWithChecksum extends OfInts {
    ZstdWithChecksum() {
      super(true, LITTLE, "{'name':'zstd','configuration':{'checksum':true}}");
    }
  }

  @Nested
  class Gzip extends OfInts {
    Gzip() {
      super(true, LITTLE, "{'name':'gzip'}");
    }
  }

  @Nested
  class Zlib extends OfInts {
    Zlib() {
      super(true, LITTLE, "{'name':'zlib'}");
    }
  }

  @Nested
  class Lz4 extends OfInts {
    Lz4() {
      super(false, LITTLE, "{'name':'numcodecs.lz4'}");
    }
  }

  @Nested
  class BloscLz4 extends OfInts {
    BloscLz4() {
      super(false, LITTLE, blosc("lz4", 1));
    }
  }

  @Nested
  class BloscZstdBits extends OfInts {
    BloscZstdBits() {
      super(false, LITTLE, blosc("zstd", 2));
    }
  }

  @Nested
  class BloscZlibPlain extends OfInts {
    BloscZlibPlain() {
      super(false, LITTLE, blosc("zlib", 0));
    }
  }

  @Nested
  class Crc32 extends OfInts {
    Crc32() {
      super(true, LITTLE, "{'name':'numcodecs.crc32'}");
    }
  }

  @Nested
  class Crc32AtEnd extends OfInts {
    Crc32AtEnd() {
      super(true, LITTLE, "{'name':'numcodecs.crc32','configuration':{'location':'end'}}");
    }
  }

  @Nested
  class Adler32 extends OfInts {
    Adler32() {
      super(true, LITTLE, "{'name':'numcodecs.adler32'}");
    }
  }

  @Nested
  class Fletcher extends OfInts {
    Fletcher() {
      super(true, LITTLE, "{'name':'numcodecs.fletcher32'}");
    }
  }

  @Nested
  class Jenkins extends OfInts {
    Jenkins() {
      super(
          true,
          LITTLE,
          "{'name':'numcodecs.jenkins_lookup3','configuration':{'initval':7,'prefix':[1,2,3]}}");
    }
  }

  @Nested
  class Shuffle extends OfInts {
    Shuffle() {
      super(false, LITTLE, "{'name':'numcodecs.shuffle','configuration':{'elementsize':8}}");
    }
  }

  @Nested
  class Base64 extends OfInts {
    Base64() {
      super(false, LITTLE, "{'name':'numcodecs.base64'}");
    }
  }

  @Nested
  class Bz2 extends OfInts {
    Bz2() {
      super(true, LITTLE, "{'name':'numcodecs.bz2'}");
    }
  }

  @Nested
  class LzmaXz extends OfInts {
    LzmaXz() {
      super(true, LITTLE, "{'name':'numcodecs.lzma'}");
    }
  }

  @Nested
  class LzmaAlone extends OfInts {
    LzmaAlone() {
      super(false, LITTLE, "{'name':'numcodecs.lzma','configuration':{'format':2}}");
    }
  }

  @Nested
  class LzmaRaw extends OfInts {
    LzmaRaw() {
      super(
          false,
          LITTLE,
          "{'name':'numcodecs.lzma','configuration':{'format':3,'filters':[{'id':3,'dist':2},{'id':33,'preset':1}]}}");
    }
  }

  @Nested
  class BloscBlosclz extends OfInts {
    BloscBlosclz() {
      super(false, LITTLE, blosc("blosclz", 1));
    }
  }

  @Nested
  class BloscBlosclzBits extends OfInts {
    BloscBlosclzBits() {
      super(false, LITTLE, blosc("blosclz", 2));
    }
  }

  @Nested
  class BloscSnappy extends OfInts {
    BloscSnappy() {
      super(false, LITTLE, blosc("snappy", 1));
    }
  }

  @Nested
  class BloscLz4hcBits extends OfInts {
    BloscLz4hcBits() {
      super(false, LITTLE, blosc("lz4hc", 2));
    }
  }

  @Nested
  class CompressedTwice extends OfInts {
    CompressedTwice() {
      super(true, BIG, "{'name':'zlib'}", "{'name':'gzip'}", "{'name':'zstd'}", SUM);
    }
  }

  @Nested
  class ShardIndexAtEnd extends OfInts {
    ShardIndexAtEnd() {
      super(true, shard("end", LITTLE + "," + SUM, LITTLE + "," + SUM));
    }
  }

  @Nested
  class ShardIndexAtStart extends OfInts {
    ShardIndexAtStart() {
      super(true, shard("start", BIG + ",{'name':'gzip'}", BIG + "," + SUM));
    }
  }

  @Nested
  class ShardWithoutSums extends OfInts {
    ShardWithoutSums() {
      super(false, shard("start", LITTLE + ",{'name':'zstd'}", LITTLE));
    }
  }
}
