package dev.sparkzarr.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which host a piece of work prefers. */
class ExecutorHostsTest {
  private static final List<String> HOSTS = List.of("a.example", "b.example", "10.0.0.3", "d");

  private static List<List<String>> preferred(List<String> hosts) {
    List<List<String>> preferred = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      preferred.add(new ExecutorHosts(hosts).preferred("s3a://bucket/a.zarr/" + i + "/0"));
    }
    return preferred;
  }

  @Test
  void everyHostHasItsShare() {
    Map<String, Integer> counts = new HashMap<>();
    preferred(HOSTS).forEach(host -> counts.merge(host.get(0), 1, Integer::sum));
    assertThat(counts.keySet()).containsExactlyInAnyOrderElementsOf(HOSTS);
    assertThat(counts.values()).allMatch(count -> count > 180 && count < 320);
  }

  @Test
  void theOrderInWhichHostsAreToldDoesNotMatter() {
    assertThat(preferred(List.of("d", "10.0.0.3", "b.example", "a.example")))
        .isEqualTo(preferred(HOSTS));
  }

  @Test
  void onlyTheWorkOfAHostThatIsGoneMoves() {
    List<List<String>> before = preferred(HOSTS);
    List<List<String>> after = preferred(HOSTS.subList(0, 3));
    for (int i = 0; i < before.size(); i++) {
      if (!before.get(i).equals(List.of("d"))) {
        assertThat(after.get(i)).isEqualTo(before.get(i));
      }
    }
  }

  @Test
  void theDriverRunsNoTasks() {
    assertThat(ExecutorHosts.without("x", Map.of("x", 1)).hosts()).as("local mode").isEmpty();
    assertThat(ExecutorHosts.without("x", Map.of("x", 1, "y", 2)).hosts()).containsExactly("y");
    assertThat(ExecutorHosts.without("x", Map.of("x", 2)).hosts()).containsExactly("x");
    assertThat(new ExecutorHosts(List.of()).preferred("work")).isEmpty();
    assertThat(ExecutorHosts.of(LocalSpark.session().sparkContext()).hosts()).isEmpty();
  }

  @Test
  void aPartitionTellsItsHost() {
    CellPartition partition =
        CellPartition.whole(new dev.sparkzarr.dataset.Box(new long[] {0}, new long[] {1}));
    assertThat(partition.preferredLocations()).isEmpty();
    assertThat(partition.at(List.of("a")).withSelection(List.of()).preferredLocations())
        .containsExactly("a");
  }
}
