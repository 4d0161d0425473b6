package dev.sparkzarr.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.metadata.ElementKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import java.util.concurrent.Callable;
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

  /** A loader in which the service is registered, as in a jar that came later. */
  private static ClassLoader with(String provider) {
    ClassLoader parent = CodecProviderTest.class.getClassLoader();
    String service = "META-INF/services/" + CodecProvider.class.getName();
    return new ClassLoader(parent) {
      @Override
      public Enumeration<URL> getResources(String name) throws IOException {
        return name.equals(service)
            ? Collections.enumeration(Collections.singleton(text(provider)))
            : super.getResources(name);
      }
    };
  }

  private static URL text(String content) throws MalformedURLException {
    return new URL(
        null,
        "text:service",
        new URLStreamHandler() {
          @Override
          protected URLConnection openConnection(URL url) {
            return new URLConnection(url) {
              @Override
              public void connect() {}

              @Override
              public InputStream getInputStream() {
                return new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8));
              }
            };
          }
        });
  }

  private static <T> T under(ClassLoader loader, Callable<T> action) throws Exception {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(loader);
    try {
      return action.call();
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  @Test
  void aCodecOfTheThreadsLoaderIsUsed() throws Exception {
    CodecPipeline pipeline =
        under(with(Provider.class.getName()), () -> Chains.pipeline(CHAIN, ElementKind.INT8, 3));
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
                under(with("org.example.Gone"), () -> Chains.pipeline(CHAIN, ElementKind.INT8, 3)))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("a codec service on the class path is broken")
        .hasMessageContaining("org.example.Gone");
  }
}
