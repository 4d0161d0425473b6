package dev.sparkzarr.spark.write;

import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.block.BlockGatherer;
import dev.sparkzarr.dataset.block.BlockMember;
import dev.sparkzarr.dataset.block.BlockPlan;
import dev.sparkzarr.dataset.block.ColumnBuffer;
import dev.sparkzarr.dataset.block.GroupGatherer;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.sql.catalyst.InternalRow;
import scala.Tuple2;

/** A task's rows as blocks, by the number of their stored object. For one thread at a time. */
final class BlockIterator implements Iterator<Tuple2<Long, byte[]>> {
  /** Bytes of blocks in memory, about; of these as many again while they leave. */
  private static final long BUDGET = 48L << 20;

  private final Iterator<InternalRow> rows;
  private final BlockGatherer gatherer;
  private final IndexLookup[] dimensions;
  private final long[] indexes;
  private final GroupGatherer[] groups;
  private final CellAppender[][] appenders;
  private final int[][] columns;
  private boolean isDone;

  BlockIterator(WriteTask task, Iterator<InternalRow> rows) {
    this.rows = rows;
    BlockPlan plan = task.plan();
    this.gatherer = new BlockGatherer(plan, BUDGET);
    this.dimensions = new IndexLookup[plan.axes().size()];
    for (int i = 0; i < dimensions.length; i++) {
      dimensions[i] = IndexLookup.of(plan.place(), task.dimensions().get(i), plan.axes().get(i));
    }
    this.indexes = new long[dimensions.length];
    this.groups = gatherer.groups().toArray(GroupGatherer[]::new);
    this.appenders = new CellAppender[groups.length][];
    this.columns = new int[groups.length][];
    for (int i = 0; i < groups.length; i++) {
      List<BlockMember> members = plan.groups().get(i).members();
      appenders[i] = new CellAppender[members.size()];
      columns[i] = new int[members.size()];
      for (int j = 0; j < members.size(); j++) {
        ColumnType kind = members.get(j).encoder().type();
        columns[i][j] = members.get(j).column();
        appenders[i][j] = CellAppender.of(kind, task.types().get(columns[i][j]));
      }
    }
  }

  @Override
  public boolean hasNext() {
    while (!gatherer.hasBlock() && !isDone) {
      gather();
    }
    return gatherer.hasBlock();
  }

  private void gather() {
    while (rows.hasNext()) {
      take(rows.next());
      gatherer.endRow();
      if (gatherer.hasBlock()) {
        return;
      }
    }
    gatherer.end();
    isDone = true;
  }

  private void take(InternalRow row) {
    for (int i = 0; i < indexes.length; i++) {
      indexes[i] = dimensions[i].find(row);
    }
    for (int i = 0; i < groups.length; i++) {
      GroupGatherer group = groups[i];
      group.open(indexes);
      int position = group.position();
      CellAppender[] append = appenders[i];
      for (int j = 0; j < append.length; j++) {
        ColumnBuffer to = group.column(j);
        int column = columns[i][j];
        if (row.isNullAt(column)) {
          to.setMissing(position);
        } else {
          append[j].append(row, column, to, position);
          to.setPresent(position);
        }
      }
      group.close();
    }
  }

  @Override
  public Tuple2<Long, byte[]> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    long number = gatherer.number();
    return new Tuple2<>(number, gatherer.take());
  }
}
