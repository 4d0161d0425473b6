package dev.sparkzarr.it;

import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreLocation;
import dev.sparkzarr.store.StoreProvider;
import dev.sparkzarr.store.StoreVerb;
import dev.sparkzarr.store.Stores;
import dev.sparkzarr.store.middleware.AroundStore;
import dev.sparkzarr.store.middleware.StoreCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * {@code slow:PATH}: the store at a path, a few milliseconds further away, so that the moments at
 * which a job can die are spread over its requests, of which {@link SlowedRequests} keeps count.
 * Changes that executors make can be further away still: {@link #CHANGES}.
 */
public final class SlowedProvider implements StoreProvider {
  static final String PREFIX = "slow:";

  /** A setting: so many milliseconds at most pass before an executor's change is sent. */
  static final String CHANGES = "fs.slowed.changes";

  private static final int MOST_MILLIS = 6; // before a request, and after it
  private static final Set<StoreVerb> READS =
      EnumSet.of(StoreVerb.GET, StoreVerb.RANGE, StoreVerb.STAT, StoreVerb.LIST);

  /** For the class path: a folder by which these classes are found as a provider. */
  static Path declaration(Path folder) throws IOException {
    Path services = folder.resolve("META-INF/services");
    Files.createDirectories(services);
    Files.writeString(
        services.resolve(StoreProvider.class.getName()), SlowedProvider.class.getName());
    return folder;
  }

  @Override
  public String name() {
    return "slow";
  }

  @Override
  public int priority() {
    return 1;
  }

  @Override
  public Optional<Store> open(StoreLocation location) {
    if (!location.uri().startsWith(PREFIX)) {
      return Optional.empty();
    }
    String uri = location.uri().substring(PREFIX.length());
    boolean isExecutor = SlowedRequests.isTraced();
    int changes = isExecutor ? Integer.parseInt(location.settings().getOrDefault(CHANGES, "0")) : 0;
    return Optional.of(
        new Slowed(Stores.open(new StoreLocation(uri, location.settings())), changes));
  }

  private static final class Slowed extends AroundStore {
    private final int changes;

    private Slowed(Store inner, int changes) {
      super(inner);
      this.changes = changes;
    }

    @Override
    protected <T> T around(StoreCall<T> call) {
      boolean isChange = !READS.contains(call.verb());
      SlowedRequests.sent(isChange, call.key().map(key -> key.value()).orElse(""));
      pause(isChange ? MOST_MILLIS + changes : MOST_MILLIS);
      T answer = call.send();
      pause(MOST_MILLIS);
      return answer;
    }

    private void pause(int most) {
      try {
        TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(most + 1));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StoreException("Cannot reach " + describe() + ": interrupted.", e);
      }
    }
  }
}
