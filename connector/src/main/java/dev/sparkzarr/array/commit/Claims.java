package dev.sparkzarr.array.commit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.store.StoreKey;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Who writes to a store: its document exists while somebody does. Immutable.
 *
 * @param writers no two of them in one another's way
 * @param closedUntil nobody joins before, since the document is being removed
 */
record Claims(List<Claimant> writers, Instant closedUntil) {
  static final StoreKey KEY = new StoreKey(".sparkzarr/claims.json");

  /** No document may be larger, in bytes. */
  static final long LARGEST = 16L << 20;

  Claims {
    writers = List.copyOf(writers);
  }

  static Claims of(Claimant writer) {
    return new Claims(List.of(writer), Instant.EPOCH);
  }

  Optional<Claimant> find(String id) {
    return writers.stream().filter(writer -> writer.id().equals(id)).findFirst();
  }

  Claims with(String id, UnaryOperator<Claimant> change) {
    return new Claims(
        writers.stream().map(w -> w.id().equals(id) ? change.apply(w) : w).toList(), closedUntil);
  }

  Claims without(List<String> ids) {
    return new Claims(
        writers.stream().filter(writer -> !ids.contains(writer.id())).toList(), closedUntil);
  }

  Claims plus(Claimant writer) {
    List<Claimant> all = new ArrayList<>(writers);
    all.add(writer);
    return new Claims(all, Instant.EPOCH);
  }

  ByteBuffer toBytes() {
    ObjectNode json = CommitJson.document();
    json.put("closed_until", closedUntil.toEpochMilli());
    ArrayNode all = json.putArray("writers");
    writers.forEach(writer -> all.add(writer.toJson()));
    return CommitJson.write(json);
  }

  static Claims parse(ByteBuffer bytes, String place) {
    return CommitJson.read(
        bytes,
        place,
        json -> {
          List<Claimant> writers = new ArrayList<>();
          CommitJson.list(json, "writers").forEach(writer -> writers.add(Claimant.parse(writer)));
          return new Claims(writers, CommitJson.time(json, "closed_until"));
        });
  }
}
