package dev.sparkzarr.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.ZarrException;
import dev.sparkzarr.array.ChunkIndex;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.Shape;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What reading costs: requests, memory, copies; and how it is stopped. */
class TableReaderTest {
  private static final List<Integer> ALL = List.of(0, 1);

  private static FakeArray floats(Shape shape, Shape chunk) {
    return new FakeArray(ElementKind.FLOAT32, shape, chunk, chunk, 1);
  }

  private static TestTable table(FakeArray array) {
    return TestTable.ofShape(array.shape.toArray()).axis(0).axis(1).array(array, ALL);
  }

  /** Loads every column of every tile. */
  private static long readAll(TestTable table, int tileRows, long limit) {
    long rows = 0;
    try (TableReader reader = table.open(tileRows, limit)) {
      while (reader.next()) {
        for (int c = 0; c < table.columns().size(); c++) {
          reader.column(c).load();
        }
        rows += reader.rows();
      }
    }
    return rows;
  }

  @Test
  void eachChunkIsFetchedOnceInOrder() {
    FakeArray array = floats(Shape.of(4, 6), Shape.of(2, 3));
    assertThat(readAll(table(array), 4, Long.MAX_VALUE)).isEqualTo(24);
    assertThat(array.fetched)
        .containsExactly(
            ChunkIndex.of(0, 0), ChunkIndex.of(0, 1), ChunkIndex.of(1, 0), ChunkIndex.of(1, 1));
    assertThat(array.decoded).isEqualTo(4);
  }

  @Test
  void onlyChunksWithSelectedCellsAreFetched() {
    FakeArray array = floats(Shape.of(100, 100), Shape.of(10, 10));
    TestTable table =
        new TestTable(
                List.of(Axis.index("y", 100), Axis.index("x", 100)),
                List.of(
                    new IndexSet.Builder().add(5, 6).add(95, 97).build(), IndexSet.range(39, 41)))
            .array(array, ALL);
    assertThat(readAll(table, 100, Long.MAX_VALUE)).isEqualTo(6);
    assertThat(array.fetched)
        .containsExactly(
            ChunkIndex.of(0, 3), ChunkIndex.of(0, 4), ChunkIndex.of(9, 3), ChunkIndex.of(9, 4));
  }

  @Test
  void innerChunksOfAShardAreFetchedTogether() {
    FakeArray array =
        new FakeArray(ElementKind.INT16, Shape.of(8, 8), Shape.of(2, 2), Shape.of(4, 8), 1);
    assertThat(readAll(table(array), 1000, Long.MAX_VALUE)).isEqualTo(64);
    assertThat(array.requests).isEqualTo(2);
    assertThat(array.fetched).hasSize(16).doesNotHaveDuplicates();
  }

  @Test
  void largeInnerChunksAreFetchedBySmallRequests() {
    long chunk = ChunkWalk.REQUEST_BYTES / 4 / 2;
    FakeArray array =
        new FakeArray(
            ElementKind.FLOAT32, Shape.of(6 * chunk), Shape.of(chunk), Shape.of(6 * chunk), 1);
    TestTable table = TestTable.ofShape(6 * chunk).array(array, List.of(0));
    try (TableReader reader = table.open(1 << 24, Long.MAX_VALUE)) {
      assertThat(reader.next()).isTrue();
      reader.column(0).load();
      assertThat(array.fetched).hasSize(2);
    }
  }

  @Test
  void aColumnThatIsNotLoadedSendsNothing() {
    FakeArray wanted = floats(Shape.of(4, 6), Shape.of(2, 3));
    FakeArray untouched = floats(Shape.of(4, 6), Shape.of(2, 3));
    TestTable table = table(wanted).array(untouched, ALL).fetchThreads(2);
    try (TableReader reader = table.open(4, Long.MAX_VALUE)) {
      while (reader.next()) {
        reader.column(0).load();
        reader.column(2).load();
      }
    }
    assertThat(wanted.fetched).hasSize(4);
    assertThat(untouched.fetched).isEmpty();
  }

  @Test
  void fetchingAheadStopsWhenTilesStayUntouched() {
    FakeArray array = floats(Shape.of(1000, 4), Shape.of(1, 4));
    TestTable table = table(array).fetchThreads(2);
    long rows = 0;
    try (TableReader reader = table.open(100, Long.MAX_VALUE)) {
      while (reader.next()) {
        if (rows == 0 || rows == 3996) {
          reader.column(2).load();
        }
        rows += reader.rows();
      }
    }
    assertThat(rows).isEqualTo(4000);
    assertThat(array.fetched).contains(ChunkIndex.of(0, 0), ChunkIndex.of(999, 0));
    assertThat(array.fetched).hasSizeLessThan(20);
  }

