package dev.sparkzarr.store.s3;

import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.http.Flight;
import dev.sparkzarr.store.http.HttpReply;
import dev.sparkzarr.store.http.ReplyLimit;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Deletion: DELETE of one object, DeleteObjects of up to a thousand in one request. An object that
 * is not there is passed over.
 */
final class S3Deletes {
  private static final int MOST = 1000;
  private static final ReplyLimit RESULT = ReplyLimit.ofWhole(8 << 20);

  private final S3Endpoint endpoint;
  private final S3Listing listing;

  S3Deletes(S3Endpoint endpoint, S3Listing listing) {
    this.endpoint = endpoint;
    this.listing = listing;
  }

  /** As {@link dev.sparkzarr.store.Deletes#delete}. */
  CompletableFuture<Void> delete(Flight flight, StoreKey key) {
    return delete(flight, endpoint.describe(key), endpoint.address().object(key));
  }

  private CompletableFuture<Void> delete(Flight flight, String place, String object) {
    return endpoint
        .send(flight, S3Call.of("delete", place, "DELETE", object))
        .thenAccept(
            reply -> {
              boolean isGone =
                  reply.status() == 204
                      || reply.status() == 200
                      || reply.status() == 404 && S3Errors.code(reply).equals("NoSuchKey");
              if (!isGone) {
                throw endpoint.failure("delete", place, reply);
              }
            });
  }

  /** As {@link dev.sparkzarr.store.Deletes#deleteAll}. */
  CompletableFuture<Void> deleteAll(Flight flight, List<StoreKey> keys) {
    return deleteObjects(
        flight,
        endpoint.address().describe(),
        keys.stream().map(endpoint.address()::object).distinct().toList());
  }

  /** As {@link dev.sparkzarr.store.Deletes#deleteBelow}, markers of directories included. */
  CompletableFuture<Void> deleteBelow(Flight flight, StoreKey place) {
    return deletePages(flight, place, Optional.empty());
  }

  private CompletableFuture<Void> deletePages(
      Flight flight, StoreKey place, Optional<String> after) {
    return listing
        .objects(flight, Optional.of(place), after)
        .thenCompose(
            page ->
                deleteObjects(flight, endpoint.describe(place), page.items())
                    .thenCompose(
                        done ->
                            page.next().isPresent()
                                ? deletePages(flight, place, page.next())
                                : CompletableFuture.completedFuture(null)));
  }

  private CompletableFuture<Void> deleteObjects(Flight flight, String place, List<String> objects) {
    if (objects.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    boolean inBulk =
        objects.size() > 1
            && endpoint.settings().bulkDeletes()
            && objects.stream().allMatch(S3Deletes::isXml);
    int count = inBulk ? Math.min(MOST, objects.size()) : 1;
    CompletableFuture<Void> first =
        inBulk
            ? deleteInBulk(flight, place, objects.subList(0, count))
            : delete(flight, place, objects.get(0));
    return first.thenCompose(
        done -> deleteObjects(flight, place, objects.subList(count, objects.size())));
  }

  /** XML 1.0 cannot hold every character. */
  private static boolean isXml(String text) {
    return text.chars().allMatch(c -> c >= 0x20 && c != 0xfffe && c != 0xffff);
  }

  private CompletableFuture<Void> deleteInBulk(Flight flight, String place, List<String> objects) {
    byte[] body = request(objects);
    S3Call call =
        S3Call.ofBucket("delete", place, "POST", Map.of("delete", ""), RESULT)
            .with(Map.of("content-md5", md5(body), "content-type", "application/xml"))
            .with(ByteBuffer.wrap(body));
    return endpoint.send(flight, call).thenAccept(reply -> check(place, reply));
  }

  private void check(String place, HttpReply reply) {
    if (reply.status() != 200) {
      throw endpoint.failure("delete", place, reply);
    }
    S3Xml result =
        Optional.of(reply)
            .filter(HttpReply::complete)
            .flatMap(r -> S3Xml.parse(r.body()))
            .filter(xml -> xml.root().equals("DeleteResult"))
            .orElseThrow(() -> endpoint.failure("delete", place, reply));
    for (Map<String, String> error : result.records("Error")) {
      String code = error.getOrDefault("Code", "");
      if (!code.equals("NoSuchKey")) {
        throw failure(place, reply, error, code);
      }
    }
  }

  private StoreException failure(
      String place, HttpReply reply, Map<String, String> error, String code) {
    String text = error.getOrDefault("Message", "") + " Key: " + error.getOrDefault("Key", "");
    return endpoint.errors().of("delete", place, reply, code, text);
  }

  private static byte[] request(List<String> objects) {
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    xml.append("<Delete xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">");
    xml.append("<Quiet>true</Quiet>");
    for (String object : objects) {
      xml.append("<Object><Key>").append(escaped(object)).append("</Key></Object>");
    }
    return xml.append("</Delete>").toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String md5(byte[] body) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new StoreException(
          "Cannot delete many keys at once: this JVM has no MD5, which the request needs. Set"
              + " fs.s3a.multiobjectdelete.enable=false.",
          e);
    }
  }
}
