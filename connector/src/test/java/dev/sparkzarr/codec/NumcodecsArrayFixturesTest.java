package dev.sparkzarr.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.metadata.CodecSpec;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Arrays as numcodecs filters them and makes bytes of them, in both directions. */
class NumcodecsArrayFixturesTest {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();
  private static final Pattern HEADER =
      Pattern.compile(
          "'descr': '(.)(.)(\\d+)', 'fortran_order': (False|True), 'shape': \\(([^)]*)");

  /** An array as a file of numpy has it, its elements in the order in which they lie there. */
  private record Npy(DataType type, int count, byte[] elements) {
    static Npy read(Path file) throws IOException {
      byte[] bytes = Files.readAllBytes(file);
      ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      int start = bytes[6] == 1 ? 10 + buffer.getShort(8) : 12 + buffer.getInt(8);
      Matcher header = HEADER.matcher(new String(bytes, 0, start, StandardCharsets.ISO_8859_1));
      assertThat(header.find()).isTrue();
      int width = Integer.parseInt(header.group(3));
      DataType type =
          switch (header.group(2)) {
            case "b" -> new DataType.Numeric(ElementKind.BOOL);
            case "i" -> new DataType.Numeric(ElementKind.valueOf("INT" + 8 * width));
            case "u" -> new DataType.Numeric(ElementKind.valueOf("UINT" + 8 * width));
            case "f" -> new DataType.Numeric(ElementKind.valueOf("FLOAT" + 8 * width));
            default -> new DataType.FixedText(width);
          };
      byte[] elements = Arrays.copyOfRange(bytes, start, bytes.length);
      return new Npy(type, elements.length / type.layout().width(), elements);
    }
  }

  private static Path fixtures() {
    return Path.of(System.getProperty("sparkzarr.shared", "absent"), "fixtures", "numcodecs");
  }

  private static CodecSpec spec(Path codec) throws IOException {
    ObjectNode json = (ObjectNode) JSON.readTree(codec.resolve("config.json").toFile());
    String id = json.remove("id").textValue();
    return CodecSpec.of("numcodecs." + id, json);
  }

  private static List<Path> list(Path folder, String glob) throws IOException {
    List<Path> found = new ArrayList<>();
    try (var stream = Files.newDirectoryStream(folder, glob)) {
      stream.forEach(found::add);
    }
    found.sort(null);
    return found;
  }

  /** The file of the array that was encoded. */
  private static Path array(Path encoded) {
    String name = encoded.getFileName().toString().replace("encoded.", "array.");
    return encoded.getParent().getParent().resolve(name.replace(".dat", ".npy"));
  }

