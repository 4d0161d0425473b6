package dev.sparkzarr.array.commit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.ZarrException;
import dev.sparkzarr.array.Region;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.ChunkEdges;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Stored objects of an array: those of every combination of positions. Immutable.
 *
 * @param from first position in each dimension
 * @param to position behind the last in each dimension
 */
record Box(List<Long> from, List<Long> to) {
  private static final int MOST_DIMENSIONS = 1024;

  Box {
    from = List.copyOf(from);
    to = List.copyOf(to);
    if (from.size() != to.size() || from.size() > MOST_DIMENSIONS) {
      throw new IllegalArgumentException("objects from " + from + " to " + to);
    }
  }

  /** No object of an array that has dimensions. */
  static Box none(ArrayMetadata array) {
    List<Long> nowhere = Collections.nCopies(array.shape().rank(), 0L);
    return new Box(nowhere, nowhere);
  }

  /** Every object of an array. */
  static Box all(ArrayMetadata array) {
    List<Long> from = new ArrayList<>();
    List<Long> to = new ArrayList<>();
    for (ChunkEdges edges : array.grid().edges(array.shape())) {
      from.add(0L);
      to.add(edges.count());
    }
    return new Box(from, to);
  }

  /**
   * The objects that hold cells of a region, and perhaps some between them.
   *
   * @throws ZarrException when the region is not within the array
   */
  static Box of(ArrayMetadata array, Region region) {
    List<ChunkEdges> edges = array.grid().edges(array.shape());
    if (region.ranges().size() != edges.size()) {
      throw outside(array, region);
    }
    List<Long> from = new ArrayList<>();
    List<Long> to = new ArrayList<>();
    for (int i = 0; i < edges.size(); i++) {
      Region.Range range = region.ranges().get(i);
      if (range.count() == 0) {
        from.add(0L);
        to.add(0L);
        continue;
      }
      long last;
      try {
        last = Math.addExact(range.start(), Math.multiplyExact(range.count() - 1, range.step()));
      } catch (ArithmeticException e) {
        throw outside(array, region);
      }
      long length = array.shape().length(i);
      if (range.start() >= length || last < 0 || last >= length) {
        throw outside(array, region);
      }
      from.add(edges.get(i).chunkAt(Math.min(range.start(), last)));
      to.add(edges.get(i).chunkAt(Math.max(range.start(), last)) + 1);
    }
    return new Box(from, to);
  }

  private static ZarrException outside(ArrayMetadata array, Region region) {
    return new ZarrException(
        "Cannot write region "
            + region.ranges()
            + ": it is not within the array, whose shape is "
            + array.shape()
            + ".");
  }

  /**
   * @return whether both hold some object
   */
  boolean meets(Box other) {
    for (int i = 0; i < from.size(); i++) {
      if (i >= other.from.size()) {
        return true; // not of one array: rather too many
      }
      if (Math.max(from.get(i), other.from.get(i)) >= Math.min(to.get(i), other.to.get(i))) {
        return false;
      }
    }
    return true;
  }

  boolean contains(long[] index) {
    for (int i = 0; i < index.length; i++) {
      if (index[i] < from.get(i) || index[i] >= to.get(i)) {
        return false;
      }
    }
    return true;
  }

  ObjectNode toJson() {
    ObjectNode json = CommitJson.NODES.objectNode();
    ArrayNode starts = json.putArray("from");
    from.forEach(starts::add);
    ArrayNode stops = json.putArray("to");
    to.forEach(stops::add);
    return json;
  }

  static Box parse(JsonNode json) {
    return new Box(numbers(json, "from"), numbers(json, "to"));
  }

  private static List<Long> numbers(JsonNode json, String name) {
    List<Long> numbers = new ArrayList<>();
    for (JsonNode number : CommitJson.list(json, name)) {
      if (!number.canConvertToLong()) {
        throw new IllegalArgumentException("its '" + name + "' holds what is no number");
      }
      numbers.add(number.longValue());
    }
    return numbers;
  }
}
