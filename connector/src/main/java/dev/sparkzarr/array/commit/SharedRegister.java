package dev.sparkzarr.array.commit;

import dev.sparkzarr.store.Capability;
import dev.sparkzarr.store.ConflictException;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.Version;
import dev.sparkzarr.store.Versions.Versioned;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A register that many writers share: each change of it is a conditional write over the state that
 * was read. The last writer leaves an empty one that nobody may join for a while, and deletes it
 * within that time, so that no deletion takes a claim along.
 */
final class SharedRegister implements Register {
  private final Store store;
  private final CommitSettings settings;

  SharedRegister(Store store, CommitSettings settings) {
    this.store = store;
    this.settings = settings;
  }

  /** What was read: a document and which state of it. */
  private record Seen(Claims claims, Version version) {}

  private Optional<Seen> read() {
    return Capability.VERSIONS
        .of(store)
        .get(Claims.KEY, Claims.LARGEST)
        .map(
            found ->
                new Seen(
                    Claims.parse(found.bytes(), store.describe(Claims.KEY)), versionOf(found)));
  }

  private Version versionOf(Versioned found) {
    return found
        .version()
        .orElseThrow(
            () ->
                new StoreException(
                    "Cannot write to "
                        + store.describe()
                        + ": the store gave no version of "
                        + Claims.KEY
                        + ", though it did before."));
  }

  private boolean replace(Claims next, Version seen) {
    return Capability.REPLACES.of(store).replace(Claims.KEY, next.toBytes(), seen).isPresent();
  }

  @Override
  public Claimant join(Claimant me) {
    Patience patience = new Patience(settings, "claim a place in " + store.describe());
    while (true) {
      Optional<Seen> seen = read();
      Optional<Claimant> already = seen.flatMap(s -> s.claims().find(me.id()));
      if (already.isPresent()) {
        return already.get();
      }
      Claimant now = me.until(settings.now().plus(settings.lease()));
      Optional<Claimant> inTheWay = Optional.empty();
      boolean closed = false;
      try {
        if (seen.isEmpty()) {
          if (Capability.CREATES.of(store).create(Claims.KEY, Claims.of(now).toBytes())) {
            return now;
          }
        } else {
          Claims claims = seen.get().claims();
          closed = claims.writers().isEmpty() && claims.closedUntil().isAfter(settings.now());
          inTheWay = inTheWay(claims, now);
          if (!closed && inTheWay.isEmpty()) {
            List<Claimant> expired = expired(claims, now);
            Claimant taking = now.takingOver(expired);
            Claims next = claims.without(expired.stream().map(Claimant::id).toList()).plus(taking);
            if (replace(next, seen.get().version())) {
              return taking;
            }
          }
        }
      } catch (StoreException e) {
        if (!e.isRetryable()) {
          throw e;
        }
        patience.pause("the store does not answer", e); // it may have been done: read again
        continue;
      }
      if (inTheWay.isPresent() && !inTheWay.get().isEnding()) {
        throw Register.taken(store, inTheWay.get(), "");
      }
      patience.pause("other writers change " + Claims.KEY, null);
    }
  }

  private Optional<Claimant> inTheWay(Claims claims, Claimant me) {
    List<Claimant> all = new ArrayList<>();
    for (Claimant other : claims.writers()) {
      if (other.expires().isAfter(settings.now()) && other.meets(me)) {
        all.add(other);
      }
    }
    // One that does not end decides.
    return all.stream()
        .filter(other -> !other.isEnding())
        .findFirst()
        .or(() -> all.stream().findFirst());
  }

  private List<Claimant> expired(Claims claims, Claimant me) {
    return claims.writers().stream()
        .filter(other -> !other.expires().isAfter(settings.now()))
        .filter(other -> other.meets(me) || other.isEmpty())
        .toList();
  }

  @Override
  public Instant renew(String id) {
    Instant end = settings.now().plus(settings.lease());
    change(id, me -> me.until(end), me -> me.expires().equals(end));
    return end;
  }

  @Override
  public void recovered(String id) {
    change(id, Claimant::recovered, me -> me.recovering().isEmpty());
  }

  @Override
  public void ending(String id, Instant end) {
    change(id, me -> me.ending(end), Claimant::isEnding);
  }

  private void change(String id, UnaryOperator<Claimant> change, Predicate<Claimant> isDone) {
    Patience patience = new Patience(settings, "change a claim in " + store.describe());
    while (true) {
      Seen seen = read().orElseThrow(() -> Register.lost(store, id));
      Claimant me = seen.claims().find(id).orElseThrow(() -> Register.lost(store, id));
      if (isDone.test(me)) {
        return;
      }
      StoreException failure = null;
      try {
        if (replace(seen.claims().with(id, change), seen.version())) {
          return;
        }
      } catch (StoreException e) {
        if (!e.isRetryable()) {
          throw e;
        }
        failure = e;
      }
      patience.pause("other writers change " + Claims.KEY, failure);
    }
  }

  @Override
  public void leave(String id) {
    Patience patience = new Patience(settings, "give a claim in " + store.describe() + " back");
    while (true) {
      Optional<Seen> seen = read();
      if (seen.isEmpty() || seen.get().claims().find(id).isEmpty()) {
        return; // was done, or a claim that was lost
      }
      Claims rest = seen.get().claims().without(List.of(id));
      Instant closedUntil = settings.now().plus(settings.longestPut().multipliedBy(2));
      Claims next = rest.writers().isEmpty() ? new Claims(List.of(), closedUntil) : rest;
      StoreException failure = null;
      try {
        if (replace(next, seen.get().version())) {
          if (next.writers().isEmpty()) {
            remove(closedUntil);
          }
          return;
        }
      } catch (ConflictException e) {
        throw e;
      } catch (StoreException e) {
        if (!e.isRetryable()) {
          throw e;
        }
        failure = e;
      }
      patience.pause("other writers change " + Claims.KEY, failure);
    }
  }

  /** Nobody can join before the deletion has arrived. */
  private void remove(Instant closedUntil) {
    if (settings.now().isBefore(closedUntil.minus(settings.longestPut()))) {
      Capability.DELETES.of(store).delete(Claims.KEY);
    }
  }

  @Override
  public boolean isExclusive() {
    return true;
  }
}
