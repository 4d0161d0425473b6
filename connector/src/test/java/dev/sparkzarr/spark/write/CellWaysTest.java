package dev.sparkzarr.spark.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.ZarrException;
import dev.sparkzarr.array.EmptyChunks;
import dev.sparkzarr.array.commit.ArrayChange;
import dev.sparkzarr.array.commit.CommitSettings;
import dev.sparkzarr.array.commit.TableCommit;
import dev.sparkzarr.array.commit.WritePlan;
import dev.sparkzarr.array.commit.WriterTicket;
import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.Column;
import dev.sparkzarr.dataset.block.BlockPlan;
import dev.sparkzarr.dataset.block.IndexWindow;
import dev.sparkzarr.dataset.write.AxisCollector;
import dev.sparkzarr.dataset.write.AxisIndex;
import dev.sparkzarr.dataset.write.DraftDimension;
import dev.sparkzarr.dataset.write.LaidOutArray;
import dev.sparkzarr.dataset.write.TableDraft;
import dev.sparkzarr.dataset.write.TableLayout;
import dev.sparkzarr.metadata.ChunkEdges;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.spark.options.WriteConf;
import dev.sparkzarr.spark.read.LocalSpark;
import dev.sparkzarr.store.MemoryStore;
import dev.sparkzarr.store.MemoryStoreProvider;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.StoreLocation;
import dev.sparkzarr.store.stack.StorePlan;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import scala.Tuple2;

/** Rows or columns, put where they are or brought together: what is stored is the same. */
class CellWaysTest {
  private static final String PLACE = "memory:cells";
  private static final int MARK_BYTES = 8;

  private final WriteMetrics metrics = new WriteMetrics(LocalSpark.session().sparkContext());

  private record Laid(TableLayout layout, WriteTask task) {}

  private static List<ColumnarBatch> batches(
      Random random, List<InternalRow> rows, List<DataType> types) {
    List<ColumnarBatch> batches = new ArrayList<>();
    int from = 0;
    while (from < rows.size()) {
      int to = from + random.nextInt(rows.size() - from + 1);
      batches.add(RowsVector.batch(rows.subList(from, to), types));
      from = to;
    }
    return batches;
  }

  private static Axis axis(
      Random random, DraftDimension dimension, RandomTable table, boolean asColumns) {
    AxisFeed feed =
        new AxisFeed(
            PLACE,
            dimension,
            dimension.column(),
            table.schema().fields()[dimension.column()].dataType());
    if (asColumns) {
      batches(random, table.rows(), table.types()).forEach(feed::take);
    } else {
      table.rows().forEach(feed::take);
    }
    return AxisCollector.merge(PLACE, dimension, List.of(feed.collector().seen()));
  }

  private static Laid laid(Random random, RandomTable table, WriterTicket ticket, boolean inPlace) {
    WriteConf conf = WriteConf.of(table.options(), Map.of());
    TableDraft draft = TableDraft.of(PLACE, SourceColumns.of(PLACE, table.schema()), conf.layout());
    List<Axis> axes = new ArrayList<>();
    List<RowDimension> dimensions = new ArrayList<>();
    for (DraftDimension dimension : draft.dimensions()) {
      Axis axis = axis(random, dimension, table, random.nextBoolean());
      axes.add(axis);
      dimensions.add(
          new RowDimension(
              dimension.column(),
              dimension.columnName(),
              table.types().get(dimension.column()),
              RowDimension.AxisSource.ROWS,
              0,
              axis.length()));
    }
    TableLayout layout = draft.layout(axes);
    BlockPlan plan =
        BlockPlan.of(
            PLACE,
            NodePath.ROOT,
            axes.stream().map(axis -> AxisIndex.of(PLACE, axis)).toList(),
            axes.stream().map(axis -> IndexWindow.all(axis.length())).toList(),
            layout.arrays(),
            Arrays.asList(table.schema().fieldNames()));
    return new Laid(
        layout,
        new WriteTask(
            StorePlan.bare(MemoryStoreProvider.atHome(new StoreLocation(PLACE, Map.of()))),
            ticket,
            "java",
            conf.writeEmptyChunks() ? EmptyChunks.WRITE : EmptyChunks.SKIP,
            plan,
            dimensions,
            table.types(),
            Map.of(),
            inPlace));
  }

