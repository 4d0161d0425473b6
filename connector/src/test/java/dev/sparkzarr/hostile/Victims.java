package dev.sparkzarr.hostile;

import static dev.sparkzarr.hostile.Victim.Shows.EVERYTHING;
import static dev.sparkzarr.hostile.Victim.Shows.NOTHING;
import static dev.sparkzarr.hostile.Victim.Shows.TRUNCATION;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sparkzarr.codec.CodecPipeline;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/** Arrays of every codec: chunks that other writers left, and chains that ours can write. */
final class Victims {
  private static final Set<String> CHECKED_SAMPLES =
      Set.of(
          "gzip then crc32c",
          "numcodecs zlib",
          "numcodecs gzip",
          "numcodecs crc32c",
          "checksum at the start");

  static final String BYTES = "{'name':'bytes','configuration':{'endian':'little'}}";
  static final String SUM = ",{'name':'crc32c'}";
  static final String ZSTD = ",{'name':'zstd','configuration':{'level':3,'checksum':false}}";

  private Victims() {}

  static List<Victim> all() throws IOException {
    List<Victim> victims = new ArrayList<>(foreign());
    for (ElementKind kind : List.of(ElementKind.INT16, ElementKind.INT32, ElementKind.FLOAT64)) {
      victims.add(own(TRUNCATION, kind, ""));
      victims.add(own(EVERYTHING, kind, SUM));
      victims.add(own(TRUNCATION, kind, ZSTD));
    }
    ElementKind kind = ElementKind.INT32;
    victims.add(
        own(EVERYTHING, kind, ",{'name':'zstd','configuration':{'level':1,'checksum':true}}"));
    victims.add(own(TRUNCATION, kind, ",{'name':'numcodecs.lz4'}"));
    victims.add(own(EVERYTHING, kind, ",{'name':'numcodecs.lz4'}" + SUM));
    victims.add(own(EVERYTHING, kind, ZSTD + ",{'name':'gzip','configuration':{'level':1}}"));
    for (String cname : List.of("lz4", "zlib", "zstd")) {
      victims.add(own(EVERYTHING, kind, blosc(cname) + SUM));
    }
    for (String location : List.of("start", "end")) {
      victims.add(shard(TRUNCATION, location, BYTES, SUM, ""));
      victims.add(shard(TRUNCATION, location, BYTES + blosc("lz4"), SUM, ""));
      victims.add(shard(EVERYTHING, location, BYTES + ZSTD + SUM, SUM, ""));
      victims.add(shard(NOTHING, location, BYTES + ZSTD, "", ""));
      victims.add(shard(EVERYTHING, location, BYTES + ZSTD, SUM, ",{'name':'gzip'}"));
      String nested = sharding(location, "[4,8]", BYTES + SUM, SUM);
      victims.add(shard(EVERYTHING, location, nested, SUM, ""));
    }
    addTexts(victims);
    addRecords(victims);
    return victims;
  }

  private static void addTexts(List<Victim> victims) {
    for (DataType type : List.of(new DataType.Text(), new DataType.Binary())) {
      String vlen =
          type instanceof DataType.Text ? "{'name':'vlen-utf8'}" : "{'name':'vlen-bytes'}";
      for (String after : List.of("", ZSTD, ",{'name':'numcodecs.lz4'}", blosc("lz4"))) {
        victims.add(Victim.own(TRUNCATION, "[" + vlen + after + "]", type, 4, 16));
      }
      victims.add(Victim.own(EVERYTHING, "[" + vlen + SUM + "]", type, 4, 16));
      String shard = sharding("end", "[2,8]", vlen + ZSTD + SUM, SUM);
      victims.add(Victim.own(EVERYTHING, "[" + shard + "]", type, 4, 16));
      shard = sharding("start", "[2,8]", vlen, SUM);
      victims.add(Victim.own(TRUNCATION, "[" + shard + "]", type, 4, 16));
    }
    DataType text = new DataType.Text();
    victims.add(Victim.own(TRUNCATION, "[{'name':'numcodecs.json2'}]", text, 4, 16));
    victims.add(Victim.own(TRUNCATION, "[{'name':'numcodecs.msgpack2'}]", text, 4, 16));
    DataType lists = new DataType.Ragged(new DataType.Numeric(ElementKind.INT16));
    String vlen = "{'name':'numcodecs.vlen-array','configuration':{'dtype':'<i2'}}";
    victims.add(Victim.own(TRUNCATION, "[" + vlen + "]", lists, 4, 16));
    victims.add(Victim.own(TRUNCATION, "[" + vlen + ",{'name':'numcodecs.zstd'}]", lists, 4, 16));
  }

