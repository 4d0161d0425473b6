package dev.sparkzarr.array.commit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.ZarrException;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.store.Capability;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreKey;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What a writer is about, so that another one can finish or undo it. It is there from before the
 * first object until after the last document. Immutable.
 *
 * @param id of the writer
 * @param since it began
 * @param state how far it is
 * @param plan what it does
 */
record Journal(String id, Instant since, State state, WritePlan plan) {
  /** Below the first array that is written: what lies outside of arrays, readers wonder about. */
  static final String FOLDER = ".sparkzarr";

  static final String END = ".json";

  /** How far a writer is. */
  enum State {
    /** Objects are put; readers see none of them. To be undone. */
    WRITING,
    /** All objects are there, and documents are put. To be completed. */
    SWITCHING
  }

  StoreKey key() {
    return keyOf(id, plan);
  }

  static StoreKey keyOf(String id, WritePlan plan) {
    NodePath place = plan.arrays().isEmpty() ? plan.group() : plan.arrays().get(0).path();
    return place.key(FOLDER + "/" + id + END);
  }

  Journal switching() {
    return new Journal(id, since, State.SWITCHING, plan);
  }

  /**
   * @throws dev.sparkzarr.ZarrException when a node has no spelling, or there are too many
   */
  ByteBuffer toBytes() {
    ObjectNode json = CommitJson.document();
    json.put("id", id);
    json.put("since", since.toEpochMilli());
    json.put("state", state.name().toLowerCase(Locale.ROOT));
    json.set("plan", PlanJson.toJson(plan));
    ByteBuffer bytes = CommitJson.write(json);
    if (bytes.remaining() > CommitJson.LARGEST) {
      throw new ZarrException(
          "Cannot write "
              + plan.arrays().size()
              + " arrays at once: their documents have "
              + bytes.remaining()
              + " bytes together. Write them in several jobs.");
    }
    return bytes;
  }

  void put(Store store) {
    Capability.WRITES.of(store).put(key(), toBytes());
  }

  void remove(Store store) {
    Capability.DELETES.of(store).delete(key());
  }

  /**
   * @return empty when there is none at the key
   * @throws dev.sparkzarr.ZarrException when it cannot be read
   */
  static Optional<Journal> read(Store store, StoreKey key) {
    String place = store.describe(key);
    return store
        .get(key, CommitJson.LARGEST)
        .map(
            bytes ->
                CommitJson.read(
                    bytes,
                    place,
                    json ->
                        new Journal(
                            CommitJson.text(json, "id"),
                            CommitJson.time(json, "since"),
                            State.valueOf(CommitJson.text(json, "state").toUpperCase(Locale.ROOT)),
                            PlanJson.parse(json.path("plan"), place))));
  }
}
