package dev.sparkzarr.array;

import dev.sparkzarr.metadata.MetadataException;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.metadata.ZarrFormat;
import dev.sparkzarr.metadata.ZarrJsonParser;
import dev.sparkzarr.metadata.ZarrayParser;
import dev.sparkzarr.metadata.ZgroupParser;
import dev.sparkzarr.store.Listing;
import dev.sparkzarr.store.Listing.Entry;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Looks for nodes by listing, one level at a time, within bounds. Stateless. */
final class PlaceLister {
  private static final int MOST_PLACES = 100_000;
  private static final int MOST_PROBES = 64;
  private static final int MOST_PROBED_ENTRIES = 10_000;

  private final Store store;
  private final Listing listing;

  private PlaceLister(Store store, Listing listing) {
    this.store = store;
    this.listing = listing;
  }

  /** Empty when the store cannot list. */
  static Optional<PlaceLister> of(Store store) {
    return store.listing().map(listing -> new PlaceLister(store, listing));
  }

  /**
   * What stands one level below a place.
   *
   * @param places names under which there are keys
   * @param hasV3 whether {@code zarr.json} is among the values
   * @param hasV2 whether {@code .zgroup} or {@code .zarray} is
   */
  record Level(TreeSet<String> places, boolean hasV3, boolean hasV2) {}

  /** One listing. Only places are kept. */
  Level level(NodePath path) {
    return level(path, Long.MAX_VALUE);
  }

  private Level level(NodePath path, long mostEntries) {
    TreeSet<String> places = new TreeSet<>();
    boolean hasV3 = false;
    boolean hasV2 = false;
    try (Stream<Entry> entries = listing.entries(key(path))) {
      Iterator<Entry> each = entries.iterator();
      for (long seen = 0; each.hasNext(); seen++) {
        Entry entry = each.next();
        if (seen >= mostEntries || places.size() >= MOST_PLACES) {
          throw tooMany(path);
        }
        if (entry.isValue()) {
          hasV3 |= entry.name().equals(ZarrJsonParser.NAME);
          hasV2 |= entry.name().equals(ZgroupParser.NAME) || entry.name().equals(ZarrayParser.NAME);
        } else {
          places.add(entry.name());
        }
      }
    }
    return new Level(places, hasV3, hasV2);
  }

  /**
   * Looks for the nearest document below a place that has none itself: with one, the place is a
   * group all the same. One listing for each place looked at, breadth first.
   *
   * @return the format of that document; empty when there is none
   * @throws MetadataException when there is too much to look at
   */
  Optional<ZarrFormat> formatBelow(NodePath path) {
    Queue<NodePath> open = new ArrayDeque<>();
    open.add(path);
    for (int probes = 0; !open.isEmpty(); probes++) {
      if (probes >= MOST_PROBES) {
        throw tooMany(path);
      }
      NodePath next = open.remove();
      Level level = level(next, MOST_PROBED_ENTRIES);
      if (level.hasV3() || level.hasV2()) {
        return Optional.of(level.hasV3() ? ZarrFormat.V3 : ZarrFormat.V2);
      }
      for (String name : level.places()) {
        resolve(next, name).ifPresent(open::add);
      }
    }
    return Optional.empty();
  }

  /** Empty when no key can have this name. */
  static Optional<NodePath> resolve(NodePath path, String name) {
    try {
      return Optional.of(path.resolve(name));
    } catch (StoreException e) {
      return Optional.empty();
    }
  }

  private static Optional<StoreKey> key(NodePath path) {
    return path.isRoot() ? Optional.empty() : Optional.of(new StoreKey(path.value()));
  }

  private MetadataException tooMany(NodePath path) {
    return new MetadataException(
        "Cannot find out what "
            + path
            + " in "
            + store.describe()
            + " is: it has no Zarr document, and too much lies below it to look for one."
            + " Name the path of a group or array.");
  }
}
