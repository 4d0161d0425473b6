package dev.sparkzarr.dataset.predicate;

/**
 * The values of an expression for the cells of a block: as many as the block has cells, in arrays
 * that may be longer. For one thread; never shared.
 */
public final class Values {
  /** Integers, booleans (0 or 1) and times; null for other forms. */
  final long[] longs;

  /** Floats that are held in single precision; null for others. */
  final float[] floats;

  /** Decimals and texts; null for other forms. */
  final Object[] objects;

  /** Which values are NULL; null when none is. Where one is NULL, the value means nothing. */
  boolean[] nulls;

  /** Floats; null for other forms, and until those in single precision are asked for as doubles. */
  private double[] doubles;

  private Scratch scratch;
  private int count;

  private Values(
      long[] longs, float[] floats, double[] doubles, Object[] objects, boolean[] nulls) {
    this.longs = longs;
    this.floats = floats;
    this.doubles = doubles;
    this.objects = objects;
    this.nulls = nulls;
  }

  /**
   * @return integers, booleans (0 or 1), dates and times; null for floats
   */
  public long[] longs() {
    return longs;
  }

  /**
   * @return floats; null for others
   */
  public double[] doubles() {
    if (doubles == null && floats != null) {
      doubles = scratch.doubles(count);
      for (int i = 0; i < count; i++) {
        doubles[i] = floats[i];
      }
    }
    return doubles;
  }

  /**
   * @return floats, when all of them are held in single precision; null otherwise
   */
  public float[] floats() {
    return floats;
  }

  /**
   * @return which values are NULL; null when none is
   */
  public boolean[] nulls() {
    return nulls;
  }

  static Values of(long[] longs, boolean[] nulls) {
    return new Values(longs, null, null, null, nulls);
  }

  static Values of(double[] doubles, boolean[] nulls) {
    return new Values(null, null, doubles, null, nulls);
  }

  static Values of(Object[] objects, boolean[] nulls) {
    return new Values(null, null, null, objects, nulls);
  }

  /**
   * @param count of the values
   * @param scratch where they find room when they are asked for as doubles
   */
  static Values of(float[] floats, boolean[] nulls, int count, Scratch scratch) {
    Values values = new Values(null, floats, null, null, nulls);
    values.count = count;
    values.scratch = scratch;
    return values;
  }

  /**
   * @return room for {@code count} values, to be filled by {@link #copy}
   */
  static Values room(ValueType type, int count) {
    boolean[] nulls = new boolean[count];
    return switch (type.form()) {
      case LONGS -> of(new long[count], nulls);
      case DOUBLES -> of(new double[count], nulls);
      case OBJECTS -> of(new Object[count], nulls);
    };
  }

  /** Whether these are floats, of single or of double precision. */
  boolean isFloat() {
    return floats != null || doubles != null;
  }

  /**
   * @param i of a truth
   * @return whether it is true: not false, and not NULL
   */
  public boolean isTrue(int i) {
    return longs[i] == 1 && !isNull(i);
  }

  boolean isNull(int i) {
    return nulls != null && nulls[i];
  }

  /** Takes the value at {@code i} from {@code source}, which has the same form. */
  void copy(Values source, int i) {
    nulls[i] = source.isNull(i);
    if (longs != null) {
      longs[i] = source.longs[i];
    } else if (doubles != null) {
      doubles[i] = source.floats != null ? source.floats[i] : source.doubles[i];
    } else {
      objects[i] = source.objects[i];
    }
  }

  /** Takes the first {@code count} values of {@code source}, of the same form, to {@code at}. */
  void copyAll(Values source, int at, int count) {
    if (source.nulls != null) {
      System.arraycopy(source.nulls, 0, nulls, at, count);
    }
    if (longs != null) {
      System.arraycopy(source.longs, 0, longs, at, count);
    } else if (doubles != null) {
      System.arraycopy(source.doubles(), 0, doubles, at, count);
    } else {
      System.arraycopy(source.objects, 0, objects, at, count);
    }
  }

  /**
   * @return where either is NULL; null when nowhere
   */
  static boolean[] eitherNull(Values left, Values right, Block block) {
    if (left.nulls == null) {
      return right.nulls;
    }
    if (right.nulls == null || right.nulls == left.nulls) {
      return left.nulls;
    }
    int count = block.count();
    boolean[] nulls = block.scratch().flags(count);
    for (int i = 0; i < count; i++) {
      nulls[i] = left.nulls[i] | right.nulls[i];
    }
    return nulls;
  }
}
