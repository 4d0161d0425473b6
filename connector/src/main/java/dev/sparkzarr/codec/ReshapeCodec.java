package dev.sparkzarr.codec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkzarr.metadata.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * {@code reshape}: the same elements in the same order, counted in other dimensions.
 *
 * <p>v3 {@code reshape}. Configuration: {@code shape}, for each encoded dimension its length, or a
 * list of the decoded dimensions that it joins, or once -1 for what remains. Also {@code
 * zarrs.squeeze}, without configuration, which leaves out dimensions of length 1. Nothing is moved.
 * Immutable. Source: zarr-extensions {@code codecs/reshape}; zarrs {@code squeeze}.
 */
final class ReshapeCodec implements ArrayToArray {
  static final CodecFactory FACTORY = (CodecFactory.OfArrayToArray) ReshapeCodec::bind;
  static final CodecFactory SQUEEZE = (CodecFactory.OfArrayToArray) ReshapeCodec::squeeze;
  private static final int MOST_DIMENSIONS = 64;
  private static final int REST = -1;

  private final ArrayForm encoded;

  private ReshapeCodec(ArrayForm encoded) {
    this.encoded = encoded;
  }

  private static ReshapeCodec squeeze(CodecConfiguration configuration, ArrayForm decoded) {
    configuration.only(Set.of());
    List<Long> kept = new ArrayList<>();
    for (long length : decoded.shape().toArray()) {
      if (length != 1) {
        kept.add(length);
      }
    }
    return new ReshapeCodec(decoded.withShape(shape(kept.isEmpty() ? List.of(1L) : kept)));
  }

  private static ReshapeCodec bind(CodecConfiguration configuration, ArrayForm decoded) {
    configuration.only(Set.of("shape"));
    JsonNode stated = configuration.required("shape");
    if (!stated.isArray() || stated.size() > MOST_DIMENSIONS) {
      throw configuration.wrong("shape", stated, "a list of at most " + MOST_DIMENSIONS);
    }
    List<Long> lengths = new ArrayList<>();
    int rest = REST;
    int next = 0;
    for (JsonNode item : stated) {
      if (item.isArray()) {
        long length = 1;
        for (JsonNode dimension : item) {
          int joined = joined(configuration, stated, dimension, next, decoded.shape());
          length = times(configuration, length, decoded.shape().length(joined));
          next = joined + 1;
        }
        lengths.add(length);
      } else if (item.isIntegralNumber() && item.canConvertToLong() && item.longValue() > 0) {
        lengths.add(item.longValue());
      } else if (item.isIntegralNumber() && item.longValue() == REST && rest == REST) {
        rest = lengths.size();
        lengths.add(1L);
      } else {
        throw configuration.wrong(
            "shape", stated, "a list of lengths, lists of dimensions and at most one -1");
      }
    }
    long all = decoded.shape().elements();
    long others = product(configuration, lengths);
    if (rest != REST && others > 0 && all % others == 0) {
      lengths.set(rest, all / others);
      others = all;
    }
    if (others != all) {
      throw CodecErrors.unsupported(
          configuration.codec(),
          "its 'shape' "
              + stated
              + " does not hold as many elements as the chunk "
              + decoded.shape());
    }
    checkJoins(configuration, stated, lengths, decoded.shape());
    return new ReshapeCodec(decoded.withShape(shape(lengths)));
  }

  private static int joined(
      CodecConfiguration configuration,
      JsonNode stated,
      JsonNode dimension,
      int next,
      Shape shape) {
    boolean legal = dimension.isIntegralNumber() && dimension.canConvertToInt();
    if (!legal || dimension.intValue() < next || dimension.intValue() >= shape.rank()) {
      throw configuration.wrong(
          "shape", stated, "a list whose dimensions ascend and are among " + shape.rank());
    }
    return dimension.intValue();
  }

  /** A joined dimension holds exactly what its own decoded dimensions hold, from the same place. */
  private static void checkJoins(
      CodecConfiguration configuration, JsonNode stated, List<Long> lengths, Shape decoded) {
    for (int i = 0; i < lengths.size(); i++) {
      JsonNode item = stated.get(i);
      if (!item.isArray() || item.isEmpty()) {
        continue;
      }
      int first = item.get(0).intValue();
      int last = item.get(item.size() - 1).intValue();
      List<Long> own = new ArrayList<>();
      for (long length : decoded.toArray()) {
        own.add(length);
      }
      boolean aligned =
          product(configuration, lengths.subList(0, i))
                  == product(configuration, own.subList(0, first))
              && product(configuration, lengths.subList(i + 1, lengths.size()))
                  == product(configuration, own.subList(last + 1, own.size()));
      if (!aligned) {
        throw CodecErrors.unsupported(
            configuration.codec(),
            "its 'shape' "
                + stated
                + " joins dimensions "
                + item
                + " where other elements of the chunk "
                + decoded
                + " are");
      }
    }
  }

  private static long product(CodecConfiguration configuration, List<Long> lengths) {
    long product = 1;
    for (long length : lengths) {
      product = times(configuration, product, length);
    }
    return product;
  }

  private static long times(CodecConfiguration configuration, long a, long b) {
    try {
      return Math.multiplyExact(a, b);
    } catch (ArithmeticException e) {
      throw CodecErrors.unsupported(
          configuration.codec(), "its 'shape' has more than 2^63-1 elements");
    }
  }

  private static Shape shape(List<Long> lengths) {
    return Shape.of(lengths.stream().mapToLong(Long::longValue).toArray());
  }

  @Override
  public ArrayForm encoded() {
    return encoded;
  }

  @Override
  public boolean decodesInPlace() {
    return true;
  }

  @Override
  public void decode(byte[] source, int sourceAt, byte[] target, int targetAt, Workspace unused) {
    if (source != target || sourceAt != targetAt) {
      System.arraycopy(source, sourceAt, target, targetAt, (int) encoded.size());
    }
  }

  @Override
  public void encode(byte[] source, int sourceAt, byte[] target, int targetAt, Workspace unused) {
    System.arraycopy(source, sourceAt, target, targetAt, (int) encoded.size());
  }
}
