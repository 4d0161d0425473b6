package dev.sparkzarr.array;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;

/**
 * One request of a stream: not begun, under way or done, and the bytes it counts for. Run by the
 * first thread that comes to {@link #task}, once. Its state is guarded by the pool's lock.
 */
final class FetchStep {
  private final FetchPool pool;
  private final ChunkStream stream;
  private final ArrayReader reader;
  private final List<ChunkIndex> chunks;
  private final FutureTask<List<EncodedChunk>> task = new FutureTask<>(this::fetch);
  private final List<byte[]> taken = new ArrayList<>(1);
  private long bytes;
  private boolean running;
  private boolean dropped;

  FetchStep(FetchPool pool, ChunkStream stream, ArrayReader reader, List<ChunkIndex> chunks) {
    this.pool = pool;
    this.stream = stream;
    this.reader = reader;
    this.chunks = chunks;
  }

  private List<EncodedChunk> fetch() {
    synchronized (pool) {
      running = true;
    }
    long actual = 0;
    List<EncodedChunk> fetched = List.of();
    try {
      fetched = reader.fetch(chunks, this::room);
      for (EncodedChunk chunk : fetched) {
        actual += chunk.bytes().isPresent() ? chunk.bytes().get().remaining() : 0;
      }
      return fetched;
    } finally {
      synchronized (pool) {
        running = false;
        fetched.forEach(chunk -> chunk.bytes().ifPresent(b -> stream.learn(b.remaining())));
        if (dropped) {
          pool.forget(this);
        } else {
          pool.charge(this, actual);
        }
      }
    }
  }

  private byte[] room(int size) {
    byte[] array = SpareBytes.SHARED.take(size);
    taken.add(array);
    return array;
  }

  /**
   * Gives the memory of what was fetched to others.
   *
   * @throws IllegalStateException when the request is under way
   */
  void recycle() {
    if (!task.isDone() || isRunning()) {
      throw new IllegalStateException("a request under way");
    }
    taken.forEach(SpareBytes.SHARED::give);
    taken.clear();
  }

  private boolean isRunning() {
    synchronized (pool) {
      return running;
    }
  }

  /** Nobody wants this step any more; its bytes count until its request has ended. */
  void drop() {
    synchronized (pool) {
      dropped = true;
      if (!running) {
        pool.forget(this);
      }
    }
  }

  FutureTask<List<EncodedChunk>> task() {
    return task;
  }

  ChunkStream stream() {
    return stream;
  }

  List<ChunkIndex> chunks() {
    return chunks;
  }

  /**
   * Sets what this counts for.
   *
   * @return the difference
   */
  long charge(long newBytes) {
    long more = newBytes - bytes;
    bytes = newBytes;
    stream.charge(more);
    return more;
  }
}
