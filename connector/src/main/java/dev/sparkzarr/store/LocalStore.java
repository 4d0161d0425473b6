package dev.sparkzarr.store;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A directory of this machine, one file per value. Reads are positional; a write replaces a value
 * at once. Symbolic links are followed inside the root only.
 *
 * <p>On a <em>mounted volume</em> (remote storage behind a file system in user space) a value is
 * one sequential write to its final name, and whatever such file systems refuse is not asked for:
 * no rename, link, append, seek, lock or map. There it has no versions, no conditional and no range
 * writes, no copies and no renames.
 */
public final class LocalStore extends BasicStore {
  private final LocalRoot root;
  private final LocalReads reads;
  private final Writes writes;
  private final LocalDeletes deletes;

  /** What only a file system of this machine does; empty on a mounted volume. */
  private final Optional<Own> own;

  private LocalStore(LocalRoot root, LocalReads reads, Writes writes, Optional<Own> own) {
    this.root = root;
    this.reads = reads;
    this.writes = writes;
    this.deletes = new LocalDeletes(root);
    this.own = own;
  }

  /**
   * @param path a path of this machine, taken literally; relative ones from the working directory.
   *     Need not exist.
   * @throws StoreException when this JVM cannot name such a path
   */
  public static LocalStore at(String path) {
    return at(path, LocalTransfer.BUFFERED);
  }

  /**
   * Reads past the system's page cache; a read fails where the file system does not do that.
   *
   * @param path as in {@link #at}
   */
  public static LocalStore direct(String path) {
    return at(path, new DirectTransfer());
  }

  private static LocalStore at(String path, LocalTransfer transfer) {
    LocalRoot root = new LocalRoot(path, false);
    LocalReads reads = new LocalReads(root, transfer);
    LocalWrites writes = new LocalWrites(root);
    LocalMoves moves = new LocalMoves(root, reads, writes, new LocalDeletes(root));
    return new LocalStore(
        root,
        reads,
        writes,
        Optional.of(
            new Own(
                new LocalVersions(root, reads),
                new LocalCreates(root, writes),
                new LocalReplaces(root, reads, writes),
                new LocalRangeWrites(root, reads),
                moves)));
  }

  /**
   * @param path as in {@link #at}, on a mounted volume
   */
  public static LocalStore mounted(String path) {
    LocalRoot root = new LocalRoot(path, true);
    return new LocalStore(
        root,
        new LocalReads(root, LocalTransfer.BUFFERED),
        new MountedWrites(root),
        Optional.empty());
  }

  private record Own(
      Versions versions,
      Creates creates,
      Replaces replaces,
      RangeWrites rangeWrites,
      LocalMoves moves) {}

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
  public Optional<ReadsInto> readsInto() {
    return reads.into();
  }

  @Override
  public Optional<Stats> stats() {
    return Optional.of(reads);
  }

  @Override
  public Optional<Versions> versions() {
    return own.map(Own::versions);
  }

  @Override
  public Optional<Listing> listing() {
    return Optional.of(new LocalListing(root));
  }

  @Override
  public Optional<Writes> writes() {
    return Optional.of(writes);
  }

  @Override
  public Optional<Creates> creates() {
    return own.map(Own::creates);
  }

  @Override
  public Optional<Replaces> replaces() {
    return own.map(Own::replaces);
  }

  @Override
  public Optional<RangeWrites> rangeWrites() {
    return own.map(Own::rangeWrites);
  }

  @Override
  public Optional<Deletes> deletes() {
    return Optional.of(deletes);
  }

  @Override
  public Optional<Copies> copies() {
    return own.map(Own::moves);
  }

  @Override
  public Optional<Renames> renames() {
    return own.map(Own::moves);
  }

  @Override
  public void close() {}
}
