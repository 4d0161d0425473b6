package dev.sparkzarr.spark.read;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Optional;
import org.apache.spark.sql.internal.SQLConf;

/**
 * The time zone in which predicates are meant. Spark fixes it when it analyses a query, which may
 * be inside a view that was created under another zone, and does not hand it over with the
 * predicate. So a zone is taken for known only if it was the same when the table was loaded, which
 * happens during analysis, and when predicates are pushed. Stateless.
 */
final class SessionZone {
  private SessionZone() {}

  /**
   * @return the zone of the session, or of the view that is being analysed; empty when Spark names
   *     one that is not understood here
   */
  static Optional<ZoneId> current() {
    // as Spark reads it: also +h:mm, +hh:m and the old short names
    String name =
        SQLConf.get()
            .sessionLocalTimeZone()
            .replaceFirst("([+-])(\\d):", "$10$2:")
            .replaceFirst("([+-])(\\d\\d):(\\d)$", "$1$2:0$3");
    try {
      return Optional.of(ZoneId.of(name, ZoneId.SHORT_IDS));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /**
   * @param loaded what {@link #current} gave when the table was loaded
   * @return the zone to evaluate predicates in; empty when it is not known
   */
  static Optional<ZoneId> agreed(Optional<ZoneId> loaded) {
    return loaded.equals(current()) ? loaded : Optional.empty();
  }
}
