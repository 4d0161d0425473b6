package dev.sparkzarr.spark.write;

import dev.sparkzarr.array.ArrayEngine;
import dev.sparkzarr.array.ArrayWriter;
import dev.sparkzarr.array.Region;
import dev.sparkzarr.array.WriteSettings;
import dev.sparkzarr.array.ZarrArray;
import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.dataset.write.CopiedArray;
import dev.sparkzarr.metadata.ChunkEdges;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.store.Store;
import java.util.ArrayList;
import java.util.List;

/** Copies arrays that are no columns, such as bounds, from the driver: object after object. */
final class ArrayCopy {
  private ArrayCopy() {}

  /**
   * @param source store that the array is copied from
   * @param target guarded
   * @param path of the array that is written
   */
  static void run(
      CopiedArray array,
      Store source,
      Store target,
      NodePath path,
      ArrayEngine engine,
      WriteSettings settings) {
    ZarrArray from = ZarrArray.of(source, array.source(), array.before(), engine);
    ArrayWriter to = engine.openForWriting(target, path, array.metadata(), settings);
    List<ChunkEdges> edges = to.grid().objects();
    long[] at = new long[edges.size()];
    if (edges.stream().anyMatch(edge -> edge.count() == 0)) {
      return;
    }
    int dimension;
    do {
      List<Region.Range> ranges = new ArrayList<>();
      for (int i = 0; i < at.length; i++) {
        ranges.add(Region.Range.of(edges.get(i).start(at[i]), edges.get(i).stop(at[i])));
      }
      Region region = new Region(ranges);
      ChunkBuffer values = from.read(region);
      to.write(region, values);
      for (dimension = at.length - 1; dimension >= 0; dimension--) {
        if (++at[dimension] < edges.get(dimension).count()) {
          break;
        }
        at[dimension] = 0;
      }
    } while (dimension >= 0);
  }
}
