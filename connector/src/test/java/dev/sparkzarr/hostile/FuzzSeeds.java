package dev.sparkzarr.hostile;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The documents that mutation starts from: every data type, codec, grid and key encoding. */
final class FuzzSeeds {
  private static final String LITTLE = "{'name':'bytes','configuration':{'endian':'little'}}";
  private static final String BIG = "{'name':'bytes','configuration':{'endian':'big'}}";

  /** Data types of v3, each with a fill value. */
  private static final List<List<String>> V3_TYPES =
      List.of(
          List.of("'bool'", "true"),
          List.of("'int2'", "-1"),
          List.of("'uint2'", "3"),
          List.of("'int4'", "-7"),
          List.of("'uint4'", "7"),
          List.of("'int8'", "-1"),
          List.of("'uint8'", "255"),
          List.of("'int16'", "0"),
          List.of("'uint16'", "1"),
          List.of("'int32'", "7"),
          List.of("'uint32'", "0"),
          List.of("'int64'", "-9223372036854775808"),
          List.of("'uint64'", "18446744073709551615"),
          List.of("'float16'", "'NaN'"),
          List.of("'bfloat16'", "'0x7fc1'"),
          List.of("'float32'", "0.5"),
          List.of("'float64'", "'-Infinity'"),
          List.of("'complex64'", "[1.0,'NaN']"),
          List.of("'complex128'", "[0.0,0.0]"),
          List.of(
              "{'name':'numpy.datetime64','configuration':{'unit':'ns','scale_factor':1}}",
              "'NaT'"),
          List.of(
              "{'name':'numpy.timedelta64','configuration':{'unit':'m','scale_factor':15}}", "3"),
          List.of("{'name':'null_terminated_bytes','configuration':{'length_bytes':5}}", "'YWI='"),
          List.of("{'name':'fixed_length_utf32','configuration':{'length_bytes':12}}", "'xy'"),
          List.of("'r24'", "[1,2,255]"),
          List.of("{'name':'raw_bytes','configuration':{'length_bytes':4}}", "'YWJjZA=='"),
          List.of(
              "{'name':'struct','configuration':{'fields':[{'name':'a','data_type':'int16'},"
                  + "{'name':'b','data_type':{'name':'struct','configuration':{'fields':"
                  + "[{'name':'x','data_type':'float64'},{'name':'y','data_type':'uint8'}]}}}]}}",
              "{'a':1,'b':{'x':'NaN','y':2}}"),
          List.of(
              "{'name':'structured','configuration':{'fields':[['a','int4'],['t',"
                  + "{'name':'fixed_length_utf32','configuration':{'length_bytes':8}}]]}}",
              "'AAAAAAAAAAAA'"),
          List.of("'string'", "'x'"),
          List.of("'bytes'", "'YWI='"),
          List.of("'variable_length_bytes'", "[1,2]"));

