package dev.sparkzarr.it;

import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreLocation;
import dev.sparkzarr.store.StoreProvider;
import dev.sparkzarr.store.Stores;
import dev.sparkzarr.store.middleware.AroundStore;
import dev.sparkzarr.store.middleware.StoreCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code slow:PATH}: the store at a path, a few milliseconds further away, so that the moments at
 * which a job can die are spread over its requests, of which the process keeps count.
 */
public final class SlowedProvider implements StoreProvider {
  static final String PREFIX = "slow:";

  private static final int MOST_MILLIS = 6; // before a request, and after it
  private static final AtomicLong REQUESTS = new AtomicLong();

  /** Requests of this process so far. */
  static long requests() {
    return REQUESTS.get();
  }

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
    return location.uri().startsWith(PREFIX)
        ? Optional.of(
            new Slowed(
                Stores.open(
                    new StoreLocation(
                        location.uri().substring(PREFIX.length()), location.settings()))))
        : Optional.empty();
  }

  private static final class Slowed extends AroundStore {
    private Slowed(Store inner) {
      super(inner);
    }

    @Override
    protected <T> T around(StoreCall<T> call) {
      REQUESTS.incrementAndGet();
      pause();
      T answer = call.send();
      pause();
      return answer;
    }

    private void pause() {
      try {
        TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(MOST_MILLIS + 1));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StoreException("Cannot reach " + describe() + ": interrupted.", e);
      }
    }
  }
}
