package dev.sparkzarr.store.opendal;

import dev.sparkzarr.store.AsyncStore;
import dev.sparkzarr.store.StoreKey;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.opendal.Metadata;

/**
 * Deletes through OpenDAL. What stands at a key is asked before: a WebDAV server deletes a
 * directory with all that is in it.
 */
final class OpenDalDeletes implements AsyncStore.Removals {
  private final OpenDalClient client;
  private final Function<StoreKey, String> describe;

  OpenDalDeletes(OpenDalClient client, Function<StoreKey, String> describe) {
    this.client = client;
    this.describe = describe;
  }

  @Override
  public CompletableFuture<Void> delete(StoreKey key) {
    String place = describe.apply(key);
    return client
        .<Metadata>find("delete", place, operator -> operator.stat(OpenDalPaths.of(key, place)))
        .thenCompose(
            found ->
                found.filter(Metadata::isFile).isEmpty()
                    ? CompletableFuture.completedFuture(null)
                    : client.<Void>call(
                        "delete", place, operator -> operator.delete(OpenDalPaths.of(key, place))));
  }

  @Override
  public CompletableFuture<Void> deleteBelow(StoreKey key) {
    String place = describe.apply(key);
    return new OpenDalListing(client, place.substring(0, place.length() - key.value().length() - 1))
        .files(Optional.of(key))
        .thenCompose(
            keys ->
                keys.findAny().isEmpty()
                    ? CompletableFuture.completedFuture(null)
                    : client.call(
                        "delete",
                        place,
                        operator -> operator.removeAll(OpenDalPaths.of(key, place) + "/")));
  }
}
