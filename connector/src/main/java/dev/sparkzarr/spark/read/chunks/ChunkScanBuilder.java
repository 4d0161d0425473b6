package dev.sparkzarr.spark.read.chunks;

import dev.sparkzarr.dataset.ChunkSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.SupportsPushDownLimit;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.connector.read.SupportsPushDownV2Filters;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Takes equalities of the column {@code array}, a limit for each partition, and fewer columns. For
 * the driver's planning thread.
 */
final class ChunkScanBuilder
    implements SupportsPushDownV2Filters, SupportsPushDownLimit, SupportsPushDownRequiredColumns {
  private final ChunkTable table;
  private final List<Predicate> pushed = new ArrayList<>();
  private List<ChunkSource> sources;
  private StructType schema;
  private int limit = Integer.MAX_VALUE;

  ChunkScanBuilder(ChunkTable table) {
    this.table = table;
    this.sources = table.sources();
    this.schema = schemaOf(table);
  }

  /** The form of a schema that every supported Spark has. */
  @SuppressWarnings("deprecation")
  private static StructType schemaOf(ChunkTable table) {
    return table.schema();
  }

  @Override
  public Predicate[] pushPredicates(Predicate[] predicates) {
    List<Predicate> rest = new ArrayList<>();
    for (Predicate predicate : predicates) {
      Optional<Set<String>> names = names(predicate);
      if (names.isEmpty()) {
        rest.add(predicate);
        continue;
      }
      pushed.add(predicate);
      sources = sources.stream().filter(source -> names.get().contains(source.name())).toList();
    }
    return rest.toArray(Predicate[]::new);
  }

  /** The arrays that a predicate asks for; empty when it asks for something else. */
  private static Optional<Set<String>> names(Predicate predicate) {
    Expression[] children = predicate.children();
    boolean asks =
        switch (predicate.name()) {
          case "=" -> children.length == 2;
          case "IN" -> children.length > 1;
          default -> false;
        };
    if (!asks
        || !(children[0] instanceof NamedReference column)
        || !List.of(column.fieldNames()).equals(List.of(ChunkRowSchema.ARRAY))) {
      return Optional.empty();
    }
    List<Object> values =
        Stream.of(children)
            .skip(1)
            .<Object>map(child -> child instanceof Literal<?> literal ? literal.value() : child)
            .toList();
    return values.stream().allMatch(UTF8String.class::isInstance)
        ? Optional.of(values.stream().map(Object::toString).collect(Collectors.toSet()))
        : Optional.empty();
  }

  @Override
  public Predicate[] pushedPredicates() {
    return pushed.toArray(Predicate[]::new);
  }

  @Override
  public boolean pushLimit(int newLimit) {
    limit = newLimit;
    return true;
  }

  /** Each partition stops there; Spark counts over all of them. */
  @Override
  public boolean isPartiallyPushed() {
    return true;
  }

  @Override
  public void pruneColumns(StructType requiredSchema) {
    schema = requiredSchema;
  }

  @Override
  public Scan build() {
    return new ChunkRowsScan(table, sources, schema, limit);
  }
}