  @Test
  void columnsWithFewerDimensionsAreFetchedOnce() {
    FakeArray array = floats(Shape.of(50, 6), Shape.of(1, 3));
    FakeArray coordinate = floats(Shape.of(6), Shape.of(3));
    TestTable table = table(array).array(coordinate, List.of(1));
    assertThat(readAll(table, 1000, Long.MAX_VALUE)).isEqualTo(300);
    assertThat(coordinate.fetched).containsExactly(ChunkIndex.of(0), ChunkIndex.of(1));
  }

  @Test
  void chunksOfAnotherGridAreFetchedOnce() {
    FakeArray large = floats(Shape.of(60, 60), Shape.of(30, 5));
    FakeArray other =
        new FakeArray(ElementKind.INT8, Shape.of(60, 60), Shape.of(7, 20), Shape.of(7, 20), 3);
    readAll(table(large).array(other, ALL), 50, Long.MAX_VALUE);
    assertThat(large.fetched).hasSize(24).doesNotHaveDuplicates();
    assertThat(other.fetched).hasSize(27).doesNotHaveDuplicates();
  }

  @Test
  void aLimitFetchesOnlyTheChunksOfItsRows() {
    FakeArray array = floats(Shape.of(1000, 4), Shape.of(2, 4));
    TestTable table = table(array).fetchThreads(2);
    assertThat(readAll(table, 100, 9)).isEqualTo(9);
    assertThat(array.fetched).containsExactlyInAnyOrder(ChunkIndex.of(0, 0), ChunkIndex.of(1, 0));
  }

  @Test
  void withoutColumnsRowsAreOnlyCounted() {
    assertThat(readAll(TestTable.ofShape(1000, 1000), 32768, Long.MAX_VALUE)).isEqualTo(1_000_000);
    TestTable huge = TestTable.ofShape(1L << 40, 1L << 40, 1L << 40);
    assertThat(readAll(huge, 32768, 100_000)).isEqualTo(100_000);
  }

  @Test
  void tilesAreWholeInnermostRuns() {
    FakeArray array = floats(Shape.of(721, 1440), Shape.of(721, 1440));
    try (TableReader reader = table(array).open(32768, Long.MAX_VALUE)) {
      while (reader.next()) {
        assertThat(reader.rows() % 1440).isZero();
        assertThat(reader.rows()).isGreaterThan(16384);
      }
    }
  }

  @Test
  void contiguousTilesAreViewsOfTheDecodedChunk() {
    FakeArray array = floats(Shape.of(6, 8), Shape.of(6, 8));
    try (TableReader reader = table(array).open(8, Long.MAX_VALUE)) {
      reader.next();
      TileColumn column = reader.column(2);
      column.load();
      byte[] chunk = column.bytes();
      assertThat(column.start()).isZero();
      for (int row = 1; row < 6; row++) {
        reader.next();
        column.load();
        assertThat(column.bytes()).isSameAs(chunk);
        assertThat(column.start()).isEqualTo(8 * row);
      }
    }
  }

  @Test
  void aMissingChunkIsAnErrorWhenAskedFor() {
    FakeArray array = floats(Shape.of(4, 6), Shape.of(2, 3));
    array.missing = chunk -> chunk.at(0) == 1;
    try (TableReader reader = table(array).failOnMissingChunk().open(100, Long.MAX_VALUE)) {
      for (int chunk = 0; chunk < 2; chunk++) {
        reader.next();
        reader.column(2).load();
      }
      reader.next();
      assertThatThrownBy(() -> reader.column(2).load())
          .isInstanceOf(DatasetException.class)
          .hasMessage(
              "Cannot read column v2: chunk [1, 0] of array /v2 in fake store is not stored."
                  + " Use option missingChunks=fill to read the fill value there.");
    }
  }

  @Test
  void anArrayThatDoesNotFitTheTableIsRefused() {
    FakeArray array = floats(Shape.of(4, 6), Shape.of(2, 3));
    TestTable table = TestTable.ofShape(6, 4).array(array, ALL);
    assertThatThrownBy(() -> table.open(1, 1))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("Cannot read column v0: its array has shape [4, 6]");
  }

