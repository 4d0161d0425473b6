package dev.sparkzarr.store;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One of the things that a store can do beside reading whole values, by name.
 *
 * @param <T> the interface of those who can
 */
public final class Capability<T> {
  public static final Capability<RangeReads> RANGES = new Capability<>("ranges", Store::ranges);
  public static final Capability<ReadsInto> READS_INTO =
      new Capability<>("read into", Store::readsInto);
  public static final Capability<Stats> STATS = new Capability<>("stat", Store::stats);
  public static final Capability<Versions> VERSIONS = new Capability<>("versions", Store::versions);
  public static final Capability<Listing> LISTING = new Capability<>("list", Store::listing);
  public static final Capability<Writes> WRITES = new Capability<>("write", Store::writes);
  public static final Capability<Creates> CREATES =
      new Capability<>("write if absent", Store::creates);
  public static final Capability<Replaces> REPLACES =
      new Capability<>("write if unchanged", Store::replaces);
  public static final Capability<RangeWrites> RANGE_WRITES =
      new Capability<>("range write", Store::rangeWrites);
  public static final Capability<Deletes> DELETES = new Capability<>("delete", Store::deletes);
  public static final Capability<Copies> COPIES = new Capability<>("copy", Store::copies);
  public static final Capability<Renames> RENAMES = new Capability<>("rename", Store::renames);

  /** All of them. */
  public static final List<Capability<?>> ALL =
      List.of(
          RANGES,
          READS_INTO,
          STATS,
          VERSIONS,
          LISTING,
          WRITES,
          CREATES,
          REPLACES,
          RANGE_WRITES,
          DELETES,
          COPIES,
          RENAMES);

  private final String name;
  private final Function<Store, Optional<T>> accessor;

  private Capability(String name, Function<Store, Optional<T>> accessor) {
    this.name = name;
    this.accessor = accessor;
  }

  /**
   * @return in words, such as {@code write if absent}
   */
  public String capabilityName() {
    return name;
  }

  /**
   * @return whether the store has it
   */
  public boolean isOf(Store store) {
    return accessor.apply(store).isPresent();
  }

  /**
   * @return the store's
   * @throws StoreException when the store does not have it; the message says what it has
   */
  public T of(Store store) {
    return accessor
        .apply(store)
        .orElseThrow(
            () ->
                new StoreException(
                    "Cannot use '"
                        + name
                        + "' of "
                        + store.describe()
                        + ": this store has no such capability. It has: "
                        + namesOf(store)
                        + "."));
  }

  private static String namesOf(Store store) {
    List<String> names =
        ALL.stream().filter(c -> c.isOf(store)).map(Capability::capabilityName).toList();
    return names.isEmpty()
        ? "reads of whole values only"
        : names.stream().collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return name;
  }
}
