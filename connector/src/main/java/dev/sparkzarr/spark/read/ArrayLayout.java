package dev.sparkzarr.spark.read;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.codec.CodecException;
import dev.sparkzarr.codec.CodecPipeline;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.ChunkGrid;
import dev.sparkzarr.metadata.CodecSpec;
import dev.sparkzarr.metadata.Shape;

/**
 * How an array is cut into stored objects and chunks, for schemas, plans and listings. For an array
 * whose codecs cannot be bound here a chunk is a whole stored object: reading it is what raises the
 * error.
 *
 * @param objectShape of stored objects
 * @param chunkShape of the smallest parts that can be read
 * @param isSharded whether objects can be read in parts
 */
record ArrayLayout(Shape objectShape, Shape chunkShape, boolean isSharded) {
  static ArrayLayout of(ArrayMetadata array) {
    Shape object = ((ChunkGrid.Regular) array.grid()).chunkShape();
    try {
      return CodecPipeline.of(array)
          .shard()
          .map(shard -> new ArrayLayout(object, shard.chunkShape(), true))
          .orElse(new ArrayLayout(object, object, false));
    } catch (CodecException e) {
      return new ArrayLayout(object, object, false);
    }
  }

  ArrayNode json(Shape shape) {
    ArrayNode lengths = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < shape.rank(); i++) {
      lengths.add(shape.length(i));
    }
    return lengths;
  }

  static ArrayNode codecs(ArrayMetadata array) {
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
