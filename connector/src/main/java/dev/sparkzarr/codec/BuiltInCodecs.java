package dev.sparkzarr.codec;

import java.util.HashMap;
import java.util.Map;

/** The codecs of this library. Stateless. */
public final class BuiltInCodecs implements CodecProvider {
  private final Map<String, CodecFactory> codecs = new HashMap<>();

  /** For {@link java.util.ServiceLoader}. */
  public BuiltInCodecs() {
    register(TransposeCodec.FACTORY, "transpose");
    register(BytesCodec.FACTORY, "bytes", "endian");
    register(ShardingCodec.FACTORY, "sharding_indexed");
    register(BloscCodec.FACTORY, "blosc", "numcodecs.blosc");
    register(Crc32cCodec.FACTORY, "crc32c", "numcodecs.crc32c");
    register(GzipCodec.FACTORY, "gzip", "numcodecs.gzip");
    register(Lz4Codec.FACTORY, "lz4", "numcodecs.lz4");
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
