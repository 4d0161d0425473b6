package dev.sparkzarr.metadata;

import java.util.List;
import java.util.Optional;

/**
 * An array of either format. Holding one proves its parts fit together, except that codecs are not
 * bound: a chain that names an unknown codec is only refused when it is used.
 *
 * @param format of its documents
 * @param shape lengths of its dimensions
 * @param dataType what an element is
 * @param grid of stored objects; as many dimensions as the shape
 * @param keys how a stored object is named
 * @param fillValue of cells that are not stored; empty for a v2 null fill ("undefined", read as
 *     zero bits and never masked)
 * @param codecs in encode order, in v3 form, see {@link CodecSpec}
 * @param dimensionNames one per dimension, each perhaps empty ({@code dimension_names}, else {@code
 *     _ARRAY_DIMENSIONS}, else NCZarr's); empty list when the document names none; the attribute
 *     itself is not among the attributes
 * @param attributes its own
 * @param document the canonical text of the document (attributes left out), equal for equal arrays:
 *     the part of a cache key that changes when the array does
 */
public record ArrayMetadata(
    ZarrFormat format,
    Shape shape,
    DataType dataType,
    ChunkGrid grid,
    ChunkKeyEncoding keys,
    Optional<FillValue> fillValue,
    List<CodecSpec> codecs,
    List<Optional<String>> dimensionNames,
    Attributes attributes,
    String document)
    implements NodeMetadata {
  public ArrayMetadata {
    codecs = List.copyOf(codecs);
    dimensionNames = List.copyOf(dimensionNames);
    if (!dimensionNames.isEmpty() && dimensionNames.size() != shape.rank()) {
      throw new MetadataException(
          "Cannot read array metadata: "
              + dimensionNames.size()
              + " dimension names for "
              + shape.rank()
              + " dimensions.");
    }
  }
}
