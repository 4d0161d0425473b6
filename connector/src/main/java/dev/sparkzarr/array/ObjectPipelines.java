package dev.sparkzarr.array;

import dev.sparkzarr.codec.CodecException;
import dev.sparkzarr.codec.CodecPipeline;
import dev.sparkzarr.metadata.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The pipelines of one array, bound to the shapes of its stored objects: that of the largest, which
 * is all there is in an even grid, and the least recently used of the others out first. Safe for
 * many threads.
 */
final class ObjectPipelines {
  private static final int KEPT = 64;

  private final BoundArray array;
  private final CodecPipeline largest;
  private final Map<Shape, CodecPipeline> others =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Shape, CodecPipeline> eldest) {
          return size() > KEPT;
        }
      };

  /**
   * @param largest of the largest stored object
   */
  ObjectPipelines(BoundArray array, CodecPipeline largest) {
    this.array = array;
    this.largest = largest;
  }

  /**
   * @return that of the largest stored object
   */
  CodecPipeline largest() {
    return largest;
  }

  /**
   * @return that of the objects of this shape
   * @throws CodecException when the codecs cannot make such objects
   */
  CodecPipeline of(Shape objectShape) {
    if (objectShape.equals(largest.chunkShape())) {
      return largest;
    }
    synchronized (others) {
      CodecPipeline found = others.get(objectShape);
      if (found == null) {
        found = bind(objectShape);
        others.put(objectShape, found);
      }
      return found;
    }
  }

  private CodecPipeline bind(Shape objectShape) {
    try {
      return CodecPipeline.of(array.metadata(), objectShape);
    } catch (CodecException e) {
      throw array.unsupported(e);
    }
  }
}
