package dev.sparkzarr.it.support;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What came of reading one feature's store: a line of {@code docs/format-support.tsv}.
 *
 * @param id of the feature
 * @param area {@code type}, {@code codec}, {@code grid}, {@code keys}, {@code document}, {@code
 *     refused}
 * @param name of the row that the feature belongs to
 * @param variant what tells it from others of that row; may be empty
 * @param format of its documents, 2 or 3
 * @param writer who made the bytes
 * @param used what the reader used for it, such as {@code codec:zstd}, separated by blanks
 * @param result {@code read}, {@code refused}, or {@code failed}
 * @param message of the refusal or failure; empty when it was read
 */
public record Outcome(
    String id,
    String area,
    String name,
    String variant,
    int format,
    String writer,
    String used,
    String result,
    String message) {
  static Outcome of(JsonNode feature, String used, String result, String message) {
    return new Outcome(
        feature.get("id").asText(),
        feature.get("area").asText(),
        feature.get("name").asText(),
        feature.get("variant").asText(),
        feature.get("format").asInt(),
        feature.get("writer").asText(),
        used,
        result,
        message);
  }

  /** The line's form in the file: fields with tabs between. */
  String toLine() {
    return String.join(
        "\t",
        List.of(
            id,
            area,
            name,
            variant,
            Integer.toString(format),
            writer,
            used,
            result,
            message.replaceAll("\\s+", " ").strip()));
  }
}
