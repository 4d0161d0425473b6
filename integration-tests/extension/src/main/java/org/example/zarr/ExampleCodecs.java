package org.example.zarr;

import dev.sparkzarr.codec.CodecFactory;
import dev.sparkzarr.codec.CodecProvider;
import java.util.Map;

/** Adds {@code example.runs}. Stateless. */
public final class ExampleCodecs implements CodecProvider {
  @Override
  public Map<String, CodecFactory> codecs() {
    return Map.of("example.runs", RunsCodec.FACTORY);
  }
}
