package dev.sparkzarr.examples;

import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.StoreLocation;
import dev.sparkzarr.store.StoreProvider;
import dev.sparkzarr.store.Stores;
import dev.sparkzarr.store.middleware.AroundStore;
import dev.sparkzarr.store.middleware.StoreCall;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A wrapper of your own: remembers which requests took longest. {@link AroundStore} has the
 * capabilities of whatever it wraps and comes by every call; one method says what is done around
 * it.
 */
final class SlowestRequests extends AroundStore {
  private static final int MOST = 5;

  /** Of all stores of this JVM; on a cluster each executor has its own. */
  private static final List<Request> SLOWEST = new ArrayList<>();

  /** One request and its time. */
  record Request(String text, long nanos) {}

  private SlowestRequests(Store inner) {
    super(inner);
  }

  /** Puts the wrapper around any store: {@code slowest:} and the store's own address. */
  public static final class Provider implements StoreProvider {
    private static final String SCHEME = "slowest:";

    @Override
    public String name() {
      return "slowest";
    }

    @Override
    public int priority() {
      return 0;
    }

    @Override
    public Optional<Store> open(StoreLocation location) {
      if (!location.uri().startsWith(SCHEME)) {
        return Optional.empty(); // somebody else's
      }
      String inner = location.uri().substring(SCHEME.length());
      Store store = Stores.open(new StoreLocation(inner, location.settings()));
      return Optional.of(new SlowestRequests(store));
    }
  }

  @Override
  protected <T> T around(StoreCall<T> call) {
    long start = System.nanoTime();
    try {
      return call.send();
    } finally {
      String key = call.key().map(StoreKey::value).orElse("(root)");
      remember(new Request(call.verb() + " " + key, System.nanoTime() - start));
    }
  }

  private static void remember(Request request) {
    synchronized (SLOWEST) {
      SLOWEST.add(request);
      SLOWEST.sort(Comparator.comparingLong(Request::nanos).reversed());
      if (SLOWEST.size() > MOST) {
        SLOWEST.remove(MOST);
      }
    }
  }

  /**
   * @return the slowest first, five at most
   */
  static List<Request> slowest() {
    synchronized (SLOWEST) {
      return List.copyOf(SLOWEST);
    }
  }
}