  @Test
  void hugeChunksAreNoProblemUntilTheyAreLoaded() {
    long huge = 1L << 62;
    FakeArray array = floats(Shape.of(huge, huge), Shape.of(huge, huge));
    try (TableReader reader = table(array).open(1000, 10_000)) {
      long rows = 0;
      while (reader.next()) {
        reader.column(0).load();
        rows += reader.rows();
      }
      assertThat(rows).isEqualTo(10_000);
    }
    try (TableReader reader = table(array).open(1000, 10_000)) {
      reader.next();
      assertThatThrownBy(() -> reader.column(2).load())
          .isInstanceOf(DatasetException.class)
          .hasMessageContaining("Cannot read column v2: a chunk of its array has 8507059173");
      assertThat(array.fetched).isEmpty();
    }
  }

  @Test
  void closingFromAnotherThreadEndsARequestUnderWay() throws Exception {
    for (int threads : new int[] {0, 2}) {
      CountDownLatch requested = new CountDownLatch(1);
      CountDownLatch never = new CountDownLatch(1);
      FakeArray array = floats(Shape.of(4, 6), Shape.of(2, 3));
      array.onFetch =
          () -> {
            requested.countDown();
            try {
              never.await();
            } catch (InterruptedException e) {
              throw new ZarrException("interrupted", e);
            }
          };
      TableReader reader = table(array).fetchThreads(threads).open(100, Long.MAX_VALUE);
      reader.next();
      FutureTask<Void> task = new FutureTask<>(() -> reader.column(2).load(), null);
      Thread reading = new Thread(task);
      reading.start();
      requested.await();
      reader.close();
      assertThatThrownBy(() -> task.get(30, TimeUnit.SECONDS))
          .hasCauseInstanceOf(ZarrException.class);
      assertThatThrownBy(reader::next)
          .isInstanceOf(DatasetException.class)
          .hasMessageContaining("closed");
    }
  }