  /** Chains behind (or instead of) {@code bytes}; $ stands for it, in v3. */
  private static final List<String> V3_CHAINS =
      List.of(
          "$",
          BIG,
          "$,{'name':'crc32c'}",
          "$,{'name':'gzip','configuration':{'level':1}}",
          "$,{'name':'zlib'}",
          "$,{'name':'zstd','configuration':{'level':3,'checksum':false}}",
          "$,{'name':'zstd','configuration':{'level':-5,'checksum':true}}",
          "$,{'name':'blosc','configuration':{'cname':'lz4','clevel':5,'shuffle':'shuffle',"
              + "'typesize':4,'blocksize':256}}",
          "$,{'name':'blosc','configuration':{'cname':'blosclz','clevel':9,'shuffle':'bitshuffle',"
              + "'typesize':2,'blocksize':0}}",
          "$,{'name':'blosc','configuration':{'cname':'zstd','clevel':1,'shuffle':'noshuffle',"
              + "'typesize':8,'blocksize':0}}",
          "$,{'name':'blosc','configuration':{'cname':'snappy','clevel':1,'shuffle':'shuffle',"
              + "'typesize':1,'blocksize':128}}",
          "$,{'name':'blosc','configuration':{'cname':'zlib','clevel':1,'shuffle':'bitshuffle',"
              + "'typesize':8,'blocksize':0}},{'name':'crc32c'}",
          "$,{'name':'numcodecs.lz4'}",
          "$,{'name':'lz4'},{'name':'crc32c'}",
          "$,{'name':'numcodecs.bz2','configuration':{'level':1}}",
          "$,{'name':'https://codec.zarrs.dev/bytes_to_bytes/bz2','configuration':{'level':9}}",
          "$,{'name':'numcodecs.lzma','configuration':{'format':1,'check':4}}",
          "$,{'name':'numcodecs.lzma','configuration':{'format':2}}",
          "$,{'name':'numcodecs.lzma','configuration':{'format':3,'filters':[{'id':3,'dist':4},"
              + "{'id':33,'preset':1}]}}",
          "$,{'name':'numcodecs.shuffle','configuration':{'elementsize':4}},{'name':'gzip'}",
          "$,{'name':'numcodecs.adler32'}",
          "$,{'name':'numcodecs.crc32','configuration':{'location':'end'}}",
          "$,{'name':'numcodecs.crc32c','configuration':{'location':'start'}}",
          "$,{'name':'numcodecs.fletcher32'}",
          "$,{'name':'https://codec.zarrs.dev/bytes_to_bytes/fletcher32'}",
          "$,{'name':'numcodecs.jenkins_lookup3','configuration':{'initval':7,'prefix':[1,2]}}",
          "$,{'name':'numcodecs.base64'}",
          "$,{'name':'numcodecs.gzip'},{'name':'numcodecs.zstd'},{'name':'numcodecs.blosc'}",
          "{'name':'transpose','configuration':{'order':[1,0]}},$,{'name':'zstd'}",
          "{'name':'transpose','configuration':{'order':'F'}},{'name':'endian','configuration':"
              + "{'endian':'little'}}",
          "{'name':'packbits','configuration':{'padding_encoding':'first_byte','first_bit':0,"
              + "'last_bit':3}}",
          "{'name':'packbits'},{'name':'gzip'}",
          "{'name':'vlen-utf8'}",
          "{'name':'vlen-bytes'}",
          "{'name':'vlen-array'}",
          "{'name':'zarrs.vlen_v2'},{'name':'gzip'}",
          "{'name':'vlen-utf8'},{'name':'zstd'}",
          "{'name':'vlen-bytes'},{'name':'blosc'}",
          "{'name':'vlen-utf8'},{'name':'numcodecs.lzma','configuration':{'format':1}}",
          "{'name':'vlen-utf8'},{'name':'numcodecs.lzma','configuration':{'format':2}}",
          "{'name':'vlen-utf8'},{'name':'numcodecs.bz2'},{'name':'numcodecs.base64'}",
          "{'name':'vlen-bytes'},{'name':'gzip'},{'name':'numcodecs.lz4'}",
          "{'name':'reshape','configuration':{'shape':[[0],2,-1]}},$",
          "{'name':'zarrs.squeeze'},$",
          "{'name':'scale_offset','configuration':{'scale':2,'offset':1}},$",
          "{'name':'cast_value','configuration':{'data_type':'int32'}},$",
          "{'name':'cast_value','configuration':{'data_type':'uint8','rounding':'towards-zero',"
              + "'out_of_range':'clamp','scalar_map':{'encode':[['NaN',0]],'decode':[[0,'NaN']]}}},"
              + "$",
          "{'name':'bitround','configuration':{'keepbits':3}},$,{'name':'zstd'}",
          "{'name':'numcodecs.bitround','configuration':{'keepbits':3}},$",
          "{'name':'numcodecs.packbits'},$",
          "{'name':'numcodecs.delta','configuration':{'dtype':'<i4','astype':'<i2'}},$",
          "{'name':'numcodecs.delta','configuration':{'dtype':'<f8'}},$",
          "{'name':'numcodecs.fixedscaleoffset','configuration':{'scale':10,'offset':1,"
              + "'dtype':'<f8','astype':'<i2'}},$",
          "{'name':'numcodecs.quantize','configuration':{'digits':1,'dtype':'<f4'}},$",
          "{'name':'numcodecs.astype','configuration':{'encode_dtype':'<f8','decode_dtype':'<f4'}},"
              + "$",
          "{'name':'numcodecs.json2','configuration':{'encoding':'utf-8'}}",
          "{'name':'numcodecs.msgpack2'}",
          "{'name':'numcodecs.json'}",
          "{'name':'numcodecs.msgpack'}",
          "{'name':'numcodecs.categorize','configuration':{'dtype':'|O','astype':'|u1',"
              + "'labels':['a','b','']}},{'name':'bytes'}",
          shard("end", "$", LITTLE + ",{'name':'crc32c'}"),
          shard("start", "$,{'name':'zstd'}", BIG),
          shard("end", "$,{'name':'crc32c'}", LITTLE) + ",{'name':'gzip'}",
          shard("start", shard("end", "$", LITTLE), LITTLE).replaceFirst("2,3", "4,6"),
          shard("end", "{'name':'vlen-utf8'},{'name':'zstd'}", LITTLE),
          shard("end", "{'name':'vlen-bytes'}", LITTLE + ",{'name':'crc32c'}"),
          "{'name':'transpose','configuration':{'order':[1,0]}},"
              + shard("end", "{'name':'transpose','configuration':{'order':[1,0]}},$", LITTLE));

