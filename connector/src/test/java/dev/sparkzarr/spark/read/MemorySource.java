package dev.sparkzarr.spark.read;

import dev.sparkzarr.dataset.Axis;
import java.time.ZoneId;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.SupportsPushDownV2Filters;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** Reads {@link MemoryTable}s, with predicates pushed down or, with {@code push=false}, without. */
public final class MemorySource implements TableProvider {
  static final Map<String, MemoryTable> TABLES = new ConcurrentHashMap<>();

  /** What the latest scan was left with; null before there is one. */
  static volatile AxisFilters latest;

  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    return TABLES.get(options.get("id")).schema();
  }

  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    CaseInsensitiveStringMap options = new CaseInsensitiveStringMap(properties);
    return new PushTable(
        options.get("id"), options.getBoolean("push", true), SessionZone.current());
  }

  private record PushTable(String id, boolean push, Optional<ZoneId> zone)
      implements Table, SupportsRead {
    @Override
    public String name() {
      return id;
    }

    @Override
    @Deprecated
    public StructType schema() {
      return TABLES.get(id).schema();
    }

    @Override
    public Set<TableCapability> capabilities() {
      return Set.of(TableCapability.BATCH_READ);
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
      MemoryTable table = TABLES.get(id);
      return push ? new PushBuilder(id, table, zone) : () -> new MemoryScan(id, null);
    }
  }

  private static final class PushBuilder implements ScanBuilder, SupportsPushDownV2Filters {
    private final String id;
    private final MemoryTable table;
    private final Optional<ZoneId> zone;
    private AxisFilters filters;

    PushBuilder(String id, MemoryTable table, Optional<ZoneId> zone) {
      this.id = id;
      this.table = table;
      this.zone = zone;
      this.filters = new AxisFilters(table.everything(), List.of(), List.of());
    }

    @Override
    public Predicate[] pushPredicates(Predicate[] predicates) {
      List<Axis> axes = List.of(table.k(), table.j());
      filters =
          AxisFilters.push(
              new PredicateTranslator(table.dimensions(), SessionZone.agreed(zone)),
              axes,
              filters.selection(),
              predicates);
      latest = filters;
      return filters.residual().toArray(new Predicate[0]);
    }

    @Override
    public Predicate[] pushedPredicates() {
      return filters.handled().toArray(new Predicate[0]);
    }

    @Override
    public Scan build() {
      return new MemoryScan(id, filters);
    }
  }

  private record MemoryScan(String id, AxisFilters filters) implements Scan, Batch {
    @Override
    public StructType readSchema() {
      return TABLES.get(id).schema();
    }

    @Override
    public Batch toBatch() {
      return this;
    }

    @Override
    public InputPartition[] planInputPartitions() {
      MemoryTable table = TABLES.get(id);
      List<Long> rows =
          MemoryTable.selected(filters == null ? table.everything() : filters.selection());
      return new InputPartition[] {new Rows(id, List.copyOf(rows))};
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
      return new Readers();
    }
  }

  private record Rows(String id, List<Long> rows) implements InputPartition {}

  private static final class Readers implements PartitionReaderFactory {
    private static final long serialVersionUID = 1L;

    @Override
    public PartitionReader<InternalRow> createReader(InputPartition partition) {
      Rows rows = (Rows) partition;
      MemoryTable table = TABLES.get(rows.id());
      Iterator<Long> numbers = rows.rows().iterator();
      return new PartitionReader<>() {
        private InternalRow row;

        @Override
        public boolean next() {
          row = numbers.hasNext() ? table.row(numbers.next()) : null;
          return row != null;
        }

        @Override
        public InternalRow get() {
          return row;
        }

        @Override
        public void close() {}
      };
    }
  }
}
