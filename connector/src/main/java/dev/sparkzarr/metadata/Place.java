package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Where a document comes from, for messages.
 *
 * @param text ends the sentence "Cannot read ...", such as {@code array /t2m in
 *     s3a://bucket/era5.zarr}; without secrets
 */
public record Place(String text) {
  private static final int LONGEST_QUOTE = 120;
  private static final int MOST_ITEMS = 16;

  /** A document of a node whose kind is not known. */
  public static Place node(NodePath path, String store) {
    return new Place("node " + path + " in " + store);
  }

  /** A document of an array. */
  public static Place array(NodePath path, String store) {
    return new Place("array " + path + " in " + store);
  }

  /** A document of a group. */
  public static Place group(NodePath path, String store) {
    return new Place("group " + path + " in " + store);
  }

  /** Consolidated metadata. */
  public static Place consolidated(NodePath path, String store) {
    return new Place("consolidated metadata of group " + path + " in " + store);
  }

  /**
   * @param reason why it cannot be read; ends with a full stop
   */
  MetadataException problem(String reason) {
    return new MetadataException("Cannot read " + text + ": " + reason);
  }

  MetadataException problem(String reason, Throwable cause) {
    return new MetadataException("Cannot read " + text + ": " + reason, cause);
  }

  /** A piece of a document, shortened and without control characters, fit for a message. */
  static String quote(JsonNode piece) {
    if (!piece.isContainerNode()) {
      return quote(piece.asText());
    }
    boolean small = piece.size() <= MOST_ITEMS;
    for (JsonNode item : piece) {
      if (!small) {
        break;
      }
      small = !item.isContainerNode();
    }
    return small
        ? quote(piece.toString())
        : piece.isArray() ? "a list of " + piece.size() : "an object of " + piece.size();
  }

  /** A text of a document, shortened and without control characters, fit for a message. */
  static String quote(String text) {
    StringBuilder quoted = new StringBuilder("'");
    for (int i = 0; i < Math.min(text.length(), LONGEST_QUOTE); i++) {
      char c = text.charAt(i);
      quoted.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '?' : c);
    }
    return quoted.append(text.length() > LONGEST_QUOTE ? "...'" : "'").toString();
  }
}
