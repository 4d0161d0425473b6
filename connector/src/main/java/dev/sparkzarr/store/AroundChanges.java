package dev.sparkzarr.store;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Base of wrappers that know something of values, and forget it around every change of one. Has
 * exactly the capabilities of what it wraps that change values.
 */
public abstract class AroundChanges extends WrappedStore {
  /**
   * @param inner closed with this store
   */
  protected AroundChanges(Store inner) {
    super(inner);
  }

  /**
   * Changes values, and forgets what is known of them.
   *
   * @param keys of what may change, whether the change fails or not
   * @return the change's answer
   */
  protected abstract <T> T changing(Collection<StoreKey> keys, Supplier<T> change);

  /** Changes the values at and below a place, and forgets what is known of them. */
  protected abstract void changingBelow(StoreKey place, Runnable change);

  private void changing(Collection<StoreKey> keys, Runnable change) {
    changing(
        keys,
        () -> {
          change.run();
          return true;
        });
  }

  @Override
  public final Optional<Writes> writes() {
    return inner()
        .writes()
        .map(writes -> (key, bytes) -> changing(List.of(key), () -> writes.put(key, bytes)));
  }

  @Override
  public final Optional<Creates> creates() {
    return inner()
        .creates()
        .map(creates -> (key, bytes) -> changing(List.of(key), () -> creates.create(key, bytes)));
  }

  @Override
  public final Optional<Replaces> replaces() {
    return inner()
        .replaces()
        .map(
            replaces ->
                (key, bytes, expected) ->
                    changing(List.of(key), () -> replaces.replace(key, bytes, expected)));
  }

  @Override
  public final Optional<RangeWrites> rangeWrites() {
    return inner()
        .rangeWrites()
        .map(
            writes ->
                (key, offset, bytes) ->
                    changing(List.of(key), () -> writes.write(key, offset, bytes)));
  }

  @Override
  public final Optional<Deletes> deletes() {
    return inner().deletes().map(Removal::new);
  }

  @Override
  public final Optional<Copies> copies() {
    return inner()
        .copies()
        .map(copies -> (from, to) -> changing(List.of(to), () -> copies.copy(from, to)));
  }

  @Override
  public final Optional<Renames> renames() {
    return inner()
        .renames()
        .map(renames -> (from, to) -> changing(List.of(from, to), () -> renames.rename(from, to)));
  }

  private final class Removal implements Deletes {
    private final Deletes deletes;

    private Removal(Deletes deletes) {
      this.deletes = deletes;
    }

    @Override
    public void delete(StoreKey key) {
      changing(List.of(key), () -> deletes.delete(key));
    }

    @Override
    public void deleteAll(Collection<StoreKey> keys) {
      changing(keys, () -> deletes.deleteAll(keys));
    }

    @Override
    public void deleteBelow(StoreKey place) {
      changingBelow(place, () -> deletes.deleteBelow(place));
    }

    @Override
    public void deleteAbandoned(Optional<StoreKey> place, Instant before) {
      deletes.deleteAbandoned(place, before); // no value changes
    }
  }
}
