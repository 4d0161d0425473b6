package dev.sparkzarr.store.http;

import dev.sparkzarr.store.AsyncStore;
import dev.sparkzarr.store.BasicStore;
import dev.sparkzarr.store.RangeReads;
import dev.sparkzarr.store.Secrets;
import dev.sparkzarr.store.Stats;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.StoreLocation;
import dev.sparkzarr.store.Versions;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Values of a web server, read only: a GET each, a range a GET with {@code Range}, a size a HEAD,
 * versions by strong entity tags. A web server lists nothing. One attempt each; who calls retries.
 */
public final class HttpStore extends BasicStore {
  private final HttpAddress address;
  private final String identity;
  private final HttpTransport transport;
  private final ObjectReads reads;
  private final WaitingReads waiting;

  private HttpStore(
      HttpAddress address, String identity, HttpTransport transport, ObjectReads reads) {
    this.address = address;
    this.identity = identity;
    this.transport = transport;
    this.reads = reads;
    this.waiting = new WaitingReads(reads);
  }

  /**
   * Opens a store; asks nothing.
   *
   * @return empty when the location is not {@code http:} or {@code https:}
   * @throws StoreException when it is, and its address or a setting cannot be used
   */
  public static Optional<HttpStore> open(StoreLocation location) {
    return HttpAddress.parse(location.uri()).map(address -> open(address, location));
  }

  private static HttpStore open(HttpAddress address, StoreLocation location) {
    HttpStoreSettings settings =
        HttpStoreSettings.of(
            new SettingReader(location.settings(), address.shown()), address.authorization());
    HttpTransport transport = HttpTransport.open(settings.client());
    HttpEndpoint endpoint =
        new HttpEndpoint(address, transport, settings, Secrets.of(location.settings()));
    return new HttpStore(
        address,
        HttpIdentity.of(address, settings.headers()),
        transport,
        new ObjectReads(endpoint, settings.rangesAtOnce()));
  }

  /**
   * @return the same store for those who need not wait; closed with this one
   */
  public AsyncStore async() {
    return new HttpAsyncStore(this, reads);
  }

  @Override
  public Optional<ByteBuffer> get(StoreKey key, long limit) {
    return waiting.get(key, limit);
  }

  @Override
  public String describe(StoreKey key) {
    return address.describe(key);
  }

  @Override
  public String describe() {
    return address.shown();
  }

  @Override
  public Optional<String> identity() {
    return Optional.of(identity);
  }

  @Override
  public Optional<RangeReads> ranges() {
    return Optional.of(waiting);
  }

  @Override
  public Optional<Stats> stats() {
    return Optional.of(waiting);
  }

  /** A value without a strong entity tag has no version. */
  @Override
  public Optional<Versions> versions() {
    return Optional.of(waiting.versions());
  }

  @Override
  public void close() {
    transport.close();
  }
}
