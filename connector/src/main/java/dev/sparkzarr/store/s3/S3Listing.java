package dev.sparkzarr.store.s3;

import dev.sparkzarr.store.AsyncStore.Page;
import dev.sparkzarr.store.Listing;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.http.Flight;
import dev.sparkzarr.store.http.HttpReply;
import dev.sparkzarr.store.http.ReplyLimit;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * Keys of a bucket (ListObjectsV2), a page when it is needed. Names that no key can have are left
 * out, such as the markers {@code dir/} that other clients write.
 */
final class S3Listing implements Listing {
  // A thousand keys of a thousand characters, each encoded as nine.
  private static final ReplyLimit PAGE = ReplyLimit.ofWhole(32 << 20);

  private final S3Endpoint endpoint;

  S3Listing(S3Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  @Override
  public Stream<StoreKey> keys(Optional<StoreKey> below) {
    return pages(below, (flight, after) -> keys(flight, below, after));
  }

  @Override
  public Stream<Entry> entries(Optional<StoreKey> below) {
    return pages(below, (flight, after) -> entries(flight, below, after));
  }

  private <T> Stream<T> pages(
      Optional<StoreKey> below,
      BiFunction<Flight, Optional<String>, CompletableFuture<Page<T>>> page) {
    String place = place(below);
    Page<T> first = Flight.await("list", place, flight -> page.apply(flight, Optional.empty()));
    return Stream.iterate(
            Optional.of(first),
            Optional::isPresent,
            last ->
                last.get()
                    .next()
                    .map(
                        token ->
                            Flight.await(
                                "list", place, flight -> page.apply(flight, Optional.of(token)))))
        .flatMap(p -> p.get().items().stream());
  }

  private String place(Optional<StoreKey> below) {
    return below.map(endpoint::describe).orElse(endpoint.address().describe());
  }

  /** One page of {@link #keys(Optional)}. */
  CompletableFuture<Page<StoreKey>> keys(
      Flight flight, Optional<StoreKey> below, Optional<String> after) {
    String root = endpoint.address().below(Optional.empty());
    return objects(flight, below, after)
        .thenApply(
            page ->
                new Page<>(
                    page.items().stream()
                        .map(object -> object.substring(root.length()))
                        .filter(StoreKey::isValid)
                        .map(StoreKey::new)
                        .toList(),
                    page.next()));
  }

  /** One page of {@link #entries(Optional)}. */
  CompletableFuture<Page<Entry>> entries(
      Flight flight, Optional<StoreKey> below, Optional<String> after) {
    String prefix = endpoint.address().below(below);
    return list(flight, below, after, true)
        .thenApply(
            found -> {
              List<Entry> entries = new ArrayList<>();
              for (String object : names(found, "Contents", "Key", prefix, below)) {
                entries.add(new Entry(object.substring(prefix.length()), true));
              }
              for (String place : names(found, "CommonPrefixes", "Prefix", prefix, below)) {
                String name = place.substring(prefix.length()).replaceFirst("/$", "");
                entries.add(new Entry(name, false));
              }
              entries.removeIf(e -> !StoreKey.isValid(e.name()) || e.name().indexOf('/') >= 0);
              return new Page<>(entries, next(found, after, below));
            });
  }

  /** One page of the objects below a place, under their whole names, markers included. */
  CompletableFuture<Page<String>> objects(
      Flight flight, Optional<StoreKey> below, Optional<String> after) {
    String prefix = endpoint.address().below(below);
    return list(flight, below, after, false)
        .thenApply(
            found ->
                new Page<>(
                    names(found, "Contents", "Key", prefix, below), next(found, after, below)));
  }

  private CompletableFuture<S3Xml> list(
      Flight flight, Optional<StoreKey> below, Optional<String> after, boolean oneLevel) {
    Map<String, String> query = new HashMap<>();
    query.put("list-type", "2");
    query.put("encoding-type", "url");
    query.put("max-keys", Integer.toString(endpoint.settings().pageSize()));
    query.put("prefix", endpoint.address().below(below));
    after.ifPresent(token -> query.put("continuation-token", token));
    if (oneLevel) {
      query.put("delimiter", "/");
    }
    return endpoint
        .send(flight, S3Call.ofBucket("list", place(below), "GET", query, PAGE))
        .thenApply(reply -> document(reply, below));
  }

  private S3Xml document(HttpReply reply, Optional<StoreKey> below) {
    if (reply.status() != 200) {
      throw endpoint.failure("list", place(below), reply);
    }
    return Optional.of(reply)
        .filter(HttpReply::complete)
        .flatMap(r -> S3Xml.parse(r.body()))
        .filter(xml -> xml.root().equals("ListBucketResult"))
        .orElseThrow(() -> wrong(below, "the answer is no ListBucketResult"));
  }

  private List<String> names(
      S3Xml found, String records, String name, String prefix, Optional<StoreKey> below) {
    boolean isEncoded = found.text("EncodingType").filter("url"::equals).isPresent();
    List<String> names = new ArrayList<>();
    for (Map<String, String> record : found.records(records)) {
      String text = record.getOrDefault(name, "");
      String decoded = isEncoded ? decoded(text, below) : text;
      if (!decoded.startsWith(prefix)) {
        throw wrong(below, "the answer has keys of another place");
      }
      names.add(decoded);
    }
    return names;
  }

  private String decoded(String text, Optional<StoreKey> below) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw wrong(below, "the answer has a key that is not encoded as it says");
    }
  }

  private Optional<String> next(S3Xml found, Optional<String> after, Optional<StoreKey> below) {
    if (!found.text("IsTruncated").orElse("").strip().equals("true")) {
      return Optional.empty();
    }
    Optional<String> token = found.text("NextContinuationToken").filter(t -> !t.isEmpty());
    if (token.isEmpty() || token.equals(after)) {
      throw wrong(below, "the answer is a part without saying where the rest is");
    }
    return token;
  }

  private StoreException wrong(Optional<StoreKey> below, String reason) {
    return new StoreException(
        "Cannot list " + place(below) + ": " + reason + ". The server is no S3 that we know.");
  }
}
