package dev.sparkzarr.store.s3;

import dev.sparkzarr.store.StoreException;
import java.util.Map;
import java.util.Optional;

/**
 * What a Hadoop client on the class path knows of S3, so that settings made for it hold here too.
 * Found with {@link java.util.ServiceLoader}; without one, settings are what they say.
 */
public interface S3Surroundings {
  /**
   * @return the settings with references such as {@code ${env.NAME}} resolved as Hadoop does
   */
  Map<String, String> resolve(Map<String, String> settings);

  /**
   * Asks the credential providers that the settings name ({@code fs.s3a.aws.credentials.provider}),
   * or Hadoop's own list of them, through Hadoop's S3 client.
   *
   * @param settings resolved, those of the bucket over the general ones
   * @return empty when Hadoop's S3 client is not on the class path
   * @throws StoreException when the client refuses its settings
   */
  Optional<S3CredentialsSource> credentials(String bucket, Map<String, String> settings);
}
