package dev.sparkzarr.metadata;

import static dev.sparkzarr.metadata.Documents.V2;
import static dev.sparkzarr.metadata.Documents.v2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class V2ChainTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        // dtype ; order ; filters ; compressor ; chain
        "<f4 ; C ; null ; null ; bytes{endian:little}",
        ">f4 ; C ; null ; {'id':'zlib','level':1} ; bytes{endian:big} numcodecs.zlib{level:1}",
        "<f4 ; F ; null ; null ; transpose{order:[1,0]} bytes{endian:little}",
        "|u1 ; F ; null ; {'id':'zstd'} ; transpose{order:[1,0]} bytes{} numcodecs.zstd{}",
        // kerchunk: bytes stand before the first filter of bytes
        "<f4 ; C ; [{'id':'shuffle','elementsize':4},{'id':'zlib'}] ; null ;"
            + " bytes{endian:little} numcodecs.shuffle{elementsize:4} numcodecs.zlib{}",
        "<i4 ; C ; [{'id':'shuffle'}] ; {'id':'fletcher32'} ;"
            + " bytes{endian:little} numcodecs.shuffle{} numcodecs.fletcher32{}",
        // filters of values stand before bytes; the stored type's order counts
        ">i4 ; F ; [{'id':'delta','dtype':'>i4'}] ; {'id':'blosc'} ;"
            + " transpose{order:[1,0]} numcodecs.delta{dtype:>i4} bytes{endian:big}"
            + " numcodecs.blosc{}",
        "<f8 ; C ; [{'id':'fixedscaleoffset','dtype':'<f8','astype':'>i2'}] ; null ;"
            + " numcodecs.fixedscaleoffset{dtype:<f8,astype:>i2} bytes{endian:big}",
        "<f8 ; C ; [{'id':'quantize','digits':3,'dtype':'<f8','astype':'|u1'}] ; null ;"
            + " numcodecs.quantize{digits:3,dtype:<f8,astype:|u1} bytes{}",
        ">f8 ; C ; [{'id':'astype','encode_dtype':'<f4','decode_dtype':'>f8'}] ; null ;"
            + " numcodecs.astype{encode_dtype:<f4,decode_dtype:>f8} bytes{endian:little}",
        ">f4 ; C ; [{'id':'bitround','keepbits':3}] ; null ;"
            + " numcodecs.bitround{keepbits:3} bytes{endian:big}",
        "|b1 ; C ; [{'id':'packbits'}] ; {'id':'zlib'} ;"
            + " numcodecs.packbits{} bytes{} numcodecs.zlib{}",
        // bytes without an order, and times that are read as integers
        "|S4 ; C ; [{'id':'delta','dtype':'|S4'}] ; null ; numcodecs.delta{dtype:|S4} bytes{}",
        ">M8[ns] ; C ; [{'id':'delta','dtype':'>i8'}] ; null ;"
            + " numcodecs.delta{dtype:>i8} bytes{endian:big}",
        ">m8[10us] ; C ; [{'id':'delta','dtype':'>m8[10us]'}] ; null ;"
            + " numcodecs.delta{dtype:>m8[10us]} bytes{endian:big}",
        "<c8 ; C ; [{'id':'shuffle','elementsize':4}] ; null ;"
            + " bytes{endian:little} numcodecs.shuffle{elementsize:4}",
        // labels: the order of text is that of the array, of codes that of their type
        ">U3 ; F ; [{'id':'categorize','labels':['a'],'dtype':'>U3','astype':'<u2'}] ; null ;"
            + " transpose{order:[1,0]}"
            + " numcodecs.categorize{labels:[a],dtype:>U3,astype:<u2} bytes{endian:little}",
        ">U3 ; C ; [{'id':'categorize','labels':[],'dtype':'>U3'}] ; null ;"
            + " numcodecs.categorize{labels:[],dtype:>U3} bytes{}",
        // objects: column-major before the codec that makes bytes of them
        // lists of objects are nested by dimension, whatever the order
        "|O ; F ; [{'id':'json2'}] ; {'id':'zstd'} ; numcodecs.json2{} numcodecs.zstd{}",
        "|O ; F ; [{'id':'vlen-utf8'}] ; {'id':'zstd'} ;"
            + " transpose{order:[1,0]} numcodecs.vlen-utf8{} numcodecs.zstd{}",
        "|O ; C ; [{'id':'vlen-bytes'},{'id':'zlib'}] ; null ;"
            + " numcodecs.vlen-bytes{} numcodecs.zlib{}",
        "|O ; F ; [{'id':'vlen-array','dtype':'>i4'}] ; null ;"
            + " transpose{order:[1,0]} numcodecs.vlen-array{dtype:>i4}",
        "|O ; C ; [{'id':'categorize','labels':['a'],'dtype':'|O','astype':'|u1'}] ; {'id':'zlib'} ;"
            + " numcodecs.categorize{labels:[a],dtype:|O,astype:|u1} bytes{} numcodecs.zlib{}",
        "|O ; C ; [{'id':'json2','encoding':'utf-8'}] ; null ; numcodecs.json2{encoding:utf-8}",
        // what makes bytes of values itself
        "<f4 ; C ; null ; {'id':'zfpy'} ; numcodecs.zfpy{}",
        "<f4 ; C ; [{'id':'pcodec'}] ; {'id':'zlib'} ; numcodecs.pcodec{} numcodecs.zlib{}",
        // unknown: where it stands
        "<f4 ; C ; [{'id':'mine'}] ; {'id':'theirs'} ;"
            + " numcodecs.mine{} bytes{endian:little} numcodecs.theirs{}",
        "<f4 ; C ; [{'id':'zlib'},{'id':'mine'}] ; null ;"
            + " bytes{endian:little} numcodecs.zlib{} numcodecs.mine{}",
      })
  void translates(String dtype, String order, String filters, String compressor, String chain) {
    ArrayMetadata array = v2(document(dtype, order, filters, compressor, "null"));
    assertThat(text(array.codecs())).isEqualTo(chain);
    // and back
    ArrayMetadata again = ArrayMetadata.parse(array.document());
    assertThat(again).isEqualTo(array);
    assertThat(again.document()).contains("\"dtype\":\"" + dtype + "\"");
  }

  @Test
  void aTypeThatIsACodecsOwnIsRefusedWithAnother() {
    ArrayMetadata text = v2(document("|O", "C", "[{'id':'vlen-utf8'}]", "null"));
    List<CodecSpec> bytes = List.of(CodecSpec.of("numcodecs.vlen-bytes"));
    assertThatThrownBy(
            () ->
                ArrayMetadata.of(
                    ZarrFormat.V2,
                    text.shape(),
                    text.dataType(),
                    text.grid(),
                    text.keys(),
                    text.fillValue(),
                    bytes,
                    List.of(),
                    Attributes.EMPTY))
        .isInstanceOf(MetadataException.class)
        .hasMessageContaining("as string with its fill value and codecs")
        .hasMessageContaining("read as another array, of bytes");
  }

  @Test
  void orderFOfOneDimensionIsOrderC() {
    String one = V2.replace("[100, 10]", "[100]").replace("[30, 4]", "[30]");
    assertThat(v2(one.replace("'C'", "'F'"))).isEqualTo(v2(one));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "[{'id':'shuffle'},{'id':'delta','dtype':'<f4'}] ; 'delta' needs values",
        "[{'id':'zlib'},{'id':'vlen-utf8'}] ; 'vlen-utf8' needs values",
        "[{'id':'delta','dtype':'>f4'}] ; 'delta' reads '>f4', but is given values of another",
        "[{'id':'delta','dtype':'<f8'}] ; 'delta' reads '<f8', but is given values of another",
        "[{'id':'delta','dtype':'f4'}] ; 'delta' has 'f4' as 'dtype', which is not a type with",
        "[{'id':'delta','dtype':'<f4','astype':5}] ; 'delta' has '5' as 'astype'",
        "[{'id':'delta','dtype':'<f4','astype':'<i2'},{'id':'delta','dtype':'<f4'}] ; reads '<f4'",
        "[{'id':'categorize','labels':[],'dtype':'<U3'}] ; 'categorize' reads '<U3', but is given",
        "[{'id':'categorize','labels':[],'dtype':'|O'}] ; 'categorize' reads '|O', but is given",
      })
  void refusesFiltersThatLookAtTheBytesDifferently(String filters, String reason) {
    assertThatThrownBy(() -> v2(document("<f4", "C", filters, "null")))
        .isInstanceOf(MetadataException.class)
        .hasMessageStartingWith("Cannot read array /a in memory:store: filter ")
        .hasMessageContaining(reason);
  }

  private static String document(String dtype, String order, String filters, String compressor) {
    return document(dtype, order, filters, compressor, "0");
  }

  private static String document(
      String dtype, String order, String filters, String compressor, String fill) {
    return V2.replace("'fill_value': 0", "'fill_value': " + fill)
        .replace("'<f4'", "'" + dtype + "'")
        .replace("'C'", "'" + order + "'")
        .replace("'filters': null", "'filters': " + filters)
        .replace("'compressor': null", "'compressor': " + compressor);
  }

  private static String text(List<CodecSpec> chain) {
    return chain.stream()
        .map(codec -> codec.name() + codec.configuration().toString().replace("\"", ""))
        .collect(Collectors.joining(" "));
  }
}
