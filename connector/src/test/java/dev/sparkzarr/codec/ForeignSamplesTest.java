package dev.sparkzarr.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sparkzarr.metadata.ElementKind;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.CRC32;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Chunks that zarr-python and numcodecs wrote ({@code src/test/python/codec_samples.py}). */
class ForeignSamplesTest {
  /** One chunk as another writer left it. */
  record Sample(
      String name,
      String codecs,
      ElementKind kind,
      long[] shape,
      byte[] fill,
      byte[] stored,
      long crc32) {
    CodecPipeline pipeline() {
      return Chains.pipeline(codecs, kind, fill, shape);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Sample> samples() throws IOException {
    try (InputStream in = ForeignSamplesTest.class.getResourceAsStream("samples.json")) {
      JsonNode all = new ObjectMapper().readTree(in);
      return StreamSupport.stream(all.spliterator(), false).map(ForeignSamplesTest::sample);
    }
  }

  private static Sample sample(JsonNode json) {
    return new Sample(
        json.get("name").asText(),
        json.get("codecs").toString(),
        ElementKind.valueOf(json.get("kind").asText()),
        StreamSupport.stream(json.get("shape").spliterator(), false)
            .mapToLong(JsonNode::asLong)
            .toArray(),
        Chains.hex(json.get("fill").asText()),
        Base64.getDecoder().decode(json.get("stored").asText()),
        json.get("crc32").asLong());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void decodesToTheElementsThatWereWritten(Sample sample) {
    CRC32 crc = new CRC32();
    crc.update(Chains.decode(sample.pipeline(), sample.stored()));
    assertThat(crc.getValue()).isEqualTo(sample.crc32());
  }
}
