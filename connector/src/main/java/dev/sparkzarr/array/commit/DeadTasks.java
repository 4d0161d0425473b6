package dev.sparkzarr.array.commit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.store.Capability;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Processes died while a job put objects of an array, and the job was done without them: where a
 * store puts by temporary files, some of theirs may be left. A document beside the array says so.
 * Immutable.
 *
 * @param path of the array
 * @param id of the writer
 * @param end of the job
 */
record DeadTasks(NodePath path, String id, Instant end) {
  static final String END = ".dead.json";

  private StoreKey key() {
    return path.key(Journal.FOLDER + "/" + id + END);
  }

  void put(Store store) {
    ObjectNode json = CommitJson.document();
    json.put("id", id);
    json.put("end", end.toEpochMilli());
    Capability.WRITES.of(store).put(key(), CommitJson.write(json));
  }

  /**
   * Those of a path.
   *
   * @param names what writers left there, see {@link LateDeletion#names}
   */
  static List<DeadTasks> at(Store store, NodePath path, List<String> names) {
    List<DeadTasks> found = new ArrayList<>();
    for (String name : names) {
      if (name.endsWith(END)) {
        String id = name.substring(0, name.length() - END.length());
        StoreKey key = path.key(Journal.FOLDER + "/" + name);
        store
            .get(key, CommitJson.LARGEST)
            .map(
                bytes ->
                    CommitJson.read(
                        bytes,
                        store.describe(key),
                        json -> new DeadTasks(path, id, CommitJson.time(json, "end"))))
            .ifPresent(found::add);
      }
    }
    return found;
  }

  /** When nothing of theirs is under way any more. */
  Instant due(CommitSettings settings) {
    return end.plus(settings.longestPut());
  }

  /** Deletes what they left, and then the document. */
  void carryOut(Store store) {
    Optional<StoreKey> place =
        path.isRoot() ? Optional.empty() : Optional.of(new StoreKey(path.value()));
    Capability.DELETES.of(store).deleteAbandoned(place, end);
    Capability.DELETES.of(store).delete(key());
  }
}
