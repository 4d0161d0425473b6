package dev.sparkzarr.spark.read;

import dev.sparkzarr.dataset.Box;
import dev.sparkzarr.dataset.IndexSet;
import java.util.List;
import org.apache.spark.sql.connector.read.InputPartition;

/**
 * One task's share of a scan.
 *
 * @param box the cells
 * @param selection of each dimension within the box, where it is narrower than the scan's; empty:
 *     the scan's
 * @param skip rows left out at the start
 * @param limit rows at most, those left out included
 */
record CellPartition(Box box, List<IndexSet> selection, long skip, long limit)
    implements InputPartition {
  CellPartition {
    selection = List.copyOf(selection);
  }

  static CellPartition whole(Box box) {
    return new CellPartition(box, List.of(), 0, Long.MAX_VALUE);
  }

  CellPartition withSelection(List<IndexSet> narrower) {
    return new CellPartition(box, narrower, skip, limit);
  }
}
