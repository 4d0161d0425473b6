package dev.sparkzarr.spark.read;

import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.IndexSet;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Least, greatest and number of different values among selected indexes of an axis, as Spark SQL
 * compares: NaN equals NaN and is above all, -0.0 equals 0.0, missing values do not count.
 *
 * @param present how many values are not missing
 * @param distinct how many different values there are
 * @param least the least value, as Spark's internal rows hold it; null when there is none
 * @param greatest likewise
 */
record AxisSummary(long present, long distinct, Object least, Object greatest) {
  /**
   * @param axis of a type without parts
   */
  static AxisSummary of(Axis axis, IndexSet indexes) {
    if (indexes.isEmpty()) {
      return new AxisSummary(0, 0, null, null);
    }
    if (axis.isIndex()) {
      long last = indexes.stop(indexes.ranges() - 1) - 1;
      return new AxisSummary(indexes.size(), indexes.size(), indexes.start(0), last);
    }
    return axis.type().isBytes() || axis.type().kind() == ColumnType.Kind.CALENDAR_TEXT
        ? ofBytes(axis, indexes)
        : ofKeys(axis, indexes);
  }

  private static AxisSummary ofBytes(Axis axis, IndexSet indexes) {
    Set<ByteBuffer> values = new HashSet<>();
    long least = -1;
    long greatest = -1;
    byte[] leastBytes = null;
    byte[] greatestBytes = null;
    long present = 0;
    for (int range = 0; range < indexes.ranges(); range++) {
      for (long i = indexes.start(range); i < indexes.stop(range); i++) {
        if (!axis.isMissing(i)) {
          byte[] bytes = axis.bytesAt(i);
          values.add(ByteBuffer.wrap(bytes));
          present++;
          if (least < 0 || Arrays.compareUnsigned(bytes, leastBytes) < 0) {
            least = i;
            leastBytes = bytes;
          }
          if (greatest < 0 || Arrays.compareUnsigned(bytes, greatestBytes) > 0) {
            greatest = i;
            greatestBytes = bytes;
          }
        }
      }
    }
    return present == 0
        ? new AxisSummary(0, 0, null, null)
        : new AxisSummary(
            present,
            values.size(),
            InternalValues.of(axis, least),
            InternalValues.of(axis, greatest));
  }

  private static AxisSummary ofKeys(Axis axis, IndexSet indexes) {
    long[] keys = new long[Math.toIntExact(indexes.size())];
    int present = 0;
    long least = -1;
    long greatest = -1;
    long leastKey = Long.MAX_VALUE;
    long greatestKey = Long.MIN_VALUE;
    boolean ascending = true;
    boolean descending = true;
    for (int range = 0; range < indexes.ranges(); range++) {
      for (long i = indexes.start(range); i < indexes.stop(range); i++) {
        if (axis.isMissing(i)) {
          continue;
        }
        long key = OrderKey.of(axis, i);
        if (present > 0) {
          ascending &= keys[present - 1] < key;
          descending &= keys[present - 1] > key;
        }
        if (least < 0 || key < leastKey) {
          least = i;
          leastKey = key;
        }
        if (greatest < 0 || key > greatestKey) {
          greatest = i;
          greatestKey = key;
        }
        keys[present++] = key;
      }
    }
    if (present == 0) {
      return new AxisSummary(0, 0, null, null);
    }
    long distinct = ascending || descending ? present : distinct(keys, present);
    return new AxisSummary(
        present, distinct, InternalValues.of(axis, least), InternalValues.of(axis, greatest));
  }

  private static long distinct(long[] keys, int count) {
    Arrays.sort(keys, 0, count);
    long distinct = 1;
    for (int i = 1; i < count; i++) {
      distinct += keys[i] != keys[i - 1] ? 1 : 0;
    }
    return distinct;
  }
}
