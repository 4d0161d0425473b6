package dev.sparkzarr.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How neighbouring ranges become one request: the one place where merging is implemented.
 *
 * @param maxGap ranges at most this many bytes apart are merged, and the gap is read in vain
 * @param maxLength a merged range is at most this long, unless one slice alone is longer
 */
public record RangeMerge(long maxGap, long maxLength) {
  /** Gaps up to 1 MiB, merged ranges up to 16 MiB. */
  public static final RangeMerge DEFAULT = new RangeMerge(1 << 20, 16 << 20);

  /**
   * @throws StoreException when a number is negative
   */
  public RangeMerge {
    if (maxGap < 0 || maxLength < 0) {
      throw new StoreException(
          "Cannot merge ranges " + maxGap + " bytes apart up to " + maxLength + ": negative.");
    }
    maxLength = Math.min(maxLength, Bytes.MAX_LENGTH);
  }

  /**
   * Reads the slices through {@code reader}, merged, one call for each merged range in ascending
   * order.
   *
   * @param slices in any order; may overlap
   * @param reader reads one range of the value; empty when the value is absent
   * @return a buffer for each slice, in the order given, which may share memory; empty when the
   *     reader found no value
   */
  public Optional<List<ByteBuffer>> read(
      List<ByteRange.Slice> slices, Function<ByteRange.Slice, Optional<ByteBuffer>> reader) {
    Integer[] order = order(slices);
    ByteBuffer[] found = new ByteBuffer[order.length];
    for (Group group : groups(slices, order)) {
      Optional<ByteBuffer> bytes = reader.apply(group.range);
      if (bytes.isEmpty()) {
        return Optional.empty();
      }
      for (int i = group.from; i < group.to; i++) {
        ByteRange.Slice slice = slices.get(order[i]);
        int start = Math.toIntExact(slice.offset() - group.range.offset());
        found[order[i]] = bytes.get().slice(start, Math.toIntExact(slice.length()));
      }
    }
    return Optional.of(new ArrayList<>(Arrays.asList(found)));
  }

  /**
   * @param slices in any order; may overlap
   * @return the ranges that {@link #read} would read for them, ascending
   */
  public List<ByteRange.Slice> merged(List<ByteRange.Slice> slices) {
    return groups(slices, order(slices)).stream().map(Group::range).toList();
  }

  private static Integer[] order(List<ByteRange.Slice> slices) {
    Integer[] order = new Integer[slices.size()];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingLong(i -> slices.get(i).offset()));
    return order;
  }

  private List<Group> groups(List<ByteRange.Slice> slices, Integer[] order) {
    List<Group> groups = new ArrayList<>();
    int from = 0;
    while (from < order.length) {
      ByteRange.Slice first = slices.get(order[from]);
      long end = first.end();
      int to = from + 1;
      while (to < order.length) {
        ByteRange.Slice next = slices.get(order[to]);
        long merged = Math.max(end, next.end());
        if (next.offset() - end > maxGap || merged - first.offset() > maxLength) {
          break;
        }
        end = merged;
        to++;
      }
      groups.add(new Group(new ByteRange.Slice(first.offset(), end - first.offset()), from, to));
      from = to;
    }
    return groups;
  }

  /** Slices {@code order[from]} up to but without {@code order[to]} are read as one range. */
  private record Group(ByteRange.Slice range, int from, int to) {}
}
