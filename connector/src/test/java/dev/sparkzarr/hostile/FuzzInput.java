package dev.sparkzarr.hostile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * What is read: a document, or a stored object beside the document of its array. As a line of text
 * it is one JSON object: {@code document} (or {@code bytes}, base64, when it is no UTF-8) and
 * {@code chunk}, base64.
 *
 * @param document as it is stored, of any kind; of an array when there is a chunk
 * @param chunk null: the document is all there is
 */
record FuzzInput(byte[] document, byte[] chunk) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static FuzzInput parse(String line) {
    try {
      JsonNode json = JSON.readTree(line);
      byte[] document =
          json.has("bytes")
              ? Base64.getDecoder().decode(json.get("bytes").textValue())
              : json.get("document").textValue().getBytes(StandardCharsets.UTF_8);
      JsonNode chunk = json.get("chunk");
      return new FuzzInput(
          document, chunk == null ? null : Base64.getDecoder().decode(chunk.textValue()));
    } catch (IOException e) {
      throw new IllegalArgumentException(line, e);
    }
  }

  @Override
  public String toString() {
    ObjectNode json = JSON.createObjectNode();
    try {
      json.put(
          "document",
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(document)).toString());
    } catch (CharacterCodingException e) {
      json.put("bytes", Base64.getEncoder().encodeToString(document));
    }
    if (chunk != null) {
      json.put("chunk", Base64.getEncoder().encodeToString(chunk));
    }
    try {
      return JSON.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
