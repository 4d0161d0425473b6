package dev.sparkzarr.dataset.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.codec.Compression;
import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.Column;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.DatasetException;
import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.dataset.write.AxisIndex;
import dev.sparkzarr.dataset.write.LaidOutArray;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.Attributes;
import dev.sparkzarr.metadata.ChunkEdges;
import dev.sparkzarr.metadata.ChunkGrid;
import dev.sparkzarr.metadata.ChunkKeyEncoding;
import dev.sparkzarr.metadata.FillValue;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.metadata.Shape;
import dev.sparkzarr.metadata.ZarrFormat;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Cells through blocks into objects, against a table kept cell by cell. */
class BlocksTest {
  private static final byte[] MINUS_NINE = {-9, -1, -1, -1};

  /** An array of int32 whose chunks may differ in length, or of text. */
  private static LaidOutArray array(
      String name, int column, List<Integer> dimensions, List<ChunkEdges> edges, boolean isText) {
    boolean isEven = edges.stream().allMatch(ChunkEdges::isEven);
    ChunkGrid grid =
        isEven
            ? new ChunkGrid.Regular(
                Shape.of(edges.stream().mapToLong(ChunkEdges::longest).toArray()))
            : new ChunkGrid.Rectilinear(edges);
    PlainEncoder encoder = new PlainEncoder(isText);
    return new LaidOutArray(
        name,
        column,
        Column.Role.VARIABLE,
        dimensions,
        ArrayMetadata.of(
            ZarrFormat.V3,
            Shape.of(edges.stream().mapToLong(ChunkEdges::dimensionLength).toArray()),
            encoder.stored(),
            grid,
            new ChunkKeyEncoding.Default('/'),
            Optional.of(new FillValue(isText ? new byte[] {'-'} : MINUS_NINE)),
            Compression.chain("none", encoder.stored(), ZarrFormat.V3),
            List.of(),
            Attributes.EMPTY),
        encoder);
  }

  private static ChunkEdges edges(Random random, int length) {
    if (random.nextInt(3) > 0) {
      return ChunkEdges.even(length, 1 + random.nextInt(length + 2));
    }
    List<Long> lengths = new ArrayList<>();
    for (long left = length; left > 0; left -= lengths.get(lengths.size() - 1)) {
      lengths.add(1L + random.nextInt(length));
    }
    return ChunkEdges.of(length, lengths.stream().mapToLong(Long::longValue).toArray());
  }

  private record Cell(int[] index, Integer number, String text, int shared) {}

