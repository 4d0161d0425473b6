package dev.sparkzarr.spark.write;

import dev.sparkzarr.array.ChunkIndex;
import dev.sparkzarr.array.Region;
import dev.sparkzarr.metadata.ChunkEdges;
import dev.sparkzarr.metadata.Shape;
import java.io.Serializable;
import java.util.Collections;
import java.util.List;

/**
 * What of an array was there before a write and stays where no row gives a value. Immutable.
 *
 * @param shape of the array before; cells within it count. Null when nothing was there
 */
record KeptCells(Shape shape) implements Serializable {
  static final KeptCells NONE = new KeptCells(null);

  /** Whether an object holds cells that count. */
  boolean reaches(List<ChunkEdges> objects, ChunkIndex object) {
    if (shape == null) {
      return false;
    }
    for (int i = 0; i < shape.rank(); i++) {
      if (objects.get(i).start(object.at(i)) >= shape.length(i)) {
        return false;
      }
    }
    return true;
  }

  Region region() {
    return Region.all(shape);
  }

  /** No cell of an array of as many dimensions. */
  static Region nothing(int rank) {
    return new Region(Collections.nCopies(rank, Region.Range.of(0, 0)));
  }
}