  private static void addRecords(List<Victim> victims) {
    DataType record =
        new DataType.Struct(
            List.of(
                new DataType.Struct.Field("a", new DataType.Numeric(ElementKind.INT16), Shape.of()),
                new DataType.Struct.Field("t", new DataType.FixedText(3), Shape.of()),
                new DataType.Struct.Field(
                    "c", new DataType.Complex(ElementKind.FLOAT64), Shape.of()),
                new DataType.Struct.Field("b", new DataType.FixedBytes(5), Shape.of())));
    for (DataType type : List.of(record, new DataType.FixedText(4), new DataType.Raw(3))) {
      victims.add(Victim.own(TRUNCATION, "[" + BYTES + "]", type, 8, 16));
      victims.add(Victim.own(TRUNCATION, "[" + BYTES + ZSTD + "]", type, 8, 16));
      String shard = sharding("end", "[4,8]", BYTES + ZSTD + SUM, SUM);
      victims.add(Victim.own(EVERYTHING, "[" + shard + "]", type, 8, 16));
    }
  }

  static String blosc(String cname) {
    return ",{'name':'blosc','configuration':{'cname':'"
        + cname
        + "','clevel':5,'shuffle':'shuffle','typesize':4,'blocksize':0}}";
  }

  /** Chunks of 16 x 32. */
  private static Victim own(Victim.Shows shows, ElementKind kind, String compressors) {
    return Victim.own(shows, "[" + BYTES + compressors + "]", kind, 16, 32);
  }

  /** Shards of 16 x 32 with inner chunks of 8 x 16. */
  static Victim shard(
      Victim.Shows shows, String location, String inner, String indexSum, String after) {
    return Victim.own(
        shows,
        "[" + sharding(location, "[8,16]", inner, indexSum) + after + "]",
        ElementKind.INT32,
        16,
        32);
  }

  private static String sharding(String location, String chunk, String inner, String indexSum) {
    return "{'name':'sharding_indexed','configuration':{'chunk_shape':"
        + chunk
        + ",'codecs':["
        + inner
        + "],'index_codecs':["
        + BYTES
        + indexSum
        + "],'index_location':'"
        + location
        + "'}}";
  }

  private static List<Victim> foreign() throws IOException {
    try (InputStream in = CodecPipeline.class.getResourceAsStream("samples.json")) {
      JsonNode all = new ObjectMapper().readTree(in);
      return StreamSupport.stream(all.spliterator(), false)
          .filter(sample -> sample.get("shape").size() > 0)
          .map(Victims::foreign)
          .toList();
    }
  }

  private static Victim foreign(JsonNode sample) {
    String name = sample.get("name").asText();
    return Victim.foreign(
        name,
        CHECKED_SAMPLES.contains(name) ? EVERYTHING : TRUNCATION,
        sample.get("codecs").toString(),
        ElementKind.valueOf(sample.get("kind").asText()),
        StreamSupport.stream(sample.get("shape").spliterator(), false)
            .mapToLong(JsonNode::asLong)
            .toArray(),
        HexFormat.of().parseHex(sample.get("fill").asText()),
        Base64.getDecoder().decode(sample.get("stored").asText()));
  }
}
