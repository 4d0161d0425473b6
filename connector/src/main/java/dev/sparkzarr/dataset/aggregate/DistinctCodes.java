package dev.sparkzarr.dataset.aggregate;

import dev.sparkzarr.dataset.LittleEndian;

/** Which of a few values each group has: a bit for each group and value. */
final class DistinctCodes extends Accumulator {
  private final int words;
  private final long least;
  private final long[] seen;

  /**
   * @param codes that values are among
   */
  DistinctCodes(int groups, Codes codes) {
    words = codes.words();
    least = codes.least();
    seen = new long[Math.multiplyExact(groups, words)];
  }

  @Override
  void add(TileRuns runs, MeasureValues measured) {
    long[] values = measured.longs();
    boolean[] missing = measured.missingCount() > 0 ? measured.missing() : null;
    int[] offsets = runs.offsets();
    for (int run = 0; run < runs.count(); run++) {
      int from = runs.start(run);
      int to = runs.start(run + 1);
      int base = runs.base(run);
      for (int i = from; i < to; i++) {
        if (missing == null || !missing[i]) {
          int group =
              switch (runs.kind()) {
                case FOLD -> base;
                case STEP -> base + i - from;
                case SCATTER -> base + offsets[i - from];
              };
          int code = (int) (values[i] - least);
          seen[group * words + (code >> 6)] |= 1L << code;
        }
      }
    }
  }

  @Override
  void write(Aggregate.Function function, int group, byte[] bytes, int at) {
    long count = 0;
    for (int word = group * words; word < (group + 1) * words; word++) {
      count += Long.bitCount(seen[word]);
    }
    LittleEndian.int64(bytes, at, count);
  }
}
