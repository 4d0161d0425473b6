package dev.sparkzarr.store;

/** Opens stores by location, asking every {@link StoreProvider} that can be found. */
public final class Stores {
  private Stores() {}

  /**
   * Opens a store. Providers are looked up with this library's own class loader as well as the
   * thread's, highest priority first.
   *
   * @throws StoreException when no provider takes the location; the message lists the providers
   */
  public static Store open(StoreLocation location) {
    throw new UnsupportedOperationException();
  }
}
