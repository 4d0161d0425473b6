package dev.sparkzarr.spark.write;

import dev.sparkzarr.array.ArrayGrid;
import dev.sparkzarr.dataset.ArrayLayout;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.ChunkEdges;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** How a user brings all rows of a shard into one task, one after the other. Stateless. */
final class ShardRows {
  /** Edges of uneven shards that a text spells out; more stay together. */
  private static final long MOST_EDGES = 1000;

  private ShardRows() {}

  /**
   * A sentence with calls that Python and Scala share.
   *
   * @param targets all arrays of the rows: what is right for one must not tear shards of another
   */
  static String together(List<ChunkTarget> targets) {
    String keys = "expr(\"array\"), expr(\"" + shard(targets) + "\")";
    return "Bring all rows of a shard into one task, one after the other: .repartition("
        + keys
        + ").sortWithinPartitions("
        + keys
        + ").";
  }

  /** The shard of a row, in SQL that ANSI mode takes too. */
  private static String shard(List<ChunkTarget> targets) {
    Map<String, List<String>> arrays = new LinkedHashMap<>();
    for (ChunkTarget target : targets) {
      arrays
          .computeIfAbsent(
              shard(ArrayLayout.of(ArrayMetadata.parse(target.document()))),
              shard -> new ArrayList<>())
          .add("'" + target.name().replace("\\", "\\\\").replace("'", "\\'") + "'");
    }
    if (arrays.size() == 1) {
      return arrays.keySet().iterator().next();
    }
    return arrays.entrySet().stream()
        .map(
            each ->
                "WHEN array IN (" + String.join(", ", each.getValue()) + ") THEN " + each.getKey())
        .collect(Collectors.joining(" ", "CASE ", " END"));
  }

  private static String shard(ArrayGrid grid) {
    return grid.isSharded() && !grid.objects().isEmpty()
        ? IntStream.range(0, grid.objects().size())
            .mapToObj(d -> shard(d, grid.objects().get(d), grid.chunks().get(d)))
            .collect(Collectors.joining(", ", "array(", ")"))
        : "chunk";
  }

  private static String shard(int dimension, ChunkEdges shards, ChunkEdges chunks) {
    String chunk = "get(chunk, " + dimension + ")";
    if (shards.isEven()) {
      return chunk + " div " + Math.max(1, shards.longest() / Math.max(1, chunks.longest()));
    }
    if (shards.count() > MOST_EDGES) {
      return "0L";
    }
    return LongStream.range(0, shards.count())
            .mapToObj(shard -> chunks.chunkAt(shards.start(shard)) + "L")
            .collect(Collectors.joining(", ", "size(filter(array(", "), first -> first <= "))
        + chunk
        + "))";
  }
}
