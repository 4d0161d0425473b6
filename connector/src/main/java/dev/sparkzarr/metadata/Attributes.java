package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A node's attributes: free JSON, kept as it was read. Immutable. */
public final class Attributes {
  /** No attributes. */
  public static final Attributes EMPTY = new Attributes(JsonNodeFactory.instance.objectNode());

  private final ObjectNode json;

  /**
   * @param json copied
   */
  public Attributes(ObjectNode json) {
    this.json = json.deepCopy();
  }

  /**
   * @return the attribute's value, not to be modified; empty when there is none or it is null
   */
  public Optional<JsonNode> get(String name) {
    JsonNode value = json.get(name);
    return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
  }

  /**
   * @return the attribute's value when it is a text
   */
  public Optional<String> text(String name) {
    return get(name).filter(JsonNode::isTextual).map(JsonNode::textValue);
  }

  /**
   * @return the names, in document order
   */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    json.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /**
   * @return a copy
   */
  public ObjectNode toJson() {
    return json.deepCopy();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Attributes attributes && json.equals(attributes.json);
  }

  @Override
  public int hashCode() {
    return json.hashCode();
  }

  @Override
  public String toString() {
    return json.toString();
  }
}
