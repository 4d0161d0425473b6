package dev.sparkzarr.array;

import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.GroupMetadata;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.store.Store;

/**
 * A group with the store and the path it is at. Immutable and safe for many threads; names of
 * children may have several segments.
 */
public final class ZarrGroup {
  private final Store store;
  private final NodePath path;
  private final GroupMetadata metadata;

  private ZarrGroup(Store store, NodePath path, GroupMetadata metadata) {
    this.store = store;
    this.path = path;
    this.metadata = metadata;
  }

  /**
   * @throws NodeNotFoundException when there is none
   * @throws dev.sparkzarr.ZarrException as {@link Nodes#readGroup}
   */
  public static ZarrGroup open(Store store, NodePath path) {
    return new ZarrGroup(store, path, Nodes.readGroup(store, path));
  }

  /**
   * Creates a group where there is none.
   *
   * @throws NodeExistsException when there is a node
   * @throws dev.sparkzarr.ZarrException as {@link Nodes#create}
   */
  public static ZarrGroup create(Store store, NodePath path, GroupMetadata metadata) {
    Nodes.create(store, path, metadata);
    return new ZarrGroup(store, path, metadata);
  }

  /**
   * Creates a group in place of everything at and below the path.
   *
   * @throws dev.sparkzarr.ZarrException as {@link Nodes#overwrite}
   */
  public static ZarrGroup overwrite(Store store, NodePath path, GroupMetadata metadata) {
    Nodes.overwrite(store, path, metadata);
    return new ZarrGroup(store, path, metadata);
  }

  /**
   * @return where it is in its store
   */
  public NodePath path() {
    return path;
  }

  /**
   * @return what it is
   */
  public GroupMetadata metadata() {
    return metadata;
  }

  /**
   * @return its direct children, read now
   */
  public Hierarchy.Children children() {
    return Nodes.children(store, path);
  }

  /** Opens an array below this group, as {@link ZarrArray#open}. */
  public ZarrArray array(String name) {
    return ZarrArray.open(store, path.resolve(name));
  }

  /** Opens a group below this one, as {@link #open}. */
  public ZarrGroup group(String name) {
    return open(store, path.resolve(name));
  }

  /** Creates an array below this group, as {@link ZarrArray#create}. */
  public ZarrArray createArray(String name, ArrayMetadata array) {
    return ZarrArray.create(store, path.resolve(name), array);
  }

  /** Creates an array in place of everything there, as {@link ZarrArray#overwrite}. */
  public ZarrArray overwriteArray(String name, ArrayMetadata array) {
    return ZarrArray.overwrite(store, path.resolve(name), array);
  }

  /** Deletes a node below this group with all below it, as {@link Nodes#delete}. */
  public void delete(String name) {
    Nodes.delete(store, path.resolve(name));
  }

  /** Creates a group below this one, as {@link #create}. */
  public ZarrGroup createGroup(String name, GroupMetadata group) {
    return create(store, path.resolve(name), group);
  }
}
