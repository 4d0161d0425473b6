package dev.sparkzarr.store;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A directory of this machine, one file per value. Reads are positional; a write replaces a value
 * at once. Symbolic links are followed inside the root only.
 */
public final class LocalStore extends BasicStore {
  private final LocalRoot root;
  private final LocalReads reads;

  private LocalStore(LocalRoot root) {
    this.root = root;
    this.reads = new LocalReads(root);
  }

  /**
   * @param path a path of this machine, taken literally; relative ones from the working directory.
   *     Need not exist.
   * @throws StoreException when this JVM cannot name such a path
   */
  public static LocalStore at(String path) {
    return new LocalStore(new LocalRoot(path));
  }

  @Override
  public Optional<ByteBuffer> get(StoreKey key, long limit) {
    return reads.get(key, limit);
  }

  @Override
  public String describe(StoreKey key) {
    return root.describe(key);
  }

  @Override
  public String describe() {
    return root.describe();
  }

  @Override
  public Optional<String> identity() {
    return Optional.of("file:" + root.path());
  }

  @Override
  public Optional<RangeReads> ranges() {
    return Optional.of(reads);
  }

  @Override
  public Optional<Stats> stats() {
    return Optional.of(reads);
  }

  @Override
  public Optional<Listing> listing() {
    return Optional.of(new LocalListing(root));
  }

  @Override
  public Optional<Writes> writes() {
    return Optional.of(new LocalWrites(root));
  }

  @Override
  public Optional<Deletes> deletes() {
    return Optional.of(new LocalDeletes(root));
  }

  @Override
  public void close() {}
}
