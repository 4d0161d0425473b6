package dev.sparkzarr.spark.write;

import java.util.Iterator;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/**
 * Cells that come as batches of columns: stretches of rows along one dimension are taken at once.
 * For one thread at a time.
 */
final class BatchFeed implements CellFeed {
  private static final int NONE = -1;

  private final Iterator<ColumnarBatch> batches;
  private final IndexLookup[] dimensions;
  private final GroupCells[] groups;
  private final long[][] indexes; // of the batch's rows, by dimension
  private final long[] place;
  private ColumnarBatch batch;
  private int rows;
  private int at;

  BatchFeed(Iterator<ColumnarBatch> batches, IndexLookup[] dimensions, GroupCells[] groups) {
    this.batches = batches;
    this.dimensions = dimensions;
    this.groups = groups;
    this.indexes = new long[dimensions.length][0];
    this.place = new long[dimensions.length];
  }

  @Override
  public boolean hasNext() {
    while (at == rows) {
      if (!batches.hasNext()) {
        return false;
      }
      begin(batches.next());
    }
    return true;
  }

  private void begin(ColumnarBatch next) {
    batch = next;
    rows = next.numRows();
    at = 0;
    for (int i = 0; i < dimensions.length; i++) {
      if (indexes[i].length < rows) {
        indexes[i] = new long[rows];
      }
      dimensions[i].find(next, indexes[i]);
    }
    for (GroupCells group : groups) {
      group.begin(next);
    }
  }

  @Override
  public void take() {
    int along = along();
    int count = along == NONE ? 1 : stretch(along);
    for (GroupCells group : groups) {
      if (along != NONE && group.runDimension() == along) {
        place(at);
        group.takeRun(at, count, place);
      } else {
        for (int row = at; row < at + count; row++) {
          place(row);
          group.take(batch.getRow(row), place);
        }
      }
    }
    at += count;
  }

  private void place(int row) {
    for (int i = 0; i < place.length; i++) {
      place[i] = indexes[i][row];
    }
  }

  /** The one dimension along which the next row follows this one. */
  private int along() {
    int along = NONE;
    if (at + 1 < rows) {
      for (int i = 0; i < indexes.length; i++) {
        long step = indexes[i][at + 1] - indexes[i][at];
        if (step == 1 && along == NONE) {
          along = i;
        } else if (step != 0) {
          return NONE;
        }
      }
    }
    return along;
  }

  /**
   * How many rows follow each other along a dimension, from this one on. That one ends first
   * mostly: the others are looked at no further.
   */
  private int stretch(int along) {
    int stop = sameStep(along, 1, rows);
    for (int i = 0; i < indexes.length; i++) {
      if (i != along) {
        stop = sameStep(i, 0, stop);
      }
    }
    return stop - at;
  }

  /** Behind the last row to which a dimension's index goes on by the same step. */
  private int sameStep(int dimension, int step, int stop) {
    long[] index = indexes[dimension];
    int next = at + 1;
    while (next < stop && index[next] - index[next - 1] == step) {
      next++;
    }
    return next;
  }
}
