package dev.sparkzarr.array;

import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.Shape;
import dev.sparkzarr.store.StoreException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * A 1-d array of bytes whose chunks hold their own number. Records what is fetched and by whom;
 * chunks can be made to wait or to fail.
 */
final class FakeReader implements ArrayReader {
  static final int CHUNK_BYTES = 100;

  final List<Long> fetched = Collections.synchronizedList(new ArrayList<>());
  final List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
  final List<ClassLoader> loaders = Collections.synchronizedList(new ArrayList<>());
  final Map<Long, CountDownLatch> waits = new ConcurrentHashMap<>();
  final Map<Long, CountDownLatch> begun = new ConcurrentHashMap<>();
  final Map<Long, RuntimeException> failures = new ConcurrentHashMap<>();
  final Map<Long, Error> errors = new ConcurrentHashMap<>();
  final Map<Long, Integer> sizes = new ConcurrentHashMap<>();
  volatile boolean interrupted;

  private final ArrayMetadata metadata =
      TestArrays.array(
          ElementKind.UINT8,
          Shape.of(CHUNK_BYTES * 1000L),
          Shape.of(CHUNK_BYTES),
          TestArrays.plain(),
          new byte[1]);

  /** A latch that opens when the chunk's request has begun. */
  CountDownLatch begun(long chunk) {
    return begun.computeIfAbsent(chunk, any -> new CountDownLatch(1));
  }

  /** Makes the chunk's request wait until the latch opens. */
  CountDownLatch hold(long chunk) {
    return waits.computeIfAbsent(chunk, any -> new CountDownLatch(1));
  }

  @Override
  public List<EncodedChunk> fetch(List<ChunkIndex> chunks) {
    List<EncodedChunk> result = new ArrayList<>();
    for (ChunkIndex chunk : chunks) {
      long number = chunk.at(0);
      fetched.add(number);
      threads.add(Thread.currentThread());
      loaders.add(Thread.currentThread().getContextClassLoader());
      begun(number).countDown();
      try {
        if (waits.containsKey(number)) {
          waits.get(number).await();
        }
      } catch (InterruptedException e) {
        interrupted = true;
        throw new StoreException("interrupted", e);
      }
      if (failures.containsKey(number)) {
        throw failures.get(number);
      }
      if (errors.containsKey(number)) {
        throw errors.get(number);
      }
      ByteBuffer bytes = ByteBuffer.allocate(sizes.getOrDefault(number, CHUNK_BYTES));
      bytes.putLong(0, number);
      result.add(new EncodedChunk(chunk, Optional.of(bytes)));
    }
    return result;
  }

  @Override
  public ArrayMetadata metadata() {
    return metadata;
  }

  @Override
  public ArrayGrid grid() {
    return ArrayGrid.ofObjects(metadata);
  }

  @Override
  public boolean decode(EncodedChunk chunk, ChunkBuffer target) {
    throw new AssertionError();
  }

  @Override
  public void read(Region region, ChunkBuffer target) {
    throw new AssertionError();
  }
}
