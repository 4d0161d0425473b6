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
    ArrayMetadata array = v2(document(dtype, order, filters, compressor));
    assertThat(text(array.codecs())).isEqualTo(chain);
    // and back
    ArrayMetadata again = ArrayMetadata.parse(array.document());
    assertThat(again).isEqualTo(array);
    assertThat(again.document()).contains("\"dtype\":\"" + dtype + "\"");
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
      })
  void refusesFiltersThatLookAtTheBytesDifferently(String filters, String reason) {
    assertThatThrownBy(() -> v2(document("<f4", "C", filters, "null")))
        .isInstanceOf(MetadataException.class)
        .hasMessageStartingWith("Cannot read array /a in memory:store: filter ")
        .hasMessageContaining(reason);
  }

  private static String document(String dtype, String order, String filters, String compressor) {
    return V2.replace("'<f4'", "'" + dtype + "'")
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