  private static final List<String> GRIDS =
      List.of(
          "{'name':'regular','configuration':{'chunk_shape':[8,12]}}",
          "{'name':'rectilinear','configuration':{'kind':'inline','chunk_shapes':"
              + "[8,[12,[12,1],[12,3]]]}}",
          "{'name':'rectilinear','configuration':{'kind':'inline','chunk_shapes':"
              + "[[[8,2]],[[6,2],12,24]]}}");

  private static final List<String> KEYS =
      List.of(
          "{'name':'default','configuration':{'separator':'/'}}",
          "'default'",
          "{'name':'v2','configuration':{'separator':'.'}}",
          "{'name':'suffix','configuration':{'suffix':'.shard','base-encoding':"
              + "{'name':'default'}}}");

  /** Types of v2, each with a fill value and the codecs that it needs. */
  private static final List<List<String>> V2_TYPES =
      List.of(
          List.of("'|b1'", "false", ""),
          List.of("'|i1'", "-1", ""),
          List.of("'>u2'", "65535", ""),
          List.of("'<i4'", "null", ""),
          List.of("'>i8'", "0", ""),
          List.of("'<f2'", "'NaN'", ""),
          List.of("'<f4'", "1e30", ""),
          List.of("'>f8'", "'-Infinity'", ""),
          List.of("'<c8'", "[0.0,'NaN']", ""),
          List.of("'>c16'", "null", ""),
          List.of("'|S5'", "'YWI='", ""),
          List.of("'<U3'", "'xy'", ""),
          List.of("'>U1'", "''", ""),
          List.of("'|V4'", "'YWJjZA=='", ""),
          List.of("'<M8[ns]'", "'NaT'", ""),
          List.of("'>m8[25us]'", "-9223372036854775808", ""),
          List.of("[['a','<i2'],['b','>f8']]", "null", ""),
          List.of("[['a','|S2'],['n',[['x','<f4',[2]],['y','>U1']],[2,1]]]", "null", ""),
          List.of("'|O'", "''", "{'id':'vlen-utf8'}"),
          List.of("'|O'", "null", "{'id':'vlen-bytes'}"),
          List.of("'|O'", "null", "{'id':'vlen-array','dtype':'<i4'}"),
          List.of("'|O'", "null", "{'id':'vlen-array','dtype':'>f8'}"),
          List.of("'|O'", "''", "{'id':'json2','encoding':'utf-8','strict':true}"),
          List.of("'|O'", "''", "{'id':'json'}"),
          List.of("'|O'", "'a'", "{'id':'msgpack'}"),
          List.of("'|O'", "'a'", "{'id':'msgpack2','raw':false,'use_bin_type':true}"),
          List.of(
              "'|O'", "''", "{'id':'categorize','labels':['a','b'],'dtype':'|O','astype':'|u1'}"));

  private static final List<String> V2_FILTERS =
      List.of(
          "",
          "",
          "{'id':'shuffle','elementsize':2}",
          "{'id':'delta','dtype':'<i4'}",
          "{'id':'fixedscaleoffset','offset':1,'scale':10,'dtype':'>f8','astype':'<i4'}",
          "{'id':'quantize','digits':2,'dtype':'<f4','astype':'<f4'}",
          "{'id':'astype','encode_dtype':'<f4','decode_dtype':'>f8'}",
          "{'id':'packbits'}",
          "{'id':'bitround','keepbits':4}",
          "{'id':'fletcher32'},{'id':'crc32'}",
          "{'id':'base64'}");

  private static final List<String> V2_COMPRESSORS =
      List.of(
          "null",
          "{'id':'zlib','level':1}",
          "{'id':'gzip','level':1}",
          "{'id':'zstd','level':1}",
          "{'id':'lz4','acceleration':1}",
          "{'id':'bz2','level':1}",
          "{'id':'lzma','format':1,'check':-1,'preset':null,'filters':null}",
          "{'id':'blosc','cname':'lz4','clevel':5,'shuffle':1,'blocksize':0}",
          "{'id':'blosc','cname':'zstd','clevel':5,'shuffle':2,'blocksize':0}");

