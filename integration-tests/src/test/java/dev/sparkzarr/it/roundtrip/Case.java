package dev.sparkzarr.it.roundtrip;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkzarr.array.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One random array as {@code peers/roundtrip} describes it, with its values.
 *
 * @param json its line in {@code cases.jsonl}
 * @param values every element that is to be written
 * @param expected what is then in the array that zarr-python wrote; empty when nobody can say
 * @param ofOurs what is then in the one written here, which is not the same where only zarr-python
 *     stores an inner chunk that equals the fill, and a filter changes it
 */
record Case(
    JsonNode json, Elements values, Optional<Elements> expected, Optional<Elements> ofOurs) {
  static Case parse(JsonNode json, byte[] values, byte[] expected) {
    return new Case(
        json,
        part(json, values, json.get("values")),
        expected(json, expected, json.get("expected")),
        expected(json, expected, json.get("ours").get("expected")));
  }

  private static Optional<Elements> expected(JsonNode json, byte[] file, JsonNode range) {
    return range.isNull() ? Optional.empty() : Optional.of(part(json, file, range));
  }

  private static Elements part(JsonNode json, byte[] file, JsonNode range) {
    int start = range.get(0).asInt();
    byte[] bytes = java.util.Arrays.copyOfRange(file, start, start + range.get(1).asInt());
    int count = shape(json).stream().reduce(1, Math::multiplyExact);
    return Elements.parse(bytes, json.get("width").asInt(), count);
  }

  private static List<Integer> shape(JsonNode json) {
    List<Integer> shape = new ArrayList<>();
    json.get("document").get("shape").forEach(length -> shape.add(length.asInt()));
    return shape;
  }

  int number() {
    return json.get("number").asInt();
  }

  List<Integer> shape() {
    return shape(json);
  }

  String document() {
    return json.get("document").toString();
  }

  boolean keepsEmptyChunks() {
    return json.get("keepEmpty").asBoolean();
  }

  /** Why this array is not to be tried here; empty when it is. */
  Optional<String> exclusion() {
    return Optional.ofNullable(json.get("ours").get("excluded").textValue());
  }

  /** The boxes to write, in order. */
  List<Region> writes() {
    List<Region> writes = new ArrayList<>();
    for (JsonNode box : json.get("writes")) {
      List<Region.Range> ranges = new ArrayList<>();
      for (int i = 0; i < box.get("start").size(); i++) {
        ranges.add(
            Region.Range.of(box.get("start").get(i).asLong(), box.get("stop").get(i).asLong()));
      }
      writes.add(new Region(ranges));
    }
    return writes;
  }

  /** The regions to read: some with steps, some backwards. */
  List<Region> reads() {
    List<Region> reads = new ArrayList<>();
    for (JsonNode read : json.get("reads")) {
      List<Region.Range> ranges = new ArrayList<>();
      for (int i = 0; i < read.get("start").size(); i++) {
        ranges.add(
            new Region.Range(
                read.get("start").get(i).asLong(),
                read.get("count").get(i).asLong(),
                read.get("step").get(i).asLong()));
      }
      reads.add(new Region(ranges));
    }
    return reads;
  }

  /** Keys to delete after writing. */
  List<String> deleted() {
    List<String> keys = new ArrayList<>();
    json.get("deleted").forEach(key -> keys.add(key.textValue()));
    return keys;
  }
}
