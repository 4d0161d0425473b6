package dev.sparkzarr.array;

import dev.sparkzarr.metadata.ChunkEdges;
import java.util.ArrayList;
import java.util.List;

/**
 * The part of one dimension's range that falls into one chunk.
 *
 * @param chunk index of the chunk in this dimension
 * @param first index within the chunk of the part's first element
 * @param count elements of the part, at least 1
 * @param target index of the part's first element within the range
 */
record RangePiece(long chunk, long first, long count, long target) {
  /**
   * Cuts a range at the borders of chunks and groups the parts by stored object.
   *
   * @param range within the dimension
   * @param chunks of the dimension
   * @param objects of the dimension, each of whole chunks
   * @return for each stored object that the range meets, in the range's order, its parts in the
   *     range's order; empty when the range is
   */
  static List<List<RangePiece>> cut(Region.Range range, ChunkEdges chunks, ChunkEdges objects) {
    List<List<RangePiece>> pieces = new ArrayList<>();
    long object = -1;
    long done = 0;
    while (done < range.count()) {
      long index = range.start() + done * range.step();
      long chunk = chunks.chunkAt(index);
      long first = index - chunks.start(chunk);
      // Steps that stay inside the chunk, going up to its end or down to its start.
      long room =
          range.step() > 0
              ? (chunks.length(chunk) - 1 - first) / range.step()
              : range.step() == Long.MIN_VALUE ? 0 : first / -range.step();
      long count = Math.min(room + 1, range.count() - done);
      long holder = objects.chunkAt(index);
      if (pieces.isEmpty() || holder != object) {
        object = holder;
        pieces.add(new ArrayList<>());
      }
      pieces.get(pieces.size() - 1).add(new RangePiece(chunk, first, count, done));
      done += count;
    }
    return pieces;
  }
}
