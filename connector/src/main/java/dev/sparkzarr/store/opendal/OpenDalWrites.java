package dev.sparkzarr.store.opendal;

import dev.sparkzarr.store.AsyncStore;
import dev.sparkzarr.store.StoreKey;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.opendal.WriteOptions;

/** Writes through OpenDAL, one request each. */
final class OpenDalWrites implements AsyncStore.Puts, AsyncStore.Creations {
  private final OpenDalClient client;
  private final Function<StoreKey, String> describe;

  OpenDalWrites(OpenDalClient client, Function<StoreKey, String> describe) {
    this.client = client;
    this.describe = describe;
  }

  @Override
  public CompletableFuture<Void> put(StoreKey key, ByteBuffer bytes) {
    String place = describe.apply(key);
    byte[] value = array(bytes);
    return client.call(
        "write", place, operator -> operator.write(OpenDalPaths.of(key, place), value));
  }

  @Override
  public CompletableFuture<Boolean> create(StoreKey key, ByteBuffer bytes) {
    String place = describe.apply(key);
    byte[] value = array(bytes);
    WriteOptions options = WriteOptions.builder().ifNotExists(true).build();
    return client.attempt(
        "write", place, operator -> operator.write(OpenDalPaths.of(key, place), value, options));
  }

  private static byte[] array(ByteBuffer bytes) {
    byte[] value = new byte[bytes.remaining()];
    bytes.duplicate().get(value);
    return value;
  }
}
