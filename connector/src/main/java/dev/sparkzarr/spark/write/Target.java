package dev.sparkzarr.spark.write;

import dev.sparkzarr.array.Hierarchy;
import dev.sparkzarr.array.commit.Cleanup;
import dev.sparkzarr.metadata.NodeDocuments;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.spark.options.ClaimTimes;
import dev.sparkzarr.store.Listing;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.stack.StorePlan;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a table is written. Lives on the driver.
 *
 * @param plan how tasks open the store
 * @param store opened, for the driver
 * @param group that becomes the table
 * @param place for messages, without secrets
 */
record Target(StorePlan plan, Store store, NodePath group, String place) {
  private static final Logger LOG = LoggerFactory.getLogger(Target.class);

  /** Where writers say what they are about to do; it comes and goes, and is no table. */
  private static final String CLAIMS = ".sparkzarr";

  static Target of(StorePlan plan, Store store, NodePath group) {
    return new Target(
        plan, store, group, store.describe() + (group.isRoot() ? "" : "/" + group.value()));
  }

  /**
   * Whether a Zarr node or any object is there; an empty directory is nothing, and so is what a
   * writer left that died before its switch, which is undone first if its claim is over.
   */
  boolean exists() {
    if (!hasObjects()) {
      return false;
    }
    if (Cleanup.mayHaveUnfinished(store)) {
      Cleanup.run(store, ClaimTimes.of(plan.location().settings())).skipped().forEach(LOG::warn);
      return hasObjects();
    }
    return true;
  }

  /**
   * @throws StoreException when the store can only be read, such as an archive
   */
  void checkWritable() {
    if (store.writes().isEmpty()) {
      throw new StoreException(
          "Cannot write "
              + place
              + ": a store of this kind can only be read. Write to a directory or a bucket, and"
              + " pack or copy what was written.");
    }
  }

  private boolean hasObjects() {
    Optional<Listing> listing = store.listing();
    if (listing.isPresent()) {
      Optional<StoreKey> below =
          group.isRoot() ? Optional.empty() : Optional.of(new StoreKey(group.value()));
      try (Stream<StoreKey> keys = listing.get().keys(below)) {
        return keys.anyMatch(key -> !isClaim(key));
      }
    }
    return Stream.of("zarr.json", ".zgroup", ".zarray")
        .anyMatch(name -> store.get(group.key(name), NodeDocuments.LARGEST).isPresent());
  }

  private static boolean isClaim(StoreKey key) {
    return List.of(key.value().split("/")).contains(CLAIMS);
  }

  /** The store's nodes as they are now, without what a reader may have kept. */
  Hierarchy hierarchy() {
    return Hierarchy.open(store, Hierarchy.Consolidated.IGNORED);
  }
}
