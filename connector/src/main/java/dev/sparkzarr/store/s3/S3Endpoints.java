package dev.sparkzarr.store.s3;

import dev.sparkzarr.store.http.SettingReader;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a bucket is asked for.
 *
 * @param given scheme, host and port of the setting; empty for Amazon's, by region
 * @param scheme {@code https}, or {@code http}
 * @param region to begin with; another one may be found out
 * @param isPath whether the bucket is the first segment of paths, in place of a part of the host
 */
record S3Endpoints(
    Optional<URI> given, String scheme, String bucket, String region, boolean isPath) {
  private static final String SETTING = "fs.s3a.endpoint";
  private static final Pattern AMAZONS =
      Pattern.compile("s3[.-](?:dualstack\\.)?([a-z0-9-]+)\\.amazonaws\\.com(?:\\.cn)?");
  private static final String GLOBAL = "s3.amazonaws.com";
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[.*\\]");
  private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,64}");

  // In a name with dots the certificate of *.s3.amazonaws.com does not hold.
  private static final Pattern HOST_LABEL = Pattern.compile("[a-z0-9][a-z0-9-]{1,61}[a-z0-9]");

  static S3Endpoints of(String bucket, SettingReader reader) {
    boolean ssl = reader.isTrue("fs.s3a.connection.ssl.enabled", true);
    Optional<String> text =
        reader.text(SETTING).map(t -> t.contains("://") ? t : (ssl ? "https://" : "http://") + t);
    Optional<URI> uri = text.map(t -> endpoint(reader, t));
    String host = uri.map(URI::getHost).map(h -> h.toLowerCase(Locale.ROOT)).orElse(GLOBAL);
    Matcher amazons = AMAZONS.matcher(host);
    boolean isRegional = amazons.matches() && !amazons.group(1).equals("external-1");
    String region =
        reader
            .text("fs.s3a.endpoint.region")
            .filter(r -> !r.equalsIgnoreCase("sdk"))
            .or(() -> isRegional ? Optional.of(amazons.group(1)) : Optional.empty())
            .or(S3Endpoints::regionOfEnvironment)
            .orElse("us-east-1");
    if (!REGION.matcher(region).matches()) {
      throw reader.invalid("fs.s3a.endpoint.region", "no region has this name");
    }
    boolean isPath =
        reader.isTrue("fs.s3a.path.style.access", false)
            || !HOST_LABEL.matcher(bucket).matches()
            || ADDRESS.matcher(host).matches();
    boolean isGlobal = host.equals(GLOBAL) || host.equals("s3-external-1.amazonaws.com");
    return new S3Endpoints(
        isGlobal ? Optional.empty() : uri,
        uri.map(URI::getScheme).orElse(ssl ? "https" : "http"),
        bucket,
        region,
        isPath);
  }

  private static Optional<String> regionOfEnvironment() {
    return Optional.ofNullable(System.getenv("AWS_REGION"))
        .or(() -> Optional.ofNullable(System.getenv("AWS_DEFAULT_REGION")))
        .filter(region -> !region.isBlank());
  }

  private static URI endpoint(SettingReader reader, String text) {
    Optional<URI> parsed = parse(text);
    if (parsed.isPresent()) {
      URI uri = parsed.get();
      String scheme = uri.getScheme();
      boolean isWeb = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
      boolean isRoot = uri.getRawPath() == null || uri.getRawPath().matches("/?");
      boolean isPlain = uri.getRawQuery() == null && uri.getRawUserInfo() == null;
      if (isWeb && isRoot && isPlain) {
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return URI.create(scheme.toLowerCase(Locale.ROOT) + "://" + uri.getHost() + port);
      }
    }
    throw reader.invalid(SETTING, "it is no host, nor http://host or https://host");
  }

  static boolean isRegion(String text) {
    return REGION.matcher(text).matches();
  }

  /**
   * @return empty when it is no URL with a host
   */
  static Optional<URI> parse(String url) {
    try {
      return Optional.of(new URI(url)).filter(uri -> uri.getHost() != null);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /**
   * @return whether the host follows from the region, so that another region is another host
   */
  boolean isAmazons() {
    return given.isEmpty() || AMAZONS.matcher(given.get().getHost()).matches();
  }

  /**
   * @return whether a host may be sent our requests when S3 redirects there
   */
  static boolean isAmazonsHost(String host) {
    return host.endsWith(".amazonaws.com") || host.endsWith(".amazonaws.com.cn");
  }

  /**
   * @return scheme, host and port of the region
   */
  String origin(String of) {
    String host = host(of);
    return scheme + "://" + (isPath ? "" : bucket + ".") + host;
  }

  private String host(String of) {
    if (given.isPresent() && !(isAmazons() && !of.equals(region))) {
      URI uri = given.get();
      return uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }
    return "s3." + of + ".amazonaws.com" + (of.startsWith("cn-") ? ".cn" : "");
  }

  /**
   * @return what the path of every request begins with
   */
  String root() {
    return isPath ? "/" + bucket : "";
  }

  /**
   * @return equal for two that reach the same buckets
   */
  String identity() {
    return isAmazons() ? "aws" : given.orElseThrow().toString();
  }
}
