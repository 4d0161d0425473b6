package dev.sparkzarr.store.opendal;

import dev.sparkzarr.store.AsyncStore;
import dev.sparkzarr.store.Listing;
import dev.sparkzarr.store.StoreKey;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.opendal.Entry;
import org.apache.opendal.ListOptions;

/**
 * Listings through OpenDAL, one page each: the binding gives no smaller ones. Names that no key can
 * have are left out.
 */
final class OpenDalListing implements AsyncStore.Pages {
  private final OpenDalClient client;
  private final String shown;

  OpenDalListing(OpenDalClient client, String shown) {
    this.client = client;
    this.shown = shown;
  }

  @Override
  public CompletableFuture<AsyncStore.Page<StoreKey>> keys(
      Optional<StoreKey> below, Optional<String> after) {
    return files(below).thenApply(keys -> new AsyncStore.Page<>(keys.toList(), Optional.empty()));
  }

  /** All keys below a place. */
  CompletableFuture<Stream<StoreKey>> files(Optional<StoreKey> below) {
    return list(below, ListOptions.builder().recursive(true).build())
        .thenApply(
            entries ->
                entries.stream()
                    .map(Entry::getPath)
                    .filter(path -> isBelow(path, below) && StoreKey.isValid(path))
                    .map(StoreKey::new));
  }

  @Override
  public CompletableFuture<AsyncStore.Page<Listing.Entry>> entries(
      Optional<StoreKey> below, Optional<String> after) {
    int start = below.map(place -> place.value().length() + 1).orElse(0);
    return list(below, ListOptions.builder().build())
        .thenApply(
            entries ->
                new AsyncStore.Page<>(
                    entries.stream()
                        .map(Entry::getPath)
                        .filter(path -> isBelow(path, below))
                        .map(path -> entry(path.substring(start)))
                        .filter(entry -> StoreKey.isValid(entry.name()))
                        .toList(),
                    Optional.empty()));
  }

  /** Places end in a slash. */
  private static Listing.Entry entry(String name) {
    return name.endsWith("/")
        ? new Listing.Entry(name.substring(0, name.length() - 1), false)
        : new Listing.Entry(name, true);
  }

  /** Some services list the place itself. */
  private static boolean isBelow(String path, Optional<StoreKey> below) {
    String prefix = below.map(place -> place.value() + "/").orElse("");
    return path.length() > prefix.length() && path.startsWith(prefix) && !path.equals("/");
  }

  private CompletableFuture<List<Entry>> list(Optional<StoreKey> below, ListOptions options) {
    String place = below.map(key -> shown + "/" + key).orElse(shown);
    return client
        .<List<Entry>>find(
            "list",
            place,
            operator ->
                operator.list(
                    below.map(key -> OpenDalPaths.of(key, place) + "/").orElse(""), options))
        .thenApply(found -> found.orElse(List.of()));
  }
}
