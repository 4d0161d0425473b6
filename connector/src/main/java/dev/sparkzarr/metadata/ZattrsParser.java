package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Reads {@code .zattrs}, the attributes of a v2 array or group. Stateless. */
public final class ZattrsParser {
  /** The document's key below its node. */
  public static final String NAME = ".zattrs";

  private ZattrsParser() {}

  /** The whole object, every attribute in it; an absent document has none. */
  static ObjectNode parse(Optional<ByteBuffer> document, NodePath path, String store) {
    Place place = new Place("attributes of node " + path + " in " + store);
    return document.map(d -> Json.parseObject(d, place)).orElseGet(Json.NODES::objectNode);
  }
}
