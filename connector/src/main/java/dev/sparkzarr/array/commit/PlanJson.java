package dev.sparkzarr.array.commit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.array.Region;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.GroupMetadata;
import dev.sparkzarr.metadata.NodeMetadata;
import dev.sparkzarr.metadata.NodePath;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Plans as journals spell them: nodes by the documents that are put for them. Stateless. */
final class PlanJson {
  private PlanJson() {}

  static ObjectNode toJson(WritePlan plan) {
    ObjectNode json = CommitJson.NODES.objectNode();
    json.put("group", plan.group().value());
    plan.groupAfter().ifPresent(group -> json.set("group_after", documents(group)));
    ArrayNode arrays = json.putArray("arrays");
    plan.arrays().forEach(change -> arrays.add(toJson(change)));
    ArrayNode removed = json.putArray("removed");
    plan.removed().forEach(path -> removed.add(path.value()));
    json.put("consolidate", plan.consolidate());
    json.put("delete_delay", plan.deleteDelay().toMillis());
    return json;
  }

  private static ObjectNode toJson(ArrayChange change) {
    ObjectNode json = CommitJson.NODES.objectNode();
    json.put("path", change.path().value());
    if (change instanceof ArrayChange.Updated updated) {
      json.put("updated", updated.after().document());
      ArrayNode ranges = json.putArray("region");
      updated
          .region()
          .ranges()
          .forEach(
              range -> ranges.addArray().add(range.start()).add(range.count()).add(range.step()));
      return json;
    }
    if (change instanceof ArrayChange.Untouched) {
      return json.put("untouched", change.after().document());
    }
    String kind = "created";
    if (change instanceof ArrayChange.Replaced replaced) {
      kind = "replaced";
      json.put("before", replaced.before().document());
    } else if (change instanceof ArrayChange.Grown grown) {
      kind = "grown";
      json.put("before", grown.before().document());
    }
    json.set(kind, documents(change.after()));
    return json;
  }

  private static ObjectNode documents(NodeMetadata node) {
    ObjectNode json = CommitJson.NODES.objectNode();
    OwnDocuments.of(node)
        .forEach(
            (name, bytes) ->
                json.put(name, StandardCharsets.UTF_8.decode(bytes.duplicate()).toString()));
    return json;
  }

  /**
   * @param place for messages
   */
  static WritePlan parse(JsonNode json, String place) {
    NodePath group = new NodePath(CommitJson.text(json, "group"));
    List<ArrayChange> arrays = new ArrayList<>();
    CommitJson.list(json, "arrays").forEach(change -> arrays.add(change(change, place)));
    List<NodePath> removed = new ArrayList<>();
    CommitJson.list(json, "removed").forEach(path -> removed.add(new NodePath(path.asText())));
    return new WritePlan(
        group,
        json.has("group_after")
            ? Optional.of((GroupMetadata) node(json.path("group_after"), group, place, false))
            : Optional.empty(),
        arrays,
        removed,
        CommitJson.flag(json, "consolidate"),
        Duration.ofMillis(CommitJson.number(json, "delete_delay")));
  }

  private static ArrayChange change(JsonNode json, String place) {
    NodePath path = new NodePath(CommitJson.text(json, "path"));
    if (json.has("updated")) {
      List<Region.Range> ranges = new ArrayList<>();
      for (JsonNode range : CommitJson.list(json, "region")) {
        ranges.add(
            new Region.Range(
                range.path(0).asLong(), range.path(1).asLong(), range.path(2).asLong()));
      }
      return new ArrayChange.Updated(
          path, ArrayMetadata.parse(CommitJson.text(json, "updated")), new Region(ranges));
    }
    if (json.has("untouched")) {
      return new ArrayChange.Untouched(
          path, ArrayMetadata.parse(CommitJson.text(json, "untouched")));
    }
    if (json.has("replaced")) {
      return new ArrayChange.Replaced(
          path, before(json), (ArrayMetadata) node(json.path("replaced"), path, place, true));
    }
    if (json.has("grown")) {
      return new ArrayChange.Grown(
          path, before(json), (ArrayMetadata) node(json.path("grown"), path, place, true));
    }
    return new ArrayChange.Created(
        path, (ArrayMetadata) node(json.path("created"), path, place, true));
  }

  private static ArrayMetadata before(JsonNode json) {
    return ArrayMetadata.parse(CommitJson.text(json, "before"));
  }

  private static NodeMetadata node(JsonNode json, NodePath path, String place, boolean isArray) {
    Map<String, ByteBuffer> documents = new TreeMap<>();
    json.fields()
        .forEachRemaining(
            entry ->
                documents.put(
                    entry.getKey(),
                    ByteBuffer.wrap(entry.getValue().asText().getBytes(StandardCharsets.UTF_8))));
    NodeMetadata node = OwnDocuments.parse(documents, path, place);
    if (node instanceof ArrayMetadata != isArray) {
      throw new IllegalArgumentException("a document in it is of another kind of node");
    }
    return node;
  }
}
