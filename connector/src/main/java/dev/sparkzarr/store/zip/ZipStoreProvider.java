package dev.sparkzarr.store.zip;

import dev.sparkzarr.store.PrefixStore;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.StoreLocation;
import dev.sparkzarr.store.StoreProvider;
import dev.sparkzarr.store.Stores;
import dev.sparkzarr.store.ValueLocation;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code zip::ADDRESS} for an archive in any store, {@code zip://PLACE::ADDRESS} for a place in it,
 * and local paths that end in {@code .zip} and are files.
 */
public final class ZipStoreProvider implements StoreProvider {
  private static final Pattern CHAIN =
      Pattern.compile("zip(?:://(.*?))?::(.+)", Pattern.CASE_INSENSITIVE);

  @Override
  public String name() {
    return "zip";
  }

  /** Before the local store, which would take a file for a directory. */
  @Override
  public int priority() {
    return 10;
  }

  @Override
  public Optional<Store> open(StoreLocation location) {
    Matcher chain = CHAIN.matcher(location.uri());
    if (chain.matches()) {
      StoreLocation archive = new StoreLocation(chain.group(2), location.settings());
      return Optional.of(place(archive(archive), chain.group(1)));
    }
    boolean named = location.uri().toLowerCase(Locale.ROOT).endsWith(".zip");
    return named && ValueLocation.localFile(location).isPresent()
        ? Optional.of(archive(location))
        : Optional.empty();
  }

  private static Store archive(StoreLocation location) {
    ValueLocation value = ValueLocation.of(location);
    Store inner = Stores.open(value.store());
    try {
      return new ZipStore(inner, value.key());
    } catch (StoreException e) {
      inner.close();
      throw e;
    }
  }

  private static Store place(Store archive, String path) {
    String place = path == null ? "" : path.replaceFirst("^/+", "").replaceFirst("/+$", "");
    return place.isEmpty() ? archive : new PrefixStore(archive, new StoreKey(place));
  }
}
