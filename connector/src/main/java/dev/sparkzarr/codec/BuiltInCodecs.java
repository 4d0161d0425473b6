package dev.sparkzarr.codec;

import java.util.HashMap;
import java.util.Map;

/** The codecs of this library. Stateless. */
public final class BuiltInCodecs implements CodecProvider {
  /** Before the names that zarrs gave codecs which had none yet. */
  private static final String ZARRS = "https://codec.zarrs.dev/bytes_to_bytes/";

  private final Map<String, CodecFactory> codecs = new HashMap<>();

  /** For {@link java.util.ServiceLoader}. */
  public BuiltInCodecs() {
    register(TransposeCodec.FACTORY, "transpose");
    register(ReshapeCodec.FACTORY, "reshape");
    register(ReshapeCodec.SQUEEZE, "zarrs.squeeze");
    register(AsTypeCodec.FACTORY, "numcodecs.astype");
    register(BitRoundCodec.FACTORY, "bitround", "numcodecs.bitround");
    register(CastValueCodec.FACTORY, "cast_value");
    register(DeltaCodec.FACTORY, "numcodecs.delta");
    register(FixedScaleOffsetCodec.FACTORY, "numcodecs.fixedscaleoffset");
    register(NumcodecsPackBitsCodec.FACTORY, "numcodecs.packbits");
    register(QuantizeCodec.FACTORY, "numcodecs.quantize");
    register(ScaleOffsetCodec.FACTORY, "scale_offset");
    register(CategorizeCodec.FACTORY, "numcodecs.categorize");
    register(PackBitsCodec.FACTORY, "packbits");
    register(VlenCodec.FACTORY, "vlen-utf8", "numcodecs.vlen-utf8");
    register(VlenCodec.FACTORY, "vlen-bytes", "numcodecs.vlen-bytes");
    register(VlenCodec.FACTORY, "vlen-array", "zarrs.vlen_v2");
    register(VlenCodec.OF_ARRAYS, "numcodecs.vlen-array");
    register(JsonCodec.FACTORY, "numcodecs.json2", "numcodecs.json");
    register(MsgPackCodec.FACTORY, "numcodecs.msgpack2", "numcodecs.msgpack");
    register(BytesCodec.FACTORY, "bytes", "endian");
    register(ShardingCodec.FACTORY, "sharding_indexed");
    register(ChecksumCodec.ADLER32, "numcodecs.adler32");
    register(Base64Codec.FACTORY, "numcodecs.base64");
    register(BloscCodec.FACTORY, "blosc", "numcodecs.blosc");
    register(Bz2Codec.FACTORY, "numcodecs.bz2", ZARRS + "bz2");
    register(ChecksumCodec.CRC32, "numcodecs.crc32");
    register(ChecksumCodec.CRC32C, "crc32c", "numcodecs.crc32c");
    register(ChecksumCodec.FLETCHER32, "numcodecs.fletcher32", ZARRS + "fletcher32");
    register(GzipCodec.FACTORY, "gzip", "numcodecs.gzip");
    register(ChecksumCodec.JENKINS_LOOKUP3, "numcodecs.jenkins_lookup3");
    register(Lz4Codec.FACTORY, "lz4", "numcodecs.lz4");
    register(LzmaCodec.FACTORY, "numcodecs.lzma");
    register(ShuffleCodec.FACTORY, "numcodecs.shuffle");
    register(ZlibCodec.FACTORY, "zlib", "numcodecs.zlib");
    register(ZstdCodec.FACTORY, "zstd", "numcodecs.zstd");
  }

  private void register(CodecFactory factory, String... names) {
    for (String name : names) {
      codecs.put(name, factory);
    }
  }

  @Override
  public Map<String, CodecFactory> codecs() {
    return Map.copyOf(codecs);
  }
}
