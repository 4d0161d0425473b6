package dev.sparkzarr.spark.read;

import dev.sparkzarr.dataset.IndexSet;
import dev.sparkzarr.metadata.ChunkEdges;
import java.util.List;

/** Counts over selections; results that pass 2^63-1 are 2^63-1. Cost grows with ranges only. */
final class SelectedCells {
  private SelectedCells() {}

  static long times(long a, long b) {
    return Math.multiplyHigh(a, b) != 0 || a * b < 0 ? Long.MAX_VALUE : a * b;
  }

  static long plus(long a, long b) {
    return a + b < 0 ? Long.MAX_VALUE : a + b;
  }

  /**
   * @return how many cells a selection has: 1 for a table without dimensions
   */
  static long rows(List<IndexSet> selection) {
    long rows = 1;
    for (IndexSet indexes : selection) {
      rows = times(rows, indexes.size());
    }
    return rows;
  }

  /**
   * @param dimensions of the array, as positions in the selection
   * @param chunks of the array, in its order
   * @return how many chunks of the array hold a selected cell
   */
  static long chunks(List<IndexSet> selection, List<Integer> dimensions, List<ChunkEdges> chunks) {
    if (selection.stream().anyMatch(IndexSet::isEmpty)) {
      return 0;
    }
    long count = 1;
    for (int i = 0; i < dimensions.size(); i++) {
      count = times(count, touched(selection.get(dimensions.get(i)), chunks.get(i)));
    }
    return count;
  }

  private static long touched(IndexSet indexes, ChunkEdges cells) {
    long count = 0;
    long last = -1;
    for (int i = 0; i < indexes.ranges(); i++) {
      long first = Math.max(cells.chunkAt(indexes.start(i)), last + 1);
      last = cells.chunkAt(indexes.stop(i) - 1);
      count += last - first + 1;
    }
    return count;
  }
}
