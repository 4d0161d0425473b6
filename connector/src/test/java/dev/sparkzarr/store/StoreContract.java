package dev.sparkzarr.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sparkzarr.store.ByteRange.Slice;
import dev.sparkzarr.store.ByteRange.Suffix;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What every store does. A subclass gives an empty store for each test; a store that cannot write
 * is filled through {@link #put} and {@link #clean}. Tests of capabilities that the store does not
 * have are skipped; {@link #expected} declares which it has, so that none is lost unseen.
 */
public abstract class StoreContract extends PlaceContract {
  private static final RangeMerge APART = new RangeMerge(0, 1 << 20);

  // Whole values

  @Test
  void aValueComesBack() {
    byte[] value = bytes(100_003);
    put("t2m/c/0/1", value);
    assertThat(get("t2m/c/0/1")).isEqualTo(value);
  }

  @Test
  void anEmptyValueIsAValue() {
    put("a/empty", new byte[0]);
    assertThat(store().get(new StoreKey("a/empty"), 0)).hasValueSatisfying(b -> isEmpty(b));
    assertThat(store().get(new StoreKey("a/empty"), 100)).hasValueSatisfying(b -> isEmpty(b));
  }

  @Test
  void aMissingValueIsAbsent() {
    put("a/b", bytes(3));
    for (String key : List.of("x", "a", "a/c", "a/b/c", "a/b/c/d", "x/y/z", "ab", "a/bb")) {
      assertThat(store().get(new StoreKey(key), 10)).as(key).isEmpty();
      store().ranges().ifPresent(r -> isAbsent(r, key));
      store().stats().ifPresent(s -> assertThat(s.size(new StoreKey(key))).as(key).isEmpty());
    }
  }

  @Test
  void aValueIsReadIntoMemoryOfTheCaller() {
    assumeTrue(store().readsInto().isPresent());
    ReadsInto reads = store().readsInto().get();
    byte[] value = bytes(700_001);
    put("t2m/c/0/1", value);
    StoreKey key = new StoreKey("t2m/c/0/1");
    byte[] memory = new byte[value.length + 1000];
    Arrays.fill(memory, (byte) 7);
    List<Integer> asked = new ArrayList<>();
    ByteBuffer read =
        reads
            .get(
                key,
                value.length,
                size -> {
                  asked.add(size);
                  return memory;
                })
            .orElseThrow();
    assertThat(asked).isNotEmpty().containsOnly(value.length);
    assertThat(read.array()).isSameAs(memory);
    assertThat(array(read)).isEqualTo(value);
    assertThat(memory).startsWith(value).endsWith(new byte[] {7, 7, 7});
    assertThatThrownBy(() -> reads.get(key, value.length - 1, size -> memory))
        .isInstanceOf(OverLimitException.class);
    assertThat(reads.get(new StoreKey("t2m/c/0/2"), 10, size -> memory)).isEmpty();
  }

  private static void isAbsent(RangeReads ranges, String name) {
    StoreKey key = new StoreKey(name);
    assertThat(ranges.read(key, new Slice(0, 1))).as(name).isEmpty();
    assertThat(ranges.read(key, new Slice(5, 0))).as(name).isEmpty();
    assertThat(ranges.read(key, new Suffix(1))).as(name).isEmpty();
    assertThat(ranges.read(key, List.of(new Slice(0, 1), new Slice(4, 1)), APART))
        .as(name)
        .isEmpty();
  }

  @Test
  void nothingIsThereInAnEmptyStore() {
    assertThat(store().get(new StoreKey("zarr.json"), 10)).isEmpty();
    store().stats().ifPresent(s -> assertThat(s.size(new StoreKey("zarr.json"))).isEmpty());
    if (store().listing().isPresent()) {
      assertThat(keys("")).isEmpty();
      assertThat(entries("")).isEmpty();
      assertThat(keys("a")).isEmpty();
      assertThat(entries("a")).isEmpty();
    }
    if (store().deletes().isPresent()) {
      store().deletes().get().delete(new StoreKey("a/b"));
      store().deletes().get().deleteBelow(new StoreKey("a/b"));
    }
  }

  @Test
  void aValueOverTheLimitIsAnErrorThatNamesIt() {
    put("a/b", bytes(1000));
    StoreKey key = new StoreKey("a/b");
    assertThat(store().get(key, 1000)).isPresent();
    assertThat(store().get(key, Long.MAX_VALUE)).isPresent();
    for (long limit : new long[] {999, 1, 0}) {
      assertThatThrownBy(() -> store().get(key, limit))
          .isInstanceOf(StoreException.class)
          .hasMessageStartingWith("Cannot read ")
          .hasMessageContaining(store().describe(key))
          .hasMessageContaining(Long.toString(limit));
    }
  }

  // Ranges

  @Test
  void aRangeIsExactlyThatPart() {
    byte[] value = filled("r/v", 5000);
    assertThat(read("r/v", new Slice(0, 10))).isEqualTo(Arrays.copyOfRange(value, 0, 10));
    assertThat(read("r/v", new Slice(4711, 100))).isEqualTo(Arrays.copyOfRange(value, 4711, 4811));
    assertThat(read("r/v", new Slice(4999, 1))).isEqualTo(Arrays.copyOfRange(value, 4999, 5000));
    assertThat(read("r/v", new Slice(0, 5000))).isEqualTo(value);
    assertThat(read("r/v", new Slice(17, 0))).isEmpty();
    assertThat(read("r/v", new Slice(5000, 0))).isEmpty();
  }

  @Test
  void aSuffixIsTheEnd() {
    byte[] value = filled("r/v", 5000);
    assertThat(read("r/v", new Suffix(1))).isEqualTo(Arrays.copyOfRange(value, 4999, 5000));
    assertThat(read("r/v", new Suffix(68))).isEqualTo(Arrays.copyOfRange(value, 4932, 5000));
    assertThat(read("r/v", new Suffix(5000))).isEqualTo(value);
  }

  @Test
  void aRangePastTheEndIsAnError() {
    filled("r/v", 5000);
    List<ByteRange> ranges =
        List.of(
            new Slice(4999, 2),
            new Slice(5000, 1),
            new Slice(5001, 0),
            new Slice(0, 5001),
            new Slice(0, Integer.MAX_VALUE),
            new Slice(0, 1L << 40),
            new Slice(1L << 40, 1),
            new Slice(Long.MAX_VALUE - 1, 1),
            new Suffix(5001),
            new Suffix(1L << 40));
    for (ByteRange range : ranges) {
      isInvalid("r/v", range);
    }
  }

  @Test
  void aRangeOfAnEmptyValueIsAnError() {
    filled("r/empty", 0);
    isInvalid("r/empty", new Slice(0, 1));
    isInvalid("r/empty", new Suffix(1));
    assertThat(read("r/empty", new Slice(0, 0))).isEmpty();
  }

  private void isInvalid(String name, ByteRange range) {
    StoreKey key = new StoreKey(name);
    assertThatThrownBy(() -> store().ranges().orElseThrow().read(key, range))
        .as("%s", range)
        .isInstanceOf(InvalidRangeException.class)
        .hasMessageContaining(store().describe(key));
    if (range instanceof Slice slice) {
      assertThatThrownBy(
              () -> store().ranges().orElseThrow().read(key, List.of(slice), RangeMerge.DEFAULT))
          .as("%s", range)
          .isInstanceOf(InvalidRangeException.class);
    }
  }

  @Test
  void manySlicesComeInTheOrderGiven() {
    byte[] value = filled("r/v", 50_000);
    Random random = new Random(42);
    for (int round = 0; round < 50; round++) {
      List<Slice> slices = new ArrayList<>();
      for (int i = random.nextInt(12); i >= 0; i--) {
        int offset = random.nextInt(50_001);
        slices.add(new Slice(offset, random.nextInt(Math.min(3000, 50_001 - offset))));
      }
      RangeMerge merge = new RangeMerge(random.nextInt(2000), random.nextInt(20_000));
      List<ByteBuffer> found =
          store().ranges().orElseThrow().read(new StoreKey("r/v"), slices, merge).orElseThrow();
      assertThat(found).as("round %s", round).hasSameSizeAs(slices);
      for (int i = 0; i < slices.size(); i++) {
        Slice slice = slices.get(i);
        assertThat(array(found.get(i)))
            .as("round %s, %s", round, slice)
            .isEqualTo(Arrays.copyOfRange(value, (int) slice.offset(), (int) slice.end()));
      }
    }
  }

  @Test
  void oneSlicePastTheEndSpoilsAll() {
    filled("r/v", 5000);
    List<Slice> slices = List.of(new Slice(0, 10), new Slice(2000, 10), new Slice(4995, 10));
    for (RangeMerge merge : List.of(APART, RangeMerge.DEFAULT)) {
      assertThatThrownBy(
              () -> store().ranges().orElseThrow().read(new StoreKey("r/v"), slices, merge))
          .isInstanceOf(InvalidRangeException.class);
    }
  }

  // Sizes

  @Test
  void aSizeIsTheNumberOfBytes() {
    assumeTrue(store().stats().isPresent());
    put("a/b", bytes(1234));
    put("a/empty", bytes(0));
    assertThat(store().stats().get().size(new StoreKey("a/b"))).hasValue(1234);
    assertThat(store().stats().get().size(new StoreKey("a/empty"))).hasValue(0);
  }

  // Names

  /** Names that something between here and the disk may want to read differently. */
  protected List<String> oddNames() {
    return List.of(
        "a b",
        " blank ",
        "50%",
        "%20",
        "%2F",
        "a+b",
        "über",
        "日本/é",
        "[10ms]",
        "(level5)",
        "{x,y}",
        "*",
        "what?",
        "a#b",
        "a:b",
        "2020-01-01T00:00",
        "a&b=c",
        "~tilde",
        "$HOME",
        "'quote'",
        "..a",
        "a..",
        "...",
        ".hidden",
        "c/0/0.0",
        "-1");
  }

  @Test
  void oddNamesAreTakenLiterally() {
    for (String name : oddNames()) {
      put("odd/" + name + "/zarr.json", name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      put("leaf-" + name, bytes(7));
    }
    for (String name : oddNames()) {
      assertThat(get("odd/" + name + "/zarr.json"))
          .as(name)
          .isEqualTo(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      assertThat(get("leaf-" + name)).as(name).isEqualTo(bytes(7));
      assertThat(store().describe(new StoreKey("leaf-" + name))).endsWith("/leaf-" + name);
    }
    if (store().listing().isPresent()) {
      assertThat(keys("odd"))
          .containsExactlyInAnyOrderElementsOf(
              oddNames().stream().map(name -> "odd/" + name + "/zarr.json").toList());
    }
    if (store().deletes().isPresent()) {
      for (String name : oddNames()) {
        store().deletes().get().delete(new StoreKey("odd/" + name + "/zarr.json"));
        assertThat(store().get(new StoreKey("odd/" + name + "/zarr.json"), 100)).as(name).isEmpty();
      }
    }
  }

  // Listing

  @Test
  void keysAreListedByWholeSegments() {
    assumeTrue(store().listing().isPresent());
    for (String key : List.of("zarr.json", "a/zarr.json", "a/c/0/0", "a/c/0/1", "ab/zarr.json")) {
      put(key, bytes(1));
    }
    assertThat(keys(""))
        .containsExactlyInAnyOrder(
            "zarr.json", "a/zarr.json", "a/c/0/0", "a/c/0/1", "ab/zarr.json");
    assertThat(keys("a")).containsExactlyInAnyOrder("a/zarr.json", "a/c/0/0", "a/c/0/1");
    assertThat(keys("a/c")).containsExactlyInAnyOrder("a/c/0/0", "a/c/0/1");
    assertThat(keys("a/c/0/0")).isEmpty();
    assertThat(keys("zarr.json")).isEmpty();
    assertThat(keys("a/x")).isEmpty();
  }

  @Test
  void oneLevelIsListed() {
    assumeTrue(store().listing().isPresent());
    for (String key : List.of("zarr.json", "a/zarr.json", "a/c/0/0", "ab/zarr.json", "a/d/e/f/g")) {
      put(key, bytes(1));
    }
    assertThat(entries("")).containsExactlyInAnyOrder("zarr.json", "a/", "ab/");
    assertThat(entries("a")).containsExactlyInAnyOrder("zarr.json", "c/", "d/");
    assertThat(entries("a/d")).containsExactlyInAnyOrder("e/");
    assertThat(entries("a/c/0")).containsExactlyInAnyOrder("0");
    assertThat(entries("zarr.json")).isEmpty();
    assertThat(entries("x")).isEmpty();
  }

  @Test
  void aListingCanBeLeftEarly() {
    assumeTrue(store().listing().isPresent());
    for (int i = 0; i < 30; i++) {
      put("a/" + i + "/x", bytes(1));
    }
    try (Stream<StoreKey> keys = store().listing().get().keys(Optional.empty())) {
      assertThat(keys.limit(3)).hasSize(3);
    }
  }

  // Writes

  @Test
  void putLeavesItsBufferAndTakesOnlyWhatIsBetweenPositionAndLimit() {
    assumeTrue(store().writes().isPresent());
    for (ByteBuffer buffer : List.of(ByteBuffer.allocate(100), ByteBuffer.allocateDirect(100))) {
      for (int i = 0; i < 100; i++) {
        buffer.put(i, (byte) i);
      }
      buffer.position(10).limit(15);
      store().writes().get().put(new StoreKey("a/b"), buffer);
      assertThat(buffer.position()).isEqualTo(10);
      assertThat(buffer.limit()).isEqualTo(15);
      assertThat(get("a/b")).containsExactly(10, 11, 12, 13, 14);
      store().writes().get().put(new StoreKey("a/c"), buffer.slice().asReadOnlyBuffer());
      assertThat(get("a/c")).containsExactly(10, 11, 12, 13, 14);
      buffer.put(10, (byte) 99);
      assertThat(get("a/b")).containsExactly(10, 11, 12, 13, 14);
    }
  }

  @Test
  void putReplaces() {
    assumeTrue(store().writes().isPresent());
    put("a/b", bytes(1000));
    put("a/b", new byte[] {1, 2});
    assertThat(get("a/b")).containsExactly(1, 2);
    put("a/b", new byte[0]);
    assertThat(get("a/b")).isEmpty();
    put("a/b", bytes(1000));
    assertThat(get("a/b")).isEqualTo(bytes(1000));
  }

  @Test
  void writersOfDifferentKeysDoNotDisturbEachOther() throws Exception {
    assumeTrue(store().writes().isPresent());
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      int writer = t;
      tasks.add(
          () -> {
            for (int i = 0; i < 40; i++) {
              put("a/" + i % 7 + "/" + writer + "." + i, bytes(writer * 100 + i));
            }
            return null;
          });
    }
    runTogether(tasks);
    for (int writer = 0; writer < 8; writer++) {
      for (int i = 0; i < 40; i++) {
        String key = "a/" + i % 7 + "/" + writer + "." + i;
        assertThat(get(key)).as(key).isEqualTo(bytes(writer * 100 + i));
      }
    }
    if (store().listing().isPresent()) {
      assertThat(keys("")).hasSize(320);
    }
  }

  /** Overridden without being a test where a store does not promise it. */
  @Test
  protected void readersSeeTheOldValueOrTheNew() throws Exception {
    assumeTrue(store().writes().isPresent() && putsAtOnce());
    put("a/b", uniform(0));
    CountDownLatch written = new CountDownLatch(2);
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int t = 0; t < 2; t++) {
      tasks.add(
          () -> {
            try {
              for (int i = 0; i < 150; i++) {
                put("a/b", uniform(i));
              }
            } finally {
              written.countDown();
            }
            return null;
          });
      tasks.add(
          () -> {
            while (written.getCount() > 0) {
              isUniform(get("a/b"));
              if (store().ranges().isPresent()) {
                isUniform(read("a/b", new Suffix(500)));
                isUniform(read("a/b", new Slice(100, 400)));
              }
              if (store().listing().isPresent()) {
                assertThat(keys("").stream().filter(key -> !isUnderWay(key)))
                    .containsExactly("a/b");
              }
            }
            return null;
          });
    }
    runTogether(tasks);
  }

  /**
   * @return whether the server behind the store lists, under this name, what it has not yet whole
   */
  protected boolean isUnderWay(String key) {
    return false;
  }

  private static byte[] uniform(int i) {
    byte[] value = new byte[1000 + i % 10 * 7919];
    Arrays.fill(value, (byte) i);
    // The size is told by the content, so that a cut value shows.
    value[0] = (byte) (i % 10);
    return value;
  }

  private static void isUniform(byte[] value) {
    if (value.length >= 1000) {
      assertThat(value).hasSize(1000 + value[0] * 7919);
    }
    for (int i = 2; i < value.length; i++) {
      assertThat(value[i]).isEqualTo(value[1]);
    }
  }

  // Deletes

  @Test
  void deleteIsIdempotentAndTouchesNothingElse() {
    assumeTrue(store().deletes().isPresent());
    put("a/b", bytes(1));
    put("a/bc", bytes(2));
    put("d/e", bytes(3));
    Deletes deletes = store().deletes().get();
    deletes.delete(new StoreKey("a"));
    deletes.delete(new StoreKey("a/b/c"));
    deletes.delete(new StoreKey("x/y"));
    deletes.delete(new StoreKey("a/b"));
    deletes.delete(new StoreKey("a/b"));
    assertThat(store().get(new StoreKey("a/b"), 10)).isEmpty();
    assertThat(get("a/bc")).isEqualTo(bytes(2));
    assertThat(get("d/e")).isEqualTo(bytes(3));
  }

  @Test
  void deleteBelowGoesByWholeSegments() {
    assumeTrue(store().deletes().isPresent());
    for (String key : List.of("a/zarr.json", "a/c/0/0", "a/c/1", "ab/c", "a.b/c", "a-/c", "b")) {
      put(key, bytes(1));
    }
    Deletes deletes = store().deletes().get();
    deletes.deleteBelow(new StoreKey("a"));
    deletes.deleteBelow(new StoreKey("a"));
    deletes.deleteBelow(new StoreKey("b"));
    deletes.deleteBelow(new StoreKey("x/y"));
    assertThat(store().get(new StoreKey("a/zarr.json"), 10)).isEmpty();
    assertThat(store().get(new StoreKey("a/c/0/0"), 10)).isEmpty();
    assertThat(store().get(new StoreKey("a/c/1"), 10)).isEmpty();
    for (String key : List.of("ab/c", "a.b/c", "a-/c", "b")) {
      assertThat(get(key)).as(key).isEqualTo(bytes(1));
    }
  }

  @Test
  void whatWasDeletedIsNotListed() {
    assumeTrue(store().deletes().isPresent() && store().listing().isPresent());
    put("a/b/c", bytes(1));
    put("a/d", bytes(1));
    store().deletes().get().delete(new StoreKey("a/b/c"));
    assertThat(keys("")).containsExactly("a/d");
    store().deletes().get().deleteBelow(new StoreKey("a"));
    assertThat(keys("")).isEmpty();
  }

  @Test
  void writersAndDeletersOfDifferentKeysDoNotDisturbEachOther() throws Exception {
    assumeTrue(store().writes().isPresent() && store().deletes().isPresent());
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      String key = "a/b/c/" + t;
      tasks.add(
          () -> {
            for (int i = 0; i < 60; i++) {
              put(key, bytes(i));
              assertThat(get(key)).isEqualTo(bytes(i));
              store().deletes().get().delete(new StoreKey(key));
              assertThat(store().get(new StoreKey(key), 100)).isEmpty();
            }
            put(key, bytes(5));
            return null;
          });
    }
    runTogether(tasks);
    for (int t = 0; t < 4; t++) {
      assertThat(get("a/b/c/" + t)).isEqualTo(bytes(5));
    }
  }

  // Words

  @Test
  void placesAreDescribed() {
    assertThat(store().describe()).isNotBlank();
    assertThat(store().describe(new StoreKey("t2m/c/0/0")))
        .startsWith(store().describe())
        .endsWith("/t2m/c/0/0");
  }

  @Test
  void capabilitiesStayWhatTheyAre() {
    assertThat(store().ranges().isPresent()).isEqualTo(store().ranges().isPresent());
    assertThat(store().identity()).isEqualTo(store().identity());
  }

  // Helpers

  private byte[] filled(String key, int length) {
    assumeTrue(store().ranges().isPresent());
    byte[] value = bytes(length);
    put(key, value);
    return value;
  }

  private static void isEmpty(ByteBuffer buffer) {
    assertThat(buffer.hasArray()).isTrue();
    assertThat(buffer.remaining()).isZero();
  }
}
