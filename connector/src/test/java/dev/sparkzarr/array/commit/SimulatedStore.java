package dev.sparkzarr.array.commit;

import dev.sparkzarr.store.Creates;
import dev.sparkzarr.store.Deletes;
import dev.sparkzarr.store.Replaces;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.StoreVerb;
import dev.sparkzarr.store.Version;
import dev.sparkzarr.store.middleware.AroundStore;
import dev.sparkzarr.store.middleware.StoreCall;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The store of a {@link Simulation} as one of its programs reaches it. */
final class SimulatedStore extends AroundStore {
  private static final Set<StoreVerb> READS =
      EnumSet.of(StoreVerb.GET, StoreVerb.RANGE, StoreVerb.STAT, StoreVerb.LIST);

  private final Simulation.Actor actor;
  private final Kind kind;

  /** What a store's conditional writes are worth. */
  enum Kind {
    CREATE_AND_REPLACE,
    CREATE,
    NONE,
    /** Takes conditions and ignores them. */
    IGNORANT
  }

  SimulatedStore(Store memory, Simulation.Actor actor, Kind kind) {
    super(memory);
    this.actor = actor;
    this.kind = kind;
  }

  @Override
  @SuppressWarnings("unchecked")
  protected <T> T around(StoreCall<T> call) {
    String what = call.verb() + " " + call.key().map(StoreKey::value).orElse("");
    boolean isChange = !READS.contains(call.verb());
    boolean isUnseen =
        !isChange || call.key().filter(key -> key.value().contains(Journal.FOLDER)).isPresent();
    return actor.send(
        what,
        () -> {
          T answer = call.send();
          return call.verb() == StoreVerb.LIST
              ? (T) ((Stream<?>) answer).toList().stream()
              : answer;
        },
        isChange,
        isUnseen);
  }

  @Override
  public Optional<Creates> creates() {
    return switch (kind) {
      case NONE -> Optional.empty();
      case IGNORANT ->
          Optional.of(
              (key, bytes) -> {
                writes().orElseThrow().put(key, bytes);
                return true;
              });
      default -> super.creates();
    };
  }

  @Override
  public Optional<Replaces> replaces() {
    return switch (kind) {
      case NONE, CREATE -> Optional.empty();
      case IGNORANT ->
          Optional.of(
              (key, bytes, expected) -> {
                writes().orElseThrow().put(key, bytes);
                return Optional.of(new Version("?"));
              });
      default -> super.replaces();
    };
  }

  /** Many are deleted one by one: a program may die in between. */
  @Override
  public Optional<Deletes> deletes() {
    Deletes one = super.deletes().orElseThrow();
    return Optional.of(
        new Deletes() {
          @Override
          public void delete(StoreKey key) {
            one.delete(key);
          }

          @Override
          public void deleteBelow(StoreKey place) {
            one.deleteBelow(place);
          }
        });
  }

  @Override
  public void close() {}
}
