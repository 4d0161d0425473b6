package dev.sparkzarr.dataset.aggregate;

import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.IndexSet;
import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.dataset.predicate.AxisValues;
import dev.sparkzarr.dataset.predicate.ValueType;
import java.io.Serializable;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The groups along one dimension: which one each selected index is in, and what its keys are worth.
 * Groups are numbered from 0 as they come first. Immutable; travels to executors.
 */
public final class AxisGroups implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int dimension;
  private final int[] groups;
  private final int count;
  private final List<KeyValues> keys;

  private AxisGroups(int dimension, int[] groups, int count, List<KeyValues> keys) {
    this.dimension = dimension;
    this.groups = groups;
    this.count = count;
    this.keys = keys;
  }

  /**
   * Numbers the groups of a dimension. Keys are equal as Spark groups them: NULL equals NULL, NaN
   * equals NaN, and -0.0 equals 0.0.
   *
   * @param dimension its position in the table
   * @param keys at least one, each with a value for every selected index, and of a type that {@link
   *     ValueType#stored} knows
   */
  public static AxisGroups of(int dimension, List<AxisValues> keys) {
    int indexes = keys.get(0).count();
    int[] groups = new int[indexes];
    int[] firsts = new int[indexes];
    int count = 0;
    if (keys.size() == 1 && isRising(keys.get(0))) {
      Arrays.setAll(groups, i -> i);
      Arrays.setAll(firsts, i -> i);
      count = indexes;
    } else {
      Map<Object, Integer> known = new HashMap<>();
      for (int i = 0; i < indexes; i++) {
        Object key = key(keys, i);
        Integer group = known.get(key);
        if (group == null) {
          firsts[count] = i;
          group = count++;
          known.put(key, group);
        }
        groups[i] = group;
      }
    }
    int[] first = Arrays.copyOf(firsts, count);
    return new AxisGroups(
        dimension, groups, count, keys.stream().map(key -> KeyValues.of(key, first)).toList());
  }

  /** Whether no two values are equal, which is seen without a map. */
  private static boolean isRising(AxisValues key) {
    for (int i = 0; i < key.count(); i++) {
      if (key.isNull(i)) {
        return false;
      }
      if (i > 0 && !isLess(key, i - 1, i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLess(AxisValues key, int left, int right) {
    return switch (key.type().kind()) {
      case DECIMAL, TEXT -> false;
      case FLOAT32, FLOAT64 -> key.doubleAt(left) < key.doubleAt(right);
      default -> key.longAt(left) < key.longAt(right);
    };
  }

  private static Object key(List<AxisValues> keys, int index) {
    if (keys.size() == 1) {
      return part(keys.get(0), index);
    }
    List<Object> parts = new ArrayList<>(keys.size());
    for (AxisValues key : keys) {
      parts.add(part(key, index));
    }
    return parts;
  }

  /** A value that is equal to others as Spark's are; null for NULL. */
  private static Object part(AxisValues key, int index) {
    if (key.isNull(index)) {
      return null;
    }
    return switch (key.type().kind()) {
      case FLOAT32, FLOAT64 -> key.doubleAt(index) + 0.0; // -0.0 becomes 0.0
      case TEXT -> ByteBuffer.wrap((byte[]) key.objectAt(index));
      case DECIMAL -> ((BigDecimal) key.objectAt(index)).stripTrailingZeros();
      default -> key.longAt(index);
    };
  }

  /**
   * @return whether keys of a type can be numbered
   */
  public static boolean supports(ValueType type) {
    return type.stored().isPresent();
  }

  /**
   * An axis of the groups' numbers, to be read like a coordinate; nothing where the first key is
   * NULL.
   *
   * @param within the indexes that were numbered; others have no meaning
   * @param length of the axis
   */
  public Axis toAxis(String name, IndexSet within, long length) {
    int all = Math.toIntExact(length);
    byte[] bytes = new byte[Math.multiplyExact(all, Integer.BYTES)];
    boolean[] missing = new boolean[all];
    int ordinal = 0;
    for (int range = 0; range < within.ranges(); range++) {
      for (long i = within.start(range); i < within.stop(range); i++, ordinal++) {
        LittleEndian.int32(bytes, (int) i, groups[ordinal]);
        missing[(int) i] = keys.get(0).isMissing(groups[ordinal]);
      }
    }
    return Axis.values(name, ColumnType.INT32, bytes, missing, null);
  }

  public int dimension() {
    return dimension;
  }

  /**
   * @return how many groups there are
   */
  public int count() {
    return count;
  }

  /**
   * @return the keys' values
   */
  public List<KeyValues> keys() {
    return keys;
  }

  /**
   * @param ordinal of an index among all that are selected
   */
  int groupAt(int ordinal) {
    return groups[ordinal];
  }
}
