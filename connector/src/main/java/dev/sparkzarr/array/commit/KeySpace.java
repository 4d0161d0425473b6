package dev.sparkzarr.array.commit;

import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.ChunkKeyEncoding;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.store.Capability;
import dev.sparkzarr.store.Deletes;
import dev.sparkzarr.store.Listing;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Keys of an array's stored objects: all that its encoding can make, or those by which it grows.
 * Never a list of them. Immutable.
 *
 * @param path of the array
 * @param keys how objects are named
 * @param rank number of dimensions
 * @param growth empty: all objects, also those beyond the shape
 */
record KeySpace(NodePath path, ChunkKeyEncoding keys, int rank, Optional<Growth> growth) {
  private static final int MOST_UNSEEN = 10_000;
  private static final int MOST_AT_A_TIME = 50_000;
  private static final int BATCH = 250;

  /**
   * The objects that an array has after it grew and had not before.
   *
   * @param before all that it had
   * @param after all that it has
   */
  record Growth(Box before, Box after) {
    boolean contains(long[] index) {
      return after.contains(index) && !before.contains(index);
    }

    /** Whether objects of these first positions can be new ones. */
    boolean mayHold(long[] index, int known) {
      boolean isNew = false;
      for (int i = 0; i < before.to().size(); i++) {
        if (i < known && index[i] >= after.to().get(i)) {
          return false;
        }
        isNew |=
            i < known ? index[i] >= before.to().get(i) : after.to().get(i) > before.to().get(i);
      }
      return isNew;
    }

    double count() {
      return count(after) - count(before);
    }

    private static double count(Box box) {
      return box.to().stream().mapToDouble(Long::doubleValue).reduce(1, (a, b) -> a * b);
    }
  }

  /** All objects of an array. */
  static KeySpace of(NodePath path, ArrayMetadata array) {
    return new KeySpace(path, array.keys(), array.shape().rank(), Optional.empty());
  }

  /** What a change makes, so that it is empty before; empty when it makes no objects. */
  static Optional<KeySpace> newOf(ArrayChange change) {
    if (!change.changesDocument()) {
      return Optional.empty();
    }
    KeySpace all = of(change.path(), change.after());
    return Optional.of(
        change instanceof ArrayChange.Grown grown
            ? new KeySpace(
                all.path(),
                all.keys(),
                all.rank(),
                Optional.of(new Growth(Box.all(grown.before()), Box.all(grown.after()))))
            : all);
  }

  /** Whether nothing is there. */
  boolean isEmpty(Store store) {
    return each(Capability.LISTING.of(store), key -> false);
  }

  /**
   * Deletes every object that is there.
   *
   * @throws StoreException when a request failed, or what was deleted stays
   */
  void empty(Store store) {
    Deletes deletes = Capability.DELETES.of(store);
    if (!isInFolders() && growth.isPresent() && growth.get().count() <= MOST_UNSEEN) {
      delete(deletes, unseen(growth.get())); // cheaper than to list what the array has already
      return;
    }
    Listing listing = Capability.LISTING.of(store);
    StoreKey first = null;
    while (true) {
      List<StoreKey> found = new ArrayList<>();
      each(
          listing,
          key -> {
            found.add(key);
            return found.size() < MOST_AT_A_TIME;
          });
      if (found.isEmpty()) {
        return;
      }
      if (found.get(0).equals(first)) {
        throw new StoreException(
            "Cannot delete " + store.describe(first) + ": it is still listed afterwards.");
      }
      first = found.get(0);
      delete(deletes, found);
    }
  }

  private static void delete(Deletes deletes, List<StoreKey> keys) {
    for (int i = 0; i < keys.size(); i += BATCH) {
      deletes.deleteAll(keys.subList(i, Math.min(keys.size(), i + BATCH)));
    }
  }

  private List<StoreKey> unseen(Growth grown) {
    List<StoreKey> all = new ArrayList<>();
    for (int d = 0; d < rank; d++) {
      // Old in the dimensions before this one, new in this one, any in the others.
      List<Long> from = new ArrayList<>(grown.after().from());
      List<Long> to = new ArrayList<>(grown.after().to());
      from.set(d, grown.before().to().get(d));
      for (int i = 0; i < d; i++) {
        to.set(i, Math.min(to.get(i), grown.before().to().get(i)));
      }
      addAll(new Box(from, to), new long[rank], 0, all);
    }
    return all;
  }

  private void addAll(Box box, long[] index, int d, List<StoreKey> all) {
    if (d == rank) {
      all.add(path.key(keys.encode(index)));
      return;
    }
    for (long i = box.from().get(d); i < box.to().get(d); i++) {
      index[d] = i;
      addAll(box, index, d + 1, all);
    }
  }

  /** Whether keys have a folder for each dimension but the last. */
  private boolean isInFolders() {
    return rank > 0
        && (keys instanceof ChunkKeyEncoding.Default a && a.separator() == '/'
            || keys instanceof ChunkKeyEncoding.DefaultSuffix b && b.separator() == '/'
            || keys instanceof ChunkKeyEncoding.V2 c && c.separator() == '/');
  }

  /**
   * Lists the objects that are there, and of other keys as few as can be.
   *
   * @param visit answers whether to go on
   */
  private boolean each(Listing listing, Predicate<StoreKey> visit) {
    if (!isInFolders()) {
      return values(listing, "", visit);
    }
    return folder(
        listing, keys instanceof ChunkKeyEncoding.V2 ? "" : "c", new long[rank], 0, visit);
  }

  private boolean folder(
      Listing listing, String folder, long[] index, int known, Predicate<StoreKey> visit) {
    if (known == rank - 1) {
      return values(listing, folder, visit);
    }
    List<String> below = new ArrayList<>();
    try (Stream<Listing.Entry> entries = listing.entries(place(folder))) {
      entries.filter(entry -> !entry.isValue()).forEach(entry -> below.add(entry.name()));
    }
    for (String name : below) {
      Optional<long[]> position = new ChunkKeyEncoding.V2('.').decode(name, 1);
      if (position.isEmpty()) {
        continue;
      }
      index[known] = position.get()[0];
      if (growth.isPresent() && !growth.get().mayHold(index, known + 1)) {
        continue;
      }
      String next = folder.isEmpty() ? name : folder + "/" + name;
      if (!folder(listing, next, index, known + 1, visit)) {
        return false;
      }
    }
    return true;
  }

  private boolean values(Listing listing, String folder, Predicate<StoreKey> visit) {
    try (Stream<Listing.Entry> entries = listing.entries(place(folder))) {
      Iterator<Listing.Entry> each = entries.iterator();
      while (each.hasNext()) {
        Listing.Entry entry = each.next();
        String key = folder.isEmpty() ? entry.name() : folder + "/" + entry.name();
        if (entry.isValue() && contains(key) && !visit.test(path.key(key))) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * @param key below the array's
   */
  boolean contains(String key) {
    return keys.decode(key, rank)
        .filter(index -> growth.isEmpty() || growth.get().contains(index))
        .isPresent();
  }

  private Optional<StoreKey> place(String folder) {
    if (folder.isEmpty()) {
      return path.isRoot() ? Optional.empty() : Optional.of(new StoreKey(path.value()));
    }
    return Optional.of(path.key(folder));
  }
}