  private static CodecPipeline filter(CodecSpec spec, Npy array) {
    CodecSpec bytes = Chains.chain("[{'name':'bytes','configuration':{'endian':'little'}}]").get(0);
    return CodecPipeline.of(
        List.of(spec, bytes), array.type(), Shape.of(array.count()), Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({
    "astype/f,false",
    "astype/i,true",
    "categorize/U,true",
    "delta/bool,true",
    "delta/float32,false",
    "delta/float64,false",
    "delta/int32,true",
    "delta/uint16,true",
    "fixedscaleoffset,false",
    "packbits,true",
    "quantize,false"
  })
  void filtersInBothDirections(String family, boolean lossless) throws IOException {
    Path folder = fixtures().resolve(family);
    assumeTrue(Files.isDirectory(folder), "fixtures are absent");
    int cases = 0;
    for (Path codec : list(folder, "codec.*")) {
      for (Path file : list(codec, "encoded.*")) {
        Npy array = Npy.read(array(file));
        CodecPipeline pipeline = filter(spec(codec), array);
        byte[] stored = Files.readAllBytes(file);
        byte[] decoded = Chains.decode(pipeline, stored);
        if (lossless) {
          assertThat(decoded).as(file.toString()).isEqualTo(array.elements());
        }
        assertThat(Chains.encode(pipeline, array.elements())).as(file.toString()).isEqualTo(stored);
        cases++;
      }
    }
    assertThat(cases).isPositive();
  }

  private static byte[] encode(CodecPipeline pipeline, List<byte[]> values) {
    return Values.encode(pipeline, values);
  }

  private static List<String> texts(List<byte[]> values) {
    return values.stream().map(value -> new String(value, StandardCharsets.UTF_8)).toList();
  }

  private static List<byte[]> bytes(List<String> texts) {
    return texts.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
  }

  private static CodecPipeline objects(CodecSpec spec, DataType type, long... shape) {
    return CodecPipeline.of(List.of(spec), type, Shape.of(shape), Optional.empty());
  }

  /** The items of a list that numcodecs wrote, without the type and the shape behind them. */
  private static List<JsonNode> items(String file) throws IOException {
    JsonNode json = JSON.readTree(fixtures().resolve(file).toFile());
    List<JsonNode> items = new ArrayList<>();
    json.forEach(items::add);
    items.subList(items.size() - 2, items.size()).clear();
    return items;
  }

  private static List<String> texts(String file) throws IOException {
    return items(file).stream().map(JsonNode::textValue).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"vlen-utf8", "vlen-bytes"})
  void textsOfAnyLength(String family) throws IOException {
    Path folder = fixtures().resolve(family).resolve("codec.00");
    assumeTrue(Files.isDirectory(folder), "fixtures are absent");
    List<String> foo = texts("json2/codec.00/encoded.00.dat");
    List<String> greetings = texts("json2/codec.00/encoded.07.dat");
    assertThat(foo).startsWith("foo", "bar", "baz").hasSize(900);
    assertThat(greetings).startsWith("¡Hola mundo!", "Hej Världen!").hasSize(1200);
    DataType type = family.equals("vlen-utf8") ? new DataType.Text() : new DataType.Binary();
    List<List<String>> expected = new ArrayList<>(List.of(foo, greetings, foo));
    List<String> tenTimes = new ArrayList<>(); // of shape 12, 100, 10; in the order of columns
    for (int i = 0; i < 10; i++) {
      tenTimes.addAll(greetings);
    }
    expected.add(tenTimes);
    for (int i = 0; i < 4; i++) {
      byte[] stored = Files.readAllBytes(folder.resolve("encoded.0" + i + ".dat"));
      CodecPipeline pipeline =
          objects(CodecSpec.of("numcodecs." + family), type, expected.get(i).size());
      List<byte[]> found = Values.decode(pipeline, stored);
      assertThat(texts(found)).isEqualTo(expected.get(i));
      assertThat(encode(pipeline, found)).isEqualTo(stored);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void listsOfAnyLength(int number) throws IOException {
    Path codec = fixtures().resolve("vlen-array/codec.0" + number);
    assumeTrue(Files.isDirectory(codec), "fixtures are absent");
    String kind = (number < 4 ? "INT" : "UINT") + (8 << number % 4);
    DataType type = new DataType.Ragged(new DataType.Numeric(ElementKind.valueOf(kind)));
    int width = 1 << number % 4;
    List<String> lists = List.of("010203", "04", "0506");
    for (Path file : list(codec, "encoded.*")) {
      byte[] stored = Files.readAllBytes(file);
      CodecPipeline pipeline = objects(spec(codec), type, 900);
      List<byte[]> found = Values.decode(pipeline, stored);
      for (int i = 0; i < 900; i++) {
        String expected =
            lists.get(i % 3).replaceAll("(?<low>..)", "${low}" + "00".repeat(width - 1));
        assertThat(HexFormat.of().formatHex(found.get(i))).isEqualTo(expected);
      }
      assertThat(encode(pipeline, found)).isEqualTo(stored);
    }
  }

  /** What numcodecs' own JSON says of the objects, in each of its forms. */
  @ParameterizedTest
  @CsvSource({
    "json2/codec.00",
    "json2/codec.01",
    "json2/codec.02",
    "json2/codec.03",
    "msgpack2/codec.00"
  })
  void objects(String name) throws IOException {
    Path codec = fixtures().resolve(name);
    assumeTrue(Files.isDirectory(codec), "fixtures are absent");
    boolean json = name.startsWith("json2");
    boolean old = spec(codec).name().equals("numcodecs.json"); // lists without a shape
    for (int i : new int[] {0, 1, 2, 5, 7}) {
      List<JsonNode> items = new ArrayList<>();
      for (JsonNode item : items("json2/codec.00/encoded.0" + i + ".dat")) {
        if (i == 1) {
          item.forEach(items::add); // of shape 300, 3
        } else {
          items.add(item);
        }
      }
      long[] shape = i == 1 ? new long[] {300, 3} : new long[] {items.size()};
      CodecPipeline pipeline = objects(spec(codec), new DataType.Text(), shape);
      byte[] stored = Files.readAllBytes(codec.resolve("encoded.0" + i + ".dat"));
      List<byte[]> found = Values.decode(pipeline, stored);
      List<String> expected =
          items.stream()
              .map(
                  item ->
                      item.isTextual()
                          ? item.textValue()
                          : item.toString().replace("\"NaN\"", "NaN"))
              .toList();
      assertThat(texts(found)).isEqualTo(expected);
      if (!json && (i == 0 || i == 7)) {
        assertThat(encode(pipeline, found)).isEqualTo(stored);
      }
      if (!old) {
        assertThat(texts(Values.decode(pipeline, encode(pipeline, found)))).isEqualTo(expected);
      }
    }
    int square = json ? 8 : 10;
    if (old) {
      return;
    }
    byte[] stored = Files.readAllBytes(codec.resolve("encoded.%02d.dat".formatted(square)));
    CodecPipeline pipeline = objects(spec(codec), new DataType.Text(), 2, 2);
    assertThat(texts(Values.decode(pipeline, stored))).containsExactly("0", "1", "2", "3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"json2/codec.00", "json2/codec.03", "msgpack2/codec.00"})
  void objectsThatAreNumbersOrPaddedTexts(String name) throws IOException {
    Path codec = fixtures().resolve(name);
    assumeTrue(Files.isDirectory(codec), "fixtures are absent");
    for (int i : new int[] {3, 4, 6}) {
      Path file = codec.resolve("encoded.0" + i + ".dat");
      Npy array = Npy.read(array(file));
      CodecPipeline pipeline = objects(spec(codec), array.type(), array.count());
      byte[] stored = Files.readAllBytes(file);
      assertThat(Chains.decode(pipeline, stored)).isEqualTo(array.elements());
      if (name.startsWith("msgpack2")) {
        assertThat(Chains.encode(pipeline, array.elements())).isEqualTo(stored);
      } else if (name.equals("json2/codec.00")) {
        byte[] written = Chains.encode(pipeline, array.elements());
        assertThat(JSON.readTree(written)).isEqualTo(JSON.readTree(stored));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"pickle/codec.00", "zfpy/codec.00", "pcodec/codec.00"})
  void refusesByName(String name) throws IOException {
    Path codec = fixtures().resolve(name);
    assumeTrue(Files.isDirectory(codec), "fixtures are absent");
    CodecSpec spec = spec(codec);
    assertThatThrownBy(() -> objects(spec, new DataType.Text(), 10))
        .isInstanceOf(CodecException.class)
        .hasMessageStartingWith("Cannot use codec '" + spec.name() + "': ")
        .hasMessageContaining("CodecProvider");
  }

  @ParameterizedTest
  @ValueSource(strings = {"O", "U"})
  void categories(String type) throws IOException {
    Path codec = fixtures().resolve("categorize").resolve(type).resolve("codec.00");
    assumeTrue(Files.isDirectory(codec), "fixtures are absent");
    CodecSpec spec = spec(codec);
    List<String> labels = new ArrayList<>();
    spec.configuration().get("labels").forEach(label -> labels.add(label.textValue()));
    List<CodecSpec> chain = List.of(spec, CodecSpec.of("bytes"));
    CodecPipeline pipeline =
        CodecPipeline.of(chain, new DataType.Text(), Shape.of(1000), Optional.empty());
    for (Path file : list(codec, "encoded.*")) {
      byte[] stored = Files.readAllBytes(file);
      List<String> expected = new ArrayList<>();
      for (byte number : stored) {
        expected.add(labels.get(number - 1));
      }
      List<byte[]> found = Values.decode(pipeline, stored);
      assertThat(texts(found)).isEqualTo(expected);
      assertThat(encode(pipeline, bytes(expected))).isEqualTo(stored);
    }
  }
}
