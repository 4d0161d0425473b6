package dev.sparkzarr.spark.write;

import java.util.Iterator;
import org.apache.spark.sql.catalyst.InternalRow;

/** Cells that come as rows. For one thread at a time. */
final class RowFeed implements CellFeed {
  private final Iterator<InternalRow> rows;
  private final IndexLookup[] dimensions;
  private final GroupCells[] groups;
  private final long[] indexes;

  RowFeed(Iterator<InternalRow> rows, IndexLookup[] dimensions, GroupCells[] groups) {
    this.rows = rows;
    this.dimensions = dimensions;
    this.groups = groups;
    this.indexes = new long[dimensions.length];
  }

  @Override
  public boolean hasNext() {
    return rows.hasNext();
  }

  @Override
  public void take() {
    InternalRow row = rows.next();
    for (int i = 0; i < indexes.length; i++) {
      indexes[i] = dimensions[i].find(row);
    }
    for (GroupCells group : groups) {
      group.take(row, indexes);
    }
  }
}
