package dev.sparkzarr.store.cache;

/**
 * Entries in the order in which they go: by last use, or by number of uses and last use among
 * equals. Adding, using and removing take constant time: a list of buckets by number of uses, each
 * a list of entries by last use; without counting there is one bucket. For one thread.
 */
final class UseOrder {
  private final CachePolicy policy;
  private final Bucket buckets = new Bucket(0); // the ring's head, never used as a bucket

  UseOrder(CachePolicy policy) {
    this.policy = policy;
    buckets.before = buckets;
    buckets.after = buckets;
  }

  /** An entry's place in the order. */
  static final class Place {
    CacheEntry entry;
    private Bucket bucket;
    private Place before;
    private Place after;

    Place(CacheEntry entry) {
      this.entry = entry;
    }
  }

  private static final class Bucket {
    private final long uses;
    private final Place places = new Place(null); // the ring's head
    private Bucket before;
    private Bucket after;

    private Bucket(long uses) {
      this.uses = uses;
      places.before = places;
      places.after = places;
    }
  }

  /** Adds an entry, used just now. */
  void add(Place place) {
    append(bucketAfter(buckets, policy == CachePolicy.LRU ? 0 : 1), place);
  }

  /** Notes a use. */
  void use(Place place) {
    Bucket bucket = place.bucket;
    unlink(place);
    append(policy == CachePolicy.LRU ? bucket : bucketAfter(bucket, bucket.uses + 1), place);
    removeIfEmpty(bucket);
  }

  /** Takes an entry out. */
  void remove(Place place) {
    unlink(place);
    removeIfEmpty(place.bucket);
  }

  /**
   * @param kept is not returned
   * @return the entry that goes first; null when there is none
   */
  Place first(Place kept) {
    for (Bucket bucket = buckets.after; bucket != buckets; bucket = bucket.after) {
      Place first = bucket.places.after;
      if (first == kept) {
        first = first.after;
      }
      if (first != bucket.places) {
        return first;
      }
    }
    return null;
  }

  private Bucket bucketAfter(Bucket bucket, long uses) {
    Bucket next = bucket.after;
    if (next != buckets && next.uses == uses) {
      return next;
    }
    Bucket made = new Bucket(uses);
    made.before = bucket;
    made.after = next;
    bucket.after = made;
    next.before = made;
    return made;
  }

  private static void append(Bucket bucket, Place place) {
    place.bucket = bucket;
    place.before = bucket.places.before;
    place.after = bucket.places;
    place.before.after = place;
    bucket.places.before = place;
  }

  private static void unlink(Place place) {
    place.before.after = place.after;
    place.after.before = place.before;
  }

  private static void removeIfEmpty(Bucket bucket) {
    if (bucket.places.after == bucket.places) {
      bucket.before.after = bucket.after;
      bucket.after.before = bucket.before;
    }
  }
}