  private static <T> List<T> all(Iterator<T> iterator) {
    List<T> all = new ArrayList<>();
    iterator.forEachRemaining(all::add);
    return all;
  }

  private static Map<Long, List<String>> byObject(Iterator<Tuple2<Long, byte[]>> blocks) {
    Map<Long, List<String>> byObject = new TreeMap<>();
    blocks.forEachRemaining(
        block ->
            byObject
                .computeIfAbsent(block._1, number -> new ArrayList<>())
                .add(Arrays.toString(block._2)));
    return byObject;
  }

  @Property(tries = 300)
  void columnsBecomeTheBlocksThatRowsBecome(@ForAll long seed) {
    Random random = new Random(seed);
    RandomTable table = RandomTable.of(random);
    for (DraftDimension dimension :
        TableDraft.of(
                PLACE,
                SourceColumns.of(PLACE, table.schema()),
                WriteConf.of(table.options(), Map.of()).layout())
            .dimensions()) {
      assertThat(TaskBytes.of(axis(random, dimension, table, true)))
          .isEqualTo(TaskBytes.of(axis(random, dimension, table, false)));
    }
    WriteTask task = laid(random, table, null, true).task();
    assertThat(
            byObject(
                BlockIterator.ofBatches(
                    task, metrics, batches(random, table.rows(), table.types()).iterator())))
        .isEqualTo(byObject(BlockIterator.ofRows(task, metrics, table.rows().iterator())));
  }

  /** What is in the store, and what tasks gave for it. */
  private record Stored(Map<String, ByteBuffer> objects, long[] cells, long marks) {}

  private Stored store(
      Random random, RandomTable table, List<List<InternalRow>> parts, boolean whereTheyAre) {
    MemoryStore.forget("cells");
    MemoryStore store = MemoryStore.named("cells");
    TableLayout layout = laid(random, table, null, true).layout();
    List<ArrayChange> changes = new ArrayList<>();
    for (LaidOutArray array : layout.arrays()) {
      changes.add(new ArrayChange.Created(NodePath.ROOT.resolve(array.name()), array.metadata()));
    }
    WritePlan plan =
        new WritePlan(
            NodePath.ROOT, Optional.of(layout.group()), changes, List.of(), true, Duration.ZERO);
    try (TableCommit commit = TableCommit.begin(store, plan, CommitSettings.DEFAULT)) {
      WriteTask task = laid(random, table, commit.ticket(), !whereTheyAre).task();
      List<Tuple2<Long, byte[]>> shuffled = new ArrayList<>();
      for (List<InternalRow> part : parts) {
        if (random.nextInt(4) == 0) { // of an attempt that was killed
          Iterator<Tuple2<Long, byte[]>> killed = blocks(random, table, task, part);
          for (int left = random.nextInt(5); left > 0 && killed.hasNext(); left--) {
            killed.next();
          }
        }
        shuffled.addAll(all(blocks(random, table, task, part)));
      }
      shuffled.sort(Comparator.comparing(Tuple2::_1));
      long[] cells = ObjectTask.run(task, metrics, 0, 1, shuffled.iterator());
      commit.tasksEnded();
      return new Stored(
          objects(store),
          cells,
          shuffled.stream().filter(block -> block._2.length == MARK_BYTES).count());
    }
  }

  private Iterator<Tuple2<Long, byte[]>> blocks(
      Random random, RandomTable table, WriteTask task, List<InternalRow> part) {
    return random.nextBoolean()
        ? BlockIterator.ofRows(task, metrics, part.iterator())
        : BlockIterator.ofBatches(task, metrics, batches(random, part, table.types()).iterator());
  }

