package dev.sparkzarr.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.ZarrException;
import dev.sparkzarr.codec.BuiltInCodecs;
import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.codec.CodecPipeline;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.MetadataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * What is encoded here, numcodecs decodes: every array of numcodecs' own fixtures with every
 * configuration beside it. Codecs and data types that this version comes to know are included by
 * themselves.
 */
@Tag("peers")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NumcodecsIT {
  private static final Path FIXTURES =
      Path.of(System.getProperty("sparkzarr.shared", "absent"), "fixtures", "numcodecs");
  private static final Path ENCODED = Path.of("target", "numcodecs").toAbsolutePath();
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Formats that no version will know: code to be run, or without a library for the JVM. */
  private static final Set<String> REFUSED = Set.of("pickle", "pcodec", "zfpy");

  /** Lists of old, which numcodecs itself does not read any more. */
  private static final Set<String> READ_ONLY = Set.of("json");

  private static final Set<String> KNOWN = new BuiltInCodecs().codecs().keySet();

  /** By configuration: what became of each of its arrays, by number. */
  private final Map<String, Map<String, Outcome>> outcomes = new TreeMap<>();

  /** What became of one array with one configuration. */
  private sealed interface Outcome {
    /** Bytes were written; numcodecs made this of them. */
    record Encoded(String verdict) implements Outcome {}

    /** The codec is not to be used. */
    record Refused(String message) implements Outcome {}

    /** The array's data type is not known. */
    record OtherType(String message) implements Outcome {}
  }

  @BeforeAll
  void encodeAndLetNumcodecsDecode() throws IOException, InterruptedException {
    Path python = Path.of(System.getProperty("sparkzarr.peers.python", "absent"));
    assumeTrue(Files.isExecutable(python), "the Python peers are not set up");
    assumeTrue(Files.isDirectory(FIXTURES), "fixtures are absent");
    clear();
    try (Stream<Path> files = Files.walk(FIXTURES)) {
      for (Path config : files.filter(file -> file.endsWith("config.json")).sorted().toList()) {
        encodeAll(config);
      }
    }
    Process decoder =
        new ProcessBuilder(
                python.toString(),
                "peers/decode_numcodecs.py",
                FIXTURES.toString(),
                ENCODED.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(decoder.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(decoder.waitFor()).as(output).isZero();
    for (String line : output.lines().toList()) {
      Path path = Path.of(line.substring(0, line.indexOf('\t')));
      String verdict = line.substring(line.indexOf('\t') + 1);
      outcomes
          .get(path.getParent().toString())
          .put(number(path.getFileName().toString()), new Outcome.Encoded(verdict));
    }
  }

  private static void clear() throws IOException {
    if (!Files.isDirectory(ENCODED)) {
      return;
    }
    Files.walkFileTree(
        ENCODED,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** From {@code array.07.npy} or {@code encoded.07.dat}. */
  private static String number(String file) {
    return file.split("\\.")[1];
  }

  private void encodeAll(Path config) throws IOException {
    Path codec = config.getParent();
    ObjectNode json = (ObjectNode) JSON.readTree(config.toFile());
    String name = FIXTURES.relativize(codec).toString();
    Map<String, Outcome> results = new TreeMap<>();
    outcomes.put(name, results);
    try (Stream<Path> files = Files.list(codec.getParent())) {
      for (Path file : files.filter(each -> each.toString().endsWith(".npy")).sorted().toList()) {
        String number = number(file.getFileName().toString());
        if (!Files.exists(codec.resolve("encoded." + number + ".dat"))) {
          continue; // numcodecs cannot encode it so
        }
        results.put(number, encode(NpyFile.read(file), json, codec, number));
      }
    }
  }

  private static Outcome encode(NpyFile array, ObjectNode config, Path codec, String number)
      throws IOException {
    ArrayMetadata metadata;
    try {
      metadata = ArrayMetadata.parse(array.document(JSON, config).toString());
    } catch (MetadataException e) {
      return REFUSED.contains(config.get("id").asText())
          ? new Outcome.Refused(e.getMessage())
          : new Outcome.OtherType(e.getMessage());
    }
    try {
      CodecPipeline pipeline = CodecPipeline.of(metadata);
      ChunkBuffer buffer = new ChunkBuffer(metadata.dataType());
      if (array.isObjects()) { // what numcodecs encoded says what they are
        byte[] fixture = Files.readAllBytes(codec.resolve("encoded." + number + ".dat"));
        pipeline.decode(ByteBuffer.wrap(fixture), buffer);
      } else {
        buffer.resize(array.data().length / metadata.dataType().layout().width());
        System.arraycopy(array.data(), 0, buffer.bytes(), 0, array.data().length);
      }
      ByteBuffer encoded = pipeline.encode(buffer);
      Path file = ENCODED.resolve(FIXTURES.relativize(codec)).resolve("encoded." + number + ".dat");
      Files.createDirectories(file.getParent());
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      Files.write(file, bytes);
      return new Outcome.Encoded("numcodecs was not asked");
    } catch (ZarrException e) {
      return new Outcome.Refused(e.getMessage());
    }
  }

  private static String id(String name) throws IOException {
    Path config = FIXTURES.resolve(name).resolve("config.json");
    return JSON.readTree(config.toFile()).get("id").asText();
  }

  @TestFactory
  Stream<DynamicTest> numcodecsDecodesWhatIsEncodedHere() {
    return outcomes.entrySet().stream()
        .map(each -> DynamicTest.dynamicTest(each.getKey(), () -> check(each)));
  }

  private static void check(Map.Entry<String, Map<String, Outcome>> each) throws IOException {
    String id = id(each.getKey());
    boolean known = KNOWN.contains("numcodecs." + id);
    assertThat(known && REFUSED.contains(id)).as("'" + id + "' is refused").isFalse();
    List<String> otherTypes = new ArrayList<>();
    each.getValue()
        .forEach(
            (number, outcome) -> {
              String what = "array " + number;
              if (outcome instanceof Outcome.OtherType other) {
                otherTypes.add(what + ": " + other.message());
              } else if (known && !READ_ONLY.contains(id)) {
                assertThat(outcome).as(what).isEqualTo(new Outcome.Encoded("same"));
              } else {
                assertThat(outcome).as(what).isInstanceOf(Outcome.Refused.class);
                assertThat(((Outcome.Refused) outcome).message()).containsIgnoringCase(id);
              }
            });
    assertThat(otherTypes).as("arrays of data types that are not known").isEmpty();
  }

  /** Nothing of the fixtures is passed over: no folder of a codec, and no array of it. */
  @Test
  void everyFixtureIsTried() throws IOException {
    Map<String, Set<String>> tried = new TreeMap<>();
    outcomes.forEach((codec, results) -> tried.put(codec, new TreeSet<>(results.keySet())));
    Map<String, Set<String>> present = new TreeMap<>();
    try (Stream<Path> files = Files.walk(FIXTURES)) {
      files
          .filter(file -> file.getFileName().toString().matches("encoded\\..*\\.dat"))
          .forEach(
              file ->
                  present
                      .computeIfAbsent(
                          FIXTURES.relativize(file.getParent()).toString(), each -> new TreeSet<>())
                      .add(number(file.getFileName().toString())));
    }
    assertThat(tried).isEqualTo(present);
    try (Stream<Path> folders = Files.list(FIXTURES)) {
      assertThat(tried.keySet().stream().map(codec -> Path.of(codec).getName(0)))
          .containsAll(folders.filter(Files::isDirectory).map(Path::getFileName).toList());
    }
  }

  @Test
  void manyWereEncoded() {
    long encoded =
        outcomes.values().stream()
            .flatMap(results -> results.values().stream())
            .filter(Outcome.Encoded.class::isInstance)
            .count();
    assertThat(encoded).isGreaterThanOrEqualTo(LEAST_ENCODED);
  }

  /** So many there were when this was last looked at: fewer means that something is left out. */
  private static final int LEAST_ENCODED = 891;
}
