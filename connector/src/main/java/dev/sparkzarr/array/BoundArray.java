package dev.sparkzarr.array;

import dev.sparkzarr.ZarrException;
import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.codec.CodecException;
import dev.sparkzarr.codec.CodecPipeline;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.FillValue;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.metadata.Shape;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreKey;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An array and where it is: what its keys and its errors are made of. Immutable.
 *
 * @param store that holds the array
 * @param path of the array
 * @param metadata of the array
 */
record BoundArray(Store store, NodePath path, ArrayMetadata metadata) {
  /** How the codec floor begins what is then said once, with the chunk's name. */
  private static final Pattern DECODE = Pattern.compile("^Cannot decode (chunk: )?");

  /**
   * @param pipeline of any stored object
   * @throws CodecException when shards are of lengths that their inner chunks do not divide
   */
  ArrayGrid grid(CodecPipeline pipeline) {
    try {
      return ArrayGrid.of(metadata, pipeline);
    } catch (CodecException e) {
      throw unsupported(e);
    }
  }

  /**
   * @param object position in the grid of stored objects
   */
  StoreKey key(ChunkIndex object) {
    return path.key(metadata.keys().encode(object.toArray()));
  }

  /**
   * @return what an element is; never an extension, but its storage
   */
  DataType type() {
    return metadata.dataType().storage();
  }

  /**
   * @return bytes of one element in memory
   */
  int width() {
    return metadata.dataType().layout().width();
  }

  /**
   * @return the value of elements that are not stored: as wide as an element, or of any width
   */
  byte[] fill() {
    return metadata.fillValue().orElseGet(() -> FillValue.undefined(metadata.dataType())).pattern();
  }

  /**
   * Checks what is to be written.
   *
   * @throws IllegalArgumentException when it is of another type or size
   */
  void checkValues(ChunkBuffer values, Shape shape) {
    if (!values.type().equals(type()) || values.elements() != shape.elements()) {
      throw new IllegalArgumentException(
          "Cannot write "
              + values.elements()
              + " elements of "
              + values.type().name()
              + " to "
              + this
              + ": "
              + shape
              + " of "
              + type().name()
              + " were expected");
    }
  }

  /**
   * Checks that a region lies within the array and fits into memory.
   *
   * @return the number of its elements
   */
  int elements(Region region) {
    Shape shape = metadata.shape();
    if (region.ranges().size() != shape.rank()) {
      throw outside(region, "it has " + region.ranges().size() + " dimensions");
    }
    double bytes = width();
    long elements = 1;
    for (int i = 0; i < shape.rank(); i++) {
      Region.Range range = region.ranges().get(i);
      if (range.count() > 0 && !within(range, shape.length(i))) {
        throw outside(region, range + " is not within dimension " + i);
      }
      bytes *= range.count();
      elements *= range.count();
    }
    if (bytes > Integer.MAX_VALUE - 8) {
      throw new ZarrException(
          "Cannot read a region of shape "
              + region.shape()
              + " of "
              + this
              + ": one buffer in memory is at most 2 GiB. Read it in parts.");
    }
    return (int) elements;
  }

  private static boolean within(Region.Range range, long length) {
    if (range.start() >= length) {
      return false;
    }
    long steps = range.count() - 1;
    long room = range.step() > 0 ? length - 1 - range.start() : range.start();
    return steps == 0 || range.step() != Long.MIN_VALUE && steps <= room / Math.abs(range.step());
  }

  private ZarrException outside(Region region, String reason) {
    return new ZarrException(
        "Cannot read region "
            + region.ranges()
            + " of "
            + this
            + ": "
            + reason
            + ". The array's shape is "
            + metadata.shape()
            + ".");
  }

  /** The array cannot be decoded at all. */
  CodecException unsupported(CodecException reason) {
    return new CodecException("Cannot read " + this + ": " + reason.getMessage(), reason);
  }

  /**
   * The bytes of a stored object are damaged.
   *
   * @param part of it, such as {@code inner chunk [0, 1] of}; empty for the object itself
   */
  CodecException damaged(ChunkIndex object, String part, CodecException reason) {
    Matcher text = DECODE.matcher(reason.getMessage());
    return damaged(object, part, text.replaceFirst(""), reason);
  }

  /** The bytes of a stored object are damaged. */
  CodecException damaged(ChunkIndex object, String part, String reason, Throwable cause) {
    return new CodecException(chunk("decode", object, part) + reason, cause);
  }

  /** The start of a message: what cannot be done to which chunk where. */
  String chunk(String verb, ChunkIndex object, String part) {
    return "Cannot "
        + verb
        + " "
        + part
        + (part.isEmpty() ? "chunk " : " chunk ")
        + metadata.keys().encode(object.toArray())
        + " of "
        + this
        + ": ";
  }

  @Override
  public String toString() {
    return "array " + path + " in " + store.describe();
  }
}
