package dev.sparkzarr.array;

import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.Attributes;
import dev.sparkzarr.metadata.ConsolidatedMetadata;
import dev.sparkzarr.metadata.GroupMetadata;
import dev.sparkzarr.metadata.MetadataException;
import dev.sparkzarr.metadata.NodeMetadata;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.metadata.ZarrFormat;
import dev.sparkzarr.metadata.ZarrJsonParser;
import dev.sparkzarr.store.AccessDeniedException;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The groups and arrays of a store, read with as few requests as possible: consolidated metadata
 * where there is some and it is wanted. A snapshot: what was read is kept. Safe for many threads,
 * which wait for each other.
 *
 * <p>The first call asks for the root's {@code zarr.json}, then for {@code .zmetadata}; with
 * consolidated metadata every later call is free. So a consolidated v3 store is open after 1
 * request, a v2 one after 2, whatever node or children are wanted. Otherwise a node takes 1 request
 * in v3 ({@code zarr.json}), and in v2 3 for an array ({@code zarr.json}, {@code .zarray}, {@code
 * .zattrs}) and 4 for a group; children take one listing and the documents of each, of the group's
 * own format, which {@link #unlisted} ones are asked for by name. A v3 document is preferred to v2
 * ones at the same path.
 *
 * <p>Object stores that may not be listed deny what does not exist. So where access to {@code
 * zarr.json} is denied and a v2 document can be read, the store is a v2 one; where there is nothing
 * else, the denial is the error.
 */
public final class Hierarchy {
  private static final Logger LOG = LoggerFactory.getLogger(Hierarchy.class);
  private static final int DEEPEST = 64;
  private static final int MOST_NODES = 1_000_000;

  private final Store store;
  private final Consolidated consolidated;
  private final NodeReader reader;
  private final ParallelRequests requests;
  private final Map<NodePath, Found> known = new ConcurrentHashMap<>();
  private final Map<NodePath, Children> listed = new ConcurrentHashMap<>();
  private final Map<NodePath, ZarrFormat> byListing = new ConcurrentHashMap<>();

  private boolean coverSought;
  private boolean covered;
  private AccessDeniedException rootDenied; // null: the root's zarr.json is not denied

  private Hierarchy(Store store, Consolidated consolidated, ParallelRequests requests) {
    this.store = store;
    this.requests = requests;
    this.consolidated = consolidated;
    this.reader = new NodeReader(store);
  }

  /** Whether consolidated metadata is used: option {@code consolidated}. */
  public enum Consolidated {
    /** Where there is some. */
    IF_PRESENT,
    /** A store or group without is an error. */
    REQUIRED,
    /** Never: every node's own documents are read. */
    IGNORED
  }

  /**
   * A node that exists but cannot be read, and why; it does not make its group unreadable.
   *
   * @param path of the node
   * @param reason a whole sentence
   */
  public record Unreadable(NodePath path, String reason) {}

  /**
   * A group's children, or all its descendants.
   *
   * @param nodes by path, ascending
   * @param unreadable those that cannot be read, ascending
   */
  public record Children(SortedMap<NodePath, NodeMetadata> nodes, List<Unreadable> unreadable) {
    static final Children NONE = new Children(new TreeMap<>(), List.of());

    public Children {
      nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
      unreadable = List.copyOf(unreadable);
    }
  }

  /** What is known of a path: a node, a reason why it cannot be read, or neither. */
  private record Found(Optional<NodeMetadata> node, Optional<String> problem) {
    static final Found NOTHING = new Found(Optional.empty(), Optional.empty());

    static Found of(NodeMetadata node) {
      return new Found(Optional.of(node), Optional.empty());
    }

    static Found unreadable(String reason) {
      return new Found(Optional.empty(), Optional.of(reason));
    }
  }

  /** Opens the hierarchy of a store, for one request at a time. Sends none yet. */
  public static Hierarchy open(Store store, Consolidated consolidated) {
    return open(store, consolidated, 0);
  }

  /**
   * Opens the hierarchy of a store. Sends no request yet.
   *
   * @param threads with which children that no consolidated metadata list are read, at most; 0: the
   *     caller's
   */
  public static Hierarchy open(Store store, Consolidated consolidated, int threads) {
    return new Hierarchy(store, consolidated, new ParallelRequests(threads));
  }

  /**
   * @return the store
   */
  public Store store() {
    return store;
  }

  /**
   * Reads one node. A place without documents of its own is a group when there is a node below it
   * that consolidated metadata or a listing shows.
   *
   * @return empty when there is none
   * @throws MetadataException when its document cannot be read, or consolidated metadata are
   *     damaged, or required and not there
   * @throws StoreException when a request failed
   */
  public synchronized Optional<NodeMetadata> node(NodePath path) {
    Found found = find(path);
    if (found.problem().isPresent()) {
      throw new MetadataException(found.problem().get());
    }
    return found.node();
  }

  /**
   * Reads the direct children of a group. An array has none.
   *
   * @throws NodeNotFoundException when there is nothing at the path
   * @throws MetadataException when the group's own document cannot be read
   * @throws StoreException when a request failed, or the store cannot list and has no consolidated
   *     metadata
   */
  public synchronized Children children(NodePath group) {
    NodeMetadata node = existing(group);
    list(List.of(Map.entry(group, node)));
    return listed.get(group);
  }

  /**
   * Reads every node below a group, at any depth. Without consolidated metadata that takes a
   * listing for each group.
   *
   * @throws NodeNotFoundException when there is nothing at the path
   * @throws MetadataException when the group's own document cannot be read, or groups are nested
   *     too deep to be true
   * @throws StoreException as {@link #children}
   */
  public synchronized Children descendants(NodePath group) {
    TreeMap<NodePath, NodeMetadata> nodes = new TreeMap<>();
    TreeMap<NodePath, Unreadable> unreadable = new TreeMap<>();
    List<Map.Entry<NodePath, NodeMetadata>> level = List.of(Map.entry(group, existing(group)));
    for (int depth = 0; !level.isEmpty(); depth++) {
      list(level);
      if (depth > DEEPEST || nodes.size() > MOST_NODES) {
        throw new MetadataException(
            "Cannot read all nodes of "
                + store.describe()
                + ": groups are nested too deep, or too many, at "
                + level.get(0).getKey()
                + ". Name a group.");
      }
      List<Map.Entry<NodePath, NodeMetadata>> below = new ArrayList<>();
      for (Map.Entry<NodePath, NodeMetadata> listedGroup : level) {
        Children children = listed.get(listedGroup.getKey());
        children.unreadable().forEach(child -> unreadable.put(child.path(), child));
        nodes.putAll(children.nodes());
        children.nodes().entrySet().stream()
            .filter(child -> child.getValue() instanceof GroupMetadata)
            .forEach(below::add);
      }
      level = below;
    }
    return new Children(nodes, List.copyOf(unreadable.values()));
  }

  /**
   * Looks for children that a listing did not show, since listings may lag behind values. Sends
   * nothing where consolidated metadata, and no listing, told the children.
   *
   * @param group whose {@link #children} were read
   * @param names of children that may be there, one request each in v3
   * @return those that are, of the group's format
   * @throws StoreException when a request failed
   */
  public synchronized Children unlisted(NodePath group, Collection<String> names) {
    ZarrFormat format = byListing.get(group);
    if (format == null) {
      return Children.NONE;
    }
    List<Candidate> candidates =
        names.stream().map(name -> new Candidate(group.resolve(name), format)).toList();
    requests
        .map(
            candidates,
            candidate -> Map.entry(candidate.path(), ofFormat(candidate.path(), format)))
        .forEach(child -> known.put(child.getKey(), child.getValue()));
    return children(candidates);
  }

  private Found ofFormat(NodePath path, ZarrFormat format) {
    try {
      Optional<NodeMetadata> node = format == ZarrFormat.V3 ? v3(path) : reader.v2(path);
      return node.map(Found::of).orElse(Found.NOTHING);
    } catch (MetadataException e) {
      return Found.unreadable(e.getMessage());
    }
  }

  private NodeMetadata existing(NodePath path) {
    return node(path).orElseThrow(() -> new NodeNotFoundException(path, store.describe()));
  }

  private Found find(NodePath path) {
    seekCover(path);
    Found found = known.get(path);
    if (found == null) {
      found = uncovered(path);
      known.put(path, found);
    }
    return found;
  }

  /** Reads the root's consolidated metadata, once; they hold for every path. */
  private void seekCover(NodePath path) {
    if (coverSought || consolidated == Consolidated.IGNORED) {
      return;
    }
    try {
      covered = readCover();
    } catch (MetadataException e) {
      throw path.isRoot() ? e : rootProblem(path, e);
    }
    if (consolidated == Consolidated.REQUIRED && !covered && rootDenied != null) {
      throw rootDenied;
    }
    if (consolidated == Consolidated.REQUIRED && !covered) {
      throw new MetadataException(
          "Cannot read node "
              + path
              + " in "
              + store.describe()
              + ": it has no consolidated metadata, which option consolidated=true requires. Leave"
              + " the option out, or consolidate the metadata at the store's root.");
    }
    coverSought = true;
  }

  private boolean readCover() {
    Optional<ZarrJsonParser.Result> v3 = Optional.empty();
    rootDenied = null;
    try {
      v3 = reader.v3(NodePath.ROOT);
    } catch (AccessDeniedException e) {
      rootDenied = e;
    }
    Optional<ConsolidatedMetadata> cover;
    if (v3.isPresent()) {
      known.put(NodePath.ROOT, Found.of(v3.get().node()));
      cover = v3.get().consolidated();
    } else {
      cover = v2Cover();
    }
    cover.ifPresent(listing -> cover(NodePath.ROOT, listing));
    return cover.isPresent();
  }

  private Optional<ConsolidatedMetadata> v2Cover() {
    try {
      Optional<ConsolidatedMetadata> cover = reader.v2Consolidated();
      if (cover.isPresent() && rootDenied != null) {
        warnDenied(NodePath.ROOT);
      }
      return cover;
    } catch (AccessDeniedException e) {
      if (rootDenied == null) {
        throw e;
      }
      return Optional.empty(); // no v2 document; which denial counts turns out with the node
    }
  }

  private MetadataException rootProblem(NodePath path, MetadataException e) {
    return new MetadataException(
        "Cannot read node "
            + path
            + " in "
            + store.describe()
            + ": consolidated metadata are looked for first, at the store's root, and cannot be"
            + " read there. Option consolidated=false leaves them out. ("
            + e.getMessage()
            + ")",
        e);
  }

  /** Takes every node, and the children of every group, from consolidated metadata. */
  private void cover(NodePath group, ConsolidatedMetadata listing) {
    Map<NodePath, SortedMap<NodePath, NodeMetadata>> nodes = new HashMap<>();
    Map<NodePath, List<Unreadable>> unreadable = new HashMap<>();
    nodes.put(group, new TreeMap<>());
    listing
        .nodes()
        .forEach(
            (path, node) -> {
              known.putIfAbsent(path, Found.of(node));
              if (!path.isRoot()
                  && !(listing.nodes().get(path.parent()) instanceof ArrayMetadata)) {
                nodes.computeIfAbsent(path.parent(), p -> new TreeMap<>()).put(path, node);
              }
              if (node instanceof GroupMetadata) {
                nodes.computeIfAbsent(path, p -> new TreeMap<>());
              }
            });
    listing
        .unreadable()
        .forEach(
            (path, reason) -> {
              known.putIfAbsent(path, Found.unreadable(reason));
              unreadable
                  .computeIfAbsent(path.parent(), p -> new ArrayList<>())
                  .add(new Unreadable(path, reason));
            });
    nodes.forEach(
        (parent, children) ->
            listed.putIfAbsent(
                parent, new Children(children, unreadable.getOrDefault(parent, List.of()))));
  }

  /** A node that no consolidated metadata list, by its own documents. */
  private Found uncovered(NodePath path) {
    if (consolidated == Consolidated.REQUIRED) {
      return Found.NOTHING;
    }
    try {
      Optional<NodeMetadata> node = own(path);
      node = node.isPresent() ? node : implicit(path);
      if (node.isEmpty() && !covered && rootDenied != null) {
        throw rootDenied; // it may list the node
      }
      if (node.isEmpty() && path.isRoot()) {
        reader.refuseV1();
      }
      return node.map(Found::of).orElse(Found.NOTHING);
    } catch (MetadataException e) {
      return Found.unreadable(e.getMessage());
    }
  }

  /** The node of the documents at a path, of v3 before those of v2. */
  private Optional<NodeMetadata> own(NodePath path) {
    boolean rootV3Sought = path.isRoot() && coverSought;
    AccessDeniedException denied = rootV3Sought ? rootDenied : null;
    Optional<NodeMetadata> node = Optional.empty();
    try {
      node = rootV3Sought ? node : v3(path);
    } catch (AccessDeniedException e) {
      denied = e;
    }
    if (node.isPresent()) {
      return node;
    }
    if (denied == null) {
      return reader.v2(path);
    }
    return Optional.of(v2Only(path, denied));
  }

  /** The v2 node at a path whose v3 document is denied. */
  private NodeMetadata v2Only(NodePath path, AccessDeniedException denied) {
    Optional<NodeMetadata> node;
    try {
      node = reader.v2(path);
    } catch (AccessDeniedException e) {
      denied.addSuppressed(e);
      throw denied;
    }
    NodeMetadata found = node.orElseThrow(() -> denied);
    warnDenied(path);
    return found;
  }

  private void warnDenied(NodePath path) {
    LOG.warn("{} in {}: zarr.json is denied, so v2 is read", path, store.describe());
  }

  private Optional<NodeMetadata> v3(NodePath path) {
    if (consolidated == Consolidated.IGNORED) {
      return reader.v3Node(path);
    }
    Optional<ZarrJsonParser.Result> result = reader.v3(path);
    result.flatMap(ZarrJsonParser.Result::consolidated).ifPresent(nodes -> cover(path, nodes));
    return result.map(ZarrJsonParser.Result::node);
  }

  private Optional<NodeMetadata> implicit(NodePath path) {
    return PlaceLister.of(store)
        .flatMap(lister -> lister.formatBelow(path))
        .map(
            format ->
                format == ZarrFormat.V2
                    ? reader.implicitV2(path)
                    : new GroupMetadata(ZarrFormat.V3, Attributes.EMPTY));
  }

  /** Makes the children of nodes known: all listings at a time, then all children's documents. */
  private void list(List<Map.Entry<NodePath, NodeMetadata>> nodes) {
    List<Map.Entry<NodePath, NodeMetadata>> groups = new ArrayList<>();
    for (Map.Entry<NodePath, NodeMetadata> node : nodes) {
      if (!(node.getValue() instanceof GroupMetadata)) {
        listed.put(node.getKey(), Children.NONE);
      } else if (!listed.containsKey(node.getKey())) {
        groups.add(node);
      }
    }
    List<List<Candidate>> candidates =
        requests.map(groups, group -> candidates(group.getKey(), group.getValue().format()));
    requests
        .map(
            candidates.stream()
                .flatMap(List::stream)
                .filter(candidate -> !known.containsKey(candidate.path()))
                .toList(),
            candidate -> Map.entry(candidate.path(), child(candidate.path(), candidate.format())))
        .forEach(child -> known.put(child.getKey(), child.getValue()));
    for (int i = 0; i < groups.size(); i++) {
      NodePath group = groups.get(i).getKey();
      if (listed.putIfAbsent(group, children(candidates.get(i))) == null) {
        byListing.put(group, groups.get(i).getValue().format());
      }
    }
  }

  /** A place where a child may be, below a group of this format. */
  private record Candidate(NodePath path, ZarrFormat format) {}

  private Children children(List<Candidate> candidates) {
    TreeMap<NodePath, NodeMetadata> nodes = new TreeMap<>();
    List<Unreadable> unreadable = new ArrayList<>();
    for (Candidate candidate : candidates) {
      NodePath path = candidate.path();
      Found child = known.get(path);
      child.node().ifPresent(node -> nodes.put(path, node));
      child.problem().ifPresent(reason -> unreadable.add(new Unreadable(path, reason)));
    }
    return new Children(nodes, unreadable);
  }

  private List<Candidate> candidates(NodePath group, ZarrFormat format) {
    PlaceLister lister =
        PlaceLister.of(store)
            .orElseThrow(
                () ->
                    new StoreException(
                        "Cannot find the children of group "
                            + group
                            + " in "
                            + store.describe()
                            + ": the store cannot list, and there is no consolidated metadata."
                            + " Name an array's path, or consolidate the store's metadata."));
    PlaceLister.Level level = lister.level(group);
    if (level.hasV3() && level.hasV2()) {
      LOG.warn("{} in {} has documents of both Zarr formats: v3 is read", group, store.describe());
    }
    List<Candidate> candidates = new ArrayList<>();
    for (String name : level.places()) {
      Optional<NodePath> path = PlaceLister.resolve(group, name);
      if (path.isPresent() && !(format == ZarrFormat.V3 && name.startsWith("__"))) {
        candidates.add(new Candidate(path.get(), format)); // any other name no node can have
      }
    }
    return candidates;
  }

  /** A child's own documents: of the group's format first, of the other only if it has none. */
  private Found child(NodePath path, ZarrFormat groupFormat) {
    try {
      Optional<NodeMetadata> node =
          groupFormat == ZarrFormat.V3 ? Optional.empty() : reader.v2(path);
      node = node.isPresent() ? node : groupFormat == ZarrFormat.V3 ? own(path) : v3(path);
      node = node.isPresent() ? node : implicit(path);
      return node.map(Found::of).orElse(Found.NOTHING);
    } catch (MetadataException e) {
      return Found.unreadable(e.getMessage());
    }
  }
}
