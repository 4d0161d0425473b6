package dev.sparkzarr.store.s3;

import dev.sparkzarr.store.AccessDeniedException;
import dev.sparkzarr.store.http.SettingReader;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which credentials a store signs with. In this order: the providers that the settings name; keys
 * in the settings; keys in the environment; Hadoop's own list of providers.
 */
final class S3CredentialsChoice {
  private static final String PROVIDERS = "fs.s3a.aws.credentials.provider";
  private static final String ACCESS_KEY = "fs.s3a.access.key";
  private static final String SECRET_KEY = "fs.s3a.secret.key";
  private static final String SESSION_TOKEN = "fs.s3a.session.token";

  /** Where keys may be in an encrypted file, which Hadoop reads. */
  private static final List<String> KEY_FILES =
      List.of(
          "fs.s3a.security.credential.provider.path", "hadoop.security.credential.provider.path");

  private static final Set<String> ANONYMOUS =
      Set.of(
          "org.apache.hadoop.fs.s3a.AnonymousAWSCredentialsProvider",
          "com.amazonaws.auth.AnonymousAWSCredentials",
          "software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider");
  private static final Set<String> ENVIRONMENT =
      Set.of(
          "com.amazonaws.auth.EnvironmentVariableCredentialsProvider",
          "software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider");
  private static final String SIMPLE = "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider";
  private static final String TEMPORARY =
      "org.apache.hadoop.fs.s3a.TemporaryAWSCredentialsProvider";

  private final S3Address address;
  private final SettingReader reader;
  private final Optional<S3Surroundings> surroundings;
  private final Map<String, String> environment;

  /**
   * @param reader of the bucket's settings over the general ones, resolved
   * @param environment this process's variables
   */
  S3CredentialsChoice(
      S3Address address,
      SettingReader reader,
      Optional<S3Surroundings> surroundings,
      Map<String, String> environment) {
    this.address = address;
    this.reader = reader;
    this.surroundings = surroundings;
    this.environment = environment;
  }

  /**
   * @throws AccessDeniedException when there are none to be found
   */
  S3CredentialsSource source() {
    List<String> names =
        reader.text(PROVIDERS).stream()
            .flatMap(text -> Arrays.stream(text.split("[,\\s]+")))
            .filter(name -> !name.isEmpty())
            .toList();
    if (names.isEmpty()) {
      return settingsKeys(true)
          .or(() -> settingsKeys(false))
          .filter(source -> !hasKeyFile())
          .or(this::environmentKeys)
          .or(this::hadoops)
          .orElseThrow(() -> none("nothing gives any"));
    }
    return named(names);
  }

  private S3CredentialsSource named(List<String> names) {
    for (String name : names) {
      if (ANONYMOUS.contains(name)) {
        return S3CredentialsSource.anonymous();
      }
      Optional<S3CredentialsSource> found = Optional.empty();
      if (ENVIRONMENT.contains(name)) {
        found = environmentKeys();
      } else if (!hasKeyFile() && (name.equals(SIMPLE) || name.equals(TEMPORARY))) {
        found = settingsKeys(name.equals(TEMPORARY));
      } else {
        // From here on Hadoop goes through the list, so that it is as in Hadoop.
        return hadoops()
            .orElseThrow(
                () ->
                    none(
                        "'"
                            + name
                            + "' needs Hadoop's client of S3, org.apache.hadoop:hadoop-aws and the"
                            + " SDK that it names, on the class path"));
      }
      if (found.isPresent()) {
        return found.get();
      }
    }
    throw none("none of the providers named in " + PROVIDERS + " gives any");
  }

  private boolean hasKeyFile() {
    return KEY_FILES.stream().anyMatch(name -> reader.text(name).isPresent());
  }

  /**
   * @param temporary only with a session token, or only without regard to one
   */
  private Optional<S3CredentialsSource> settingsKeys(boolean temporary) {
    Optional<String> token = reader.text(SESSION_TOKEN).filter(t -> temporary);
    if (temporary && token.isEmpty()) {
      return Optional.empty();
    }
    return keys(reader.text(ACCESS_KEY), reader.text(SECRET_KEY), token);
  }

  private Optional<S3CredentialsSource> environmentKeys() {
    return keys(
        variable("AWS_ACCESS_KEY_ID"),
        variable("AWS_SECRET_ACCESS_KEY"),
        variable("AWS_SESSION_TOKEN"));
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).map(String::strip).filter(s -> !s.isEmpty());
  }

  private static Optional<S3CredentialsSource> keys(
      Optional<String> access, Optional<String> secret, Optional<String> token) {
    return access.isPresent() && secret.isPresent()
        ? Optional.of(
            S3CredentialsSource.fixed(new S3Credentials(access.get(), secret.get(), token)))
        : Optional.empty();
  }

  private Optional<S3CredentialsSource> hadoops() {
    return surroundings.flatMap(s -> s.credentials(address.bucket(), reader.settings()));
  }

  private AccessDeniedException none(String reason) {
    return new AccessDeniedException(
        "Cannot open store "
            + address.describe()
            + ": no credentials: "
            + reason
            + ". Set "
            + ACCESS_KEY
            + " and "
            + SECRET_KEY
            + ", or the variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or for public data "
            + PROVIDERS
            + "=org.apache.hadoop.fs.s3a.AnonymousAWSCredentialsProvider.",
        null);
  }
}
