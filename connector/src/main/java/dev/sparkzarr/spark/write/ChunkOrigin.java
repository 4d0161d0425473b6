package dev.sparkzarr.spark.write;

import dev.sparkzarr.ZarrException;
import dev.sparkzarr.array.commit.KeySpaces;
import dev.sparkzarr.dataset.write.CopiedArray;
import dev.sparkzarr.dataset.write.OpenedTable;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.store.Store;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Where arrays come from that chunk rows hold nothing of: the store that the option {@code like}
 * names, else the one that the rows were read from, opened when something is asked of it. Lives on
 * the driver.
 */
final class ChunkOrigin {
  private static final int SHOWN = 20;

  private final String place;
  private final ChunkDocuments read;
  private final Models models;
  private final Optional<OpenedTable> like;
  private OpenedTable opened;

  /**
   * @param place of the table that is written, for messages
   * @param read what the rows say of their arrays
   */
  ChunkOrigin(String place, ChunkDocuments read, Models models) {
    this.place = place;
    this.read = read;
    this.models = models;
    this.like = models.like();
  }

  /** The store of the option {@code like}. */
  Optional<OpenedTable> like() {
    return like;
  }

  /** The store that copies are read from. */
  Store store() {
    return like.isPresent() ? models.likeStore() : models.originStore();
  }

  /**
   * Arrays that are copied where no row has a chunk of them: all that {@code like} has, else those
   * that stood beside the rows' arrays and that nobody asked to leave out.
   *
   * @param there names among the latter that are not wanted
   * @throws ZarrException when they are needed and cannot be had
   */
  Map<String, CopiedArray> copies(Set<String> there) {
    Map<String, CopiedArray> copies = new TreeMap<>();
    if (like.isPresent()) {
      like.get()
          .arrays()
          .forEach((name, array) -> copies.put(name, copy(NodePath.ROOT, name, array)));
      return copies;
    }
    for (String name : read.rest()) {
      if (there.contains(name)) {
        continue;
      }
      ArrayMetadata array = open().arrays().get(name);
      if (array == null) {
        throw refused(
            Optional.ofNullable(open().unreadable().get(name))
                .map(reason -> name + " cannot be read: " + reason)
                .orElse(name + " is not there any more."),
            null);
      }
      copies.put(name, copy(read.group(), name, array));
    }
    return copies;
  }

  private static CopiedArray copy(NodePath group, String name, ArrayMetadata array) {
    return new CopiedArray(name, group.resolve(name), array, array);
  }

  /**
   * Whether the store that the rows were read from has no object of an array, so that no row of it
   * is all there is. False also where that cannot be found out.
   */
  boolean isEmpty(String name) {
    if (like.isPresent() || read.store().isEmpty()) {
      return false;
    }
    try {
      ArrayMetadata array = open().arrays().get(name);
      return array != null && KeySpaces.isEmpty(store(), read.group().resolve(name), array);
    } catch (ZarrException e) {
      return false;
    }
  }

  /** Also makes sure that it still is what the rows were read from. */
  private OpenedTable open() {
    if (opened != null) {
      return opened;
    }
    String address =
        read.store()
            .orElseThrow(() -> refused("the address of that store is not in the rows.", null));
    OpenedTable origin;
    try {
      origin = models.origin(address, read.group());
    } catch (ZarrException e) {
      throw refused(e.getMessage(), e);
    }
    read.arrays()
        .forEach(
            (name, array) -> {
              ArrayMetadata now = origin.arrays().get(name);
              if (now == null || !ChunkDocuments.isStoredAlike(array, now)) {
                throw new ZarrException(
                    "Cannot write "
                        + place
                        + ": array '"
                        + name
                        + "' of the store that the rows were read from has changed since. Load it"
                        + " again.");
              }
            });
    opened = origin;
    return opened;
  }

  private ZarrException refused(String reason, ZarrException cause) {
    List<String> names = read.rest();
    return new ZarrException(
        "Cannot write "
            + place
            + ": arrays "
            + names.stream().limit(SHOWN).collect(Collectors.joining(", "))
            + (names.size() > SHOWN ? ", and more," : "")
            + " stand beside those of the rows, and cannot be copied from where these were read: "
            + reason
            + " Name a store that has them with the option like, give this write the settings of"
            + " the store that was read, or leave them out: read with the option variables.",
        cause);
  }
}
