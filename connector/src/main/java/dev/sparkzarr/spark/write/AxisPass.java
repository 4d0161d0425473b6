package dev.sparkzarr.spark.write;

import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.write.AxisCollector;
import dev.sparkzarr.dataset.write.DraftDimension;
import dev.sparkzarr.spark.read.CellRange;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntBiFunction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/**
 * Finds the axes that nobody gave: from the scan, where that knows its rows, or by one pass over
 * the columns of these dimensions.
 */
final class AxisPass {
  /**
   * What the pass found.
   *
   * @param axes of all dimensions, in order
   * @param rows how many there are; empty when no axis had to be found
   */
  record Found(List<Axis> axes, Optional<Long> rows) {}

  /** What one task saw. */
  private record Seen(int partition, List<Axis> axes, long rows) implements Serializable {}

  private AxisPass() {}

  /**
   * @throws dev.sparkzarr.ZarrException when a dimension has a NULL or NaN, or too many values
   */
  static Found run(String place, Dataset<Row> data, List<DraftDimension> dimensions) {
    List<DraftDimension> wanted =
        dimensions.stream().filter(dimension -> dimension.givenAxis().isEmpty()).toList();
    if (wanted.isEmpty()) {
      return new Found(dimensions.stream().map(DraftDimension::given).toList(), Optional.empty());
    }
    Optional<CellRange> range = RowSource.range(data);
    Optional<List<Axis>> known = range.flatMap(scan -> AxesOfScan.of(place, scan, wanted));
    if (known.isPresent()) {
      return found(
          place, dimensions, wanted, List.of(new Seen(0, known.get(), range.get().rows())));
    }
    List<DataType> types =
        wanted.stream()
            .map(dimension -> data.schema().fields()[dimension.column()].dataType())
            .toList();
    List<Seen> seen = new ArrayList<>();
    for (byte[] part : parts(place, data, List.copyOf(wanted), types).collect()) {
      seen.add(TaskBytes.read(part, Seen.class));
    }
    seen.sort((one, other) -> Integer.compare(one.partition(), other.partition()));
    return found(place, dimensions, wanted, seen);
  }

  private static Found found(
      String place, List<DraftDimension> dimensions, List<DraftDimension> wanted, List<Seen> seen) {
    List<Axis> axes = new ArrayList<>();
    for (DraftDimension dimension : dimensions) {
      int at = wanted.indexOf(dimension);
      axes.add(
          at < 0
              ? dimension.given()
              : AxisCollector.merge(
                  place, dimension, seen.stream().map(part -> part.axes().get(at)).toList()));
    }
    return new Found(axes, Optional.of(seen.stream().mapToLong(Seen::rows).sum()));
  }

  private static JavaRDD<byte[]> parts(
      String place, Dataset<Row> data, List<DraftDimension> wanted, List<DataType> types) {
    Dataset<Row> selected =
        data.select(
            wanted.stream().map(dimension -> named(dimension.columnName())).toArray(Column[]::new));
    return RowSource.columns(selected)
        .map(
            batches ->
                batches.mapPartitionsWithIndex(
                    (partition, share) ->
                        see(partition, feeds(place, wanted, types), share, AxisPass::takeBatch),
                    true))
        .orElseGet(
            () ->
                RowSource.of(selected)
                    .mapPartitionsWithIndex(
                        (partition, share) ->
                            see(partition, feeds(place, wanted, types), share, AxisPass::takeRow),
                        true));
  }

  private static Column named(String column) {
    return functions.col("`" + column.replace("`", "``") + "`");
  }

  private static AxisFeed[] feeds(
      String place, List<DraftDimension> dimensions, List<DataType> types) {
    AxisFeed[] feeds = new AxisFeed[dimensions.size()];
    for (int i = 0; i < feeds.length; i++) {
      feeds[i] = new AxisFeed(place, dimensions.get(i), i, types.get(i));
    }
    return feeds;
  }

  private static int takeRow(AxisFeed[] feeds, InternalRow row) {
    for (AxisFeed feed : feeds) {
      feed.take(row);
    }
    return 1;
  }

  private static int takeBatch(AxisFeed[] feeds, ColumnarBatch batch) {
    for (AxisFeed feed : feeds) {
      feed.take(batch);
    }
    return batch.numRows();
  }

  /**
   * @param take gives rows to the feeds, and says how many they were
   */
  private static <T> Iterator<byte[]> see(
      int partition, AxisFeed[] feeds, Iterator<T> share, ToIntBiFunction<AxisFeed[], T> take) {
    long count = 0;
    while (share.hasNext()) {
      count += take.applyAsInt(feeds, share.next());
    }
    List<Axis> axes = new ArrayList<>();
    for (AxisFeed feed : feeds) {
      axes.add(feed.collector().seen());
    }
    return List.of(TaskBytes.of(new Seen(partition, axes, count))).iterator();
  }
}