  private static Map<String, ByteBuffer> objects(MemoryStore store) {
    Map<String, ByteBuffer> objects = new TreeMap<>();
    try (Stream<StoreKey> keys = store.keys(Optional.empty())) {
      keys.filter(key -> !key.value().contains(".sparkzarr"))
          .forEach(
              key -> objects.put(key.value(), store.get(key, Integer.MAX_VALUE).orElseThrow()));
    }
    return objects;
  }

  /** How many objects have all their cells in one part. */
  private static long whole(TableLayout layout, RandomTable table, List<List<InternalRow>> parts) {
    LaidOutArray array =
        layout.arrays().stream()
            .filter(
                each ->
                    each.role() != Column.Role.DIMENSION
                        && each.dimensions().size() == table.dimensions())
            .findFirst()
            .orElseThrow();
    List<ChunkEdges> edges = array.metadata().grid().edges(array.metadata().shape());
    List<Map<Object, Integer>> places = new ArrayList<>();
    for (int i = 0; i < table.dimensions(); i++) {
      places.add(new HashMap<>());
      int column = i;
      table.rows().stream()
          .map(row -> row.get(column, table.types().get(column)))
          .distinct()
          .sorted()
          .forEach(value -> places.get(column).put(value, places.get(column).size()));
    }
    long whole = 0;
    for (List<InternalRow> part : parts) {
      Map<List<Long>, Integer> counts = new HashMap<>();
      for (InternalRow row : part) {
        List<Long> object = new ArrayList<>();
        for (int i = 0; i < table.dimensions(); i++) {
          object.add(edges.get(i).chunkAt(places.get(i).get(row.get(i, table.types().get(i)))));
        }
        counts.merge(object, 1, Integer::sum);
      }
      for (Map.Entry<List<Long>, Integer> count : counts.entrySet()) {
        long all = 1;
        for (int i = 0; i < table.dimensions(); i++) {
          long object = count.getKey().get(i);
          all *=
              Math.min(edges.get(i).stop(object), places.get(i).size())
                  - edges.get(i).start(object);
        }
        whole += all == count.getValue() ? 1 : 0;
      }
    }
    return whole;
  }

  @Property(tries = 300)
  void objectsThatAreWholeInOneTaskAreStoredAsOthersAre(@ForAll long seed) {
    Random random = new Random(seed);
    RandomTable table = RandomTable.of(random);
    List<List<InternalRow>> parts = table.parts(random, 1 + random.nextInt(4));
    Stored there = store(random, table, parts, true);
    Stored together = store(random, table, parts, false);
    assertThat(there.objects()).isEqualTo(together.objects());
    assertThat(there.cells()).isEqualTo(together.cells());
    assertThat(together.marks()).isZero();
    assertThat(there.marks())
        .isEqualTo(whole(laid(random, table, null, true).layout(), table, parts));
  }

  @Property(tries = 100)
  void aCellThatComesTwiceIsRefusedWhereverItIs(@ForAll long seed) {
    Random random = new Random(seed);
    RandomTable table = RandomTable.of(random);
    if (table.rows().isEmpty()) {
      return;
    }
    List<List<InternalRow>> parts = new ArrayList<>();
    table.parts(random, 1 + random.nextInt(3)).forEach(part -> parts.add(new ArrayList<>(part)));
    List<InternalRow> twice =
        random.nextBoolean()
            ? table.rows()
            : List.of(table.rows().get(random.nextInt(table.rows().size())));
    if (random.nextBoolean()) {
      parts.add(random.nextInt(parts.size() + 1), new ArrayList<>(twice));
    } else {
      parts.get(random.nextInt(parts.size())).addAll(twice);
    }
    assertThatThrownBy(() -> store(random, table, parts, true))
        .isInstanceOf(ZarrException.class)
        .hasMessageStartingWith("Cannot write " + PLACE + ": more than one row has d0 = ");
  }
}
