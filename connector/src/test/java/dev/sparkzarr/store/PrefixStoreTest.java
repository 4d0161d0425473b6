package dev.sparkzarr.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PrefixStoreTest extends StoreContract {
  private MemoryStore memory;

  @Override
  protected Set<Capability<?>> expected() {
    return allBut();
  }

  @Override
  protected Store open() {
    memory = MemoryStore.unnamed();
    memory.put(new StoreKey("groups/a bc/zarr.json"), ByteBuffer.allocate(1));
    memory.put(new StoreKey("groups/a b"), ByteBuffer.allocate(1));
    return new PrefixStore(memory, new StoreKey("groups/a b"));
  }

  @Test
  void itIsAnotherStoreThanTheWhole() {
    put("x/y", new byte[] {1});
    assertThat(memory.keys(Optional.empty()).map(StoreKey::value))
        .containsExactly("groups/a b", "groups/a b/x/y", "groups/a bc/zarr.json");
    assertThat(store().describe(new StoreKey("x/y"))).isEqualTo("memory:(unnamed)/groups/a b/x/y");
    assertThat(store().identity()).isEmpty();
    Store named = new PrefixStore(MemoryStore.named("prefix-test"), new StoreKey("g"));
    assertThat(named.identity().get())
        .isNotEqualTo(MemoryStore.named("prefix-test").identity().get());
    MemoryStore.forget("prefix-test");
  }
}
