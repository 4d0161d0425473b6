package dev.sparkzarr.dataset;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.array.ArrayGrid;
import dev.sparkzarr.codec.CodecException;
import dev.sparkzarr.codec.CodecPipeline;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.ChunkEdges;
import dev.sparkzarr.metadata.CodecSpec;
import java.util.List;

/** What schemas, plans and listings say of how an array is cut and encoded. Stateless. */
public final class ArrayLayout {
  private ArrayLayout() {}

  /**
   * How an array is cut into stored objects and chunks. For an array whose codecs cannot be bound
   * here a chunk is a whole stored object: reading it is what raises the error.
   */
  public static ArrayGrid of(ArrayMetadata array) {
    try {
      return ArrayGrid.of(array, CodecPipeline.of(array));
    } catch (CodecException e) {
      return ArrayGrid.ofObjects(array);
    }
  }

  /** For each dimension a length, or lengths where they differ. */
  public static ArrayNode json(List<ChunkEdges> edges) {
    ArrayNode lengths = JsonNodeFactory.instance.arrayNode();
    edges.forEach(dimension -> lengths.add(dimension.toJson()));
    return lengths;
  }

  /** The chain as a v3 document has it. */
  public static ArrayNode codecs(ArrayMetadata array) {
    ArrayNode codecs = JsonNodeFactory.instance.arrayNode();
    for (CodecSpec spec : array.codecs()) {
      ObjectNode codec = codecs.addObject().put("name", spec.name());
      if (!spec.configuration().isEmpty()) {
        codec.set("configuration", spec.configuration());
      }
    }
    return codecs;
  }
}
