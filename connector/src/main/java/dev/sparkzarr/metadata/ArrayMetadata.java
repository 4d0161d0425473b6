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
 *     {@link FillValue#undefined} and never masked)
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
    if (grid.rank() != shape.rank()) {
      throw new MetadataException(
          "Cannot read array metadata: chunks of "
              + grid.rank()
              + " dimensions for "
              + shape.rank()
              + " dimensions.");
    }
    List<ChunkEdges> edges = grid.edges(shape);
    for (int i = 0; i < edges.size(); i++) {
      if (edges.get(i).dimensionLength() != shape.length(i)) {
        throw new MetadataException(
            "Cannot read array metadata: chunks of dimension "
                + i
                + " are made for "
                + edges.get(i).dimensionLength()
                + " indexes, but it has "
                + shape.length(i)
                + ".");
      }
    }
    ElementLayout layout = dataType.layout();
    if (fillValue.isPresent() && !layout.variable() && fillValue.get().length() != layout.width()) {
      throw new MetadataException(
          "Cannot read array metadata: the fill value "
              + fillValue.get()
              + " is not a "
              + dataType.name()
              + ".");
    }
    if (!dimensionNames.isEmpty() && dimensionNames.size() != shape.rank()) {
      throw new MetadataException(
          "Cannot read array metadata: "
              + dimensionNames.size()
              + " dimension names for "
              + shape.rank()
              + " dimensions.");
    }
  }

  /**
   * An array from its parts, with its canonical document.
   *
   * @param fillValue not empty in v3
   * @param codecs in v2 those that v2 can spell: numcodecs, {@code bytes}, and {@code transpose}
   *     that reverses all dimensions
   * @throws MetadataException when the parts do not fit together, or the format has no spelling for
   *     them
   */
  public static ArrayMetadata of(
      ZarrFormat format,
      Shape shape,
      DataType dataType,
      ChunkGrid grid,
      ChunkKeyEncoding keys,
      Optional<FillValue> fillValue,
      List<CodecSpec> codecs,
      List<Optional<String>> dimensionNames,
      Attributes attributes) {
    ArrayMetadata read =
        parse(
            ArrayDocument.describe(
                    format,
                    shape,
                    dataType,
                    grid,
                    keys,
                    fillValue,
                    codecs,
                    dimensionNames,
                    Attributes.EMPTY)
                .document());
    if (!read.dataType.equals(dataType) || !read.fillValue.equals(fillValue)) {
      throw new MetadataException(
          "Cannot write an array: as "
              + dataType.name()
              + " with its fill value and codecs it would be read as another array, of "
              + read.dataType.name()
              + ".");
    }
    return new ArrayMetadata(
        format,
        shape,
        dataType,
        grid,
        keys,
        fillValue,
        read.codecs,
        dimensionNames,
        attributes,
        read.document);
  }

  /**
   * Reads a canonical document: {@code parse(m.document())} equals {@code m}, except that it has no
   * attributes, and no dimension names in v2, where those are attributes too.
   *
   * @param document as {@link #document()} returns it
   * @throws MetadataException when it is not such a document
   */
  public static ArrayMetadata parse(String document) {
    return ArrayDocument.parse(document);
  }
}
