package dev.sparkzarr.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.store.StoreException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ChunkStreamTest {
  private static final int CHUNK = FakeReader.CHUNK_BYTES;

  private final FakeReader reader = new FakeReader();

  private static FetchPool pool(int threads, long bytes) {
    return new FetchPool(new FetchSettings(threads, bytes, 0), "fetch-test");
  }

  private static Iterator<List<ChunkIndex>> chunks(long count) {
    return LongStream.range(0, count).mapToObj(i -> List.of(ChunkIndex.of(i))).iterator();
  }

  private static long number(List<EncodedChunk> chunks) {
    return chunks.get(0).bytes().orElseThrow().getLong(0);
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void nothingIsFetchedBeforeTheFirstNext() {
    try (FetchPool pool = pool(4, 1000)) {
      ChunkStream stream = pool.stream(reader, chunks(10));
      stream.skip(3);
      assertThat(stream.hasNext()).isTrue();
    }
    assertThat(reader.fetched).isEmpty();
    assertThat(reader.threads).isEmpty();
  }

  @Test
  void whatFollowsIsFetchedWhileTheConsumerIsBusy() throws Exception {
    try (FetchPool pool = pool(2, 10_000)) {
      ChunkStream stream = pool.stream(reader, chunks(10));
      assertThat(number(stream.next())).isEqualTo(0);
      for (long ahead = 1; ahead <= 8; ahead++) {
        await(reader.begun(ahead));
      }
    }
    assertThat(reader.fetched).doesNotContain(9L).doesNotHaveDuplicates();
    assertThat(reader.threads).anyMatch(thread -> thread != Thread.currentThread());
  }

  @Test
  void withoutThreadsTheConsumerFetchesAlone() {
    try (FetchPool pool = pool(0, 10_000)) {
      ChunkStream stream = pool.stream(reader, chunks(3));
      for (int i = 0; i < 3; i++) {
        assertThat(number(stream.next())).isEqualTo(i);
        assertThat(reader.fetched).hasSize(i + 1);
      }
      assertThat(stream.hasNext()).isFalse();
      assertThatThrownBy(stream::next).isInstanceOf(NoSuchElementException.class);
    }
    assertThat(reader.threads).containsOnly(Thread.currentThread());
  }

  @Test
  void chunksComeInOrderWhateverOrderTheyArriveIn() throws Exception {
    CountDownLatch first = reader.hold(1);
    try (FetchPool pool = pool(3, 10_000)) {
      ChunkStream stream = pool.stream(reader, chunks(6));
      stream.next();
      await(reader.begun(1));
      await(reader.begun(4));
      first.countDown();
      for (int i = 1; i < 6; i++) {
        assertThat(number(stream.next())).isEqualTo(i);
      }
    }
  }

  @Test
  void anErrorSurfacesAtItsChunkAndNotBefore() {
    StoreException failure = new StoreException("Cannot read chunk 2: no.");
    reader.failures.put(2L, failure);
    try (FetchPool pool = pool(4, 10_000)) {
      ChunkStream stream = pool.stream(reader, chunks(4));
      assertThat(number(stream.next())).isEqualTo(0);
      assertThat(number(stream.next())).isEqualTo(1);
      assertThatThrownBy(stream::next).isSameAs(failure);
      assertThat(number(stream.next())).isEqualTo(3);
    }
  }

  @Test
  void aChunkThatGotNoMemoryIsFetchedOnceMoreByItsConsumer() throws Exception {
    reader.errors.put(1L, new OutOfMemoryError("refused"));
    reader.errors.put(2L, new OutOfMemoryError("refused"));
    try (FetchPool pool = pool(1, 10_000)) {
      ChunkStream stream = pool.stream(reader, chunks(4));
      assertThat(number(stream.next())).isEqualTo(0);
      await(reader.begun(3)); // by the only thread of the pool, after the two before
      reader.errors.remove(1L);
      assertThat(number(stream.next())).isEqualTo(1);
      assertThatThrownBy(stream::next).isSameAs(reader.errors.get(2L));
      assertThat(number(stream.next())).isEqualTo(3);
    }
    assertThat(reader.fetched).containsExactlyInAnyOrder(0L, 1L, 1L, 2L, 2L, 3L);
  }

  @Test
  void anErrorOfAChunkThatIsSkippedIsNotSeen() {
    reader.failures.put(1L, new StoreException("Cannot read chunk 1: no."));
    try (FetchPool pool = pool(2, 10_000)) {
      ChunkStream stream = pool.stream(reader, chunks(3));
      stream.next();
      stream.skip(1);
      assertThat(number(stream.next())).isEqualTo(2);
    }
  }

  @Test
  void fetchingAheadStopsAfterTwoSkippedRequestsAndStartsAgainSlowly() throws Exception {
    CountDownLatch hold = reader.hold(1);
    try (FetchPool pool = pool(1, 100_000)) {
      ChunkStream stream = pool.stream(reader, chunks(40));
      stream.next();
      await(reader.begun(1));
      assertThat(pool.bytes()).isEqualTo(5 * CHUNK);
      stream.skip(2);
      // Chunk 1 is under way, chunk 2 was queued and skipped, 3 and 4 are taken back.
      assertThat(pool.bytes()).isEqualTo(CHUNK);
      assertThat(reader.fetched).containsExactlyInAnyOrder(0L, 1L);

      assertThat(number(stream.next())).isEqualTo(3);
      assertThat(pool.bytes()).isEqualTo(3 * CHUNK);
      hold.countDown();
      await(reader.begun(4));
      assertThat(number(stream.next())).isEqualTo(4);
      await(reader.begun(6));
      assertThat(number(stream.next())).isEqualTo(5);
      stream.skip(30);
    }
    assertThat(reader.fetched).contains(0L, 1L, 3L, 4L, 5L).doesNotContain(2L, 12L);
  }

  @Test
  void skippingOneNowAndThenDoesNotStopFetchingAhead() throws Exception {
    CountDownLatch hold = reader.hold(1);
    try (FetchPool pool = pool(1, 100_000)) {
      ChunkStream stream = pool.stream(reader, chunks(40));
      stream.next();
      await(reader.begun(1));
      stream.skip(1);
      assertThat(number(stream.next())).isEqualTo(2);
      stream.skip(1);
      // Chunk 1 is under way still; 4, 5 and 6 stay queued.
      assertThat(pool.bytes()).isEqualTo(4 * CHUNK);
      hold.countDown();
      await(reader.begun(6));
    }
  }

  @Test
  void bytesAheadStayWithinTheBound() throws Exception {
    CountDownLatch hold = reader.hold(2);
    try (FetchPool pool = pool(4, 3 * CHUNK)) {
      ChunkStream stream = pool.stream(reader, chunks(40));
      stream.next();
      await(reader.begun(1));
      await(reader.begun(2));
      // The current chunk counts too.
      assertThat(pool.bytes()).isEqualTo(3 * CHUNK);
      hold.countDown();
    }
    assertThat(reader.fetched).containsExactlyInAnyOrder(0L, 1L, 2L);
  }

  @Test
  void theTrueSizeReplacesTheEstimate() {
    reader.sizes.put(0L, 10);
    try (FetchPool pool = pool(0, 3 * CHUNK)) {
      ChunkStream stream = pool.stream(reader, chunks(2));
      stream.next();
      assertThat(pool.bytes()).isEqualTo(10);
      stream.skip(1);
      assertThat(pool.bytes()).isZero();
    }
  }

  @Test
  void whatWasSeenTellsTheSizesToCome() throws Exception {
    for (long i = 0; i < 40; i++) {
      reader.sizes.put(i, CHUNK / 10);
    }
    try (FetchPool pool = pool(4, 3 * CHUNK)) {
      ChunkStream stream = pool.stream(reader, chunks(40));
      for (int i = 0; i < 5; i++) {
        stream.next();
      }
      while (pool.bytes() > 17 * CHUNK / 10) {
        Thread.onSpinWait(); // what is under way still counts for what it was expected to be
      }
      stream.next();
      // By their decoded size three would fill the pool.
      await(reader.begun(5 + 10));
      assertThat(pool.bytes()).isLessThanOrEqualTo(3 * CHUNK);
    }
  }

  @Test
  void aChunkIsNeverExpectedToBeLargerThanDecoded() throws Exception {
    CountDownLatch hold = reader.hold(8);
    try (FetchPool pool = pool(1, 3 * CHUNK)) {
      ChunkStream stream = pool.stream(reader, chunks(40));
      for (int i = 0; i < 7; i++) {
        stream.next();
      }
      await(reader.begun(8));
      assertThat(pool.bytes()).isEqualTo(3 * CHUNK);
      hold.countDown();
    }
  }

  @Test
  void streamsUnderWayShareTheBytesEqually() throws Exception {
    FakeReader other = new FakeReader();
    try (FetchPool pool = pool(2, 8 * CHUNK)) {
      ChunkStream one = pool.stream(reader, chunks(40));
      ChunkStream two = pool.stream(other, chunks(40));
      one.next();
      await(reader.begun(7));
      assertThat(one.bytes()).isEqualTo(8 * CHUNK);
      two.next();
      // Nothing is left for the second yet, but what it wants now it gets.
      assertThat(two.bytes()).isEqualTo(CHUNK);
      for (int i = 0; i < 4; i++) {
        one.next();
        two.next();
      }
      assertThat(one.bytes()).isEqualTo(4 * CHUNK);
      assertThat(two.bytes()).isEqualTo(4 * CHUNK);
      two.skip(30);
      one.next();
      assertThat(one.bytes()).isGreaterThan(4 * CHUNK);
    }
  }

  @Test
  void closingInterruptsWhatIsUnderWayAndLeavesNoThread() throws Exception {
    reader.hold(1);
    reader.hold(2);
    FetchPool pool = pool(2, 10_000);
    ChunkStream stream = pool.stream(reader, chunks(10));
    stream.next();
    await(reader.begun(1));
    await(reader.begun(2));
    List<Thread> threads = new ArrayList<>(reader.threads);
    threads.remove(Thread.currentThread());
    assertThat(threads).hasSize(2).allMatch(Thread::isAlive).allMatch(Thread::isDaemon);
    assertThat(threads).allMatch(thread -> thread.getName().startsWith("fetch-test-"));

    pool.close();

    for (Thread thread : threads) {
      thread.join(30_000);
      assertThat(thread.isAlive()).isFalse();
    }
    assertThat(reader.interrupted).isTrue();
    assertThat(pool.bytes()).isEqualTo(0);
    assertThatThrownBy(stream::next)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("closed");
    pool.close();
  }

  @Test
  void closingAStreamLeavesTheOthers() throws Exception {
    FakeReader other = new FakeReader();
    reader.hold(1);
    try (FetchPool pool = pool(1, 10_000)) {
      ChunkStream closed = pool.stream(reader, chunks(10));
      ChunkStream open = pool.stream(other, chunks(10));
      closed.next();
      await(reader.begun(1));
      open.next();
      closed.close();
      assertThatThrownBy(closed::next).isInstanceOf(StoreException.class);
      await(other.begun(4));
      for (int i = 1; i < 10; i++) {
        assertThat(number(open.next())).isEqualTo(i);
      }
    }
    assertThat(reader.interrupted).isTrue();
    assertThat(reader.fetched).containsExactlyInAnyOrder(0L, 1L);
  }

  @Test
  void closingFromAnotherThreadEndsTheConsumersOwnRequest() throws Exception {
    reader.hold(0);
    FetchPool pool = pool(0, 10_000);
    ChunkStream stream = pool.stream(reader, chunks(10));
    FutureTask<List<EncodedChunk>> consumer = new FutureTask<>(stream::next);
    Thread thread = new Thread(consumer);
    thread.start();
    await(reader.begun(0));
    pool.close();
    thread.join(30_000);
    assertThatThrownBy(consumer::get).hasRootCauseInstanceOf(RuntimeException.class);
    assertThat(reader.interrupted).isTrue();
  }

  @Test
  void anInterruptedConsumerStopsWaiting() throws Exception {
    reader.hold(1);
    try (FetchPool pool = pool(1, 10_000)) {
      ChunkStream stream = pool.stream(reader, chunks(10));
      stream.next();
      await(reader.begun(1));
      Thread.currentThread().interrupt();
      assertThatThrownBy(stream::next)
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("interrupted");
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void threadsHaveTheClassLoaderOfTheirMaker() throws Exception {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (URLClassLoader own = new URLClassLoader(new URL[0], before)) {
      Thread.currentThread().setContextClassLoader(own);
      try (FetchPool pool = pool(1, 10_000)) {
        Thread.currentThread().setContextClassLoader(before);
        pool.stream(reader, chunks(2)).next();
        await(reader.begun(1));
      }
      assertThat(reader.loaders).containsExactlyInAnyOrder(before, own);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  /** Positive: take; otherwise skip. Two streams, alternating. */
  @Property(tries = 300)
  void anyOrderOfTakingAndSkippingGivesTheRightChunksWithinTheBound(
      @ForAll @Size(max = 60) List<@IntRange(min = -3, max = 3) Integer> steps,
      @ForAll @IntRange(max = 4) int threads,
      @ForAll @IntRange(max = 12) int chunksAhead) {
    long bound = (long) chunksAhead * CHUNK;
    FetchPool closed;
    try (FetchPool pool = pool(threads, bound)) {
      closed = pool;
      List<ChunkStream> streams =
          List.of(
              pool.stream(new FakeReader(), chunks(200)),
              pool.stream(new FakeReader(), chunks(200)));
      long[] position = new long[2];
      int turn = 0;
      for (int step : steps) {
        int which = turn++ % 2;
        if (step > 0) {
          assertThat(number(streams.get(which).next())).isEqualTo(position[which]++);
        } else {
          streams.get(which).skip(-step);
          position[which] -= step;
        }
        assertThat(pool.bytes()).isBetween(0L, bound + 2 * CHUNK);
      }
      streams.forEach(ChunkStream::close);
    }
    assertThat(closed.bytes()).isZero();
  }
}
