package dev.sparkzarr.dataset.write;

import dev.sparkzarr.store.StoreKey;
import java.util.Set;

/** Which names nodes may have. Stateless. Source: Zarr v3, "Node names". */
public final class NodeNames {
  private static final Set<String> DOCUMENTS =
      Set.of("zarr.json", ".zarray", ".zgroup", ".zattrs", ".zmetadata", ".sparkzarr");

  private NodeNames() {}

  /**
   * @param name of one segment
   */
  public static boolean isLegal(String name) {
    return StoreKey.isValid(name)
        && name.indexOf('/') < 0
        && !name.startsWith("__")
        && name.chars().anyMatch(c -> c != '.')
        && !DOCUMENTS.contains(name);
  }
}
