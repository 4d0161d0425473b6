package dev.sparkzarr.spark.read.chunks;

import dev.sparkzarr.array.ArrayGrid;
import dev.sparkzarr.dataset.ArrayHandle;
import dev.sparkzarr.dataset.Box;
import dev.sparkzarr.dataset.ChunkScan;
import dev.sparkzarr.dataset.ChunkScan.Missing;
import dev.sparkzarr.dataset.ChunkSource;
import dev.sparkzarr.dataset.IndexSet;
import dev.sparkzarr.dataset.PartitionPlanner;
import dev.sparkzarr.metadata.Shape;
import dev.sparkzarr.spark.options.ReadConf;
import dev.sparkzarr.spark.read.ScanMetrics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.types.StructType;

/**
 * A scan of chunks. Partitions are boxes of an array, of whole stored objects, planned in time that
 * grows with partitions, never with chunks. Equal scans give the same rows.
 */
final class ChunkRowsScan implements Scan, Batch {
  private final ChunkTable table;
  private final List<ChunkSource> sources;
  private final StructType schema;
  private final int limit;
  private InputPartition[] partitions;

  ChunkRowsScan(ChunkTable table, List<ChunkSource> sources, StructType schema, int limit) {
    this.table = table;
    this.sources = List.copyOf(sources);
    this.schema = schema;
    this.limit = limit;
  }

  @Override
  public StructType readSchema() {
    return schema;
  }

  @Override
  public Batch toBatch() {
    return this;
  }

  @Override
  public synchronized InputPartition[] planInputPartitions() {
    if (partitions == null) {
      partitions = plan();
    }
    return partitions.clone();
  }

  private InputPartition[] plan() {
    int parallelism = SparkSession.active().sparkContext().defaultParallelism();
    PartitionPlanner.Limits all = table.conf().limits(parallelism);
    double total = sources.stream().mapToDouble(ChunkRowsScan::bytes).sum();
    List<InputPartition> planned = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      ChunkSource source = sources.get(i);
      double share = total == 0 ? 1 : bytes(source) / total;
      PartitionPlanner.Limits limits =
          new PartitionPlanner.Limits(
              all.maxBytes(),
              Math.max(1, all.maxPartitions() / sources.size()),
              (int) Math.max(1, Math.ceil(share * parallelism)));
      for (Box box : boxes(source, limits)) {
        planned.add(new ChunkPartition(i, box, limit));
      }
    }
    return planned.toArray(InputPartition[]::new);
  }

  private static double bytes(ChunkSource source) {
    double bytes = source.elementBytes();
    for (long length : source.array().shape().toArray()) {
      bytes *= length;
    }
    return bytes;
  }

  private static List<Box> boxes(ChunkSource source, PartitionPlanner.Limits limits) {
    Shape shape = source.array().shape();
    ArrayGrid grid = source.grid();
    List<IndexSet> whole =
        Arrays.stream(shape.toArray()).mapToObj(length -> IndexSet.range(0, length)).toList();
    // whole objects, so that rows of one shard stand together for who writes them
    return PartitionPlanner.plan(
        shape, whole, grid.objects(), grid.objects(), source.elementBytes(), limits);
  }

  private ChunkScan scan(ChunkSource source) {
    ReadConf conf = table.conf();
    Missing missing =
        switch (conf.missingChunks()) {
          case SKIP -> Missing.SKIP;
          case ROWS -> Missing.ROW;
          case ERROR -> Missing.ERROR;
          case FILL -> throw new IllegalStateException("refused with layout=chunks");
        };
    List<String> columns = List.of(schema.fieldNames());
    boolean content =
        columns.contains(ChunkRowSchema.VALUES) || columns.contains(ChunkRowSchema.BYTES);
    return new ChunkScan(
        source.name(),
        new ArrayHandle(source.path(), source.array().document(), ArrayHandle.Elements.STORED),
        source.decoder().orElse(null),
        missing,
        content || missing != Missing.ROW,
        conf.readSettings());
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return new ChunkRowReaderFactory(
        table.store(), sources.stream().map(this::scan).toList(), schema);
  }

  @Override
  public CustomMetric[] supportedCustomMetrics() {
    return ScanMetrics.declared();
  }

  @Override
  public String description() {
    return table.name()
        + " "
        + Arrays.toString(schema.fieldNames())
        + ", arrays "
        + sources.stream().map(ChunkSource::name).limit(20).collect(Collectors.joining(", "))
        + (limit < Integer.MAX_VALUE ? ", limit " + limit : "")
        + ", partitions "
        + planInputPartitions().length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ChunkRowsScan that
        && table.equals(that.table)
        && names().equals(that.names())
        && schema.equals(that.schema)
        && limit == that.limit;
  }

  private List<String> names() {
    return sources.stream().map(ChunkSource::name).toList();
  }

  @Override
  public int hashCode() {
    return Objects.hash(table, names(), limit);
  }
}