  @Property(tries = 400)
  void everyCellArrivesWhereItBelongs(@ForAll long seed) {
    Random random = new Random(seed);
    int rank = 1 + random.nextInt(3);
    int[] lengths = random.ints(rank, 1, 9).toArray();
    List<Integer> order = new ArrayList<>();
    List<ChunkEdges> cut = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      order.add(i);
    }
    Collections.shuffle(order, random);
    order.forEach(i -> cut.add(edges(random, lengths[i])));
    List<LaidOutArray> arrays =
        List.of(
            array("number", 0, order, cut, false),
            array("text", 1, order, cut, true),
            array("shared", 2, List.of(0), List.of(edges(random, lengths[0])), false));
    List<AxisIndex> axes = new ArrayList<>();
    List<IndexWindow> windows = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      axes.add(AxisIndex.of("table", Axis.index("d" + i, lengths[i])));
      int start = random.nextInt(lengths[i]);
      windows.add(new IndexWindow(start, start + 1 + random.nextInt(lengths[i] - start)));
    }
    BlockPlan plan =
        BlockPlan.of(
            "table", NodePath.ROOT, axes, windows, arrays, List.of("number", "text", "shared"));

    List<Cell> cells = cells(random, windows);
    Map<Long, List<byte[]>> shuffled = shuffle(random, plan, cells);
    Map<String, String> found = new TreeMap<>();
    ObjectAssembler assembler = new ObjectAssembler(plan);
    int counted = 0;
    for (Map.Entry<Long, List<byte[]>> object : shuffled.entrySet()) {
      assembler.begin(object.getKey());
      object.getValue().forEach(assembler::add);
      read(plan, arrays, assembler, found);
      counted += assembler.group() == plan.counting() ? assembler.cells() : 0;
    }
    assertThat(found).isEqualTo(model(arrays, cells, found.keySet()));
    if (rank > 1) {
      assertThat(counted).isEqualTo(cells.size());
    }
  }

  /** Some of the cells of the windows, in random order. */
  private static List<Cell> cells(Random random, List<IndexWindow> windows) {
    List<int[]> all = new ArrayList<>();
    all.add(new int[windows.size()]);
    for (int i = 0; i < windows.size(); i++) {
      List<int[]> longer = new ArrayList<>();
      for (int[] index : all) {
        for (long at = windows.get(i).start(); at < windows.get(i).stop(); at++) {
          int[] next = index.clone();
          next[i] = (int) at;
          longer.add(next);
        }
      }
      all = longer;
    }
    if (random.nextBoolean()) {
      Collections.shuffle(all, random);
    }
    List<Cell> cells = new ArrayList<>();
    for (int[] index : all) {
      if (random.nextInt(5) > 0) {
        cells.add(
            new Cell(
                index,
                random.nextInt(4) == 0 ? null : random.nextInt(),
                random.nextInt(4) == 0 ? null : "t" + random.nextInt(1000),
                100 + index[0]));
      }
    }
    return cells;
  }

  private static Map<Long, List<byte[]>> shuffle(Random random, BlockPlan plan, List<Cell> cells) {
    Map<Long, List<byte[]>> shuffled = new TreeMap<>();
    int from = 0;
    while (from < cells.size()) {
      int to = Math.min(cells.size(), from + 1 + random.nextInt(cells.size()));
      BlockGatherer task = new BlockGatherer(plan, random.nextInt(20_000));
      for (Cell cell : cells.subList(from, to)) {
        take(plan, task, cell);
        while (task.hasBlock()) {
          long number = task.number();
          shuffled.computeIfAbsent(number, n -> new ArrayList<>()).add(task.take());
        }
      }
      task.end();
      while (task.hasBlock()) {
        long number = task.number();
        shuffled.computeIfAbsent(number, n -> new ArrayList<>()).add(task.take());
      }
      from = to;
    }
    shuffled.values().forEach(blocks -> Collections.shuffle(blocks, random));
    return shuffled;
  }

  private static void take(BlockPlan plan, BlockGatherer task, Cell cell) {
    long[] index = new long[cell.index().length];
    for (int i = 0; i < index.length; i++) {
      index[i] = cell.index()[i];
    }
    for (int g = 0; g < task.groups().size(); g++) {
      GroupGatherer group = task.groups().get(g);
      group.open(index);
      for (int m = 0; m < plan.groups().get(g).members().size(); m++) {
        ColumnBuffer to = group.column(m);
        Object value =
            switch (plan.groups().get(g).members().get(m).column()) {
              case 0 -> cell.number();
              case 1 -> cell.text();
              default -> cell.shared();
            };
        if (value == null) {
          to.setMissing(group.position());
        } else if (value instanceof String text) {
          byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
          to.putBytes(group.position(), bytes, 0, bytes.length);
          to.setPresent(group.position());
        } else {
          LittleEndian.int32(to.bytes(), group.position(), (Integer) value);
          to.setPresent(group.position());
        }
      }
      group.close();
    }
    task.endRow();
  }

  /** Reads the assembled object cell by cell, as far as the array goes. */
  private static void read(
      BlockPlan plan,
      List<LaidOutArray> arrays,
      ObjectAssembler assembler,
      Map<String, String> found) {
    BlockGroup group = plan.groups().get(assembler.group());
    for (int m = 0; m < group.members().size(); m++) {
      LaidOutArray array = arrays.get(group.members().get(m).column());
      List<ChunkEdges> edges = array.metadata().grid().edges(array.metadata().shape());
      ChunkBuffer values = assembler.values(m);
      for (int i = 0; i < values.elements(); i++) {
        long[] index = new long[edges.size()];
        int rest = i;
        boolean isInside = true;
        for (int d = edges.size() - 1; d >= 0; d--) {
          long object = assembler.object().at(d);
          int length = (int) edges.get(d).length(object);
          index[d] = edges.get(d).start(object) + rest % length;
          rest /= length;
          isInside &= index[d] < edges.get(d).dimensionLength();
        }
        if (isInside) {
          found.put(array.name() + java.util.Arrays.toString(index), text(values, i));
        }
      }
    }
  }

  private static String text(ChunkBuffer values, int i) {
    if (!values.isVariable()) {
      return Integer.toString(LittleEndian.int32(values.bytes(), i));
    }
    int from = LittleEndian.int32(values.bytes(), 2 * i);
    int length = LittleEndian.int32(values.bytes(), 2 * i + 1);
    return new String(values.heap().bytes(), from, length, StandardCharsets.UTF_8);
  }

  private static Map<String, String> model(
      List<LaidOutArray> arrays, List<Cell> cells, Iterable<String> places) {
    Map<String, String> given = new HashMap<>();
    for (Cell cell : cells) {
      for (LaidOutArray array : arrays) {
        long[] index = array.dimensions().stream().mapToLong(d -> cell.index()[d]).toArray();
        String value =
            switch (array.column()) {
              case 0 -> cell.number() == null ? "-1" : cell.number().toString();
              case 1 -> cell.text() == null ? "" : cell.text();
              default -> Integer.toString(cell.shared());
            };
        given.put(array.name() + java.util.Arrays.toString(index), value);
      }
    }
    Map<String, String> all = new TreeMap<>(given);
    places.forEach(
        place -> all.putIfAbsent(place, place.startsWith("text") ? "-" : Integer.toString(-9)));
    return all;
  }

  private static BlockPlan twoByThree() {
    List<ChunkEdges> cut = List.of(ChunkEdges.even(2, 2), ChunkEdges.even(3, 2));
    return BlockPlan.of(
        "table",
        NodePath.ROOT,
        List.of(
            AxisIndex.of("table", Axis.index("y", 2)),
            AxisIndex.of(
                "table", Axis.values("x", ColumnType.INT8, new byte[] {5, 6, 7}, null, null))),
        List.of(IndexWindow.all(2), IndexWindow.all(3)),
        List.of(
            array("number", 0, List.of(0, 1), cut, false),
            array("shared", 2, List.of(1), List.of(cut.get(1)), false)),
        List.of("number", "text", "shared"));
  }

  @Test
  void aCellThatIsGivenTwiceIsNamed() {
    BlockPlan plan = twoByThree();
    Cell cell = new Cell(new int[] {1, 2}, 1, null, 9);
    for (List<Cell> rows : List.of(List.of(cell, cell), List.of(cell, other(cell), cell))) {
      Map<Long, List<byte[]>> blocks = shuffle(new Random(1), plan, rows);
      ObjectAssembler assembler = new ObjectAssembler(plan);
      assertThatThrownBy(
              () ->
                  blocks.forEach(
                      (number, parts) -> {
                        assembler.begin(number);
                        parts.forEach(assembler::add);
                      }))
          .isInstanceOf(DatasetException.class)
          .hasMessageStartingWith("Cannot write table: more than one row has y = 1, x = 7.");
    }
  }

  private static Cell other(Cell cell) {
    return new Cell(new int[] {0, cell.index()[1]}, 4, null, cell.shared());
  }

  @Test
  void aValueThatVariesAlongADimensionItDoesNotHaveIsRefusedWithinATask() {
    BlockPlan plan = twoByThree();
    BlockGatherer task = new BlockGatherer(plan, 1 << 20);
    take(plan, task, new Cell(new int[] {0, 2}, 1, null, 9));
    take(plan, task, new Cell(new int[] {0, 1}, 1, null, 8));
    assertThatThrownBy(() -> take(plan, task, new Cell(new int[] {1, 2}, 1, null, 10)))
        .isInstanceOf(DatasetException.class)
        .hasMessageStartingWith(
            "Cannot write table: column 'shared' does not have the dimension y, but rows give it"
                + " different values along it: 9 and 10 where x = 7.");
  }

  @Test
  void aValueThatVariesAlongADimensionItDoesNotHaveIsRefusedBetweenTasks() {
    BlockPlan plan = twoByThree();
    List<byte[]> blocks = new ArrayList<>();
    for (int y = 0; y < 2; y++) {
      BlockGatherer task = new BlockGatherer(plan, 1 << 20);
      take(plan, task, new Cell(new int[] {y, 0}, 1, null, 9 + y));
      task.end();
      while (task.hasBlock()) {
        boolean isShared = task.number() >= plan.groups().get(1).first();
        byte[] block = task.take();
        if (isShared) {
          blocks.add(block);
        }
      }
    }
    ObjectAssembler assembler = new ObjectAssembler(plan);
    assembler.begin(plan.groups().get(1).first());
    assembler.add(blocks.get(0));
    assertThatThrownBy(() -> assembler.add(blocks.get(1)))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("9 (stored) and 10 (stored) where x = 5");
  }

  @Test
  void openBlocksStayWithinTheirBudget() {
    int length = 200_000;
    List<LaidOutArray> arrays =
        List.of(array("number", 0, List.of(0), List.of(ChunkEdges.even(length, 1)), false));
    BlockPlan plan =
        BlockPlan.of(
            "table",
            NodePath.ROOT,
            List.of(AxisIndex.of("table", Axis.index("x", length))),
            List.of(IndexWindow.all(length)),
            arrays,
            List.of("number"));
    BlockGatherer task = new BlockGatherer(plan, 1 << 20);
    int waiting = 0;
    int most = 0;
    for (int i = 0; i < length; i++) {
      take(plan, task, new Cell(new int[] {i}, i, null, 0));
      waiting++;
      most = Math.max(most, waiting);
      while (task.hasBlock()) {
        task.take();
        waiting--;
      }
    }
    assertThat(most).isLessThan(8_000);
  }
}
