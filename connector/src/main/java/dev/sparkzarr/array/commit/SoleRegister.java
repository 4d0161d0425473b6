package dev.sparkzarr.array.commit;

import dev.sparkzarr.store.Capability;
import dev.sparkzarr.store.ConflictException;
import dev.sparkzarr.store.Creates;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A register that holds one writer of the whole store, for stores that can create a key but not
 * replace a known state: who creates the document has the store until its claim expires. Of those
 * that find it expired one wins by creating a key named after the expired writer; should the winner
 * die before it has taken the register over, the next one creates a key named after the winner.
 */
final class SoleRegister implements Register {
  static final String MARKER = "after-";

  private final Store store;
  private final CommitSettings settings;
  private final Creates creates;
  private final boolean exclusive;

  /** Known end of this writer's claim: it changes nothing in the time of a put before that. */
  private Instant expires = Instant.MIN;

  /**
   * @param exclusive whether of several that create a key at once one wins
   */
  SoleRegister(Store store, CommitSettings settings, Creates creates, boolean exclusive) {
    this.store = store;
    this.settings = settings;
    this.creates = creates;
    this.exclusive = exclusive;
  }

  /** Creation that may be another one's as well: two that do it at once may both succeed. */
  static Creates unconditional(Store store) {
    return (key, bytes) -> {
      if (store.get(key, Claims.LARGEST).isPresent()) {
        return false;
      }
      Capability.WRITES.of(store).put(key, bytes);
      return store.get(key, Claims.LARGEST).filter(bytes::equals).isPresent();
    };
  }

  @Override
  public synchronized Claimant join(Claimant me) {
    Patience patience = new Patience(settings, "claim " + store.describe());
    while (true) {
      Optional<Claimant> joined;
      try {
        joined = attempt(me);
      } catch (StoreException e) {
        if (!e.isRetryable()) {
          throw e;
        }
        patience.pause("the store does not answer", e); // it may have been done: read again
        continue;
      }
      if (joined.isPresent()) {
        expires = joined.get().expires();
        return joined.get();
      }
      patience.pause("another writer is about to be gone", null);
    }
  }

  /** Empty when it is worth waiting. */
  private Optional<Claimant> attempt(Claimant me) {
    Claimant now = me.until(settings.now().plus(settings.lease()));
    Optional<Claimant> holder = holder(Claims.KEY);
    if (holder.isEmpty()) {
      return creates.create(Claims.KEY, Claims.of(now).toBytes())
          ? Optional.of(now)
          : Optional.empty();
    }
    if (holder.get().id().equals(me.id())) {
      return holder;
    }
    if (holder.get().expires().isAfter(settings.now())) {
      if (holder.get().isEnding()) {
        return Optional.empty();
      }
      throw Register.taken(
          store,
          holder.get(),
          ", and this store cannot keep several apart, so that one writes at a time");
    }
    return takeOver(holder.get(), now);
  }

  private Optional<Claimant> holder(StoreKey key) {
    return store
        .get(key, Claims.LARGEST)
        .map(bytes -> Claims.parse(bytes, store.describe(key)))
        .map(
            claims ->
                claims.writers().stream()
                    .findFirst()
                    .orElseThrow(
                        () ->
                            new StoreException(
                                "Cannot write to "
                                    + store.describe()
                                    + ": "
                                    + store.describe(key)
                                    + " names no writer. If none is at work, remove it.")));
  }

  private Optional<Claimant> takeOver(Claimant expired, Claimant me) {
    List<StoreKey> markers = new ArrayList<>();
    Claimant last = expired;
    Optional<Claimant> taking = Optional.empty();
    while (taking.isEmpty()) {
      StoreKey marker = new StoreKey(Journal.FOLDER + "/" + MARKER + last.id() + ".json");
      markers.add(marker);
      Optional<Claimant> taker = holder(marker);
      if (taker.isEmpty()) {
        Claimant next = me.takingOver(List.of(expired));
        if (!creates.create(marker, Claims.of(next).toBytes())) {
          return Optional.empty();
        }
        taking = Optional.of(next);
      } else if (taker.get().id().equals(me.id())) {
        taking = taker; // an attempt that was thought to have failed
      } else if (taker.get().expires().isAfter(settings.now()) || markers.size() > 1000) {
        return Optional.empty();
      } else {
        last = taker.get();
      }
    }
    expires = taking.get().expires();
    boolean isStill = holder(Claims.KEY).filter(seen -> seen.id().equals(expired.id())).isPresent();
    checkTime(me.id());
    if (!isStill) {
      Capability.DELETES.of(store).delete(markers.get(markers.size() - 1));
      return Optional.empty();
    }
    Capability.WRITES.of(store).put(Claims.KEY, Claims.of(taking.get()).toBytes());
    checkTime(me.id());
    Capability.DELETES.of(store).deleteAll(markers);
    return taking;
  }

  private void checkTime(String id) {
    if (!settings.now().isBefore(expires.minus(settings.longestPut()))) {
      throw Register.lost(store, id);
    }
  }

  @Override
  public synchronized Instant renew(String id) {
    Instant end = settings.now().plus(settings.lease());
    change(id, me -> me.until(end));
    expires = end;
    return end;
  }

  @Override
  public synchronized void recovered(String id) {
    change(id, Claimant::recovered);
  }

  @Override
  public synchronized void ending(String id, Instant end) {
    change(id, me -> me.ending(end));
  }

  private Claimant own(String id) {
    checkTime(id);
    Claimant me =
        holder(Claims.KEY)
            .filter(seen -> seen.id().equals(id))
            .orElseThrow(() -> Register.lost(store, id));
    checkTime(id);
    return me;
  }

  private void change(String id, UnaryOperator<Claimant> change) {
    Claimant next = change.apply(own(id));
    Capability.WRITES.of(store).put(Claims.KEY, Claims.of(next).toBytes());
  }

  @Override
  public synchronized void leave(String id) {
    try {
      own(id);
    } catch (ConflictException e) {
      return; // not this writer's any more
    }
    Capability.DELETES.of(store).delete(Claims.KEY);
  }

  @Override
  public boolean isExclusive() {
    return exclusive;
  }
}
