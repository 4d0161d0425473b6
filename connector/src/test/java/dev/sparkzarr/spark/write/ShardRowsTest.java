package dev.sparkzarr.spark.write;

import static dev.sparkzarr.spark.read.chunks.ArraysInMemory.GZIP;
import static dev.sparkzarr.spark.read.chunks.ArraysInMemory.INT;
import static dev.sparkzarr.spark.read.chunks.ArraysInMemory.shards;
import static dev.sparkzarr.spark.write.ChunkCopy.writer;
import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.ZarrException;
import dev.sparkzarr.metadata.ChunkEdges;
import dev.sparkzarr.metadata.ChunkGrid;
import dev.sparkzarr.metadata.Shape;
import dev.sparkzarr.spark.read.chunks.ArraysInMemory;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows of shards: one task has all of one, or an error says how it comes to that. */
class ShardRowsTest {
  private ChunkCopy copy;

  @BeforeEach
  void newStores() {
    copy = new ChunkCopy();
  }

  @AfterEach
  void forget() {
    copy.close();
  }

  @Test
  void aStoreWithShardsIsCopiedByOneLine() {
    copy.from.counting("a", Shape.of(7, 11), Shape.of(4, 6), shards(2, 2));
    copy.from.counting("b", Shape.of(8), Shape.of(8), shards(1));
    copy.save(copy.rows());
    for (String name : List.of("a", "b")) {
      assertThat(copy.to.values(name)).isEqualTo(copy.from.values(name));
    }
    assertThat(copy.to.objects().keySet()).isEqualTo(copy.from.objects().keySet());
    copy.append(copy.rows());
    assertThat(copy.to.values("a")).isEqualTo(copy.from.values("a"));
  }

  @Test
  void partsOfAShardAreNotPutInPlaceOfIt() {
    copy.from.counting("a", Shape.of(2, 4), Shape.of(2, 4), shards(1, 2));
    copy.save(copy.rows().coalesce(1));
    copy.refused(copy.rows().where("chunk[0] = 1").coalesce(1), "rows of 2 of its 4 inner chunks");
    copy.refused(copy.rows().repartition(4), "inner chunks");
    copy.append(copy.rows().coalesce(1));
    assertThat(copy.to.values("a")).isEqualTo(copy.from.values("a"));
  }

  /** Of arrays of other ranks and shards, and of one whose shards have several lengths. */
  @Test
  void rowsOfShardsInSeveralTasksAreRefusedAndBroughtTogetherByWhatTheErrorSays() {
    copy.from.counting("a", Shape.of(4, 8), Shape.of(4, 4), shards(1, 2));
    copy.from.counting("b", Shape.of(12), Shape.of(6), shards(2));
    copy.from.counting("c", Shape.of(4, 4), Shape.of(2, 2), GZIP);
    copy.from.counting(
        "d",
        Shape.of(3, 9),
        new ChunkGrid.Rectilinear(List.of(ChunkEdges.of(3, 1, 2), ChunkEdges.of(9, 3, 6))),
        shards(1, 3));
    for (boolean ansi : new boolean[] {false, true}) {
      copy.spark.conf().set("spark.sql.ansi.enabled", ansi);
      try {
        Dataset<Row> torn = copy.rows().repartition(4, expr("chunk"), expr("array"));
        assertThatThrownBy(() -> copy.overwrite(torn))
            .isInstanceOf(ZarrException.class)
            .hasMessageContaining("have chunks of shard [")
            .satisfies(e -> copy.overwrite(together(torn, e.getMessage())));
        for (String name : List.of("a", "b", "c", "d")) {
          assertThat(copy.to.values(name)).isEqualTo(copy.from.values(name));
        }
        assertThatThrownBy(() -> copy.append(torn))
            .isInstanceOf(ZarrException.class)
            .hasMessageContaining("inner chunks")
            .satisfies(e -> copy.append(together(torn, e.getMessage())));
      } finally {
        copy.spark.conf().unset("spark.sql.ansi.enabled");
      }
    }
  }

  /** Does what an error says. */
  private static Dataset<Row> together(Dataset<Row> rows, String message) {
    Matcher call =
        Pattern.compile(
                "\\.repartition\\(expr\\(\"array\"\\), expr\\(\"(.*)\"\\)\\)"
                    + "\\.sortWithinPartitions\\(expr\\(\"array\"\\), expr\\(\"\\1\"\\)\\)\\.")
            .matcher(message);
    assertThat(call.find()).as(message).isTrue();
    return rows.repartition(expr("array"), expr(call.group(1)))
        .sortWithinPartitions(expr("array"), expr(call.group(1)));
  }

  /** Chunks of one array are inner chunks of the other. */
  @Test
  void chunksAreGatheredIntoShardsOfAModel() {
    copy.from.counting("a", Shape.of(8, 8), Shape.of(2, 2), GZIP);
    try (ArraysInMemory model = ArraysInMemory.group("chunkmodel", "{}")) {
      model.array(
          "a", INT, Shape.of(8, 8), Shape.of(4, 4), shards(2, 2), new byte[4], "{}", "y", "x");
      Dataset<Row> rows = copy.reader().option("maxPartitionBytes", "1").load(copy.from.path());
      assertThatThrownBy(() -> copy.save(writer(rows).option("like", model.path())))
          .satisfies(
              e -> copy.save(writer(together(rows, e.getMessage())).option("like", model.path())));
      assertThat(copy.to.values("a")).isEqualTo(copy.from.values("a"));
      assertThat(copy.to.objects()).containsOnlyKeys("a/c/0/0", "a/c/0/1", "a/c/1/0", "a/c/1/1");
    }
  }
}
