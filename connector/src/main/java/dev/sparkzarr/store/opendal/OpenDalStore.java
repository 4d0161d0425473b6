package dev.sparkzarr.store.opendal;

import dev.sparkzarr.store.AsyncStore;
import dev.sparkzarr.store.Secrets;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.StoreLocation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.opendal.AsyncOperator;
import org.apache.opendal.Capability;

/**
 * A place in a service of OpenDAL's. Reads, sizes, listing and deletion are what the service says
 * that it has. Writes only where a value is seen as a whole or not at all: on the object stores
 * that this was tried on, and where setting {@code fs.sparkzarr.opendal.puts} is {@code whole}, by
 * which the user says that the server keeps it so.
 */
final class OpenDalStore implements AsyncStore {
  private static final String PUTS = "fs.sparkzarr.opendal.puts";
  private static final String TIMEOUT = "fs.sparkzarr.opendal.timeout";
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Set<String> OBJECT_STORES = Set.of("s3", "gcs", "azblob");
  private static final Set<String> PLACES =
      Set.of(
          "account_name",
          "bucket",
          "container",
          "endpoint",
          "filesystem",
          "region",
          "repo_id",
          "repo_type",
          "repository",
          "revision",
          "root",
          "share_name");

  private final OpenDalClient client;
  private final OpenDalReads reads;
  private final Capability has;
  private final boolean isWhole;
  private final boolean isObjectStore;
  private final String shown;
  private final Optional<String> identity;

  private OpenDalStore(
      OpenDalClient client, AsyncOperator operator, OpenDalAddress address, boolean isWhole) {
    this.client = client;
    this.has = operator.info.getFullCapability();
    this.isObjectStore = OBJECT_STORES.contains(address.service());
    this.isWhole = isWhole || isObjectStore;
    this.shown = address.shown().replaceAll("/+$", "");
    this.identity = identity(address);
    this.reads = new OpenDalReads(client, this::describe, isObjectStore);
  }

  static OpenDalStore open(OpenDalAddress address, StoreLocation location) {
    Duration patience = patience(location.settings().get(TIMEOUT), address.shown());
    boolean isWhole = isWhole(location.settings().get(PUTS), address.shown());
    OpenDalErrors errors = new OpenDalErrors(Secrets.of(location.settings()));
    AsyncOperator operator;
    try {
      operator = AsyncOperator.of(address.service(), address.configuration());
    } catch (RuntimeException e) {
      throw errors.map("open store", address.shown(), e);
    }
    return new OpenDalStore(
        new OpenDalClient(operator, errors, patience), operator, address, isWhole);
  }

  private static Duration patience(String seconds, String shown) {
    if (seconds == null) {
      return PATIENCE;
    }
    if (!seconds.strip().matches("[1-9][0-9]{0,5}")) {
      throw new StoreException(
          "Cannot open store " + shown + ": option " + TIMEOUT + " is not a number of seconds.");
    }
    return Duration.ofSeconds(Integer.parseInt(seconds.strip()));
  }

  private static boolean isWhole(String puts, String shown) {
    if (puts != null && !puts.equals("whole")) {
      throw new StoreException(
          "Cannot open store "
              + shown
              + ": option "
              + PUTS
              + " is whole, or is left out: then there are no writes.");
    }
    return puts != null;
  }

  /** The same path behind another endpoint is another store. */
  private static Optional<String> identity(OpenDalAddress address) {
    TreeMap<String, String> places = new TreeMap<>(address.configuration());
    places.keySet().retainAll(PLACES);
    return Optional.of("opendal:" + address.service() + Secrets.NONE.hideIn(places.toString()));
  }

  @Override
  public CompletableFuture<Optional<ByteBuffer>> get(StoreKey key, long limit) {
    return reads.get(key, limit);
  }

  @Override
  public String describe(StoreKey key) {
    return shown + "/" + key;
  }

  @Override
  public String describe() {
    return shown;
  }

  @Override
  public Optional<String> identity() {
    return identity;
  }

  @Override
  public Optional<Ranges> ranges() {
    return Optional.of(reads);
  }

  @Override
  public Optional<Sizes> stats() {
    return Optional.of(reads);
  }

  @Override
  public Optional<Pages> listing() {
    return has.isList() ? Optional.of(new OpenDalListing(client, shown)) : Optional.empty();
  }

  @Override
  public Optional<Puts> writes() {
    return has.isWrite() && isWhole
        ? Optional.of(new OpenDalWrites(client, this::describe))
        : Optional.empty();
  }

  @Override
  public Optional<Creations> creates() {
    return has.isWriteWithIfNotExists() && isObjectStore
        ? Optional.of(new OpenDalWrites(client, this::describe))
        : Optional.empty();
  }

  @Override
  public Optional<Removals> deletes() {
    return has.isDelete() && has.isList()
        ? Optional.of(new OpenDalDeletes(client, this::describe))
        : Optional.empty();
  }

  @Override
  public void close() {
    client.close();
  }
}
