package dev.sparkzarr.array;

import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.metadata.ChunkEdges;
import dev.sparkzarr.metadata.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads a region across chunks: stored object by stored object, each chunk decoded into one reused
 * buffer and copied from there by runs. Chunks that are not stored are filled in place. A region
 * that is exactly one chunk is decoded where it is wanted. Serves one call.
 */
final class RegionRead {
  /** Encoded bytes that are fetched at once, unless one chunk alone may have more. */
  private static final long BATCH_BYTES = 64L << 20;

  /** Small chunks are not counted by bytes alone: each takes some objects. */
  private static final long MOST_AT_ONCE = 1 << 16;

  private final ArrayReader reader;
  private final int chunksAtOnce;
  private final ReadCounters counters;
  private final Region region;
  private final ChunkBuffer target;
  private final ChunkBuffer scratch;
  private final int width;
  private final byte[] fill;
  private final long[] fillStrides;
  private final long[] targetStrides;

  private RegionRead(
      BoundArray array,
      ArrayReader reader,
      long encodedLimit,
      ReadCounters counters,
      Region region,
      ChunkBuffer target) {
    this.reader = reader;
    this.chunksAtOnce =
        (int) Math.max(1, Math.min(MOST_AT_ONCE, BATCH_BYTES / Math.max(1, encodedLimit)));
    this.counters = counters;
    this.region = region;
    this.target = target;
    this.scratch = isOneChunk() ? target : new ChunkBuffer(array.type());
    this.width = array.width();
    this.fill = array.fill();
    this.fillStrides = new long[region.ranges().size()];
    this.targetStrides = StridedCopy.strides(region.shape().toArray());
  }

  /**
   * Reads a region.
   *
   * @param reader of the array
   * @param encodedLimit largest size of an encoded chunk in bytes
   * @param target retyped and resized to the region's shape
   */
  static void read(
      BoundArray array,
      ArrayReader reader,
      long encodedLimit,
      ReadCounters counters,
      Region region,
      ChunkBuffer target) {
    int elements = array.elements(region);
    target.retype(array.type());
    target.resize(elements);
    if (elements > 0) {
      new RegionRead(array, reader, encodedLimit, counters, region, target).readObjects();
    }
  }

  private boolean isOneChunk() {
    for (int i = 0; i < region.ranges().size(); i++) {
      Region.Range range = region.ranges().get(i);
      ChunkEdges chunks = reader.grid().chunks().get(i);
      long chunk = chunks.chunkAt(range.start());
      long length = chunks.length(chunk);
      boolean ascending = range.step() == 1 || length == 1;
      if (!ascending || range.count() != length || range.start() != chunks.start(chunk)) {
        return false;
      }
    }
    return true;
  }

  private void readObjects() {
    List<List<List<RangePiece>>> cuts = cut();
    int[] counts = cuts.stream().mapToInt(List::size).toArray();
    for (Odometer at = new Odometer(counts); at.valid(); at.advance()) {
      List<List<RangePiece>> object = new ArrayList<>(counts.length);
      for (int i = 0; i < counts.length; i++) {
        object.add(cuts.get(i).get(at.at(i)));
      }
      readObject(object);
    }
  }

  /** For each dimension, for each stored object met, the pieces within it. */
  private List<List<List<RangePiece>>> cut() {
    ArrayGrid grid = reader.grid();
    List<List<List<RangePiece>>> cuts = new ArrayList<>();
    for (int i = 0; i < region.ranges().size(); i++) {
      cuts.add(RangePiece.cut(region.ranges().get(i), grid.chunks().get(i), grid.objects().get(i)));
    }
    return cuts;
  }

  private void readObject(List<List<RangePiece>> object) {
    List<RangePiece[]> boxes = new ArrayList<>();
    int[] counts = object.stream().mapToInt(List::size).toArray();
    for (Odometer at = new Odometer(counts); at.valid(); at.advance()) {
      RangePiece[] box = new RangePiece[counts.length];
      for (int i = 0; i < counts.length; i++) {
        box[i] = object.get(i).get(at.at(i));
      }
      boxes.add(box);
      if (boxes.size() == chunksAtOnce) {
        readBoxes(boxes);
        boxes.clear();
      }
    }
    readBoxes(boxes);
  }

  private void readBoxes(List<RangePiece[]> boxes) {
    List<EncodedChunk> fetched = reader.fetch(boxes.stream().map(RegionRead::chunkOf).toList());
    for (int i = 0; i < fetched.size(); i++) {
      RangePiece[] box = boxes.get(i);
      if (fetched.get(i).bytes().isEmpty()) {
        counters.chunksMissing.increment();
        copy(box, target.element(fill), fillStrides);
      } else {
        reader.decode(fetched.get(i), scratch);
        if (scratch != target) {
          if (scratch.isVariable()) {
            target.heap().adopt(scratch.heap(), scratch.bytes(), scratch.elements());
          }
          Shape shape = reader.grid().chunkShape(fetched.get(i).index());
          copy(box, scratch.bytes(), StridedCopy.strides(shape.toArray()));
        }
      }
    }
  }

  private static ChunkIndex chunkOf(RangePiece[] box) {
    return ChunkIndex.of(Arrays.stream(box).mapToLong(RangePiece::chunk).toArray());
  }

  /** Copies the box's elements from memory whose neighbours are {@code strides} apart. */
  private void copy(RangePiece[] box, byte[] from, long[] strides) {
    long fromStart = 0;
    long targetStart = 0;
    long[] counts = new long[box.length];
    long[] fromStrides = new long[box.length];
    for (int i = 0; i < box.length; i++) {
      fromStart += box[i].first() * strides[i];
      targetStart += box[i].target() * targetStrides[i];
      counts[i] = box[i].count();
      fromStrides[i] = strides[i] == 0 ? 0 : strides[i] * region.ranges().get(i).step();
    }
    StridedCopy.copy(
        from, fromStart, fromStrides, target.bytes(), targetStart, targetStrides, counts, width);
  }
}
