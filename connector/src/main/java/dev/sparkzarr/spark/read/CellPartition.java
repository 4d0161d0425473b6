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
 * @param hosts where it would rather run; may be empty
 */
record CellPartition(Box box, List<IndexSet> selection, long skip, long limit, List<String> hosts)
    implements InputPartition {
  CellPartition {
    selection = List.copyOf(selection);
    hosts = List.copyOf(hosts);
  }

  static CellPartition whole(Box box) {
    return sliced(box, 0, Long.MAX_VALUE);
  }

  static CellPartition sliced(Box box, long skip, long limit) {
    return new CellPartition(box, List.of(), skip, limit, List.of());
  }

  CellPartition withSelection(List<IndexSet> narrower) {
    return new CellPartition(box, narrower, skip, limit, hosts);
  }

  CellPartition at(List<String> preferred) {
    return new CellPartition(box, selection, skip, limit, preferred);
  }

  @Override
  public String[] preferredLocations() {
    return hosts.toArray(String[]::new);
  }
}
