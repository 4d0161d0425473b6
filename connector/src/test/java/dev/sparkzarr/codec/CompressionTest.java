package dev.sparkzarr.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.Attributes;
import dev.sparkzarr.metadata.ChunkGrid;
import dev.sparkzarr.metadata.ChunkKeyEncoding;
import dev.sparkzarr.metadata.CodecSpec;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.FillValue;
import dev.sparkzarr.metadata.NodeDocuments;
import dev.sparkzarr.metadata.Shape;
import dev.sparkzarr.metadata.ZarrFormat;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The words that an option gives, and the documents that come of them. */
class CompressionTest {
  private static final DataType FLOAT = new DataType.Numeric(ElementKind.FLOAT32);
  private static final DataType BYTE = new DataType.Numeric(ElementKind.UINT8);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "none      | [{'name':'bytes','configuration':{'endian':'little'}}]",
        "zstd      | [{'name':'bytes','configuration':{'endian':'little'}},"
            + "{'name':'zstd','configuration':{'level':0,'checksum':false}}]",
        "zstd:-7   | [{'name':'bytes','configuration':{'endian':'little'}},"
            + "{'name':'zstd','configuration':{'level':-7,'checksum':false}}]",
        "gzip      | [{'name':'bytes','configuration':{'endian':'little'}},"
            + "{'name':'gzip','configuration':{'level':5}}]",
        "gzip:0    | [{'name':'bytes','configuration':{'endian':'little'}},"
            + "{'name':'gzip','configuration':{'level':0}}]",
        "blosc     | [{'name':'bytes','configuration':{'endian':'little'}},"
            + "{'name':'blosc','configuration':{'cname':'zstd','clevel':5,'shuffle':'shuffle',"
            + "'typesize':4,'blocksize':0}}]",
        "blosc:lz4 | [{'name':'bytes','configuration':{'endian':'little'}},"
            + "{'name':'blosc','configuration':{'cname':'lz4','clevel':5,'shuffle':'shuffle',"
            + "'typesize':4,'blocksize':0}}]",
      })
  void inFormat3(String compression, String expected) {
    assertThat(Compression.chain(compression, FLOAT, ZarrFormat.V3))
        .isEqualTo(Chains.chain(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "none    | `compressor`:null",
        "zstd:3  | `compressor`:{`checksum`:false,`id`:`zstd`,`level`:3}",
        "gzip    | `compressor`:{`id`:`gzip`,`level`:5}",
        "blosc   | `compressor`:{`blocksize`:0,`clevel`:5,`cname`:`zstd`,`id`:`blosc`,"
            + "`shuffle`:1}",
      })
  void inFormat2(String compression, String expected) {
    assertThat(document(compression, FLOAT, ZarrFormat.V2)).contains(expected.replace('`', '"'));
  }

  @Test
  void textsAreTurnedIntoBytesFirst() {
    assertThat(Compression.chain("zstd", new DataType.Text(), ZarrFormat.V3))
        .extracting(CodecSpec::name)
        .containsExactly("vlen-utf8", "zstd");
    assertThat(Compression.chain("zstd", new DataType.Binary(), ZarrFormat.V2))
        .extracting(CodecSpec::name)
        .containsExactly("numcodecs.vlen-bytes", "numcodecs.zstd");
    assertThat(document("gzip", new DataType.Text(), ZarrFormat.V2))
        .contains("\"filters\":[{\"id\":\"vlen-utf8\"}]", "\"id\":\"gzip\"");
  }

  @Test
  void bloscShufflesItemsAsLongAsTheyAre() {
    assertThat(blosc(BYTE)).isEqualTo("bitshuffle of 1");
    assertThat(blosc(new DataType.Complex(ElementKind.FLOAT64))).isEqualTo("shuffle of 16");
    assertThat(blosc(new DataType.Text())).isEqualTo("noshuffle of 1");
    assertThat(blosc(new DataType.Raw(255))).isEqualTo("shuffle of 255");
    assertThat(blosc(new DataType.Raw(256))).isEqualTo("noshuffle of 1");
  }

  private static String blosc(DataType type) {
    var json = Compression.chain("blosc", type, ZarrFormat.V3).get(1).configuration();
    return json.get("shuffle").asText() + " of " + json.get("typesize").asInt();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "snappy",
        "ZSTD",
        "none:1",
        "zstd:",
        "zstd:23",
        "zstd:-131073",
        "zstd:fast",
        "zstd:3:4",
        "gzip:-1",
        "gzip:10",
        "gzip:99999999999",
        "blosc:",
        "blosc:snappy",
        "blosc:zstd:5",
      })
  void whatIsNoneOfThemIsRefused(String compression) {
    assertThatThrownBy(() -> Compression.chain(compression, FLOAT, ZarrFormat.V3))
        .isInstanceOf(CodecException.class)
        .hasMessageStartingWith("Cannot use compression '" + compression + "': ")
        .hasMessageEndingWith("Give none, zstd[:LEVEL], gzip[:LEVEL] or blosc[:CNAME].");
  }

  @Test
  void listsHaveNoCodecOfTheirOwn() {
    assertThatThrownBy(() -> Compression.chain("zstd", new DataType.Ragged(FLOAT), ZarrFormat.V3))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("Name the codecs");
  }

  @Test
  void aShortChainIsSpelledOut() {
    List<CodecSpec> chain =
        Compression.spelledOut(
            Chains.chain(
                "[{'name':'sharding_indexed','configuration':{'chunk_shape':[2],"
                    + "'codecs':[{'name':'bytes'},{'name':'gzip'},{'name':'crc32c'}],"
                    + "'index_codecs':[{'name':'bytes','configuration':{'endian':'little'}}]}},"
                    + "{'name':'zstd','configuration':{'level':9}},{'name':'blosc'}]"),
            FLOAT);
    assertThat(chain)
        .isEqualTo(
            Chains.chain(
                "[{'name':'sharding_indexed','configuration':{'chunk_shape':[2],"
                    + "'codecs':[{'name':'bytes','configuration':{'endian':'little'}},"
                    + "{'name':'gzip','configuration':{'level':5}},"
                    + "{'name':'crc32c','configuration':{}}],"
                    + "'index_codecs':[{'name':'bytes','configuration':{'endian':'little'}}]}},"
                    + "{'name':'zstd','configuration':{'level':9,'checksum':false}},"
                    + "{'name':'blosc','configuration':{'cname':'lz4','clevel':5,"
                    + "'shuffle':'shuffle','typesize':4,'blocksize':0}}]"));
  }

  private static String document(String compression, DataType type, ZarrFormat format) {
    byte[] fill = type.layout().variable() ? new byte[0] : new byte[type.layout().width()];
    ArrayMetadata array =
        ArrayMetadata.of(
            format,
            Shape.of(4),
            type,
            new ChunkGrid.Regular(Shape.of(2)),
            new ChunkKeyEncoding.V2('.'),
            Optional.of(new FillValue(fill)),
            Compression.chain(compression, type, format),
            List.of(),
            Attributes.EMPTY);
    String name = format == ZarrFormat.V2 ? ".zarray" : "zarr.json";
    return StandardCharsets.UTF_8
        .decode(NodeDocuments.of(array).get(name))
        .toString()
        .replaceAll("\\s", "");
  }
}
