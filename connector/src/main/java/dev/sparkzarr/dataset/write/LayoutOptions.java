package dev.sparkzarr.dataset.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.metadata.ZarrFormat;
import java.util.List;
import java.util.Optional;

/**
 * What a user asks for of the arrays that a table becomes: the options of writing, not yet held
 * against the table. Immutable.
 *
 * @param dimensions names of the dimension columns in order; empty: as the columns' origins say
 * @param chunks lengths in the order of the dimensions, or by name; of inner chunks with shards
 * @param shards the same
 * @param compression such as {@code zstd:3}; empty when not given. Not together with {@code codecs}
 * @param codecs a v3 chain
 * @param format of the documents; empty when not given: v3, or that of an existing table
 * @param encoding by variable, xarray's keys, {@code dimensions} and {@code attributes}
 * @param attributes of the group
 * @param axes by dimension: {@code [start, step, count]} or a list of values
 */
public record LayoutOptions(
    Optional<List<String>> dimensions,
    Optional<String> chunks,
    Optional<String> shards,
    Optional<String> compression,
    Optional<JsonNode> codecs,
    Optional<ZarrFormat> format,
    Optional<ObjectNode> encoding,
    Optional<ObjectNode> attributes,
    Optional<ObjectNode> axes) {
  /** Nothing asked for. */
  public static final LayoutOptions NONE =
      new LayoutOptions(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
}
