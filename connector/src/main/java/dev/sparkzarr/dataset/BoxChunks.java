package dev.sparkzarr.dataset;

import dev.sparkzarr.array.ArrayGrid;
import dev.sparkzarr.array.ChunkIndex;
import dev.sparkzarr.metadata.ChunkEdges;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The chunks of a box, those of one stored object together, in requests that one decoded piece of
 * memory bounds. Objects come in C order, and so do the chunks of one. For one thread.
 */
final class BoxChunks implements Iterator<List<ChunkIndex>> {
  private final ArrayGrid grid;
  private final Box box;
  private final long chunksPerRequest;
  private final GridBox objects;
  private GridBox chunks;

  /**
   * @param box of the array's indexes, cut along its chunks, not empty
   * @param chunksPerRequest at least 1
   */
  BoxChunks(ArrayGrid grid, Box box, long chunksPerRequest) {
    this.grid = grid;
    this.box = box;
    this.chunksPerRequest = chunksPerRequest;
    long[] first = new long[box.rank()];
    long[] last = new long[box.rank()];
    for (int i = 0; i < first.length; i++) {
      first[i] = grid.objects().get(i).chunkAt(box.start(i));
      last[i] = grid.objects().get(i).chunkAt(box.stop(i) - 1);
    }
    this.objects = new GridBox(first, last);
  }

  @Override
  public boolean hasNext() {
    return objects.valid || chunks != null && chunks.valid;
  }

  @Override
  public List<ChunkIndex> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    if (chunks == null || !chunks.valid) {
      chunks = chunksOf(objects.at);
      objects.advance();
    }
    List<ChunkIndex> request = new ArrayList<>();
    while (chunks.valid && request.size() < chunksPerRequest) {
      request.add(ChunkIndex.of(chunks.at));
      chunks.advance();
    }
    return request;
  }

  private GridBox chunksOf(long[] object) {
    long[] first = new long[object.length];
    long[] last = new long[object.length];
    for (int i = 0; i < object.length; i++) {
      ChunkEdges edges = grid.objects().get(i);
      long start = Math.max(box.start(i), edges.start(object[i]));
      long stop = Math.min(box.stop(i), edges.stop(object[i]));
      first[i] = grid.chunks().get(i).chunkAt(start);
      last[i] = grid.chunks().get(i).chunkAt(stop - 1);
    }
    return new GridBox(first, last);
  }

  /** Positions between two corners, in C order. */
  private static final class GridBox {
    private final long[] first;
    private final long[] last;
    private final long[] at;
    private boolean valid = true;

    GridBox(long[] first, long[] last) {
      this.first = first;
      this.last = last;
      this.at = first.clone();
    }

    void advance() {
      for (int i = at.length - 1; i >= 0; i--) {
        if (at[i] < last[i]) {
          at[i]++;
          return;
        }
        at[i] = first[i];
      }
      valid = false;
    }
  }
}
