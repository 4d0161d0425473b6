package dev.sparkzarr.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.metadata.CodecSpec;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What numcodecs encoded decodes to the arrays that numcodecs was given. */
class NumcodecsFixturesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @CsvSource({
    "adler32,13",
    "base64,13",
    "blosc,169",
    "bz2,52",
    "crc32,13",
    "crc32c,13",
    "gzip,78",
    "lz4,91",
    "lzma,65",
    "shuffle,52",
    "zlib,78",
    "zstd,130"
  })
  void decodesWhatNumcodecsWrote(String family, int expectedCases) throws IOException {
    Path folder = fixtures().resolve(family);
    assumeTrue(Files.isDirectory(folder), "fixtures are absent");
    int cases = 0;
    for (Path codec : list(folder, "codec.*")) {
      CodecSpec spec = spec(codec.resolve("config.json"));
      for (Path encoded : list(codec, "encoded.*")) {
        String number = encoded.getFileName().toString().substring("encoded.".length(), 10);
        byte[] array = npyData(folder.resolve("array." + number + ".npy"));
        CodecPipeline pipeline = pipeline(spec, array.length);
        byte[] stored = Files.readAllBytes(encoded);
        assertThat(Chains.decode(pipeline, stored)).as(encoded.toString()).isEqualTo(array);
        assertThat((long) stored.length).isLessThanOrEqualTo(pipeline.encodedLimit());
        cases++;
      }
    }
    assertThat(cases).isEqualTo(expectedCases);
  }

  private static CodecPipeline pipeline(CodecSpec spec, int size) {
    List<CodecSpec> chain = new ArrayList<>(Chains.chain("[{'name':'bytes'}]"));
    chain.add(spec);
    return CodecPipeline.of(chain, ElementKind.UINT8, Shape.of(size), Optional.empty());
  }

  private static Path fixtures() {
    return Path.of(System.getProperty("sparkzarr.shared", "absent"), "fixtures", "numcodecs");
  }

  private static CodecSpec spec(Path config) throws IOException {
    ObjectNode json = (ObjectNode) JSON.readTree(config.toFile());
    return new CodecSpec("numcodecs." + json.path("id").asText(), json, true);
  }

  private static List<Path> list(Path folder, String glob) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, glob)) {
      stream.forEach(found::add);
    }
    found.sort(null);
    return found;
  }

  /** The elements as they lie in the file: magic, version, header length, header, data. */
  private static byte[] npyData(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int start = bytes[6] == 1 ? 10 + buffer.getShort(8) : 12 + buffer.getInt(8);
    return Arrays.copyOfRange(bytes, start, bytes.length);
  }
}
