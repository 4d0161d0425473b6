package dev.sparkzarr.dataset.predicate;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * Arrays that expressions compute their values into, used again for every block, so that they stay
 * in the cache and nothing is allocated once the largest block was seen. What an array holds when
 * it is taken means nothing. For one thread.
 */
final class Scratch {
  private final Shelf<long[]> longs =
      new Shelf<>(long[]::new, array -> Arrays.fill(array, 0x5A5A5A5A5A5A5A5AL));
  private final Shelf<float[]> floats =
      new Shelf<>(float[]::new, array -> Arrays.fill(array, -1e30f));
  private final Shelf<double[]> doubles =
      new Shelf<>(double[]::new, array -> Arrays.fill(array, -1e300));
  private final Shelf<boolean[]> flags =
      new Shelf<>(boolean[]::new, array -> Arrays.fill(array, true));

  /** Arrays of one type, in the order in which they are taken. */
  private static final class Shelf<T> {
    private final IntFunction<T> maker;
    private final Consumer<T> spoiler;
    private final List<T> arrays = new ArrayList<>();
    private int taken;

    /**
     * @param spoiler fills an array with what nobody computed, which tests see when it is read
     */
    Shelf(IntFunction<T> maker, Consumer<T> spoiler) {
      this.maker = maker;
      this.spoiler = spoiler;
    }

    T take(int count) {
      if (taken == arrays.size()) {
        arrays.add(maker.apply(count));
      } else if (Array.getLength(arrays.get(taken)) < count) {
        arrays.set(taken, maker.apply(count));
      }
      assert isSpoilt(arrays.get(taken));
      return arrays.get(taken++);
    }

    private boolean isSpoilt(T array) {
      spoiler.accept(array);
      return true;
    }
  }

  /**
   * @return room for {@code count} values at least, nobody else's until {@link #forget}
   */
  long[] longs(int count) {
    return longs.take(count);
  }

  /**
   * @return room for {@code count} values at least, nobody else's until {@link #forget}
   */
  float[] floats(int count) {
    return floats.take(count);
  }

  /**
   * @return room for {@code count} values at least, nobody else's until {@link #forget}
   */
  double[] doubles(int count) {
    return doubles.take(count);
  }

  /**
   * @return room for {@code count} flags at least, nobody else's until {@link #forget}
   */
  boolean[] flags(int count) {
    return flags.take(count);
  }

  /** Ends the use of all arrays that were taken. */
  void forget() {
    longs.taken = 0;
    floats.taken = 0;
    doubles.taken = 0;
    flags.taken = 0;
  }
}
