package dev.sparkzarr.array.commit;

import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.store.Store;
import java.util.List;

/** Finishes what writers left unfinished, and deletes what is due. Stateless. */
public final class Cleanup {
  private Cleanup() {}

  /**
   * What was done.
   *
   * @param completed ids of writers whose switch was completed
   * @param undone ids of writers whose new objects were removed
   * @param emptied arrays and former nodes of which replaced objects were deleted
   * @param skipped whole sentences: what was left, and why
   */
  public record Report(
      List<String> completed, List<String> undone, List<NodePath> emptied, List<String> skipped) {
    public Report {
      completed = List.copyOf(completed);
      undone = List.copyOf(undone);
      emptied = List.copyOf(emptied);
      skipped = List.copyOf(skipped);
    }
  }

  /**
   * Cleans a store. Writers under way are left alone.
   *
   * @param store its root, without a cache
   * @throws dev.sparkzarr.ZarrException when a request failed; run it again
   */
  public static Report run(Store store, CommitSettings settings) {
    return new Report(List.of(), List.of(), List.of(), List.of());
  }
}
