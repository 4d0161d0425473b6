package dev.sparkzarr.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The part of {@link StoreContract} about what is done to values in their place: writes inside
 * them, copies, renames, and many at once; and that a store says what it cannot.
 */
abstract class PlaceContract extends StateContract {
  private static final StoreKey KEY = new StoreKey("place/of/v");
  private static final StoreKey OTHER = new StoreKey("place/other/w");

  // Capabilities

  @Test
  void itHasTheCapabilitiesDeclaredAndRefusesTheRestByName() {
    for (Capability<?> capability : Capability.ALL) {
      assertThat(capability.isOf(store()))
          .as("has '%s'", capability)
          .isEqualTo(expected().contains(capability));
      if (!expected().contains(capability)) {
        assertThatThrownBy(() -> capability.of(store()))
            .isExactlyInstanceOf(StoreException.class)
            .hasMessageStartingWith("Cannot use '" + capability + "' of " + store().describe());
      }
    }
  }

  // Writes inside a value

  @Test
  void aRangeWriteChangesExactlyThatPart() {
    RangeWrites writes = rangeWrites();
    byte[] value = bytes(5000);
    put(KEY.value(), value);
    int[][] parts = {{0, 1}, {4999, 1}, {17, 1000}, {4000, 1000}, {100, 0}, {5000, 0}, {0, 5000}};
    for (int[] part : parts) {
      ByteBuffer bytes = ByteBuffer.wrap(bytes(7 + part[1] + 3)).position(7).limit(7 + part[1]);
      bytes.duplicate().get(value, part[0], part[1]);
      writes.write(KEY, part[0], bytes);
      assertThat(bytes.position()).isEqualTo(7);
      assertThat(bytes.remaining()).isEqualTo(part[1]);
      assertThat(get(KEY.value())).as("%s", Arrays.toString(part)).isEqualTo(value);
    }
    store().stats().ifPresent(s -> assertThat(s.size(KEY)).hasValue(5000));
  }

  @Test
  void aRangeWriteStaysInsideTheValue() {
    RangeWrites writes = rangeWrites();
    put(KEY.value(), bytes(5000));
    long[][] parts = {
      {5000, 1}, {4999, 2}, {0, 5001}, {5001, 0}, {1L << 40, 1}, {Long.MAX_VALUE, 1}
    };
    for (long[] part : parts) {
      assertThatThrownBy(() -> writes.write(KEY, part[0], ByteBuffer.allocate((int) part[1])))
          .as("%s", Arrays.toString(part))
          .isInstanceOf(InvalidRangeException.class)
          .hasMessageStartingWith("Cannot write ")
          .hasMessageContaining(store().describe(KEY));
    }
    assertThatThrownBy(() -> writes.write(KEY, -1, ByteBuffer.allocate(1)))
        .isInstanceOf(StoreException.class);
    assertThat(get(KEY.value())).isEqualTo(bytes(5000));
  }

  @Test
  void aRangeWriteNeedsAValue() {
    RangeWrites writes = rangeWrites();
    put("place/of/x", bytes(10));
    for (String missing : List.of("place/of/v", "place/of", "place/of/x/y", "nowhere")) {
      for (int length : new int[] {0, 1}) {
        assertThatThrownBy(
                () -> writes.write(new StoreKey(missing), 0, ByteBuffer.allocate(length)))
            .as(missing)
            .isInstanceOf(StoreException.class)
            .hasMessageContaining(store().describe(new StoreKey(missing)));
      }
      assertThat(store().get(new StoreKey(missing), 10)).isEmpty();
    }
  }

