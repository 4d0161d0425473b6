package dev.sparkzarr.store.cache;

import dev.sparkzarr.store.StoreException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.UUID;

/**
 * Who shares an index in Redis: those who see the same storage. Of local directories that are those
 * on one host, of memory one JVM.
 */
final class RedisScope {
  private static final String JVM = UUID.randomUUID().toString();

  private RedisScope() {}

  /**
   * @param storage identity of the storage
   * @return begins the names of all its keys
   */
  static String of(Optional<String> storage) {
    String identity = storage.orElse("");
    if (identity.isEmpty() || identity.startsWith("memory:")) {
      identity += " in JVM " + JVM;
    } else if (identity.startsWith("file:")) {
      identity += " on host " + host();
    }
    // In braces: a cluster keeps the keys of one index together.
    return "sparkzarr:{" + CachedKey.hash(identity) + "}";
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      throw new StoreException(
          "Cannot share a cache index in Redis: this host has no name, so its directory cannot be"
              + " told from that of another. Use cacheIndex=memory, or a storage that all hosts"
              + " share.",
          e);
    }
  }
}
