package dev.sparkzarr.it.servers;

import java.util.Optional;

/**
 * One request as it came through a {@link PassThrough}.
 *
 * @param number counted from 0, in the order of arrival
 * @param method such as {@code GET}
 * @param target path and query as they were sent, percent signs and all
 * @param range the value of {@code Range}, or of Azure's {@code x-ms-range}
 */
public record Seen(long number, String method, String target, Optional<String> range) {
  /** The target without its query. */
  public String path() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  @Override
  public String toString() {
    return method + " " + target + range.map(r -> " " + r).orElse("");
  }
}
