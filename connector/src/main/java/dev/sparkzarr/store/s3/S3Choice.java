package dev.sparkzarr.store.s3;

import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.http.SettingReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which client serves an address of S3: this package's, unless the cluster brings one of its own or
 * the settings ask for what only Hadoop's does. Decided once, from the settings alone, and never
 * changed by a failure.
 */
final class S3Choice {
  /** {@code direct} or {@code hadoop}, over the rule. */
  static final String SETTING = "fs.sparkzarr.s3.client";

  private static final String HADOOPS = "org.apache.hadoop.fs.s3a.S3AFileSystem";

  /** Settings that name something which only Hadoop's client does, whatever their value. */
  private static final List<String> ONLY_HADOOP =
      List.of(
          "fs.s3a.accesspoint.arn",
          "fs.s3a.acl.default",
          "fs.s3a.custom.signers",
          "fs.s3a.delegation.token.binding",
          "fs.s3a.http.signer.class",
          "fs.s3a.proxy.domain",
          "fs.s3a.proxy.password",
          "fs.s3a.proxy.username",
          "fs.s3a.proxy.workstation",
          "fs.s3a.s3.client.factory.impl",
          "fs.s3a.s3.signing-algorithm",
          "fs.s3a.signing-algorithm");

  /** Settings that do so when they are true. */
  private static final List<String> ONLY_HADOOP_IF_TRUE =
      List.of(
          "fs.s3a.access.grants.enabled",
          "fs.s3a.accesspoint.required",
          "fs.s3a.endpoint.fips",
          "fs.s3a.http.signer.enabled");

  private static final Set<String> ENCRYPTIONS =
      Set.of("", "NONE", "AES256", "SSE-S3", "SSE-KMS", "DSSE-KMS");

  private S3Choice() {}

  /**
   * @param settings those of the bucket over the general ones
   * @return whether this package's client serves the address
   * @throws StoreException when the settings ask for it and for what it does not do
   */
  static boolean isDirect(S3Address address, Map<String, String> settings) {
    SettingReader reader = new SettingReader(settings, address.describe());
    Optional<String> asked = reader.text(SETTING).map(s -> s.toLowerCase(Locale.ROOT));
    List<String> hindrances = hindrances(address, reader);
    if (asked.isEmpty()) {
      return hindrances.isEmpty() && vendorsClient(address, reader).isEmpty();
    }
    return switch (asked.get()) {
      case "hadoop" -> false;
      case "direct" -> {
        if (!hindrances.isEmpty()) {
          throw new StoreException(
              "Cannot open store "
                  + address.describe()
                  + " with "
                  + SETTING
                  + "=direct: this client does not do what these ask for: "
                  + String.join(", ", hindrances)
                  + ". Take them away, or use hadoop.");
        }
        yield true;
      }
      default -> throw reader.invalid(SETTING, "it is neither direct nor hadoop");
    };
  }

  /**
   * @return what {@link #isDirect} says, and why
   * @throws StoreException as {@link #isDirect}
   */
  static String rule(S3Address address, Map<String, String> settings) {
    String verdict =
        isDirect(address, settings) ? "taken by this library's own client: " : "left to Hadoop's: ";
    SettingReader reader = new SettingReader(settings, address.describe());
    Optional<String> asked = reader.text(SETTING);
    if (asked.isPresent()) {
      return verdict + SETTING + " is " + asked.get();
    }
    List<String> hindrances = hindrances(address, reader);
    if (!hindrances.isEmpty()) {
      return verdict + "only it does what these ask for: " + String.join(", ", hindrances);
    }
    return verdict
        + vendorsClient(address, reader)
            .map(type -> "the settings name another file system, " + type)
            .orElse("nothing asks for Hadoop's");
  }

  /** A platform's own file system may know credentials that no setting tells. */
  private static Optional<String> vendorsClient(S3Address address, SettingReader reader) {
    Optional<String> own =
        address.scheme().equals("s3") ? reader.text("fs.s3.impl") : Optional.empty();
    return own.or(() -> reader.text("fs.s3a.impl")).filter(i -> !i.equals(HADOOPS));
  }

  /** What only Hadoop's client does: names of settings, and of kinds of bucket. */
  private static List<String> hindrances(S3Address address, SettingReader reader) {
    List<String> found = new ArrayList<>();
    ONLY_HADOOP.stream().filter(name -> reader.text(name).isPresent()).forEach(found::add);
    ONLY_HADOOP_IF_TRUE.stream().filter(name -> reader.isTrue(name, false)).forEach(found::add);
    for (String name : S3Settings.ENCRYPTION) {
      String algorithm = reader.text(name).orElse("").toUpperCase(Locale.ROOT);
      if (!ENCRYPTIONS.contains(algorithm)) {
        found.add(name + "=" + algorithm);
      }
    }
    if (!address.isBucket()) {
      found.add("'" + address.bucket() + "', which is no name of a bucket (an access point?)");
    } else if (address.bucket().endsWith("--x-s3")) {
      found.add("'" + address.bucket() + "', a directory bucket");
    }
    return found;
  }
}
