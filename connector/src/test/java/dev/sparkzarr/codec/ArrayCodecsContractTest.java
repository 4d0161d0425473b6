package dev.sparkzarr.codec;

import dev.sparkzarr.codec.BuiltInCodecsContractTest.OfInts;
import dev.sparkzarr.metadata.CodecSpec;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.Shape;
import java.util.List;
import org.junit.jupiter.api.Nested;

/** Every codec of arrays of numbers keeps the contract. */
class ArrayCodecsContractTest {
  private static final String LITTLE = "{'name':'bytes','configuration':{'endian':'little'}}";
  private static final String BIG = "{'name':'bytes','configuration':{'endian':'big'}}";
  private static final String SUM = "{'name':'crc32c'}";

  private static String codec(String name, String configuration) {
    return "{'name':'" + name + "','configuration':{" + configuration + "}}";
  }

  @Nested
  class Delta extends OfInts {
    Delta() {
      super(false, codec("numcodecs.delta", "'dtype':'<i2','astype':'<i4'"), LITTLE);
    }
  }

  @Nested
  class DeltaBeforeAShard extends OfInts {
    DeltaBeforeAShard() {
      super(
          true,
          codec("numcodecs.delta", "'dtype':'<i2'"),
          BuiltInCodecsContractTest.shard("end", BIG + "," + SUM, LITTLE + "," + SUM));
    }
  }

  @Nested
  class FixedScaleOffset extends OfInts {
    FixedScaleOffset() {
      super(
          true,
          codec("numcodecs.fixedscaleoffset", "'scale':2,'offset':-3,'dtype':'<i2','astype':'<f8'"),
          BIG,
          SUM);
    }
  }

  @Nested
  class ScaleOffset extends OfInts {
    ScaleOffset() {
      super(false, codec("scale_offset", "'scale':3,'offset':-7"), LITTLE);
    }
  }

  @Nested
  class CastValue extends OfInts {
    CastValue() {
      super(
          false,
          codec(
              "cast_value",
              "'data_type':'uint8','scalar_map':{'encode':[[3,255]]," + "'decode':[[255,3]]}"),
          "{'name':'bytes'}");
    }
  }

  @Nested
  class AsType extends OfInts {
    AsType() {
      super(false, codec("numcodecs.astype", "'encode_dtype':'<f4','decode_dtype':'<i2'"), BIG);
    }
  }

  @Nested
  class Reshape extends OfInts {
    Reshape() {
      super(
          false,
          codec("reshape", "'shape':[[0],4,-1]"),
          codec("transpose", "'order':[2,0,1]"),
          LITTLE);
    }
  }

  @Nested
  class PackedBits extends OfInts {
    PackedBits() {
      super(false, codec("packbits", "'padding_encoding':'first_byte','last_bit':10"));
    }
  }

  @Nested
  class BitRound extends OfInts {
    BitRound() {
      super(false, codec("bitround", "'keepbits':16"), LITTLE);
    }
  }

  /** Bools as bits, in shards, where the last byte of each inner chunk is padded. */
  @Nested
  class Bits extends CodecContract {
    @Override
    protected List<CodecSpec> chain() {
      return Chains.chain("[{'name':'numcodecs.packbits'},{'name':'bytes'}]");
    }

    @Override
    protected ElementKind kind() {
      return ElementKind.BOOL;
    }

    @Override
    protected Shape shape() {
      return Shape.of(45, 45);
    }

    @Override
    protected byte[] elements() {
      byte[] bytes = new byte[45 * 45];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (i * i % 7 & 1);
      }
      return bytes;
    }

    @Override
    protected boolean noticesEveryChange() {
      return false;
    }
  }
}
