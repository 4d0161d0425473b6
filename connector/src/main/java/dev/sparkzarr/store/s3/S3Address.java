package dev.sparkzarr.store.s3;

import dev.sparkzarr.store.Secrets;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code s3://bucket/prefix} or {@code s3a://bucket/prefix}, nothing decoded. Slashes are read as
 * Hadoop reads them: several are one, and those at the end mean nothing.
 *
 * @param prefix without a slash at either end; empty for the whole bucket
 */
record S3Address(String scheme, String bucket, String prefix) {
  private static final Pattern FORM =
      Pattern.compile("([sS]3[aA]?)://([^/]*)(/.*)?", Pattern.DOTALL);
  private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,253}");

  /**
   * @return empty when the scheme is another one
   * @throws StoreException when it is, but the rest names no bucket and prefix
   */
  static Optional<S3Address> parse(String uri) {
    String lower = uri.toLowerCase(Locale.ROOT);
    if (!lower.startsWith("s3:") && !lower.startsWith("s3a:")) {
      return Optional.empty();
    }
    Matcher matcher = FORM.matcher(uri);
    if (!matcher.matches()) {
      throw unusable(uri, "it is not of the form s3a://bucket/prefix");
    }
    if (matcher.group(2).indexOf('@') >= 0) {
      throw unusable(
          uri, "credentials do not belong into it. Set fs.s3a.access.key and fs.s3a.secret.key");
    }
    String path = matcher.group(3) == null ? "" : matcher.group(3);
    String prefix = path.replaceAll("/+", "/").replaceFirst("^/", "").replaceFirst("/$", "");
    if (!prefix.isEmpty() && !StoreKey.isValid(prefix)) {
      throw unusable(uri, "no key can begin like this");
    }
    return Optional.of(
        new S3Address(matcher.group(1).toLowerCase(Locale.ROOT), matcher.group(2), prefix));
  }

  private static StoreException unusable(String uri, String reason) {
    String shown = Secrets.NONE.hideIn(uri).replaceFirst("//[^/]*@", "//");
    return new StoreException("Cannot open store " + shown + ": " + reason + ".");
  }

  /**
   * @return whether a bucket can have this name; others are resources of other kinds
   */
  boolean isBucket() {
    return BUCKET.matcher(bucket).matches();
  }

  /**
   * @return the object's key in the bucket
   */
  String object(StoreKey key) {
    return below() + key;
  }

  /**
   * @return what the keys of all objects below a place begin with
   */
  String below(Optional<StoreKey> place) {
    return place.map(p -> object(p) + "/").orElse(below());
  }

  private String below() {
    return prefix.isEmpty() ? "" : prefix + "/";
  }

  String describe() {
    return scheme + "://" + bucket + (prefix.isEmpty() ? "" : "/" + prefix);
  }

  String describe(StoreKey key) {
    return scheme + "://" + bucket + "/" + object(key);
  }
}
