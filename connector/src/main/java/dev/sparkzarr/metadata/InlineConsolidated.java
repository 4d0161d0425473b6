package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * Consolidated metadata inside a v3 group's {@code zarr.json}: {@code {"kind": "inline",
 * "must_understand": false, "metadata": {path: document}}}, paths relative to the group.
 */
final class InlineConsolidated {
  private InlineConsolidated() {}

  /**
   * @return empty when it is of another kind that need not be understood
   */
  static Optional<ConsolidatedMetadata> parse(ObjectNode json, NodePath group, String store) {
    Place place = Place.consolidated(group, store);
    Fields fields = new Fields(json, place);
    JsonNode kind = fields.required(ZarrJsonParser.KIND);
    if (!kind.isTextual() || !kind.textValue().equals(ZarrJsonParser.INLINE)) {
      JsonNode must = json.path(Extension.MUST_UNDERSTAND);
      if (must.isBoolean() && !must.booleanValue()) {
        return Optional.empty();
      }
      throw fields.wrong(ZarrJsonParser.KIND, "'inline'", kind);
    }
    ConsolidatedBuilder nodes = new ConsolidatedBuilder(group, ZarrFormat.V3, place);
    JsonNode metadata = fields.required(ZarrJsonParser.METADATA);
    if (!metadata.isObject()) {
      throw fields.wrong(ZarrJsonParser.METADATA, "an object", metadata);
    }
    metadata
        .fields()
        .forEachRemaining(
            entry -> {
              NodePath path = nodes.path(entry.getKey());
              nodes.add(
                  path,
                  () -> {
                    if (entry.getValue() instanceof ObjectNode document) {
                      return ZarrJsonParser.node(document, path, store);
                    }
                    throw Place.node(path, store).problem("its document is not a JSON object.");
                  });
            });
    return Optional.of(nodes.build());
  }
}
