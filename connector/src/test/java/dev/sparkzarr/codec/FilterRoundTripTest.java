package dev.sparkzarr.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.FillValue;
import dev.sparkzarr.metadata.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Chains of filters that lose nothing, in any order, with transposes and shards around them. */
class FilterRoundTripTest {
  private final List<String> codecs = new ArrayList<>();
  private Random random;
  private ElementKind kind;

  private static String codec(String name, String configuration) {
    return "{'name':'" + name + "','configuration':{" + configuration + "}}";
  }

  private static String numpy(ElementKind kind) {
    return (kind.isUnsigned() ? "<u" : "<i") + kind.width();
  }

  private static String name(ElementKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /** A wider signed integer, which holds every number of the kind. */
  private static ElementKind wider(ElementKind kind) {
    return switch (kind) {
      case INT8, UINT8 -> ElementKind.INT16;
      case INT16, UINT16 -> ElementKind.INT32;
      default -> ElementKind.INT64;
    };
  }

  private long[] filter(long[] shape) {
    ElementKind wide = wider(kind);
    boolean widens = wide.width() > kind.width();
    switch (random.nextInt(6)) {
      case 0 -> {
        codecs.add(codec("numcodecs.delta", "'dtype':'" + numpy(kind) + "'"));
      }
      case 1 -> {
        if (widens) {
          codecs.add(codec("numcodecs.astype", "'encode_dtype':'" + numpy(wide) + "'"));
          kind = wide;
        }
      }
      case 2 -> {
        if (widens) {
          codecs.add(codec("cast_value", "'data_type':'" + name(wide) + "'"));
          kind = wide;
        }
      }
      case 3 -> {
        if (widens) {
          codecs.add(codec("numcodecs.astype", "'encode_dtype':'" + numpy(wide) + "'"));
          kind = wide;
          codecs.add(codec("scale_offset", "'scale':3,'offset':" + random.nextInt(100)));
        }
      }
      case 4 -> {
        codecs.add(codec("reshape", "'shape':[[0,1]]"));
        return new long[] {shape[0] * shape[1]};
      }
      default -> {
        codecs.add(codec("transpose", "'order':[1,0]"));
        return new long[] {shape[1], shape[0]};
      }
    }
    return shape;
  }

  @Property(tries = 500)
  void comeBack(@ForAll long seed) {
    random = new Random(seed);
    codecs.clear();
    ElementKind[] kinds = {
      ElementKind.INT8, ElementKind.UINT8, ElementKind.INT16, ElementKind.UINT16,
      ElementKind.INT32, ElementKind.UINT32, ElementKind.INT64, ElementKind.UINT64
    };
    ElementKind given = kinds[random.nextInt(kinds.length)];
    kind = given;
    long[] whole = {1 + random.nextInt(8), 1 + random.nextInt(8)};
    long[] shape = whole;
    for (int i = random.nextInt(4); i > 0 && shape.length == 2; i--) {
      shape = filter(shape);
    }
    String bytes =
        random.nextBoolean()
            ? codec("packbits", "'padding_encoding':'last_byte'")
            : codec("bytes", "'endian':'big'");
    if (random.nextBoolean()) {
      String chunk = shape.length == 1 ? "[1]" : "[1," + shape[1] + "]";
      bytes =
          codec(
              "sharding_indexed",
              "'chunk_shape':"
                  + chunk
                  + ",'codecs':["
                  + bytes
                  + "],'index_codecs':["
                  + codec("bytes", "'endian':'little'")
                  + "]");
    }
    codecs.add(bytes);
    byte[] fill = new byte[given.width()];
    Longs.write(given, new long[] {random.nextInt(50)}, true, fill, 0, 1);
    CodecPipeline pipeline =
        CodecPipeline.of(
            Chains.chain("[" + String.join(",", codecs) + "]"),
            new DataType.Numeric(given),
            Shape.of(whole),
            Optional.of(new FillValue(fill)));
    byte[] values = new byte[(int) (whole[0] * whole[1]) * given.width()];
    random.nextBytes(values);
    for (int at = 0; at < values.length; at += given.width()) {
      if (random.nextInt(3) > 0) {
        System.arraycopy(fill, 0, values, at, fill.length);
      }
    }
    byte[] stored = Chains.encode(pipeline, values);
    assertThat(Chains.decode(pipeline, stored)).as(codecs.toString()).isEqualTo(values);
    assertThat((long) stored.length).isLessThanOrEqualTo(pipeline.encodedLimit());
    assertThat(pipeline.scratchBytes()).isNotNegative();
  }
}
