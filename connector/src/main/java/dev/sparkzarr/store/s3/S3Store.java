package dev.sparkzarr.store.s3;

import dev.sparkzarr.store.AsyncStore;
import dev.sparkzarr.store.BasicStore;
import dev.sparkzarr.store.Copies;
import dev.sparkzarr.store.Creates;
import dev.sparkzarr.store.Deletes;
import dev.sparkzarr.store.Listing;
import dev.sparkzarr.store.RangeReads;
import dev.sparkzarr.store.Replaces;
import dev.sparkzarr.store.Secrets;
import dev.sparkzarr.store.Stats;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.StoreLocation;
import dev.sparkzarr.store.Versions;
import dev.sparkzarr.store.Writes;
import dev.sparkzarr.store.http.Flight;
import dev.sparkzarr.store.http.HttpTransport;
import dev.sparkzarr.store.http.ObjectReads;
import dev.sparkzarr.store.http.SettingReader;
import dev.sparkzarr.store.http.WaitingReads;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A prefix of a bucket of S3, or of a server that speaks its protocol. One request for each call (a
 * page of a listing, a thousand keys of a deletion); a value is read by a GET and nothing else, so
 * nothing stale can come back. Conditional writes are S3's own. One attempt each; who calls
 * retries.
 */
public final class S3Store extends BasicStore {
  private final S3Endpoint endpoint;
  private final ObjectReads reads;
  private final WaitingReads waiting;
  private final S3Listing listing;
  private final S3Writes writes;
  private final S3Deletes deletes;

  private S3Store(S3Endpoint endpoint) {
    this.endpoint = endpoint;
    this.reads = new ObjectReads(endpoint, endpoint.settings().rangesAtOnce());
    this.waiting = new WaitingReads(reads);
    this.listing = new S3Listing(endpoint);
    this.writes = new S3Writes(endpoint);
    this.deletes = new S3Deletes(endpoint, listing);
  }

  /**
   * Opens a store; asks nothing of S3.
   *
   * @return empty when the location is not {@code s3:} or {@code s3a:}, or is for Hadoop's client
   *     by the rule of {@code fs.sparkzarr.s3.client}
   * @throws StoreException when its address or a setting cannot be used, or no credentials are
   *     found
   */
  public static Optional<S3Store> open(StoreLocation location) {
    return open(location, SurroundingsLookup.find(), System.getenv());
  }

  static Optional<S3Store> open(
      StoreLocation location,
      Optional<S3Surroundings> surroundings,
      Map<String, String> environment) {
    Optional<S3Address> found = S3Address.parse(location.uri());
    if (found.isEmpty()) {
      return Optional.empty();
    }
    S3Address address = found.get();
    Map<String, String> settings = settings(address, location, surroundings);
    if (!S3Choice.isDirect(address, settings)) {
      return Optional.empty();
    }
    SettingReader reader = new SettingReader(settings, address.describe());
    S3Settings read = S3Settings.of(address, reader);
    S3CredentialsSource credentials =
        new S3CredentialsChoice(address, reader, surroundings, environment).source();
    return Optional.of(
        new S3Store(
            new S3Endpoint(
                address,
                read,
                credentials,
                HttpTransport.open(read.client()),
                Secrets.of(settings))));
  }

  /** Why {@link #open} opens a store there, or leaves it to Hadoop; empty for other schemes. */
  static Optional<String> rule(StoreLocation location) {
    return S3Address.parse(location.uri())
        .map(
            address ->
                S3Choice.rule(address, settings(address, location, SurroundingsLookup.find())));
  }

  private static Map<String, String> settings(
      S3Address address, StoreLocation location, Optional<S3Surroundings> surroundings) {
    return S3BucketSettings.of(
        address.bucket(), SurroundingsLookup.resolve(surroundings, location.settings()));
  }

  /**
   * @return the same store for those who need not wait; closed with this one
   */
  public AsyncStore async() {
    return new S3AsyncStore(this, reads, listing, writes, deletes);
  }

  @Override
  public Optional<ByteBuffer> get(StoreKey key, long limit) {
    return waiting.get(key, limit);
  }

  @Override
  public String describe(StoreKey key) {
    return endpoint.describe(key);
  }

  @Override
  public String describe() {
    return endpoint.address().describe();
  }

  @Override
  public Optional<String> identity() {
    S3Address address = endpoint.address();
    return Optional.of(
        "s3:"
            + endpoint.settings().endpoints().identity()
            + "/"
            + address.bucket()
            + "/"
            + address.prefix());
  }

  @Override
  public Optional<RangeReads> ranges() {
    return Optional.of(waiting);
  }

  @Override
  public Optional<Stats> stats() {
    return Optional.of(waiting);
  }

  @Override
  public Optional<Versions> versions() {
    return Optional.of(waiting.versions());
  }

  @Override
  public Optional<Listing> listing() {
    return Optional.of(listing);
  }

  @Override
  public Optional<Writes> writes() {
    return Optional.of(
        (key, bytes) ->
            Flight.await("write", describe(key), flight -> writes.put(flight, key, bytes)));
  }

  @Override
  public Optional<Creates> creates() {
    return Optional.of(
        (key, bytes) ->
            Flight.await("write", describe(key), flight -> writes.create(flight, key, bytes)));
  }

  @Override
  public Optional<Replaces> replaces() {
    return Optional.of(
        (key, bytes, expected) ->
            Flight.await(
                "write", describe(key), flight -> writes.replace(flight, key, bytes, expected)));
  }

  @Override
  public Optional<Deletes> deletes() {
    return Optional.of(new Removal());
  }

  @Override
  public Optional<Copies> copies() {
    return Optional.of(this::copy);
  }

  /** S3 refuses a copy of an object to itself. */
  private boolean copy(StoreKey from, StoreKey to) {
    return from.equals(to)
        ? waiting.stat(from).isPresent()
        : Flight.await("copy", describe(from), flight -> writes.copy(flight, from, to));
  }

  @Override
  public void close() {
    endpoint.close();
  }

  private final class Removal implements Deletes {
    @Override
    public void delete(StoreKey key) {
      Flight.await("delete", describe(key), flight -> deletes.delete(flight, key));
    }

    @Override
    public void deleteAll(Collection<StoreKey> keys) {
      Flight.await("delete", describe(), flight -> deletes.deleteAll(flight, List.copyOf(keys)));
    }

    @Override
    public void deleteBelow(StoreKey place) {
      Flight.await("delete", describe(place), flight -> deletes.deleteBelow(flight, place));
    }
  }
}
