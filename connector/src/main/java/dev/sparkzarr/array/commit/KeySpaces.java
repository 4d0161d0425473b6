package dev.sparkzarr.array.commit;

import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.ChunkKeyEncoding;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which keys an array's objects take, and which a new array takes in its place. Stateless. */
public final class KeySpaces {
  private KeySpaces() {}

  /**
   * Names for the objects of an array of format 3 that takes the place of another one.
   *
   * @return none of whose keys is one of the old array's, nor a folder where that has a file:
   *     {@code default} with {@code /} and {@code v2} with {@code .} take turns
   */
  public static ChunkKeyEncoding alternate(ArrayMetadata before) {
    return before.keys() instanceof ChunkKeyEncoding.V2
        ? new ChunkKeyEncoding.Default('/')
        : new ChunkKeyEncoding.V2('.');
  }

  /**
   * Names for the objects of a new array of format 3: as {@link #alternate}, or {@code default}
   * with {@code /} where there is no array yet; but where it can be none of the keys that wait for
   * their deletion. Readers of a table that was replaced twice, or removed and made again, then
   * find their objects, or none, but never those of a newer table. Four encodings take turns.
   *
   * @param store its root
   * @param path of the array
   * @param before what it is; empty when there is none
   * @param rank of the new array
   * @throws dev.sparkzarr.ZarrException when what waits there could not be found out
   */
  public static ChunkKeyEncoding unused(
      Store store, NodePath path, Optional<ArrayMetadata> before, int rank) {
    ChunkKeyEncoding first =
        before.map(KeySpaces::alternate).orElse(new ChunkKeyEncoding.Default('/'));
    List<ArrayMetadata> old = new ArrayList<>();
    before.ifPresent(old::add);
    LateDeletion.at(store, path).forEach(late -> late.before().ifPresent(old::add));
    return Stream.of(
            first,
            new ChunkKeyEncoding.Default('/'),
            new ChunkKeyEncoding.V2('.'),
            new ChunkKeyEncoding.Default('.'),
            new ChunkKeyEncoding.V2('/'))
        .filter(keys -> old.stream().allMatch(array -> areApart(array, keys, rank)))
        .findFirst()
        .orElse(first);
  }

  /**
   * @return whether an array has no stored object, not even beyond its shape
   * @throws dev.sparkzarr.store.StoreException when that could not be found out
   */
  public static boolean isEmpty(Store store, NodePath path, ArrayMetadata array) {
    return KeySpace.of(path, array).isEmpty(store);
  }

  /**
   * @return whether no key of the one is a key of the other, or a place above or below one; false
   *     also where that is not easily told
   */
  static boolean areApart(ArrayMetadata array, ChunkKeyEncoding keys, int rank) {
    return areApart(array.keys(), array.shape().rank(), keys, rank);
  }

  static boolean areApart(
      ChunkKeyEncoding one, int rankOfOne, ChunkKeyEncoding other, int rankOfOther) {
    int fewest = Math.min(rankOfOne, rankOfOther);
    if (one instanceof ChunkKeyEncoding.Default a && other instanceof ChunkKeyEncoding.Default b) {
      return a.separator() != b.separator() && fewest >= 1; // c.0 and c/0, not c
    }
    if (one instanceof ChunkKeyEncoding.V2 a && other instanceof ChunkKeyEncoding.V2 b) {
      return a.separator() != b.separator() && fewest >= 2; // 0.1 and 0/1, not 0
    }
    return beginsWithLetter(one) && other instanceof ChunkKeyEncoding.V2
        || one instanceof ChunkKeyEncoding.V2 && beginsWithLetter(other);
  }

  private static boolean beginsWithLetter(ChunkKeyEncoding keys) {
    return keys instanceof ChunkKeyEncoding.Default
        || keys instanceof ChunkKeyEncoding.DefaultSuffix;
  }
}
