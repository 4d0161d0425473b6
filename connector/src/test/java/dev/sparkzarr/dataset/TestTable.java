package dev.sparkzarr.dataset;

import dev.sparkzarr.array.ArrayReader;
import dev.sparkzarr.array.Hierarchy;
import dev.sparkzarr.metadata.Cut;
import dev.sparkzarr.metadata.NodePath;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A table of fake arrays, and what its cells must be. */
final class TestTable {
  private final List<Axis> axes;
  private final List<IndexSet> selection;
  private final List<ScanColumn> columns = new ArrayList<>();
  private final List<ArrayReader> readers = new ArrayList<>();
  private Box box;
  private boolean failOnMissingChunk;
  private int fetchThreads;

  TestTable(List<Axis> axes, List<IndexSet> selection) {
    this.axes = axes;
    this.selection = selection;
    this.box = new Box(new long[axes.size()], axes.stream().mapToLong(Axis::length).toArray());
  }

  /** A table of index axes, wholly selected. */
  static TestTable ofShape(long... lengths) {
    List<Axis> axes = new ArrayList<>();
    List<IndexSet> selection = new ArrayList<>();
    for (int d = 0; d < lengths.length; d++) {
      axes.add(Axis.index("d" + d, lengths[d]));
      selection.add(IndexSet.range(0, lengths[d]));
    }
    return new TestTable(axes, selection);
  }

  TestTable axis(int d) {
    columns.add(new ScanColumn("d" + d, axes.get(d).type(), List.of(d), d, null, null));
    readers.add(null);
    return this;
  }

  /** A column whose values are the stored bytes. */
  TestTable array(FakeArray array, List<Integer> dimensions) {
    ColumnType type =
        array.texts
            ? ColumnType.TEXT
            : switch (array.kind) {
              case INT8 -> ColumnType.INT8;
              case INT16 -> ColumnType.INT16;
              case INT64 -> ColumnType.INT64;
              case FLOAT32 -> ColumnType.FLOAT32;
              default -> throw new IllegalArgumentException(array.kind.name());
            };
    return decoded(array, dimensions, new FakeDecoders.Identity(type));
  }

  TestTable decoded(FakeArray array, List<Integer> dimensions, ValueDecoder decoder) {
    String name = "v" + columns.size();
    ArrayHandle handle = new ArrayHandle(new NodePath(name), "{}", ArrayHandle.Elements.STORED);
    columns.add(new ScanColumn(name, decoder.type(), dimensions, -1, handle, decoder));
    readers.add(array);
    return this;
  }

  TestTable box(Box newBox) {
    box = newBox;
    return this;
  }

  TestTable failOnMissingChunk() {
    failOnMissingChunk = true;
    return this;
  }

  TestTable fetchThreads(int threads) {
    fetchThreads = threads;
    return this;
  }

  List<ScanColumn> columns() {
    return columns;
  }

  TableReader open(int tileRows, long limit) {
    ReadSettings settings =
        new ReadSettings(
            "fake",
            fetchThreads,
            1 << 20,
            0,
            tileRows,
            failOnMissingChunk,
            Hierarchy.Consolidated.IF_PRESENT);
    TableScan scan = new TableScan(axes, selection, columns, settings);
    return TableReaderBuilder.build("fake store", readers, scan, box, limit, array -> {});
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("selection " + selection + " box " + box);
    for (int c = 0; c < columns.size(); c++) {
      ScanColumn column = columns.get(c);
      text.append("\n  ").append(column.name()).append(' ').append(column.dimensions());
      text.append(' ').append(readers.get(c)).append(' ').append(column.decoder());
    }
    return text.toString();
  }

  private static int rank(ArrayReader reader) {
    return reader == null ? -1 : reader.metadata().shape().rank();
  }

  /** The chunks, then the groups of chunks, in which rows must be walked. */
  Cut[][] expectedGrids() {
    Cut[][] grids = new Cut[2][axes.size()];
    for (int d = 0; d < axes.size(); d++) {
      grids[0][d] = Cut.even(Long.MAX_VALUE, Long.MAX_VALUE);
      grids[1][d] = grids[0][d];
      int most = -1;
      long bytes = -1;
      for (int c = 0; c < columns.size(); c++) {
        int a = columns.get(c).dimensions().indexOf(d);
        if (columns.get(c).axis() >= 0 || a < 0) {
          continue;
        }
        FakeArray array = (FakeArray) readers.get(c);
        long size = array.chunkShape.elements() * array.kind.width();
        if (array.shape.rank() > most || array.shape.rank() == most && size > bytes) {
          most = array.shape.rank();
          bytes = size;
          grids[0][d] = array.chunks.get(a);
          grids[1][d] = array.objects.get(a);
        }
      }
      Cut object = grids[1][d];
      int highest = readers.stream().mapToInt(TestTable::rank).max().orElse(0);
      for (int c = 0; c < columns.size(); c++) {
        int a = columns.get(c).dimensions().indexOf(d);
        if (a >= 0 && readers.get(c) != null && rank(readers.get(c)) == highest) {
          Cut chunk = ((FakeArray) readers.get(c)).chunks.get(a);
          boolean wider = chunk.longest() > grids[1][d].longest();
          grids[1][d] = object.makesUp(chunk) && wider ? chunk : grids[1][d];
        }
      }
    }
    return grids;
  }

  /** The bytes of one value, or null when it must be missing. */
  Object expected(int c, long[] cell) {
    ScanColumn column = columns.get(c);
    int width = column.type().width();
    if (column.axis() >= 0) {
      Axis axis = axes.get(column.axis());
      int index = (int) cell[column.axis()];
      if (axis.isMissing(index)) {
        return null;
      }
      if (axis.type().isBytes()) {
        return axis.bytesAt(index);
      }
      return axis.isIndex()
          ? littleEndian(index, 8)
          : Arrays.copyOfRange(axis.bytes(), index * width, (index + 1) * width);
    }
    FakeArray array = (FakeArray) readers.get(c);
    long[] index = column.dimensions().stream().mapToLong(d -> cell[d]).toArray();
    long element = array.element(index);
    if (array.texts) {
      return array.text(element);
    }
    if (column.decoder().isIdentity()) {
      return littleEndian(element, width);
    }
    return FakeDecoders.Tripled.isMissing(element)
        ? null
        : littleEndian(Double.doubleToRawLongBits(FakeDecoders.Tripled.value(element)), 8);
  }

  private static byte[] littleEndian(long bits, int width) {
    byte[] all = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(bits).array();
    return Arrays.copyOf(all, width);
  }
}
