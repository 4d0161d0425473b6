package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * In which orders the bytes of an element are stored. A v2 record has one per field, so that the
 * {@code endian} of the codec {@code bytes} is a list there, which v3 documents cannot have.
 *
 * @param leaves none where no part of an element has several bytes; one where all parts share it;
 *     else one per leaf of the type, see {@link StoredWords}, any where a leaf has single bytes
 */
record ByteOrders(List<Endian> leaves) {
  static final ByteOrders NONE = new ByteOrders(List.of());

  ByteOrders {
    leaves = List.copyOf(leaves);
  }

  static ByteOrders of(Endian all) {
    return new ByteOrders(List.of(all));
  }

  /**
   * @param leaves one per leaf; empty where it has single bytes
   */
  static ByteOrders ofLeaves(List<Optional<Endian>> leaves) {
    List<Endian> distinct = leaves.stream().flatMap(Optional::stream).distinct().toList();
    if (distinct.size() < 2) {
      return new ByteOrders(distinct);
    }
    return new ByteOrders(leaves.stream().map(leaf -> leaf.orElse(Endian.LITTLE)).toList());
  }

  /** Of the leaf with this index; little where there is none. */
  Endian leaf(int index) {
    return leaves.isEmpty() ? Endian.LITTLE : leaves.get(leaves.size() == 1 ? 0 : index);
  }

  /** One for every leaf of the type, little where there is none. */
  List<Endian> each(DataType type) {
    List<Endian> each = new ArrayList<>();
    for (int i = 0; i < StoredWords.leaves(type); i++) {
      each.add(leaf(i));
    }
    return each;
  }

  /** The {@code endian} of the codec {@code bytes}; empty when it has none. */
  Optional<JsonNode> toJson() {
    if (leaves.size() < 2) {
      return leaves.stream().<JsonNode>map(leaf -> Json.NODES.textNode(leaf.word())).findFirst();
    }
    ArrayNode words = Json.NODES.arrayNode();
    leaves.forEach(leaf -> words.add(leaf.word()));
    return Optional.of(words);
  }

  /** The inverse; none when it is not such a value. */
  static ByteOrders ofJson(JsonNode endian) {
    if (!endian.isArray()) {
      return Endian.ofWord(endian.asText()).map(ByteOrders::of).orElse(NONE);
    }
    List<Endian> leaves = new ArrayList<>();
    endian.forEach(word -> Endian.ofWord(word.asText()).ifPresent(leaves::add));
    return leaves.size() == endian.size() ? new ByteOrders(leaves) : NONE;
  }
}
