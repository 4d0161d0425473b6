package dev.sparkzarr.spark.read;

import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.Box;
import dev.sparkzarr.dataset.Column;
import dev.sparkzarr.dataset.IndexSet;
import dev.sparkzarr.dataset.PartitionPlanner;
import dev.sparkzarr.dataset.Table;
import dev.sparkzarr.dataset.TableScan;
import dev.sparkzarr.metadata.ChunkEdges;
import dev.sparkzarr.spark.options.ReadConf;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Reads cells as rows.
 *
 * @param source what is read
 * @param columns the projected columns, in order; may be empty
 * @param selection the selected indexes of each dimension
 * @param filter which every row has to pass
 * @param pushed what was taken from Spark, for explain()
 * @param offset rows left out at the start
 * @param limit rows at most, those left out included
 */
record CellsPlan(
    ZarrTable source,
    List<Column> columns,
    List<IndexSet> selection,
    CellFilter filter,
    List<String> pushed,
    long offset,
    long limit)
    implements ScanPlan {
  private static final int TEXT_BYTES = 20;
  private static final int BINARY_BYTES = 100;

  CellsPlan {
    columns = List.copyOf(columns);
    selection = List.copyOf(selection);
    pushed = List.copyOf(pushed);
  }

  /** All cells of a table. */
  static CellsPlan all(ZarrTable source, List<Column> columns) {
    List<IndexSet> selection =
        source.table().axes().stream().map(axis -> IndexSet.range(0, axis.length())).toList();
    return new CellsPlan(source, columns, selection, CellFilter.NONE, List.of(), 0, Long.MAX_VALUE);
  }

  /** How times are exposed. */
  ReadConf.TimestampType timestamps() {
    return source.conf().timestampType();
  }

  CellsPlan withSelection(List<IndexSet> narrower) {
    return new CellsPlan(source, columns, narrower, filter, pushed, offset, limit);
  }

  boolean isFiltered() {
    return !filter.isNone();
  }

  boolean isSliced() {
    return offset > 0 || limit < Long.MAX_VALUE;
  }

  /**
   * @return how many rows the scan gives, at most where filters look at values
   */
  long rows() {
    return Math.max(0, Math.min(SelectedCells.rows(selection), limit) - offset);
  }

  /** The projected columns, and those that only a filter looks at. */
  private List<Column> read() {
    return Stream.concat(columns.stream(), filter.columns().stream()).distinct().toList();
  }

  /**
   * @return decoded bytes of a row, at least 1
   */
  long rowBytes() {
    return Math.max(1, read().stream().mapToLong(CellsPlan::cellBytes).sum());
  }

  /** Of values of any length what Spark supposes too: none is known before it is read. */
  private static long cellBytes(Column column) {
    int width = column.type().width();
    int stored = column.array().map(array -> array.dataType().layout().width()).orElse(0);
    return switch (column.type().kind()) {
      case TEXT -> Math.max(width + TEXT_BYTES, stored);
      case BINARY, ARRAY -> Math.max(width + BINARY_BYTES, stored);
      default -> width;
    };
  }

  /**
   * @return decoded bytes of all rows
   */
  long bytes() {
    return SelectedCells.times(rows(), rowBytes());
  }

  /**
   * @return chunks of the projected arrays that hold a selected cell
   */
  long chunks() {
    return chunks(selection);
  }

  /**
   * @return all chunks of the projected arrays
   */
  long allChunks() {
    return chunks(all(source, read()).selection);
  }

  private long chunks(List<IndexSet> indexes) {
    long chunks = 0;
    for (Column column : read()) {
      if (column.role() != Column.Role.DIMENSION && column.array().isPresent()) {
        chunks =
            SelectedCells.plus(
                chunks,
                SelectedCells.chunks(indexes, column.dimensions(), source.grid(column).chunks()));
      }
    }
    return chunks;
  }

  /** What executors need. Values of axes that no column shows stay behind. */
  TableScan tableScan() {
    List<Axis> axes =
        IntStream.range(0, source.table().axes().size()).mapToObj(this::axisForExecutors).toList();
    return new TableScan(
        axes,
        selection,
        columns.stream().map(ProjectedColumn::of).toList(),
        source.conf().readSettings(source.store().location()));
  }

  private Axis axisForExecutors(int dimension) {
    Axis axis = source.table().axes().get(dimension);
    boolean shown =
        columns.stream()
            .anyMatch(
                column ->
                    column.role() == Column.Role.DIMENSION
                        && column.dimensions().contains(dimension));
    return shown ? axis : Axis.index(axis.name(), axis.length());
  }

  /**
   * Cuts the scan for a cluster.
   *
   * @param parallelism tasks that run at once
   * @return partitions, none of them without a row
   */
  List<CellPartition> partitions(int parallelism) {
    if (rows() == 0) {
      return List.of();
    }
    Table table = source.table();
    StoredObjects objects = StoredObjects.of(source, read());
    List<Box> boxes =
        PartitionPlanner.plan(
            table.shape(),
            selection,
            objects.objects(),
            objects.chunks(),
            rowBytes(),
            source.conf().limits(parallelism));
    List<CellPartition> partitions = new ArrayList<>();
    long before = 0;
    for (Box box : boxes) {
      if (!isSliced()) {
        partitions.add(CellPartition.whole(box));
        continue;
      }
      long rows = SelectedCells.rows(within(box));
      long from = Math.max(0, offset - before);
      long to = Math.min(rows, limit - before);
      if (from < to) {
        partitions.add(CellPartition.sliced(box, from, to));
      }
      before = SelectedCells.plus(before, rows);
      if (before >= limit) {
        break;
      }
    }
    return partitions;
  }

  /**
   * Lets partitions run where their chunks may be kept decoded: the stored object at its beginning
   * tells a partition from others, whatever was selected.
   */
  List<CellPartition> located(List<CellPartition> partitions, ExecutorHosts hosts) {
    List<ChunkEdges> objects = StoredObjects.of(source, read()).objects();
    List<CellPartition> located = new ArrayList<>(partitions.size());
    for (CellPartition partition : partitions) {
      StringBuilder work = new StringBuilder(source.place());
      for (int i = 0; i < objects.size(); i++) {
        work.append('/').append(objects.get(i).chunkAt(partition.box().start(i)));
      }
      located.add(partition.at(hosts.preferred(work.toString())));
    }
    return located;
  }

  /**
   * @return the selected indexes in a box
   */
  List<IndexSet> within(Box box) {
    return IntStream.range(0, selection.size())
        .mapToObj(i -> selection.get(i).slice(box.start(i), box.stop(i)))
        .toList();
  }

  @Override
  public String describe() {
    StringBuilder text = new StringBuilder("selection [");
    for (int i = 0; i < selection.size(); i++) {
      Axis axis = source.table().axes().get(i);
      text.append(i == 0 ? "" : ", ")
          .append(axis.name())
          .append(' ')
          .append(selection.get(i).size())
          .append(" of ")
          .append(axis.length());
      if (selection.get(i).size() < axis.length()) {
        text.append(' ').append(selection.get(i));
      }
    }
    text.append("], pushed ").append(pushed);
    if (offset > 0) {
      text.append(", offset ").append(offset);
    }
    if (limit < Long.MAX_VALUE) {
      text.append(", limit ").append(limit - offset);
    }
    text.append(", rows ").append(rows());
    text.append(", chunks ").append(chunks()).append(" of ").append(allChunks());
    text.append(", bytes ").append(bytes());
    for (String note : source.table().notes()) {
      text.append(", note: ").append(note);
    }
    return text.toString();
  }
}
