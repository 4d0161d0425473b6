package dev.sparkzarr.dataset.aggregate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkzarr.dataset.Column;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.predicate.WholeRange;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.Attributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Between which values the whole numbers of a column lie, as its array says: by its data type, by
 * {@code flag_values} and {@code flag_masks}, or by {@code valid_range}, {@code valid_min} and
 * {@code valid_max} (CF conventions, sections 3.5 and 2.5.1). Data do not always keep to what
 * attributes state. Stateless.
 */
public final class ColumnRange {
  private ColumnRange() {}

  /**
   * @return empty for what is no integer, and where nothing is said
   */
  public static Optional<WholeRange> of(Column column) {
    return column.array().flatMap(array -> range(column.type(), array));
  }

  private static Optional<WholeRange> range(ColumnType type, ArrayMetadata array) {
    int bytes = array.dataType().layout().width();
    return switch (type.kind()) {
      case BOOLEAN -> Optional.of(WholeRange.BOOLEAN);
      case INT8 -> Optional.of(WholeRange.INT8);
      case INT16 ->
          bytes == 1
              ? Optional.of(WholeRange.UINT8)
              : stated(array).or(() -> Optional.of(WholeRange.INT16));
      case INT32 ->
          stated(array).or(() -> Optional.of(WholeRange.UINT16).filter(range -> bytes == 2));
      case INT64 -> stated(array);
      default -> Optional.empty();
    };
  }

  /** What attributes state, of values as they are stored. */
  private static Optional<WholeRange> stated(ArrayMetadata array) {
    Attributes attributes = array.attributes();
    if (attributes.get("scale_factor").isPresent() || attributes.get("add_offset").isPresent()) {
      return Optional.empty();
    }
    return masks(attributes)
        .or(() -> flags(attributes))
        .or(() -> valid(attributes))
        .filter(range -> range.size() <= RangeKey.MOST_VALUES);
  }

  /** Bits that are set together or not. */
  private static Optional<WholeRange> masks(Attributes attributes) {
    Optional<List<Long>> masks = wholes(attributes, "flag_masks");
    return masks
        .filter(all -> !all.isEmpty() && all.stream().allMatch(mask -> mask >= 0))
        .map(all -> new WholeRange(0, all.stream().reduce(0L, (a, b) -> a | b)));
  }

  private static Optional<WholeRange> flags(Attributes attributes) {
    return wholes(attributes, "flag_values")
        .flatMap(
            all -> all.stream().map(flag -> new WholeRange(flag, flag)).reduce(WholeRange::hull));
  }

  private static Optional<WholeRange> valid(Attributes attributes) {
    Optional<List<Long>> both = wholes(attributes, "valid_range").filter(all -> all.size() == 2);
    Optional<Long> least = both.map(all -> all.get(0)).or(() -> one(attributes, "valid_min"));
    Optional<Long> greatest = both.map(all -> all.get(1)).or(() -> one(attributes, "valid_max"));
    return least.flatMap(
        low -> greatest.filter(high -> low <= high).map(high -> new WholeRange(low, high)));
  }

  private static Optional<Long> one(Attributes attributes, String name) {
    return wholes(attributes, name).filter(all -> all.size() == 1).map(all -> all.get(0));
  }

  /** The numbers of an attribute, one or a list; empty unless all are whole and fit 64 bits. */
  private static Optional<List<Long>> wholes(Attributes attributes, String name) {
    Optional<JsonNode> value = attributes.get(name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    List<Long> all = new ArrayList<>();
    for (JsonNode node : value.get().isArray() ? value.get() : List.of(value.get())) {
      if (!node.isIntegralNumber() || !node.canConvertToLong()) {
        return Optional.empty();
      }
      all.add(node.longValue());
    }
    return Optional.of(all);
  }
}
