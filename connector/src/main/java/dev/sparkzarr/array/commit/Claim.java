package dev.sparkzarr.array.commit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.metadata.NodePath;
import java.util.ArrayList;
import java.util.List;

/** Something of a store that one writer keeps others from. Immutable. */
sealed interface Claim {
  NodePath path();

  /** A node with all below it: an array that is made, replaced or grows, or what is removed. */
  record Tree(NodePath path) implements Claim {}

  /** A group's own document. Keeps others from the group's direct children, too. */
  record Document(NodePath path) implements Claim {}

  /** Stored objects of an array, perhaps none; the array itself stays as it is. */
  record Objects(NodePath path, Box box) implements Claim {}

  /** What a plan changes. */
  static List<Claim> of(WritePlan plan) {
    List<Claim> claims = new ArrayList<>();
    for (ArrayChange change : plan.arrays()) {
      if (change instanceof ArrayChange.Updated updated) {
        claims.add(new Objects(change.path(), Box.of(change.after(), updated.region())));
      } else if (change instanceof ArrayChange.Untouched) {
        claims.add(new Objects(change.path(), Box.none(change.after())));
      } else {
        claims.add(new Tree(change.path()));
      }
    }
    plan.removed().forEach(path -> claims.add(new Tree(path)));
    if (plan.groupAfter().isPresent()) {
      claims.add(new Document(plan.group()));
    }
    return claims;
  }

  /**
   * @return whether one writer must wait for the other
   */
  default boolean meets(Claim other) {
    if (this instanceof Document && other instanceof Document) {
      return path().equals(other.path());
    }
    if (this instanceof Document) {
      return isAtOrBelow(path(), other.path()) && other instanceof Tree
          || !other.path().isRoot() && other.path().parent().equals(path());
    }
    if (other instanceof Document) {
      return other.meets(this);
    }
    if (this instanceof Objects mine && other instanceof Objects theirs) {
      return path().equals(other.path()) && mine.box().meets(theirs.box());
    }
    return isAtOrBelow(path(), other.path()) || isAtOrBelow(other.path(), path());
  }

  /**
   * @return whether a path is a place, or lies below it
   */
  static boolean isAtOrBelow(NodePath path, NodePath place) {
    return place.isRoot() || path.equals(place) || path.value().startsWith(place.value() + "/");
  }

  default ObjectNode toJson() {
    if (this instanceof Objects objects) {
      return objects.box().toJson().put("objects", path().value());
    }
    return CommitJson.NODES
        .objectNode()
        .put(this instanceof Tree ? "tree" : "document", path().value());
  }

  static Claim parse(JsonNode json) {
    if (json.has("tree")) {
      return new Tree(new NodePath(CommitJson.text(json, "tree")));
    }
    return json.has("document")
        ? new Document(new NodePath(CommitJson.text(json, "document")))
        : new Objects(new NodePath(CommitJson.text(json, "objects")), Box.parse(json));
  }
}
