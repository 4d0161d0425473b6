package dev.sparkzarr.spark.write;

import dev.sparkzarr.ZarrException;
import dev.sparkzarr.array.ArrayEngines;
import dev.sparkzarr.array.ArrayGrid;
import dev.sparkzarr.array.EmptyChunks;
import dev.sparkzarr.array.WriteCounters;
import dev.sparkzarr.array.WriteSettings;
import dev.sparkzarr.array.commit.WritePlan;
import dev.sparkzarr.array.commit.WriterTicket;
import dev.sparkzarr.dataset.ArrayLayout;
import dev.sparkzarr.spark.options.WriteConf;
import dev.sparkzarr.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out what was decided about chunk rows: claim, put, switch. Lives on the driver. */
final class ChunkJob {
  private static final Logger LOG = LoggerFactory.getLogger(ChunkJob.class);

  private final Target target;
  private final WriteConf conf;
  private final Dataset<Row> data;
  private final JobText text;
  private final JavaSparkContext context;

  ChunkJob(Target target, WriteConf conf, Dataset<Row> data, JobText text) {
    this.target = target;
    this.conf = conf;
    this.data = data;
    this.text = text;
    this.context = new JavaSparkContext(data.sparkSession().sparkContext());
  }

  /**
   * Writes, and switches. Rows that replace objects in place are all looked at before the first is
   * written.
   *
   * @throws ZarrException when the arrays stay as they were
   */
  void run(ChunkChange change, ChunkOrigin origin) {
    checkTypes(change);
    WriteMetrics metrics = new WriteMetrics(context.sc());
    if (change.isInPlace()) {
      text.doing("check chunks");
      check(change, rows(change, null, new WriteMetrics(context.sc())), origin);
    }
    WritePlan plan =
        new WritePlan(
            target.group(),
            change.group(),
            change.parts().stream().map(ChunkChange.Part::change).toList(),
            change.removed(),
            conf.consolidated(),
            conf.deleteDelay(),
            Optional.of(change.seen()));
    new ClaimedJob(target, context.sc(), text)
        .run(plan, ticket -> write(change, ticket, origin, metrics));
    LOG.info("Wrote {}: {}", target.place(), metrics.summary());
  }

  private void write(
      ChunkChange change, WriterTicket ticket, ChunkOrigin origin, WriteMetrics metrics) {
    text.doing("chunks");
    List<ChunkChange.Part> rowless = check(change, rows(change, ticket, metrics), origin);
    copy(rowless, ticket.guard(target.store()), origin, metrics);
  }

  /** Whether values are what each array stores, as far as types tell. */
  private void checkTypes(ChunkChange change) {
    if (change.columns().isEncoded()) {
      return;
    }
    for (ChunkChange.Part part : change.parts()) {
      if (part.copy().isEmpty() && !part.isInPlace()) { // else rows may hold none of it
        new ElementStorage(
            "array " + part.change().path() + " in " + target.place(),
            part.change().after(),
            change.columns().element(),
            change.columns().nullable());
      }
    }
  }

  /**
   * Runs the job.
   *
   * @param ticket null to look at all rows and write none
   * @return for each task the objects of each array
   */
  private List<ObjectNumbers[]> rows(
      ChunkChange change, WriterTicket ticket, WriteMetrics metrics) {
    Broadcast<byte[]> task =
        context.broadcast(
            TaskBytes.of(
                new ChunkWriteTask(
                    target.plan(),
                    ticket,
                    target.place(),
                    conf.engine(),
                    conf.writeEmptyChunks(),
                    change.columns(),
                    change.parts().stream().map(ChunkChange.Part::target).toList())));
    try {
      return RowSource.of(data)
          .mapPartitions(
              rows ->
                  List.of(
                          TaskBytes.of(
                              ChunkRowTask.run(
                                  TaskBytes.read(task.value(), ChunkWriteTask.class),
                                  metrics,
                                  rows)))
                      .iterator())
          .collect()
          .stream()
          .map(numbers -> TaskBytes.read(numbers, ObjectNumbers[].class))
          .toList();
    } finally {
      task.unpersist(false);
    }
  }

  /**
   * Whether every object is of one task, and no new array without rows that should have some.
   *
   * @return arrays without rows that are copied
   */
  private List<ChunkChange.Part> check(
      ChunkChange change, List<ObjectNumbers[]> tasks, ChunkOrigin origin) {
    List<ChunkChange.Part> copies = new ArrayList<>();
    for (int i = 0; i < change.parts().size(); i++) {
      ChunkChange.Part part = change.parts().get(i);
      int position = i;
      List<ObjectNumbers> numbers = tasks.stream().map(task -> task[position]).toList();
      OptionalLong twice = ObjectNumbers.twice(numbers);
      if (twice.isPresent()) {
        throw twice(change, part, twice.getAsLong());
      }
      if (!part.isInPlace()
          && numbers.stream().allMatch(ObjectNumbers::isEmpty)
          && hasObjects(part)) {
        if (part.copy().isPresent()) {
          copies.add(part);
        } else if (!origin.isEmpty(part.name())) {
          throw refused(
              "no row holds a chunk of array '"
                  + part.name()
                  + "', which these rows were read with. Read without it by the option variables,"
                  + " read with missingChunks=rows if nothing of it is stored, or name the store"
                  + " that it is copied from with the option like.");
        }
      }
    }
    return copies;
  }

  private static boolean hasObjects(ChunkChange.Part part) {
    return ArrayGrid.ofObjects(part.change().after()).objects().stream()
        .allMatch(edges -> edges.count() > 0);
  }

  private ZarrException twice(ChunkChange change, ChunkChange.Part part, long number) {
    ArrayGrid grid = ArrayLayout.of(part.change().after());
    ChunkPlaces places = new ChunkPlaces(part.name(), grid, change.columns().isEncoded());
    boolean isParted = grid.isSharded() && !change.columns().isEncoded();
    return refused(
        (isParted
                ? "rows of several tasks, or rows far apart, have chunks of shard "
                : "more than one row has chunk ")
            + places.object(number)
            + " of array '"
            + part.name()
            + "'. "
            + (isParted
                ? "A shard is put as a whole: "
                    + ShardRows.together(
                        change.parts().stream().map(ChunkChange.Part::target).toList())
                    + " If a chunk is there twice, "
                : "")
            + (isParted ? "remove one" : "Remove one")
            + ", for example with dropDuplicates(\"array\", \"chunk\").");
  }

  private ZarrException refused(String reason) {
    return new ZarrException("Cannot write " + target.place() + ": " + reason);
  }

  private void copy(
      List<ChunkChange.Part> parts, Store store, ChunkOrigin origin, WriteMetrics metrics) {
    WriteCounters counters = new WriteCounters();
    EmptyChunks empty = conf.writeEmptyChunks() ? EmptyChunks.WRITE : EmptyChunks.SKIP;
    for (ChunkChange.Part part : parts) {
      ArrayCopy.run(
          part.copy().orElseThrow(),
          origin.store(),
          store,
          part.change().path(),
          ArrayEngines.named(conf.engine()),
          WriteSettings.of(empty).with(counters));
    }
    metrics.add(counters);
  }
}
