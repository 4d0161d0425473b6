package dev.sparkzarr.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.Place;
import dev.sparkzarr.metadata.V3Scalar;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Function;

/**
 * {@code cast_value}: numbers as those of another type, by value.
 *
 * <p>v3 {@code cast_value}. Configuration: {@code data_type} of the encoded numbers; {@code
 * rounding}, one of the words of {@link Rounding} (default {@code nearest-even}); {@code
 * out_of_range}, {@code clamp} or {@code wrap} (default: an error); {@code scalar_map} with {@code
 * encode} and {@code decode}, pairs of values that are replaced first. Integers and floats; see
 * {@link ValueCast}. Nothing is written where the fill value does not come back as it is.
 * Immutable. Source: zarr-extensions {@code codecs/cast_value}.
 */
final class CastValueCodec {
  static final CodecFactory FACTORY = (CodecFactory.OfArrayToArray) CastValueCodec::bind;

  private CastValueCodec() {}

  private static ArrayToArray bind(CodecConfiguration configuration, ArrayForm decoded) {
    configuration.only(Set.of("data_type", "rounding", "out_of_range", "scalar_map"));
    String codec = configuration.codec();
    ElementKind kind = kind(configuration, decoded.type());
    Place place = new Place("'data_type' of codec '" + codec + "'");
    ElementKind stored =
        kind(configuration, V3Scalar.type(configuration.required("data_type"), place));
    Rounding rounding = rounding(configuration);
    ValueCast.OutOfRange outOfRange = outOfRange(configuration, stored);
    JsonNode map = configuration.value("scalar_map").orElse(MissingNode.getInstance());
    Function<String, CodecException> unencodable = reason -> CodecErrors.unencodable(codec, reason);
    ValueCast encoder =
        new ValueCast(
            kind,
            stored,
            rounding,
            outOfRange,
            ScalarMap.parse(configuration, map.path("encode"), kind, stored),
            unencodable);
    ValueCast decoder =
        new ValueCast(
            stored,
            kind,
            rounding,
            outOfRange,
            ScalarMap.parse(configuration, map.path("decode"), stored, kind),
            reason -> CodecErrors.damaged(codec, reason));
    ElementwiseCodec bound = ElementwiseCodec.of(decoded, stored, decoder, encoder);
    return decoded.lostFill().isPresent() || comesBack(bound) ? bound : readOnly(codec, bound);
  }

  /** Whether the fill value, once encoded, decodes to itself. */
  private static boolean comesBack(ElementwiseCodec bound) {
    if (bound.encoded().lostFill().isPresent()) {
      return false;
    }
    ElementKind kind = bound.decoded().number().orElseThrow();
    byte[] fill = bound.decoded().fill().pattern();
    byte[] found = new byte[fill.length];
    try {
      bound.decoder().run(bound.encoded().fill().pattern(), 0, found, 0, 1);
    } catch (CodecException e) {
      return false;
    }
    return Arrays.equals(fill, found) || isNan(kind, fill) && isNan(kind, found);
  }

  private static boolean isNan(ElementKind kind, byte[] pattern) {
    double[] number = new double[1];
    Doubles.read(kind, pattern, 0, number, 1);
    return Double.isNaN(number[0]);
  }

  private static ElementwiseCodec readOnly(String codec, ElementwiseCodec bound) {
    ArrayForm encoded = bound.encoded();
    String reason = "does not come back through '" + codec + "'";
    return new ElementwiseCodec(
        bound.decoded(),
        ArrayForm.withoutFill(encoded.type(), encoded.shape(), reason),
        bound.decoder(),
        (source, sourceAt, target, targetAt, count) -> {
          throw CodecErrors.unencodable(codec, "the array's fill value " + reason);
        });
  }

  private static ElementKind kind(CodecConfiguration configuration, DataType type) {
    if (type.storage() instanceof DataType.Numeric numeric && numeric.kind() != ElementKind.BOOL) {
      return numeric.kind();
    }
    throw CodecErrors.unsupported(
        configuration.codec(), "it casts integers and floats, not " + type.name());
  }

  private static Rounding rounding(CodecConfiguration configuration) {
    String word = configuration.text("rounding").orElse("nearest-even");
    return Rounding.named(word)
        .orElseThrow(
            () ->
                CodecErrors.unsupported(
                    configuration.codec(), "its 'rounding' is '" + word + "', which is not known"));
  }

  private static ValueCast.OutOfRange outOfRange(
      CodecConfiguration configuration, ElementKind stored) {
    String word = configuration.text("out_of_range").orElse("");
    if (word.equals("wrap") && stored.isFloat()) {
      throw CodecErrors.unsupported(
          configuration.codec(), "its 'out_of_range' is wrap, which only integers can");
    }
    return switch (word) {
      case "" -> ValueCast.OutOfRange.REFUSED;
      case "clamp" -> ValueCast.OutOfRange.CLAMP;
      case "wrap" -> ValueCast.OutOfRange.WRAP;
      default ->
          throw CodecErrors.unsupported(
              configuration.codec(), "its 'out_of_range' is '" + word + "', not clamp or wrap");
    };
  }
}
