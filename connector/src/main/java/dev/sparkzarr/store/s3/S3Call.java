package dev.sparkzarr.store.s3;

import dev.sparkzarr.store.http.ReplyLimit;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A request to a bucket, not yet signed.
 *
 * @param doing such as {@code read}, and {@code place}, for messages
 * @param object the object's key; empty for the bucket itself
 * @param query not encoded
 */
record S3Call(
    String doing,
    String place,
    String method,
    Optional<String> object,
    SortedMap<String, String> query,
    Map<String, String> headers,
    Optional<ByteBuffer> body,
    ReplyLimit limit) {
  /** An answer that says how it went, such as of a copy. */
  private static final ReplyLimit WORDS = ReplyLimit.ofWhole(1 << 20);

  static S3Call of(String doing, String place, String method, String object) {
    return new S3Call(
        doing,
        place,
        method,
        Optional.of(object),
        new TreeMap<>(),
        Map.of(),
        Optional.empty(),
        WORDS);
  }

  static S3Call ofBucket(
      String doing, String place, String method, Map<String, String> query, ReplyLimit limit) {
    return new S3Call(
        doing,
        place,
        method,
        Optional.empty(),
        new TreeMap<>(query),
        Map.of(),
        Optional.empty(),
        limit);
  }

  S3Call with(Map<String, String> all) {
    return new S3Call(doing, place, method, object, query, all, body, limit);
  }

  S3Call with(ByteBuffer bytes) {
    return new S3Call(doing, place, method, object, query, headers, Optional.of(bytes), limit);
  }

  S3Call with(ReplyLimit most) {
    return new S3Call(doing, place, method, object, query, headers, body, most);
  }
}
