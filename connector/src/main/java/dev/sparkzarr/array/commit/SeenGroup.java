package dev.sparkzarr.array.commit;

import dev.sparkzarr.metadata.Attributes;
import java.util.Set;

/**
 * What a group was when a plan for it was made. Immutable.
 *
 * @param attributes of its own
 * @param children names of all nodes right below it, also of those that cannot be read
 */
public record SeenGroup(Attributes attributes, Set<String> children) {
  /** There was no group. */
  public static final SeenGroup NONE = new SeenGroup(Attributes.EMPTY, Set.of());

  public SeenGroup {
    children = Set.copyOf(children);
  }
}
