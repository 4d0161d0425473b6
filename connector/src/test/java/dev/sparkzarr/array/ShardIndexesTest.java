package dev.sparkzarr.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.codec.CodecPipeline;
import dev.sparkzarr.codec.ShardIndex;
import dev.sparkzarr.codec.ShardLayout;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.Shape;
import dev.sparkzarr.store.StoreException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShardIndexesTest {
  private static final ShardIndex INDEX = index();

  private final List<Long> loads = new ArrayList<>();

  /** An index of 100 inner chunks, all at byte 0. */
  private static ShardIndex index() {
    ShardLayout layout =
        CodecPipeline.of(
                List.of(
                    TestArrays.codec(
                        "sharding_indexed",
                        "{'chunk_shape':[1],'codecs':['bytes'],'index_codecs':[{'name':'bytes',"
                            + "'configuration':{'endian':'big'}}]}")),
                ElementKind.UINT8,
                Shape.of(100),
                Optional.empty())
            .shard()
            .orElseThrow();
    ByteBuffer bytes = ByteBuffer.allocate(1600);
    for (int i = 0; i < 100; i++) {
      bytes.putLong(0).putLong(1);
    }
    return layout.decodeIndex(bytes.flip());
  }

  private void ask(ShardIndexes indexes, long shard) {
    indexes.get(
        ChunkIndex.of(shard),
        () -> {
          loads.add(shard);
          return Optional.of(new StoredIndex(INDEX, Optional.empty()));
        });
  }

  @Test
  void whatWasUsedLongestAgoIsForgottenFirst() {
    ShardIndexes indexes = new ShardIndexes(2 * (INDEX.memory() + 200));
    for (long shard : new long[] {1, 2, 1, 3, 1, 2, 1, 3}) {
      ask(indexes, shard);
    }
    assertThat(loads).containsExactly(1L, 2L, 3L, 2L, 3L);
  }

  @Test
  void anIndexLargerThanTheBoundIsKeptUntilTheNext() {
    ShardIndexes indexes = new ShardIndexes(1);
    for (long shard : new long[] {1, 1, 2, 2, 1}) {
      ask(indexes, shard);
    }
    assertThat(loads).containsExactly(1L, 2L, 1L);
  }

  @Test
  void absentShardsAreKeptToo() {
    ShardIndexes indexes = new ShardIndexes(1000);
    for (int i = 0; i < 2; i++) {
      assertThat(
              indexes.get(
                  ChunkIndex.of(7),
                  () -> {
                    loads.add(7L);
                    return Optional.empty();
                  }))
          .isEmpty();
    }
    assertThat(loads).containsExactly(7L);
  }

  @Test
  void aLoadThatFailsIsNotKept() {
    ShardIndexes indexes = new ShardIndexes(10_000);
    StoreException failure = new StoreException("Cannot read: no.");
    assertThatThrownBy(
            () ->
                indexes.get(
                    ChunkIndex.of(1),
                    () -> {
                      throw failure;
                    }))
        .isSameAs(failure);
    ask(indexes, 1);
    assertThat(loads).containsExactly(1L);
  }
}
