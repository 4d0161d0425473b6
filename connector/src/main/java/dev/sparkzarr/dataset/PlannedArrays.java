package dev.sparkzarr.dataset;

import dev.sparkzarr.array.Hierarchy;
import dev.sparkzarr.array.Hierarchy.Consolidated;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.store.AccessDeniedException;
import dev.sparkzarr.store.Store;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Tells a chunk that was never stored from one that is gone: when the first chunk of an array is
 * missing, the array's document is read again. Where it is another one by now, the chunks of the
 * scan may have been removed; where there is none, this may not even be the store of the scan, but
 * an empty directory of the same name on another machine. Costs the requests of one node, once for
 * each array. For one thread.
 */
final class PlannedArrays {
  private final Store store;
  private final Consolidated consolidated;
  private final Set<NodePath> checked = new HashSet<>();

  /**
   * @param consolidated where the scan's documents came from
   */
  PlannedArrays(Store store, Consolidated consolidated) {
    this.store = store;
    this.consolidated = consolidated;
  }

  /**
   * @param array of which a chunk is missing
   * @throws DatasetException when it is not what the scan was planned for
   * @throws dev.sparkzarr.ZarrException when that could not be found out
   */
  void check(ArrayHandle array) {
    if (checked.contains(array.path())) {
      return;
    }
    Optional<String> own = Optional.empty();
    AccessDeniedException denied = null;
    try {
      own = document(array, Consolidated.IGNORED);
    } catch (AccessDeniedException e) {
      denied = e; // some stores allow no more than the consolidated document
    }
    boolean same = own.filter(array.document()::equals).isPresent();
    if (!same && consolidated != Consolidated.IGNORED) {
      // Consolidated metadata may list what has no document, or an older one: then that is the
      // plan.
      Optional<String> listed = document(array, consolidated);
      same = listed.filter(array.document()::equals).isPresent();
      own = own.or(() -> listed);
    }
    if (!same && denied != null) {
      throw denied;
    }
    if (!same) {
      throw new DatasetException(own.isPresent() ? changed(array) : gone(array));
    }
    checked.add(array.path());
  }

  private Optional<String> document(ArrayHandle array, Consolidated from) {
    return Hierarchy.open(store, from)
        .node(array.path())
        .filter(ArrayMetadata.class::isInstance)
        .map(node -> ((ArrayMetadata) node).document());
  }

  private String changed(ArrayHandle array) {
    return "Cannot read array "
        + array.path()
        + " in "
        + store.describe()
        + ": a chunk is missing, and the array is another one than when the table was loaded: the"
        + " store changed while it was read. Load it again.";
  }

  private String gone(ArrayHandle array) {
    return "Cannot read array "
        + array.path()
        + " in "
        + store.describe()
        + ": a chunk is missing, and so is the array itself. Either it was removed since the table"
        + " was loaded, or this process does not see the store that the driver saw: use a path that"
        + " every executor reaches, not a directory of one machine.";
  }
}
