package dev.sparkzarr.metadata;

import static dev.sparkzarr.metadata.Documents.PATH;
import static dev.sparkzarr.metadata.Documents.STORE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class NodeDocumentsTest {
  private static final Shape SHAPE = Shape.of(100, 10);
  private static final ChunkGrid GRID = new ChunkGrid.Regular(Shape.of(30, 4));
  private static final DataType INT16 = new DataType.Numeric(ElementKind.INT16);
  private static final List<Optional<String>> NAMES = List.of(Optional.of("y"), Optional.of("x"));

  private static ObjectNode json(String text) {
    return Json.parseObject(text.replace('\'', '"'), new Place("test"));
  }

  private static CodecSpec codec(String name, String configuration) {
    return CodecSpec.of(name, json(configuration));
  }

  @Test
  void writesAV3Array() {
    ArrayMetadata array =
        ArrayMetadata.of(
            ZarrFormat.V3,
            SHAPE,
            INT16,
            GRID,
            new ChunkKeyEncoding.Default('/'),
            Optional.of(new FillValue(new byte[] {1, (byte) 0x80})),
            List.of(codec("bytes", "{'endian': 'big'}"), CodecSpec.of("crc32c")),
            NAMES,
            new Attributes(json("{'units': 'K', 'nan': NaN}")));
    assertThat(texts(NodeDocuments.of(array)))
        .isEqualTo(
            Map.of(
                "zarr.json",
                json(
                    "{'zarr_format': 3, 'node_type': 'array', 'shape': [100, 10], 'data_type':"
                        + " 'int16', 'chunk_grid': {'name': 'regular', 'configuration':"
                        + " {'chunk_shape': [30, 4]}}, 'chunk_key_encoding': {'name': 'default',"
                        + " 'configuration': {'separator': '/'}}, 'fill_value': -32767, 'codecs':"
                        + " [{'name': 'bytes', 'configuration': {'endian': 'big'}}, {'name':"
                        + " 'crc32c'}], 'dimension_names': ['y', 'x'], 'attributes': {'units':"
                        + " 'K', 'nan': NaN}}")));
  }

  @Test
  void writesAV2Array() {
    ArrayMetadata array =
        ArrayMetadata.of(
            ZarrFormat.V2,
            SHAPE,
            INT16,
            GRID,
            new ChunkKeyEncoding.V2('.'),
            Optional.empty(),
            List.of(
                codec("transpose", "{'order': [1, 0]}"),
                codec("bytes", "{'endian': 'big'}"),
                codec("numcodecs.shuffle", "{'elementsize': 2}"),
                codec("numcodecs.zlib", "{'level': 1}")),
            NAMES,
            new Attributes(json("{'units': 'K'}")));
    assertThat(texts(NodeDocuments.of(array)))
        .isEqualTo(
            Map.of(
                ".zarray",
                json(
                    "{'zarr_format': 2, 'shape': [100, 10], 'chunks': [30, 4], 'dtype': '>i2',"
                        + " 'compressor': {'id': 'zlib', 'level': 1}, 'fill_value': null, 'order':"
                        + " 'F', 'filters': [{'id': 'shuffle', 'elementsize': 2}],"
                        + " 'dimension_separator': '.'}"),
                ".zattrs",
                json("{'units': 'K', '_ARRAY_DIMENSIONS': ['y', 'x']}")));
  }

  @Test
  void refusesWhatV2CannotSpell() {
    ChunkKeyEncoding dots = new ChunkKeyEncoding.V2('.');
    assertThatThrownBy(() -> v2(dots, codec("bytes", "{'endian': 'big'}"), CodecSpec.of("zstd")))
        .isInstanceOf(MetadataException.class)
        .hasMessageContaining("codec 'zstd' has no v2 form");
    assertThatThrownBy(() -> v2(dots, CodecSpec.of("bytes")))
        .hasMessageContaining("does not say 'endian'");
    assertThatThrownBy(() -> v2(dots, CodecSpec.of("numcodecs.zlib")))
        .hasMessageContaining("no step from values to bytes");
    assertThatThrownBy(() -> v2(dots, codec("transpose", "{'order': [0, 1]}")))
        .hasMessageContaining("in order or reversed");
    assertThatThrownBy(
            () -> v2(new ChunkKeyEncoding.Default('/'), codec("bytes", "{'endian': 'big'}")))
        .hasMessageContaining("no prefix 'c'");
  }

  private static ArrayMetadata v2(ChunkKeyEncoding keys, CodecSpec... codecs) {
    return ArrayMetadata.of(
        ZarrFormat.V2,
        SHAPE,
        INT16,
        GRID,
        keys,
        Optional.empty(),
        List.of(codecs),
        NAMES,
        Attributes.EMPTY);
  }

  @Test
  void refusesPartsThatDoNotFit() {
    ArrayMetadata array = Documents.v3Array(Documents.V3);
    assertThatThrownBy(
            () ->
                ArrayMetadata.of(
                    array.format(),
                    Shape.of(100),
                    array.dataType(),
                    array.grid(),
                    array.keys(),
                    array.fillValue(),
                    array.codecs(),
                    List.of(),
                    Attributes.EMPTY))
        .isInstanceOf(MetadataException.class);
    assertThatThrownBy(
            () ->
                ArrayMetadata.of(
                    array.format(),
                    array.shape(),
                    INT16,
                    array.grid(),
                    array.keys(),
                    array.fillValue(),
                    array.codecs(),
                    List.of(),
                    Attributes.EMPTY))
        .isInstanceOf(MetadataException.class);
    assertThatThrownBy(
            () ->
                ArrayMetadata.of(
                    array.format(),
                    array.shape(),
                    array.dataType(),
                    array.grid(),
                    array.keys(),
                    Optional.empty(),
                    array.codecs(),
                    List.of(),
                    Attributes.EMPTY))
        .isInstanceOf(MetadataException.class)
        .hasMessageContaining("format 3 needs a fill value");
  }

  @Test
  void equalArraysHaveEqualDocuments() {
    String reordered =
        Documents.V3
            .replace("'fill_value': 0, ", "")
            .replace("'zarr_format': 3,", "'attributes': {'x': 1}, 'fill_value': 0.0,")
            .replace("'node_type'", "'zarr_format': 3, 'node_type'");
    String document = Documents.v3Array(Documents.V3).document();
    assertThat(Documents.v3Array(reordered).document()).isEqualTo(document);
    assertThat(
            Documents.v3Array(
                    Documents.v3With(
                        "codecs",
                        "['bytes', {'name': 'x',"
                            + " 'configuration': {'b': 1, 'a': {'d': 1, 'c': 2}}}]"))
                .document())
        .isEqualTo(
            Documents.v3Array(
                    Documents.v3With(
                        "codecs",
                        "['bytes', {'configuration':"
                            + " {'a': {'c': 2, 'd': 1}, 'b': 1}, 'name': 'x'}]"))
                .document());
    assertThat(Documents.v3Array(Documents.v3With("shape", "[101, 10]")).document())
        .isNotEqualTo(document);
  }

  /** zarr-python 3.1.6 refuses the first without. */
  @Test
  void aCodecOfNumcodecsIsWrittenWithItsConfigurationThoughItIsEmpty() {
    assertThat(
            Documents.v3Array(
                    Documents.v3With(
                        "codecs", "['bytes', {'name': 'numcodecs.fletcher32'}, 'crc32c']"))
                .document())
        .contains(
            "[{\"name\":\"bytes\"},{\"configuration\":{},\"name\":\"numcodecs.fletcher32\"},"
                + "{\"name\":\"crc32c\"}]");
  }

  @Property(tries = 500)
  void everyArrayIsWrittenAndReadBack(@ForAll("arrays") ArrayMetadata array) {
    assertThat(read(NodeDocuments.of(array), PATH)).isEqualTo(array);

    ArrayMetadata shipped = ArrayMetadata.parse(array.document());
    List<Optional<String>> names =
        array.format() == ZarrFormat.V3 ? array.dimensionNames() : List.of();
    assertThat(shipped)
        .isEqualTo(
            new ArrayMetadata(
                array.format(),
                array.shape(),
                array.dataType(),
                array.grid(),
                array.keys(),
                array.fillValue(),
                array.codecs(),
                names,
                Attributes.EMPTY,
                array.document()));
  }

  @Property(tries = 100)
  void everyTreeIsConsolidatedAndReadBack(
      @ForAll ZarrFormat format, @ForAll("forests") Map<NodePath, ArrayMetadata> arrays) {
    SortedMap<NodePath, NodeMetadata> nodes = new TreeMap<>();
    arrays.forEach(
        (path, array) -> {
          if (array.format() == format) {
            nodes.put(path, array);
            NodePath parent = path.parent();
            while (!parent.isRoot()) {
              nodes.put(parent, new GroupMetadata(format, new Attributes(json("{'g': 1}"))));
              parent = parent.parent();
            }
          }
        });
    GroupMetadata root = new GroupMetadata(format, new Attributes(json("{'title': 'T'}")));
    SortedMap<String, ByteBuffer> documents = NodeDocuments.consolidated(root, nodes);
    if (format == ZarrFormat.V3) {
      ZarrJsonParser.Result result =
          ZarrJsonParser.parse(documents.get("zarr.json"), NodePath.ROOT, STORE);
      assertThat(result.node()).isEqualTo(root);
      assertThat(result.consolidated().orElseThrow().nodes()).isEqualTo(nodes);
    } else {
      nodes.put(NodePath.ROOT, root);
      ConsolidatedMetadata read = ZmetadataParser.parse(documents.get(".zmetadata"), STORE);
      assertThat(read.nodes()).isEqualTo(nodes);
      assertThat(read.unreadable()).isEmpty();
    }
  }

  private static NodeMetadata read(SortedMap<String, ByteBuffer> documents, NodePath path) {
    if (documents.containsKey("zarr.json")) {
      return ZarrJsonParser.parseNode(documents.get("zarr.json"), path, STORE);
    }
    return ZarrayParser.parse(
        documents.get(".zarray"), Optional.ofNullable(documents.get(".zattrs")), path, STORE);
  }

  @Provide
  Arbitrary<Map<NodePath, ArrayMetadata>> forests() {
    Arbitrary<NodePath> paths =
        Arbitraries.of("a", "b", "ab", "g/a", "g/h/a", "g/h/b", "ü b%20[1]/c").map(NodePath::new);
    return Arbitraries.maps(paths, arrays()).ofMaxSize(5);
  }

  @Provide
  Arbitrary<ArrayMetadata> arrays() {
    Arbitrary<ZarrFormat> formats = Arbitraries.of(ZarrFormat.class);
    Arbitrary<ElementKind> kinds = Arbitraries.of(Kinds.NUMPY);
    Arbitrary<List<Long>> shapes =
        Arbitraries.longs().between(0, Long.MAX_VALUE).list().ofMaxSize(4);
    Arbitrary<Long> chunks = Arbitraries.longs().between(1, Long.MAX_VALUE);
    Arbitrary<Character> separators = Arbitraries.of('.', '/');
    Arbitrary<Long> fills = Arbitraries.longs();
    Arbitrary<String> codecs = Arbitraries.of("", "zlib", "shuffle,zstd", "blosc,crc32c,mine");
    Arbitrary<List<String>> names = Arbitraries.strings().list().ofSize(4);
    return Combinators.combine(formats, kinds, shapes, chunks, separators, fills, codecs, names)
        .as(NodeDocumentsTest::array);
  }

  private static ArrayMetadata array(
      ZarrFormat format,
      ElementKind kind,
      List<Long> lengths,
      long chunk,
      char separator,
      long bits,
      String compression,
      List<String> names) {
    boolean v3 = format == ZarrFormat.V3;
    int rank = lengths.size();
    long[] chunks = new long[rank];
    java.util.Arrays.fill(chunks, chunk);
    byte[] pattern = new byte[kind.width()];
    for (int i = 0; i < pattern.length && (v3 || !kind.isFloat()); i++) {
      pattern[i] = (byte) (kind == ElementKind.BOOL ? bits & 1 : bits >>> 8 * i);
    }
    List<CodecSpec> codecs = new ArrayList<>();
    if (bits % 2 == 0 && rank > 1) {
      codecs.add(CodecSpec.of("transpose", json("{}")));
      var order = codecs.get(0).configuration().putArray("order");
      for (int i = rank - 1; i >= 0; i--) {
        order.add(i);
      }
    }
    String endian = bits % 3 == 0 ? "big" : "little";
    codecs.add(codec("bytes", kind.width() > 1 ? "{'endian': '" + endian + "'}" : "{}"));
    for (String id : compression.isEmpty() ? new String[0] : compression.split(",")) {
      codecs.add(codec("numcodecs." + id, "{'b': 1, 'a': [true, null, 1.5, 'x']}"));
    }
    return ArrayMetadata.of(
        format,
        Shape.of(lengths.stream().mapToLong(Long::longValue).toArray()),
        new DataType.Numeric(kind),
        new ChunkGrid.Regular(Shape.of(chunks)),
        v3 && bits % 5 == 0
            ? new ChunkKeyEncoding.Default(separator)
            : new ChunkKeyEncoding.V2(separator),
        !v3 && bits % 7 == 0 ? Optional.empty() : Optional.of(new FillValue(pattern)),
        codecs,
        bits % 11 == 0 ? List.of() : names.stream().limit(rank).map(Optional::of).toList(),
        new Attributes(
            json("{'units': 'K', 'list': [1, NaN, {'deep': -Infinity}], 'none': null}")));
  }

  private static Map<String, ObjectNode> texts(SortedMap<String, ByteBuffer> documents) {
    Map<String, ObjectNode> texts = new TreeMap<>();
    documents.forEach((name, bytes) -> texts.put(name, Json.parseObject(bytes, new Place("test"))));
    return texts;
  }
}
