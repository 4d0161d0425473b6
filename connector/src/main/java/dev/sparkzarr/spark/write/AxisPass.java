package dev.sparkzarr.spark.write;

import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.write.AxisCollector;
import dev.sparkzarr.dataset.write.DraftDimension;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;

/** Finds the axes that nobody gave: one pass over the columns of these dimensions. */
final class AxisPass {
  /**
   * What the pass found.
   *
   * @param axes of all dimensions, in order
   * @param rows how many there are; empty when no pass was needed
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
    Column[] columns =
        wanted.stream().map(dimension -> named(dimension.columnName())).toArray(Column[]::new);
    List<DataType> types =
        wanted.stream()
            .map(dimension -> data.schema().fields()[dimension.column()].dataType())
            .toList();
    List<DraftDimension> sent = List.copyOf(wanted);
    List<Seen> seen = new ArrayList<>();
    for (byte[] part :
        RowSource.of(data.select(columns))
            .mapPartitionsWithIndex(
                (partition, rows) ->
                    List.of(TaskBytes.of(see(place, sent, types, partition, rows))).iterator(),
                true)
            .collect()) {
      seen.add(TaskBytes.read(part, Seen.class));
    }
    seen.sort((one, other) -> Integer.compare(one.partition(), other.partition()));
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

  private static Column named(String column) {
    return functions.col("`" + column.replace("`", "``") + "`");
  }

  private static Seen see(
      String place,
      List<DraftDimension> dimensions,
      List<DataType> types,
      int partition,
      Iterator<InternalRow> rows) {
    AxisFeed[] feeds = new AxisFeed[dimensions.size()];
    for (int i = 0; i < feeds.length; i++) {
      feeds[i] = new AxisFeed(place, dimensions.get(i), i, types.get(i));
    }
    long count = 0;
    while (rows.hasNext()) {
      InternalRow row = rows.next();
      for (AxisFeed feed : feeds) {
        feed.take(row);
      }
      count++;
    }
    List<Axis> axes = new ArrayList<>();
    for (AxisFeed feed : feeds) {
      axes.add(feed.collector().seen());
    }
    return new Seen(partition, axes, count);
  }
}
