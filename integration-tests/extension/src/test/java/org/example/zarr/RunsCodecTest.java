package org.example.zarr;

import dev.sparkzarr.codec.CodecContract;
import dev.sparkzarr.metadata.CodecSpec;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.Shape;
import java.util.List;

/** The codec keeps the contract that all codecs keep. */
class RunsCodecTest extends CodecContract {
  @Override
  protected List<CodecSpec> chain() {
    return List.of(CodecSpec.of("bytes"), CodecSpec.of("example.runs"));
  }

  @Override
  protected ElementKind kind() {
    return ElementKind.UINT8;
  }

  @Override
  protected Shape shape() {
    return Shape.of(30, 20);
  }

  /** Long runs, short ones, and a run longer than a count can say. */
  @Override
  protected byte[] elements() {
    byte[] bytes = new byte[30 * 20];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i < 300 ? 9 : i < 500 ? i / 7 : i);
    }
    return bytes;
  }

  @Override
  protected boolean noticesEveryChange() {
    return false;
  }
}