  @Test
  void disjointRangesAreWrittenTogether() throws Exception {
    RangeWrites writes = rangeWrites();
    int length = 997;
    put(KEY.value(), new byte[16 * length]);
    byte[] expected = new byte[16 * length];
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int t = 0; t < 16; t++) {
      int part = t;
      Arrays.fill(expected, t * length, (t + 1) * length, (byte) (t + 101));
      tasks.add(
          () -> {
            for (int round = 1; round <= 101; round++) {
              byte[] bytes = new byte[length];
              Arrays.fill(bytes, (byte) (part + round));
              writes.write(KEY, (long) part * length, ByteBuffer.wrap(bytes));
            }
            return null;
          });
    }
    runTogether(tasks);
    assertThat(get(KEY.value())).isEqualTo(expected);
  }

  // Copies and renames

  @Test
  void aCopyIsAValueOfItsOwn() {
    assumeTrue(store().copies().isPresent());
    Copies copies = store().copies().get();
    assertThat(copies.copy(KEY, OTHER)).as("of nothing").isFalse();
    put(KEY.value(), bytes(100_003));
    assertThat(copies.copy(KEY, OTHER)).isTrue();
    put(KEY.value(), bytes(5));
    assertThat(get(OTHER.value())).isEqualTo(bytes(100_003));
    store().rangeWrites().ifPresent(w -> w.write(KEY, 0, ByteBuffer.wrap(new byte[5])));
    assertThat(copies.copy(KEY, OTHER)).as("over a value").isTrue();
    store().rangeWrites().ifPresent(w -> w.write(KEY, 0, ByteBuffer.wrap(bytes(5))));
    assertThat(get(OTHER.value()))
        .isEqualTo(store().rangeWrites().isPresent() ? new byte[5] : bytes(5));
    assertThat(copies.copy(new StoreKey("place/no"), OTHER)).isFalse();
    assertThat(get(OTHER.value())).as("as it was").hasSize(5);
    assertThat(copies.copy(KEY, KEY)).isTrue();
    assertThat(get(KEY.value())).isEqualTo(bytes(5));
  }

  @Test
  void aRenameMovesAValue() {
    assumeTrue(store().renames().isPresent());
    Renames renames = store().renames().get();
    assertThat(renames.rename(KEY, OTHER)).as("of nothing").isFalse();
    put(KEY.value(), bytes(1003));
    assertThat(renames.rename(KEY, OTHER)).isTrue();
    assertThat(store().get(KEY, 10)).isEmpty();
    assertThat(get(OTHER.value())).isEqualTo(bytes(1003));
    put(KEY.value(), bytes(7));
    assertThat(renames.rename(KEY, OTHER)).as("over a value").isTrue();
    assertThat(get(OTHER.value())).isEqualTo(bytes(7));
    assertThat(renames.rename(KEY, OTHER)).isFalse();
    assertThat(get(OTHER.value())).as("as it was").isEqualTo(bytes(7));
    assertThat(renames.rename(OTHER, OTHER)).isTrue();
    assertThat(get(OTHER.value())).isEqualTo(bytes(7));
    if (store().listing().isPresent()) {
      assertThat(keys("place")).containsExactly(OTHER.value());
    }
  }

  // Many

  /**
   * @return how many keys a listing with more than one page has; fewer where a key is dear
   */
  protected int manyKeys() {
    return 2100;
  }

  @Test
  void manyKeysAreListedAndDeleted() throws Exception {
    assumeTrue(store().listing().isPresent());
    List<String> names = IntStream.range(0, manyKeys()).mapToObj(i -> "many/c/" + i).toList();
    List<Callable<Void>> writers = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      int first = t;
      writers.add(
          () -> {
            for (int i = first; i < names.size(); i += 8) {
              put(names.get(i), new byte[] {(byte) i});
            }
            return null;
          });
    }
    runTogether(writers);
    put("many/zarr.json", bytes(1));
    put("manymore", bytes(1));
    Set<String> all = new HashSet<>(names);
    all.add("many/zarr.json");
    assertThat(keys("many")).doesNotHaveDuplicates().hasSameSizeAs(all).allMatch(all::contains);
    assertThat(keys("")).hasSize(all.size() + 1).contains("manymore");
    assertThat(entries("many")).containsExactlyInAnyOrder("c/", "zarr.json");
    assertThat(entries("many/c")).doesNotHaveDuplicates().hasSize(names.size());
    try (Stream<StoreKey> some = store().listing().get().keys(place("many"))) {
      assertThat(some.limit(5)).hasSize(5);
    }
    assumeTrue(store().deletes().isPresent());
    List<String> gone = new ArrayList<>(names.subList(0, names.size() / 2));
    gone.add("many/never");
    store().deletes().get().deleteAll(gone.stream().map(StoreKey::new).toList());
    store().deletes().get().deleteAll(List.of());
    all.removeAll(gone);
    assertThat(keys("many")).hasSameSizeAs(all).allMatch(all::contains);
    store().deletes().get().deleteBelow(new StoreKey("many"));
    assertThat(keys("")).containsExactly("manymore");
  }

  private RangeWrites rangeWrites() {
    assumeTrue(store().rangeWrites().isPresent());
    return store().rangeWrites().get();
  }
}
