package dev.sparkzarr.array.commit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.store.StoreKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A writer, as the register of claims has it. Immutable.
 *
 * @param id of no other writer
 * @param since it began
 * @param expires when others may take its claims over; nothing it sent arrives later
 * @param isEnding whether it is about to be gone: worth waiting for
 * @param claims of its own
 * @param journal that says what it does, if there is one at that key
 * @param recovering writers whose claims it took over, and whose work it has not yet finished
 */
record Claimant(
    String id,
    Instant since,
    Instant expires,
    boolean isEnding,
    List<Claim> claims,
    Optional<StoreKey> journal,
    List<Claimant> recovering) {
  Claimant {
    claims = List.copyOf(claims);
    recovering = List.copyOf(recovering);
  }

  Claimant until(Instant end) {
    return new Claimant(id, since, end, isEnding, claims, journal, recovering);
  }

  Claimant ending(Instant end) {
    return new Claimant(id, since, end, true, claims, journal, recovering);
  }

  /** Takes over from others, the oldest work first. */
  Claimant takingOver(List<Claimant> others) {
    List<Claimant> all = new ArrayList<>(recovering);
    for (Claimant other : others) {
      all.addAll(other.recovering);
      all.add(other.recovered());
    }
    return new Claimant(id, since, expires, isEnding, claims, journal, all);
  }

  Claimant recovered() {
    return new Claimant(id, since, expires, isEnding, claims, journal, List.of());
  }

  boolean meets(Claimant other) {
    return allClaims().stream().anyMatch(mine -> other.allClaims().stream().anyMatch(mine::meets));
  }

  /** Whether it claims nothing, as a cleanup of an empty register: nobody would ever meet it. */
  boolean isEmpty() {
    return allClaims().isEmpty();
  }

  private List<Claim> allClaims() {
    List<Claim> all = new ArrayList<>(claims);
    recovering.forEach(other -> all.addAll(other.claims));
    return all;
  }

  ObjectNode toJson() {
    ObjectNode json = CommitJson.NODES.objectNode();
    json.put("id", id);
    json.put("since", since.toEpochMilli());
    json.put("expires", expires.toEpochMilli());
    json.put("ending", isEnding);
    ArrayNode claimed = json.putArray("claims");
    claims.forEach(claim -> claimed.add(claim.toJson()));
    journal.ifPresent(key -> json.put("journal", key.value()));
    if (!recovering.isEmpty()) {
      ArrayNode others = json.putArray("recovering");
      recovering.forEach(other -> others.add(other.toJson()));
    }
    return json;
  }

  static Claimant parse(JsonNode json) {
    List<Claim> claims = new ArrayList<>();
    CommitJson.list(json, "claims").forEach(claim -> claims.add(Claim.parse(claim)));
    List<Claimant> recovering = new ArrayList<>();
    if (json.has("recovering")) {
      CommitJson.list(json, "recovering").forEach(other -> recovering.add(parse(other)));
    }
    return new Claimant(
        CommitJson.text(json, "id"),
        CommitJson.time(json, "since"),
        CommitJson.time(json, "expires"),
        CommitJson.flag(json, "ending"),
        claims,
        json.has("journal")
            ? Optional.of(new StoreKey(CommitJson.text(json, "journal")))
            : Optional.empty(),
        recovering);
  }
}
