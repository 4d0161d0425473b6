package dev.sparkzarr.array;

import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.metadata.ChunkEdges;
import dev.sparkzarr.metadata.Shape;
import java.util.List;

/**
 * The part of a region that falls into one chunk, or one stored object: one piece for each
 * dimension. Immutable.
 */
final class RegionBox {
  private final Region region;
  private final List<RangePiece> pieces;

  RegionBox(Region region, List<RangePiece> pieces) {
    this.region = region;
    this.pieces = pieces;
  }

  ChunkIndex chunk() {
    return ChunkIndex.of(pieces.stream().mapToLong(RangePiece::chunk).toArray());
  }

  /** Whether this holds all of its chunk that lies within the array. */
  boolean covers(List<ChunkEdges> chunks) {
    for (int i = 0; i < pieces.size(); i++) {
      RangePiece piece = pieces.get(i);
      ChunkEdges edges = chunks.get(i);
      // Indexes are distinct, so as many as there are means all.
      if (piece.count() < edges.stop(piece.chunk()) - edges.start(piece.chunk())) {
        return false;
      }
    }
    return true;
  }

  /**
   * Lays the region's values into those of the chunk.
   *
   * @param source the region's values
   * @param values of the chunk, changed
   * @param shape of the chunk
   */
  void lay(ChunkBuffer source, ChunkBuffer values, Shape shape) {
    int rank = pieces.size();
    long[] sourceStrides = StridedCopy.strides(region.shape().toArray());
    long[] strides = StridedCopy.strides(shape.toArray());
    long[] counts = new long[rank];
    long[] steps = new long[rank];
    long from = 0;
    long to = 0;
    long cells = 1;
    for (int i = 0; i < rank; i++) {
      RangePiece piece = pieces.get(i);
      from += piece.target() * sourceStrides[i];
      to += piece.first() * strides[i];
      counts[i] = piece.count();
      steps[i] = strides[i] * region.ranges().get(i).step();
      cells *= piece.count();
    }
    int width = source.type().layout().width();
    if (!source.isVariable()) {
      StridedCopy.copy(
          source.bytes(), from, sourceStrides, values.bytes(), to, steps, counts, width);
      return;
    }
    ChunkBuffer slots = new ChunkBuffer(source.type());
    slots.resize(cells);
    long[] dense = StridedCopy.strides(counts);
    StridedCopy.copy(source.bytes(), from, sourceStrides, slots.bytes(), 0, dense, counts, width);
    values.heap().take(source.heap(), slots.bytes(), slots.elements());
    StridedCopy.copy(slots.bytes(), 0, dense, values.bytes(), to, steps, counts, width);
  }
}
