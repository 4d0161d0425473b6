package dev.sparkzarr.array.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkzarr.metadata.ChunkKeyEncoding;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.store.MemoryStore;
import dev.sparkzarr.store.StoreKey;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class KeySpacesTest {
  private static final NodePath PATH = new NodePath("g/a");

  @Provide
  Arbitrary<ChunkKeyEncoding> encodings() {
    return Arbitraries.of(
        new ChunkKeyEncoding.Default('/'),
        new ChunkKeyEncoding.Default('.'),
        new ChunkKeyEncoding.V2('/'),
        new ChunkKeyEncoding.V2('.'),
        new ChunkKeyEncoding.DefaultSuffix('/', ".tiff"),
        new ChunkKeyEncoding.DefaultSuffix('.', ".0"));
  }

  @Property(tries = 300, seed = "7")
  void keysAreReadBack(
      @ForAll("encodings") ChunkKeyEncoding keys,
      @ForAll @Size(max = 4) List<@LongRange(min = 0) Long> index) {
    long[] positions = index.stream().mapToLong(Long::longValue).toArray();
    String key = keys.encode(positions);
    assertThat(keys.decode(key, positions.length).orElseThrow()).isEqualTo(positions);
  }

  @Property(tries = 1000, seed = "7")
  void whatIsReadIsWhatWouldBeWritten(
      @ForAll("encodings") ChunkKeyEncoding keys,
      @ForAll("texts") String key,
      @ForAll @IntRange(max = 3) int rank) {
    keys.decode(key, rank).ifPresent(index -> assertThat(keys.encode(index)).isEqualTo(key));
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars("c/.0129-+ftiz").ofMaxLength(9);
  }

  /** Apart means: no key of one is one of the other, nor a folder on the way to one. */
  @Property(tries = 400, seed = "7")
  void encodingsAreApart(
      @ForAll("encodings") ChunkKeyEncoding one,
      @ForAll @IntRange(max = 3) int rankOfOne,
      @ForAll("encodings") ChunkKeyEncoding other,
      @ForAll @IntRange(max = 3) int rankOfOther) {
    if (!KeySpaces.areApart(one, rankOfOne, other, rankOfOther)) {
      return;
    }
    Set<String> keys = keys(one, rankOfOne);
    Set<String> others = keys(other, rankOfOther);
    for (String key : keys) {
      for (String theirs : others) {
        assertThat(theirs).isNotEqualTo(key).doesNotStartWith(key + "/");
        assertThat(key).doesNotStartWith(theirs + "/");
      }
    }
  }

  private static Set<String> keys(ChunkKeyEncoding keys, int rank) {
    Set<String> all = new HashSet<>();
    for (int i = 0; i < Math.pow(3, rank); i++) {
      long[] index = new long[rank];
      int rest = i;
      for (int d = 0; d < rank; d++) {
        index[d] = rest % 3;
        rest /= 3;
      }
      all.add(keys.encode(index));
    }
    return all;
  }

  @Property(tries = 100, seed = "7")
  void theAlternateIsApart(
      @ForAll("encodings") ChunkKeyEncoding keys,
      @ForAll @IntRange(min = 1, max = 2) int rank,
      @ForAll @IntRange(min = 0, max = 3) int newRank) {
    ChunkKeyEncoding next =
        KeySpaces.alternate(Tables.array(keys, rank == 1 ? new long[] {3} : new long[] {3, 3}));
    assertThat(KeySpaces.areApart(keys, rank, next, newRank))
        .isEqualTo(!(keys instanceof ChunkKeyEncoding.Custom));
  }

  @Example
  void fourEncodingsTakeTurns() {
    MemoryStore store = MemoryStore.unnamed();
    List<ChunkKeyEncoding> used = new ArrayList<>();
    ChunkKeyEncoding now = KeySpaces.unused(store, PATH, Optional.empty(), 2);
    for (int i = 0; i < 3; i++) {
      used.add(now);
      new LateDeletion(
              PATH,
              "writer" + i,
              Instant.EPOCH,
              Optional.of(Tables.array(now, 3, 3)),
              LateDeletion.Extent.OBJECTS)
          .put(store);
      now = KeySpaces.unused(store, PATH, Optional.of(Tables.array(now, 3, 3)), 2);
    }
    used.add(now);
    assertThat(used)
        .containsExactly(
            new ChunkKeyEncoding.Default('/'),
            new ChunkKeyEncoding.V2('.'),
            new ChunkKeyEncoding.Default('.'),
            new ChunkKeyEncoding.V2('/'));
  }

  /** Compared with a look at every key. */
  @Property(tries = 200, seed = "7")
  void aKeySpaceIsEmptiedAndNothingElse(
      @ForAll("encodings") ChunkKeyEncoding keys,
      @ForAll @IntRange(min = 1, max = 2) int rank,
      @ForAll @LongRange(max = 3) long before0,
      @ForAll @LongRange(max = 2) long grown0,
      @ForAll @LongRange(max = 2) long before1,
      @ForAll @LongRange(max = 2) long grown1,
      @ForAll boolean isAll) {
    MemoryStore store = MemoryStore.unnamed();
    for (ChunkKeyEncoding any : encodings().sampleStream().limit(12).distinct().toList()) {
      keys(any, rank).forEach(key -> store.put(PATH.key(key), ByteBuffer.allocate(1)));
    }
    keys(keys, rank).forEach(key -> store.put(PATH.key(key), ByteBuffer.allocate(1)));
    store.put(PATH.key("zarr.json"), ByteBuffer.allocate(1));
    long[] old = rank == 1 ? new long[] {2 * before0} : new long[] {2 * before0, 2 * before1};
    long[] next =
        rank == 1
            ? new long[] {2 * (before0 + grown0)}
            : new long[] {2 * (before0 + grown0), 2 * (before1 + grown1)};
    ArrayChange change =
        isAll
            ? new ArrayChange.Created(PATH, Tables.array(keys, next))
            : new ArrayChange.Grown(PATH, Tables.array(keys, old), Tables.array(keys, next));
    Set<StoreKey> expected = new HashSet<>(store.keys(Optional.empty()).toList());
    expected.removeIf(
        key -> {
          Optional<long[]> index = keys.decode(key.value().substring(4), rank);
          return index.isPresent() && (isAll || isNew(index.get(), old, next));
        });
    KeySpace.newOf(change).orElseThrow().empty(store);
    assertThat(new HashSet<>(store.keys(Optional.empty()).toList())).isEqualTo(expected);
  }

  private static boolean isNew(long[] index, long[] old, long[] next) {
    boolean isOld = true;
    for (int i = 0; i < index.length; i++) {
      if (2 * index[i] >= next[i]) {
        return false;
      }
      isOld &= 2 * index[i] < old[i];
    }
    return !isOld;
  }
}
