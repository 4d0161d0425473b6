package dev.sparkzarr.array;

import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.codec.CodecException;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.ChunkEdges;
import dev.sparkzarr.metadata.Shape;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** Reads whole stored objects, one request for each chunk asked for; its chunk is the object. */
final class ReferenceReader implements ArrayReader {
  private final BoundArray array;
  private final ArrayGrid grid;
  private final ReferenceChain largest;
  private final long limit;
  private final ReadCounters counters;

  /**
   * @param largest decodes the largest object; for others a chain is made each time
   */
  ReferenceReader(
      BoundArray array, ArrayGrid grid, ReferenceChain largest, long limit, ReadCounters counters) {
    this.array = array;
    this.grid = grid;
    this.largest = largest;
    this.limit = limit;
    this.counters = counters;
  }

  @Override
  public ArrayMetadata metadata() {
    return array.metadata();
  }

  @Override
  public ArrayGrid grid() {
    return grid;
  }

  @Override
  public List<EncodedChunk> fetch(List<ChunkIndex> chunks) {
    List<EncodedChunk> fetched = new ArrayList<>();
    for (ChunkIndex chunk : chunks) {
      long start = System.nanoTime();
      Optional<ByteBuffer> bytes = array.store().get(array.key(chunk), limit);
      counters.fetchNanos.add(System.nanoTime() - start);
      counters.objects.increment();
      bytes.ifPresent(found -> counters.bytesFetched.add(found.remaining()));
      fetched.add(new EncodedChunk(chunk, bytes));
    }
    return fetched;
  }

  @Override
  public boolean decode(EncodedChunk chunk, ChunkBuffer target) {
    Shape shape = grid.chunkShape(chunk.index());
    target.retype(array.type());
    target.resize(ReferenceIndex.elements(shape));
    long start = System.nanoTime();
    try {
      ReferenceChain chain =
          shape.equals(grid.largestChunk()) ? largest : ReferenceEngine.chain(array, shape);
      byte[] decoded = chain.decode(chunk.bytes(), target.heap());
      System.arraycopy(decoded, 0, target.bytes(), 0, decoded.length);
    } catch (CodecException e) {
      throw array.damaged(chunk.index(), "", e);
    }
    if (chunk.bytes().isEmpty()) {
      counters.chunksMissing.increment();
      return false;
    }
    counters.decodeNanos.add(System.nanoTime() - start);
    counters.chunksDecoded.increment();
    counters.bytesDecoded.add(target.size());
    return true;
  }

  @Override
  public void read(Region region, ChunkBuffer target) {
    int elements = array.elements(region);
    target.retype(array.type());
    target.resize(elements);
    if (elements == 0) {
      return;
    }
    int rank = region.ranges().size();
    long[][] wanted = new long[rank][];
    long[] count = new long[rank];
    for (int i = 0; i < rank; i++) {
      wanted[i] = chunks(region.ranges().get(i), grid.chunks().get(i));
      count[i] = wanted[i].length;
    }
    ChunkBuffer chunk = new ChunkBuffer(array.type());
    long[] at = new long[rank];
    do {
      long[] index = new long[rank];
      for (int i = 0; i < rank; i++) {
        index[i] = wanted[i][(int) at[i]];
      }
      decode(fetch(List.of(ChunkIndex.of(index))).get(0), chunk);
      if (chunk.isVariable()) {
        target.heap().adopt(chunk.heap(), chunk.bytes(), chunk.elements());
      }
      take(index, chunk, region, target);
    } while (ReferenceIndex.advance(at, count));
  }

  /** The chunks that the range's indexes are in, each once. */
  private static long[] chunks(Region.Range range, ChunkEdges edges) {
    return LongStream.range(0, range.count())
        .map(i -> edges.chunkAt(range.start() + i * range.step()))
        .distinct()
        .toArray();
  }

  /** Asks of every element of a chunk whether the region wants it, and where. */
  private void take(long[] chunkIndex, ChunkBuffer chunk, Region region, ChunkBuffer target) {
    int rank = chunkIndex.length;
    int width = array.width();
    long[] lengths = grid.chunkShape(ChunkIndex.of(chunkIndex)).toArray();
    long[] at = new long[rank];
    do {
      boolean wanted = true;
      long[] position = new long[rank];
      for (int i = 0; i < rank; i++) {
        Region.Range range = region.ranges().get(i);
        long distance = grid.chunks().get(i).start(chunkIndex[i]) + at[i] - range.start();
        position[i] = distance / range.step();
        wanted &= distance % range.step() == 0 && position[i] >= 0 && position[i] < range.count();
      }
      if (wanted) {
        int from = (int) ReferenceIndex.position(at, lengths) * width;
        int to = (int) ReferenceIndex.position(position, region.shape().toArray()) * width;
        System.arraycopy(chunk.bytes(), from, target.bytes(), to, width);
      }
    } while (ReferenceIndex.advance(at, lengths));
  }
}
