package dev.sparkzarr.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.metadata.CodecSpec;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What numcodecs' filters make of arrays ({@code src/test/python/array_codec_samples.py}). */
class FilterSamplesTest {
  /** One array as numcodecs encodes and decodes it. */
  record Sample(JsonNode json) {
    CodecPipeline pipeline() {
      CodecSpec filter =
          CodecSpec.of(
              json.get("codec").textValue(), (ObjectNode) json.get("configuration").deepCopy());
      CodecSpec bytes =
          Chains.chain("[{'name':'bytes','configuration':{'endian':'little'}}]").get(0);
      return CodecPipeline.of(
          List.of(filter, bytes),
          ElementKind.valueOf(json.get("kind").textValue()),
          Shape.of(json.get("count").longValue()),
          Optional.empty());
    }

    byte[] bytes(String key) {
      return Chains.hex(json.get(key).textValue());
    }

    @Override
    public String toString() {
      return json.get("name").textValue();
    }
  }

  static Stream<Sample> samples() throws IOException {
    try (InputStream in = FilterSamplesTest.class.getResourceAsStream("array-samples.json")) {
      JsonNode all = new ObjectMapper().readTree(in);
      return StreamSupport.stream(all.spliterator(), false).map(Sample::new);
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void decodesToWhatNumcodecsDecodes(Sample sample) {
    assertThat(Chains.decode(sample.pipeline(), sample.bytes("encoded")))
        .isEqualTo(sample.bytes("decoded"));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void encodesToWhatNumcodecsEncodesOrRefuses(Sample sample) {
    byte[] array = sample.bytes("array");
    if (sample.json().get("written").booleanValue()) {
      assertThat(Chains.encode(sample.pipeline(), array)).isEqualTo(sample.bytes("encoded"));
    } else if (array.length > 0) {
      assertThatThrownBy(() -> Chains.encode(sample.pipeline(), array))
          .isInstanceOf(CodecException.class)
          .hasMessageStartingWith("Cannot encode with codec 'numcodecs.")
          .hasMessageContaining("cannot hold");
    }
  }
}
