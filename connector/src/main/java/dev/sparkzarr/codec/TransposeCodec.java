package dev.sparkzarr.codec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkzarr.metadata.Shape;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * {@code transpose}: the dimensions in another order.
 *
 * <pre>  encoded dimension i = decoded dimension order[i] </pre>
 *
 * <p>v3 {@code transpose}; a v2 array of order F is its reversal. Configuration: {@code order}, a
 * permutation of 0 to rank-1, or the old words {@code C} (as it is) and {@code F} (reversed).
 * Decoding moves every element once, in tiles that fit the cache. Stateless. Source: Zarr v3 {@code
 * codecs/transpose}.
 */
final class TransposeCodec implements ArrayToArray {
  static final CodecFactory FACTORY = (CodecFactory.OfArrayToArray) TransposeCodec::bind;

  private final int[] order;
  private final Shape decodedShape;
  private final ArrayForm encoded;
  private final Transposition decoding;
  private final Transposition encoding;

  /**
   * @param order for each encoded dimension its decoded one; a permutation
   */
  TransposeCodec(int[] order, ArrayForm decoded) {
    this.order = order.clone();
    decodedShape = decoded.shape();
    int width = decoded.width();
    long[] from = decoded.shape().toArray();
    long[] to = new long[from.length];
    int[] inverse = new int[from.length];
    for (int i = 0; i < order.length; i++) {
      to[i] = from[order[i]];
      inverse[order[i]] = i;
    }
    encoded = decoded.withShape(Shape.of(to));
    decoding = new Transposition(to, inverse, width);
    encoding = new Transposition(from, order, width);
  }

  private static TransposeCodec bind(CodecConfiguration configuration, ArrayForm decoded) {
    configuration.only(Set.of("order"));
    int rank = decoded.shape().rank();
    return new TransposeCodec(order(configuration, rank), decoded);
  }

  private static int[] order(CodecConfiguration configuration, int rank) {
    int[] order = new int[rank];
    JsonNode word = configuration.value("order").filter(JsonNode::isTextual).orElse(null);
    if (word != null) {
      boolean reversed = word.textValue().equals("F");
      if (!reversed && !word.textValue().equals("C")) {
        throw CodecErrors.unsupported(
            configuration.codec(), "its 'order' is " + word + ", not C, F or a permutation");
      }
      Arrays.setAll(order, i -> reversed ? rank - 1 - i : i);
      return order;
    }
    long[] stated = configuration.integers("order");
    boolean[] seen = new boolean[rank];
    boolean permutation = stated.length == rank;
    for (int i = 0; permutation && i < rank; i++) {
      permutation = stated[i] >= 0 && stated[i] < rank && !seen[(int) stated[i]];
      if (permutation) {
        order[i] = (int) stated[i];
        seen[order[i]] = true;
      }
    }
    if (!permutation) {
      throw CodecErrors.unsupported(
          configuration.codec(),
          "its 'order' does not name each of the " + rank + " dimensions once");
    }
    return order;
  }

  /**
   * @return {@code first}, then {@code second}, as one order
   */
  static int[] compose(int[] first, int[] second) {
    int[] composed = new int[first.length];
    Arrays.setAll(composed, i -> first[second[i]]);
    return composed;
  }

  static boolean isIdentity(int[] order) {
    for (int i = 0; i < order.length; i++) {
      if (order[i] != i) {
        return false;
      }
    }
    return true;
  }

  Shape decodedShape() {
    return decodedShape;
  }

  @Override
  public ArrayForm encoded() {
    return encoded;
  }

  @Override
  public Optional<int[]> order() {
    return Optional.of(order);
  }

  @Override
  public void decode(byte[] source, int sourceAt, byte[] target, int targetAt, Workspace unused) {
    decoding.run(source, sourceAt, target, targetAt);
  }

  @Override
  public void encode(byte[] source, int sourceAt, byte[] target, int targetAt, Workspace unused) {
    encoding.run(source, sourceAt, target, targetAt);
  }
}
