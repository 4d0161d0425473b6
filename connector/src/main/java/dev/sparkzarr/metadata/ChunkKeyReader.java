package dev.sparkzarr.metadata;

import java.util.Optional;

/** Reads indexes out of chunk keys, exactly as they are written: no sign, no leading zero. */
final class ChunkKeyReader {
  private ChunkKeyReader() {}

  /** Of {@code c}, then the index. */
  static Optional<long[]> prefixed(String key, char separator, int rank) {
    if (rank == 0) {
      return key.equals("c") ? Optional.of(new long[0]) : Optional.empty();
    }
    return key.length() > 2 && key.charAt(0) == 'c' && key.charAt(1) == separator
        ? indexes(key.substring(2), separator, rank)
        : Optional.empty();
  }

  /** Of the index alone. */
  static Optional<long[]> indexes(String key, char separator, int rank) {
    if (rank == 0) {
      return Optional.empty();
    }
    long[] index = new long[rank];
    int start = 0;
    for (int i = 0; i < rank; i++) {
      int end = i == rank - 1 ? key.length() : key.indexOf(separator, start);
      index[i] = end < 0 ? -1 : number(key, start, end);
      if (index[i] < 0) {
        return Optional.empty();
      }
      start = end + 1;
    }
    return Optional.of(index);
  }

  /** Negative when it is none. */
  private static long number(String key, int start, int end) {
    if (start >= end || key.charAt(start) == '0' && end - start > 1) {
      return -1;
    }
    long number = 0;
    for (int i = start; i < end; i++) {
      int digit = key.charAt(i) - '0';
      if (digit < 0 || digit > 9 || number > (Long.MAX_VALUE - digit) / 10) {
        return -1;
      }
      number = 10 * number + digit;
    }
    return number;
  }
}
