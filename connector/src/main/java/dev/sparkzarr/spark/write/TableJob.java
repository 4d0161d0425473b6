package dev.sparkzarr.spark.write;

import dev.sparkzarr.ZarrException;
import dev.sparkzarr.array.ArrayEngines;
import dev.sparkzarr.array.EmptyChunks;
import dev.sparkzarr.array.WriteCounters;
import dev.sparkzarr.array.WriteSettings;
import dev.sparkzarr.array.commit.WritePlan;
import dev.sparkzarr.array.commit.WriterTicket;
import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.Column;
import dev.sparkzarr.dataset.block.BlockPlan;
import dev.sparkzarr.dataset.write.AxisIndex;
import dev.sparkzarr.dataset.write.CopiedArray;
import dev.sparkzarr.dataset.write.LaidOutArray;
import dev.sparkzarr.spark.options.WriteConf;
import dev.sparkzarr.store.Store;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out what was decided about a write: claim, put, switch. Lives on the driver. */
final class TableJob {
  private static final Logger LOG = LoggerFactory.getLogger(TableJob.class);

  private final Target target;
  private final WriteConf conf;
  private final Dataset<Row> data;
  private final JobText text;
  private final JavaSparkContext context;

  TableJob(Target target, WriteConf conf, Dataset<Row> data, JobText text) {
    this.target = target;
    this.conf = conf;
    this.data = data;
    this.text = text;
    this.context = new JavaSparkContext(data.sparkSession().sparkContext());
  }

  /**
   * Writes cells and coordinates, and switches.
   *
   * @throws ZarrException when the table stays as it was
   */
  void run(TableChange change, Models models) {
    WriteMetrics metrics = new WriteMetrics(context.sc());
    BlockPlan blocks = blockPlan(change);
    if (blocks.counting() >= 0 && change.rows().isPresent() && !change.isInPlace()) {
      blocks.checkHoles(blocks.counting(), change.rows().get());
    }
    new ClaimedJob(target, context.sc(), text)
        .run(plan(change), ticket -> write(change, blocks, ticket, metrics, models));
    LOG.info("Wrote {}: {}", target.place(), metrics.summary());
  }

  private WritePlan plan(TableChange change) {
    return new WritePlan(
        target.group(),
        change.group(),
        change.arrays(),
        change.removed(),
        conf.consolidated(),
        conf.deleteDelay(),
        Optional.of(change.seen()));
  }

  private BlockPlan blockPlan(TableChange change) {
    List<AxisIndex> axes =
        change.layout().axes().stream().map(axis -> AxisIndex.of(target.place(), axis)).toList();
    return BlockPlan.of(
        target.place(),
        target.group(),
        axes,
        change.windows(),
        change.layout().arrays(),
        List.of(data.schema().fieldNames()));
  }

  private WriteTask task(TableChange change, BlockPlan blocks, WriterTicket ticket) {
    return new WriteTask(
        target.plan(),
        ticket,
        conf.engine(),
        empty(),
        blocks,
        change.dimensions(),
        Stream.of(data.schema().fields()).map(StructField::dataType).toList(),
        change.kept(),
        change.isInPlace());
  }

  private EmptyChunks empty() {
    return conf.writeEmptyChunks() ? EmptyChunks.WRITE : EmptyChunks.SKIP;
  }

  private void write(
      TableChange change,
      BlockPlan blocks,
      WriterTicket ticket,
      WriteMetrics metrics,
      Models models) {
    if (!blocks.groups().isEmpty()) {
      SharedTask task = SharedTask.of(context, task(change, blocks, ticket));
      try {
        writeCells(change, task, metrics);
      } finally {
        task.forget();
      }
    }
    WriteCounters counters = new WriteCounters();
    Store store = ticket.guard(target.store());
    writeAxes(change, new AxisWriter(store, target.group(), conf.engine(), empty(), counters));
    for (CopiedArray copy : change.layout().copies()) {
      ArrayCopy.run(
          copy,
          models.likeStore(),
          store,
          target.group().resolve(copy.name()),
          ArrayEngines.named(conf.engine()),
          WriteSettings.of(empty()).with(counters));
    }
    metrics.add(counters);
  }

  /** Objects that are there are only touched once all rows are known to fit. */
  private void writeCells(TableChange change, SharedTask task, WriteMetrics metrics) {
    BlockPlan plan = task.get().plan();
    text.doing("cells");
    JavaPairRDD<Long, byte[]> blocks = CellJob.blocks(context, data, task, metrics);
    if (change.isInPlace()) {
      text.doing("check cells");
      check(change, plan, CellJob.check(blocks, task));
      text.doing("cells");
    }
    check(change, plan, CellJob.write(blocks, task, metrics));
  }

  private void writeAxes(TableChange change, AxisWriter axes) {
    for (LaidOutArray array : change.layout().arrays()) {
      if (array.role() == Column.Role.DIMENSION) {
        Axis axis = change.layout().axes().get(array.dimensions().get(0));
        long start = change.firstNew(target.group().resolve(array.name()), axis.length());
        if (start < axis.length()) {
          axes.write(array, axis, start);
        }
      }
    }
  }

  /** Whether the rows that were written are all rows, and all cells. */
  private void check(TableChange change, BlockPlan plan, long[] cells) {
    if (plan.counting() >= 0 && change.rows().isPresent()) {
      checkRows(change.rows().get(), cells[plan.counting()]);
    }
    for (int i = 0; i < cells.length && !change.isInPlace(); i++) {
      plan.checkHoles(i, cells[i]);
    }
  }

  private void checkRows(long expected, long found) {
    if (expected != found) {
      throw new ZarrException(
          "Cannot write "
              + target.place()
              + ": a first pass found "
              + expected
              + " rows, a second "
              + found
              + ". The rows are evaluated twice and were not the same: call cache() on the"
              + " DataFrame before writing it, or give the axes with option axes.");
    }
  }
}