  private static final String ATTRIBUTES =
      "{'_ARRAY_DIMENSIONS':['y','x'],'units':'days since 2000-01-01','_FillValue':-9,"
          + "'scale_factor':0.1,'missing_value':[1,'a'],'flags':{'a':NaN}}";

  private FuzzSeeds() {}

  private static String shard(String location, String inner, String index) {
    return "{'name':'sharding_indexed','configuration':{'chunk_shape':[2,3],'codecs':["
        + inner
        + "],'index_codecs':["
        + index
        + "],'index_location':'"
        + location
        + "'}}";
  }

  /** Arrays, as {@code zarr.json} and as {@code .zarray}; some chains do not fit their type. */
  static List<byte[]> arrays() {
    List<byte[]> arrays = new ArrayList<>();
    int next = 0;
    for (List<String> type : V3_TYPES) {
      for (String chain : V3_CHAINS) {
        arrays.add(v3(type, chain, next++));
      }
    }
    for (List<String> type : V2_TYPES) {
      for (String filters : V2_FILTERS) {
        for (int i = 0; i < 3; i++) {
          arrays.add(v2(type, filters, V2_COMPRESSORS.get(next++ % V2_COMPRESSORS.size()), next));
        }
      }
    }
    return arrays;
  }

  private static byte[] v3(List<String> type, String chain, int number) {
    return bytes(
        "{'zarr_format':3,'node_type':'array','shape':[16,48],'data_type':"
            + type.get(0)
            + ",'chunk_grid':"
            + GRIDS.get(number % GRIDS.size())
            + ",'chunk_key_encoding':"
            + KEYS.get(number / 3 % KEYS.size())
            + ",'fill_value':"
            + type.get(1)
            + ",'codecs':["
            + chain.replace("$", LITTLE)
            + "],'dimension_names':['y',null],'storage_transformers':[],'attributes':"
            + ATTRIBUTES
            + (number % 5 == 0 ? ",'note':{'must_understand':false}" : "")
            + "}");
  }

  private static byte[] v2(List<String> type, String filters, String compressor, int number) {
    String all =
        filters.isEmpty() || type.get(2).isEmpty()
            ? filters + type.get(2)
            : type.get(2) + "," + filters;
    return bytes(
        "{'zarr_format':2,'shape':[16,48],'chunks':[8,12],'dtype':"
            + type.get(0)
            + ",'fill_value':"
            + type.get(1)
            + ",'order':'"
            + (number % 3 == 0 ? 'F' : 'C')
            + "','filters':"
            + (all.isEmpty() ? "null" : "[" + all + "]")
            + ",'compressor':"
            + compressor
            + (number % 2 == 0 ? ",'dimension_separator':'/'}" : "}"));
  }

  /** Groups, attributes and consolidated documents over some of the arrays. */
  static List<byte[]> groups(List<byte[]> arrays, Random random) {
    List<byte[]> groups = new ArrayList<>();
    groups.add(bytes("{'zarr_format':2}"));
    groups.add(bytes(ATTRIBUTES));
    groups.add(bytes("{'zarr_format':3,'node_type':'group','attributes':" + ATTRIBUTES + "}"));
    groups.add(
        bytes("{'zarr_format':3,'node_type':'group','consolidated_metadata':null,'extra':1}"));
    for (int i = 0; i < 60; i++) {
      StringBuilder v2 = new StringBuilder("'.zgroup':{'zarr_format':2},'.zattrs':{}");
      StringBuilder v3 = new StringBuilder("'g':{'zarr_format':3,'node_type':'group'}");
      for (int j = random.nextInt(5); j >= 0; j--) {
        String array = text(arrays.get(random.nextInt(arrays.size())));
        if (array.startsWith("{\"zarr_format\":2")) {
          v2.append(",'g/").append(j).append("/.zarray':").append(array);
          v2.append(",'g/").append(j).append("/.zattrs':").append(ATTRIBUTES);
        } else {
          v3.append(",'g/").append(j).append("':").append(array);
        }
      }
      groups.add(bytes("{'zarr_consolidated_format':1,'metadata':{" + v2 + "}}"));
      groups.add(
          bytes(
              "{'zarr_format':3,'node_type':'group','attributes':{},'consolidated_metadata':"
                  + "{'kind':'inline','must_understand':false,'metadata':{"
                  + v3
                  + "}}}"));
    }
    return groups;
  }

  private static String text(byte[] document) {
    return new String(document, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String document) {
    return document.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }
}
