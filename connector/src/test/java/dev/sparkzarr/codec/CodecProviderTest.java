package dev.sparkzarr.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.LaterJar;
import dev.sparkzarr.metadata.ElementKind;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Codecs that another jar brings. */
class CodecProviderTest {
  private static final String CHAIN =
      "[{'name':'bytes'},{'name':'test.not'},{'name':'crc32c'},{'name':'test.not'}]";

  /** Brings {@code test.not}, and a {@code crc32c} that nobody asked for. */
  public static final class Provider implements CodecProvider {
    @Override
    public Map<String, CodecFactory> codecs() {
      CodecFactory.OfBytesToBytes not = (configuration, decoded) -> new Not(decoded);
      return Map.of("test.not", not, "crc32c", not);
    }
  }

  /** Every bit the other way. */
  private record Not(ByteForm form) implements BytesToBytes {
    @Override
    public ByteForm encoded() {
      return form;
    }

    @Override
    public ByteSpan decode(ByteSpan encoded, ByteTarget target, Workspace workspace) {
      target.expect(encoded.length());
      byte[] out = target.reserve(encoded.length());
      for (int i = 0; i < encoded.length(); i++) {
        out[target.offset() + i] = (byte) ~encoded.byteAt(i);
      }
      return target.span(encoded.length());
    }

    @Override
    public ByteSpan encode(ByteSpan decoded, ByteTarget target, Workspace workspace) {
      return decode(decoded, target, workspace);
    }
  }

  @Test
  void aCodecOfTheThreadsLoaderIsUsed() throws Exception {
    CodecPipeline pipeline =
        LaterJar.with(
            CodecProvider.class,
            Provider.class.getName(),
            () -> Chains.pipeline(CHAIN, ElementKind.INT8, 3));
    // Not, then the library's own checksum of that, then Not again.
    String plain = "[{'name':'bytes'},{'name':'crc32c'}]";
    byte[] expected =
        Chains.encode(Chains.pipeline(plain, ElementKind.INT8, 3), new byte[] {-1, -2, -3});
    for (int i = 0; i < expected.length; i++) {
      expected[i] = (byte) ~expected[i];
    }
    assertThat(Chains.encode(pipeline, new byte[] {0, 1, 2})).isEqualTo(expected);
    assertThat(Chains.decode(pipeline, expected)).isEqualTo(new byte[] {0, 1, 2});
    assertThatThrownBy(() -> Chains.pipeline(CHAIN, ElementKind.INT8, 3))
        .hasMessageContaining("'test.not': no codec has this name");
  }

  @Test
  void aBrokenServiceIsNamed() {
    assertThatThrownBy(
            () ->
                LaterJar.with(
                    CodecProvider.class,
                    "org.example.Gone",
                    () -> Chains.pipeline(CHAIN, ElementKind.INT8, 3)))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("a codec service on the class path is broken")
        .hasMessageContaining("org.example.Gone");
  }
}
