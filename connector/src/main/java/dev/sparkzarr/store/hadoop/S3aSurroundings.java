package dev.sparkzarr.store.hadoop;

import dev.sparkzarr.store.Secrets;
import dev.sparkzarr.store.StoreErrors;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.s3.S3CredentialsSource;
import dev.sparkzarr.store.s3.S3Surroundings;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * What Hadoop knows of S3: references in settings, and the credential providers of S3A, asked by
 * name, so that no class of S3A or of an SDK is needed where they are not.
 */
public final class S3aSurroundings implements S3Surroundings {
  /** A static method of S3A that makes its list of providers from a URI and a configuration. */
  private record Entry(String className, String method) {}

  /** Hadoop 3.4 and later, with the second SDK; up to 3.3, with the first. */
  private static final Entry[] ENTRIES = {
    new Entry(
        "org.apache.hadoop.fs.s3a.auth.CredentialProviderListFactory",
        "createAWSCredentialProviderList"),
    new Entry("org.apache.hadoop.fs.s3a.S3AUtils", "createAWSCredentialProviderSet")
  };

  /**
   * @throws LinkageError where Hadoop is not on the class path
   */
  public S3aSurroundings() {
    Configuration.isDeprecated("fs.s3a.endpoint");
  }

  @Override
  public Map<String, String> resolve(Map<String, String> settings) {
    Configuration configuration = HadoopSettings.configuration(settings);
    Map<String, String> resolved = new LinkedHashMap<>();
    settings.forEach((name, value) -> resolved.put(name, configuration.get(name, value)));
    return resolved;
  }

  @Override
  public Optional<S3CredentialsSource> credentials(String bucket, Map<String, String> settings) {
    Configuration configuration = HadoopSettings.configuration(settings);
    URI uri = URI.create("s3a://" + bucket + "/");
    for (Entry entry : ENTRIES) {
      Optional<Method> maker = find(configuration, entry);
      if (maker.isPresent()) {
        return make(maker.get(), uri, configuration, Secrets.of(settings));
      }
    }
    return Optional.empty();
  }

  private static Optional<Method> find(Configuration configuration, Entry entry) {
    try {
      Class<?> type = configuration.getClassByNameOrNull(entry.className());
      return type == null
          ? Optional.empty()
          : Optional.of(type.getMethod(entry.method(), URI.class, Configuration.class));
    } catch (NoSuchMethodException | LinkageError e) {
      // Another Hadoop, or its SDK is not there.
      return Optional.empty();
    }
  }

  private static Optional<S3CredentialsSource> make(
      Method maker, URI uri, Configuration configuration, Secrets secrets) {
    String place = uri.toString();
    try {
      Object providers = maker.invoke(null, uri, configuration);
      return Optional.of(new S3aCredentials(providers, place, secrets));
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof LinkageError) {
        return Optional.empty();
      }
      throw refused(place, secrets, e.getCause());
    } catch (ReflectiveOperationException | LinkageError e) {
      throw StoreErrors.failed("open store", place, secrets.hideIn(e));
    }
  }

  private static StoreException refused(String place, Secrets secrets, Throwable error) {
    return new StoreException(
        "Cannot open store "
            + place
            + ": Hadoop's client of S3 refuses its credential providers ("
            + secrets.hideIn(String.valueOf(error))
            + "). Check fs.s3a.aws.credentials.provider.",
        secrets.hideIn(error));
  }
}
