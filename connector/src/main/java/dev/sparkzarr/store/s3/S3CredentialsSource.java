package dev.sparkzarr.store.s3;

import dev.sparkzarr.store.StoreException;
import java.util.Optional;

/** Where the credentials of a store come from, asked before each request. Safe for many threads. */
public interface S3CredentialsSource extends AutoCloseable {
  /**
   * @return the credentials to sign with now; empty for requests without a signature
   * @throws StoreException when there are none
   */
  Optional<S3Credentials> current();

  /**
   * @return whether {@link #current} may wait for a server
   */
  default boolean mayWait() {
    return false;
  }

  @Override
  default void close() {}

  /** The same credentials for every request. */
  static S3CredentialsSource fixed(S3Credentials credentials) {
    return () -> Optional.of(credentials);
  }

  /** No credentials, for public data. */
  static S3CredentialsSource anonymous() {
    return Optional::empty;
  }
}