  @Test
  void anInterruptedThreadStopsAtTheNextTile() {
    FakeArray array = floats(Shape.of(4, 6), Shape.of(2, 3));
    try (TableReader reader = table(array).open(4, Long.MAX_VALUE)) {
      reader.next();
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> reader.column(2).load())
          .isInstanceOf(DatasetException.class)
          .hasMessageContaining("interrupted");
      assertThat(Thread.interrupted()).isTrue();
      reader.column(2).load();
      assertThat(array.fetched).hasSize(1);
    }
  }

  @Test
  void aFailedRequestIsRaisedAndTheNextChunkIsStillRight() {
    FakeArray array = floats(Shape.of(4, 6), Shape.of(2, 6));
    boolean[] fail = {true};
    array.onFetch =
        () -> {
          if (fail[0]) {
            throw new ZarrException("the store is down");
          }
        };
    try (TableReader reader = table(array).open(100, Long.MAX_VALUE)) {
      reader.next();
      TileColumn column = reader.column(2);
      assertThatThrownBy(column::load).hasMessage("the store is down");
      fail[0] = false;
      column.load();
      assertThat(LittleEndian.int32(column.bytes(), column.start()))
          .isEqualTo((int) array.element(new long[] {0, 0}));
      reader.next();
      column.load();
      assertThat(LittleEndian.int32(column.bytes(), column.start() + 1))
          .isEqualTo((int) array.element(new long[] {2, 1}));
    }
  }

  @Test
  void tilesAllocateNothingOnceWarm() {
    FakeArray array = floats(Shape.of(512, 512), Shape.of(512, 512));
    FakeArray packed = new FakeArray(ElementKind.INT16, array.shape, array.chunks, array.chunks, 2);
    FakeArray row = floats(Shape.of(512), Shape.of(512));
    TestTable table =
        table(array).decoded(packed, ALL, new FakeDecoders.Tripled()).array(row, List.of(0));
    com.sun.management.ThreadMXBean memory =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long tiles = 0;
    long before = 0;
    try (TableReader reader = table.open(512, Long.MAX_VALUE)) {
      while (reader.next()) {
        for (int c = 0; c < 5; c++) {
          reader.column(c).load();
        }
        if (++tiles == 100) {
          before = memory.getThreadAllocatedBytes(thread);
        }
      }
      long perTile = (memory.getThreadAllocatedBytes(thread) - before) / (tiles - 100);
      assertThat(tiles).isEqualTo(512);
      assertThat(perTile).isLessThan(256);
    }
  }

  @Test
  void memoryIsWhatTheFormulaSaysHoweverManyChunksThereAre() {
    for (int length : new int[] {100, 1000}) {
      FakeArray main = floats(Shape.of(length, 128), Shape.of(10, 128));
      FakeArray packed = new FakeArray(ElementKind.INT16, main.shape, main.chunks, main.chunks, 2);
      TestTable table = table(main).decoded(packed, ALL, new FakeDecoders.Tripled());
      int tile = 256;
      long chunks = 10 * 128 * (4 + 2);
      long arrays = tile * (2 * 4 + 4) + tile * (2 * 8 + 2 + 2);
      long dimensions = 2 * (2 * tile * 8);
      long most = 0;
      try (TableReader reader = table.open(tile, Long.MAX_VALUE)) {
        while (reader.next()) {
          for (int c = 0; c < 4; c++) {
            reader.column(c).load();
          }
          most = Math.max(most, reader.heldBytes());
        }
      }
      assertThat(most).isBetween(chunks, chunks + arrays + dimensions);
    }
  }

  @Test
  void valuesThatTurnOutLargeAreLetGo() {
    FakeArray main = floats(Shape.of(2, 64), Shape.of(2, 64));
    FakeArray words = new FakeArray(ElementKind.INT64, Shape.of(64), Shape.of(2), Shape.of(2), 5);
    words.texts = true;
    words.padding = 4 << 20;
    TestTable table = table(main).array(words, List.of(1));
    long most = 0;
    try (TableReader reader = table.open(2, Long.MAX_VALUE)) {
      while (reader.next()) {
        reader.column(3).load();
        most = Math.max(most, reader.heldBytes());
      }
    }
    assertThat(words.decoded).isGreaterThanOrEqualTo(32);
    assertThat(most).isBetween(ReaderMemory.SHARED_BYTES / 2, ReaderMemory.SHARED_BYTES * 5 / 4);
  }

  @Test
  void smallChunksOnAnotherGridAreHeldWithinASharedBudget() {
    Shape shape = Shape.of(1 << 14, 1 << 14);
    FakeArray main = floats(shape, Shape.of(1 << 12, 1 << 12));
    FakeArray aboutOneMebibyte = floats(shape, Shape.of(257, 1024));
    assertThat(capacity(main, aboutOneMebibyte)).isEqualTo(63);
    assertThat(capacity(main, aboutOneMebibyte, aboutOneMebibyte)).isEqualTo(31);
  }

  @Test
  void largeChunksAreHeldWhenTheyComeBackAndAreFew() {
    Shape shape = Shape.of(1 << 16, 1 << 16);
    FakeArray main = floats(shape, Shape.of(1 << 14, 1 << 14));
    assertThat(capacity(main, floats(shape, Shape.of(1 << 12, 1 << 13)))).isEqualTo(2);
    assertThat(capacity(main, floats(shape, Shape.of(5000, 1 << 13)))).isEqualTo(8);
    assertThat(capacity(main, floats(shape, Shape.of(5000, 1 << 12)))).isEqualTo(4);
    assertThat(capacity(main, floats(shape, Shape.of(300, 1 << 16)))).isEqualTo(1);
  }

  @Test
  void largeChunksOnACoarserGridAreDecodedOnce() {
    FakeArray fine = floats(Shape.of(12, 12), Shape.of(1, 2));
    FakeArray coarse = floats(Shape.of(12, 12), Shape.of(6, 4));
    readAll(table(fine).array(coarse, ALL), 50, Long.MAX_VALUE);
    assertThat(fine.fetched.subList(0, 13))
        .startsWith(ChunkIndex.of(0, 0), ChunkIndex.of(0, 1), ChunkIndex.of(1, 0))
        .endsWith(ChunkIndex.of(0, 2));
    assertThat(coarse.fetched).hasSize(6).doesNotHaveDuplicates();
  }

  /** How many chunks of the last array a reader of all arrays holds. */
  private static int capacity(FakeArray... arrays) {
    Shape shape = arrays[0].shape;
    List<Axis> axes = List.of(Axis.index("y", shape.length(0)), Axis.index("x", shape.length(1)));
    List<ColumnGrid> grids =
        Arrays.stream(arrays).map(array -> new ColumnGrid(array, ALL, axes, "v")).toList();
    List<IndexSet> all =
        List.of(IndexSet.range(0, shape.length(0)), IndexSet.range(0, shape.length(1)));
    return new ReaderMemory(grids, new BlockGrid(grids, all)).chunks(grids.get(grids.size() - 1));
  }
}
