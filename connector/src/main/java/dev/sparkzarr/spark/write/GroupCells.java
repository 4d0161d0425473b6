package dev.sparkzarr.spark.write;

import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.block.BlockMember;
import dev.sparkzarr.dataset.block.ColumnBuffer;
import dev.sparkzarr.dataset.block.GroupGatherer;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** Gives the values of one group's columns to its gatherer. For one thread at a time. */
final class GroupCells {
  private final GroupGatherer gatherer;
  private final int[] columns;
  private final CellAppender[] appenders;
  private final CellCopier[] copiers;
  private final boolean[] hasNull;
  private ColumnarBatch batch;

  /**
   * @param members of the group
   * @param types of the rows' columns
   */
  GroupCells(GroupGatherer gatherer, List<BlockMember> members, List<DataType> types) {
    this.gatherer = gatherer;
    this.columns = new int[members.size()];
    this.appenders = new CellAppender[columns.length];
    this.copiers = new CellCopier[columns.length];
    this.hasNull = new boolean[columns.length];
    for (int i = 0; i < columns.length; i++) {
      ColumnType kind = members.get(i).encoder().type();
      columns[i] = members.get(i).column();
      appenders[i] = CellAppender.of(kind, types.get(columns[i]), members.get(i).name());
      copiers[i] = CellCopier.of(kind, types.get(columns[i]), appenders[i]);
    }
  }

  /** Takes a row's cell. */
  void take(InternalRow row, long[] indexes) {
    gatherer.open(indexes);
    int position = gatherer.position();
    for (int i = 0; i < columns.length; i++) {
      ColumnBuffer to = gatherer.column(i);
      if (row.isNullAt(columns[i])) {
        to.setMissing(position);
      } else {
        appenders[i].append(row, columns[i], to, position);
        to.setPresent(position);
      }
    }
    gatherer.close();
  }

  /** The dimension along which rows may be taken at once; -1 when there is none. */
  int runDimension() {
    return gatherer.runDimension();
  }

  /** Begins a batch. */
  void begin(ColumnarBatch next) {
    batch = next;
    for (int i = 0; i < columns.length; i++) {
      hasNull[i] = next.column(columns[i]).hasNull();
    }
  }

  /**
   * Takes the cells of rows that follow each other along {@link #runDimension}.
   *
   * @param indexes of the first; changed
   */
  void takeRun(int first, int count, long[] indexes) {
    int row = first;
    while (row < first + count) {
      int taken = gatherer.openRun(indexes, first + count - row);
      for (int i = 0; i < columns.length; i++) {
        if (hasNull[i]) {
          copyAround(i, row, taken);
        } else {
          ColumnBuffer to = gatherer.column(i);
          copiers[i].copy(batch, columns[i], row, taken, to, gatherer.position());
          to.setPresent(gatherer.position(), taken);
        }
      }
      gatherer.close();
      row += taken;
      indexes[runDimension()] += taken;
    }
  }

  /** Copies what is not NULL: a vector need not have anything where it is. */
  private void copyAround(int member, int first, int count) {
    ColumnVector vector = batch.column(columns[member]);
    ColumnBuffer to = gatherer.column(member);
    int position = gatherer.position() - first; // of row 0
    int row = first;
    while (row < first + count) {
      if (vector.isNullAt(row)) {
        to.setMissing(position + row);
        row++;
        continue;
      }
      int from = row;
      while (row < first + count && !vector.isNullAt(row)) {
        row++;
      }
      copiers[member].copy(batch, columns[member], from, row - from, to, position + from);
      to.setPresent(position + from, row - from);
    }
  }
}
