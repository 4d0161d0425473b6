package dev.sparkzarr.store.s3;

import dev.sparkzarr.store.http.ClientSettings;
import dev.sparkzarr.store.http.SettingReader;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the settings say, under Hadoop's names of them.
 *
 * @param readHeaders sent with every request
 * @param writeHeaders sent with what makes an object, beside the others
 * @param pageSize keys per page of a listing
 * @param bulkDeletes whether one request deletes many keys
 */
record S3Settings(
    ClientSettings client,
    S3Endpoints endpoints,
    Map<String, String> readHeaders,
    Map<String, String> writeHeaders,
    int rangesAtOnce,
    int pageSize,
    boolean bulkDeletes) {
  /** Names that the setting has had, the newer first. */
  static final List<String> ENCRYPTION =
      List.of("fs.s3a.encryption.algorithm", "fs.s3a.server-side-encryption-algorithm");

  private static final List<String> ENCRYPTION_KEY =
      List.of("fs.s3a.encryption.key", "fs.s3a.server-side-encryption.key");

  /**
   * @param reader of the bucket's settings over the general ones
   */
  static S3Settings of(S3Address address, SettingReader reader) {
    Map<String, String> read = new TreeMap<>();
    if (reader.isTrue("fs.s3a.requester.pays.enabled", false)) {
      read.put("x-amz-request-payer", "requester");
    }
    return new S3Settings(
        new ClientSettings(
            reader.time("fs.s3a.connection.establish.timeout", ClientSettings.CONNECT_TIMEOUT),
            reader.time("fs.s3a.connection.timeout", ClientSettings.STALL_TIMEOUT),
            reader.number("fs.s3a.connection.maximum", ClientSettings.CONNECTIONS, 1, 100_000),
            proxy(reader)),
        S3Endpoints.of(address.bucket(), reader),
        Map.copyOf(read),
        Map.copyOf(writeHeaders(reader)),
        reader.number("fs.s3a.vectored.active.ranged.reads", ClientSettings.RANGES, 1, 1000),
        reader.number("fs.s3a.paging.maximum", 1000, 1, 1000),
        reader.isTrue("fs.s3a.multiobjectdelete.enable", true));
  }

  private static Optional<ClientSettings.Proxy> proxy(SettingReader reader) {
    String port = "fs.s3a.proxy.port";
    Optional<String> host = reader.text("fs.s3a.proxy.host");
    if (host.isPresent() && reader.text(port).isEmpty()) {
      throw reader.invalid(port, "a proxy has no usual port");
    }
    return host.map(h -> new ClientSettings.Proxy(h, reader.number(port, 0, 1, 65535)));
  }

  private static Map<String, String> writeHeaders(SettingReader reader) {
    Map<String, String> headers = new TreeMap<>();
    String algorithm = first(reader, ENCRYPTION).orElse("").toUpperCase(Locale.ROOT);
    String header = "x-amz-server-side-encryption";
    switch (algorithm) {
      case "AES256", "SSE-S3" -> headers.put(header, "AES256");
      case "SSE-KMS" -> headers.put(header, "aws:kms");
      case "DSSE-KMS" -> headers.put(header, "aws:kms:dsse");
      default -> {
        // None: S3Choice lets no other pass.
      }
    }
    if (algorithm.endsWith("KMS")) {
      first(reader, ENCRYPTION_KEY).ifPresent(key -> headers.put(header + "-aws-kms-key-id", key));
    }
    reader
        .text("fs.s3a.create.storage.class")
        .ifPresent(c -> headers.put("x-amz-storage-class", c.toUpperCase(Locale.ROOT)));
    return headers;
  }

  private static Optional<String> first(SettingReader reader, List<String> names) {
    return names.stream().flatMap(name -> reader.text(name).stream()).findFirst();
  }
}
