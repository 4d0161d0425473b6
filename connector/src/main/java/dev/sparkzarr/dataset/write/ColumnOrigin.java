package dev.sparkzarr.dataset.write;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.dataset.Column;
import java.util.List;
import java.util.Optional;

/**
 * What a column was in the store that it was read from. Explicit options win over it. Immutable.
 *
 * @param dimensions names of the dimensions that it varied along, in its array's order
 * @param role in its table
 * @param isIndex of a dimension: whether it was the index 0..n-1, because the dimension had no
 *     coordinate
 * @param order of a dimension's values; {@code ASCENDING} for others
 * @param dtype the stored data type as Zarr v3 spells it; empty without an array
 * @param attributes without what {@code encoding} holds; not to be modified
 * @param encoding with xarray's keys, {@code chunks}, {@code shards}, {@code codecs} (a v3 list)
 *     and {@code zarr_format} among them; not to be modified
 */
public record ColumnOrigin(
    List<String> dimensions,
    Column.Role role,
    boolean isIndex,
    AxisOrder order,
    Optional<String> dtype,
    ObjectNode attributes,
    ObjectNode encoding) {
  public ColumnOrigin {
    dimensions = List.copyOf(dimensions);
    attributes = attributes.deepCopy();
    encoding = encoding.deepCopy();
  }
}
