package dev.sparkzarr.spark.read;

import dev.sparkzarr.array.ArrayEngines;
import dev.sparkzarr.array.DecodedReader;
import dev.sparkzarr.array.DecodedSettings;
import dev.sparkzarr.array.Hierarchy;
import dev.sparkzarr.array.ReadCounters;
import dev.sparkzarr.dataset.Dataset;
import dev.sparkzarr.dataset.DatasetException;
import dev.sparkzarr.dataset.Table;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.GroupMetadata;
import dev.sparkzarr.metadata.NodeDocuments;
import dev.sparkzarr.metadata.NodeMetadata;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.spark.options.ReadConf;
import dev.sparkzarr.store.AccessDeniedException;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.StoreLocation;
import dev.sparkzarr.store.Stores;
import dev.sparkzarr.store.stack.StorePlan;
import dev.sparkzarr.store.stack.StoreStack;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.catalog.SupportsRead;

/** Opens what a path and its options name, on the driver. */
public final class TableOpener {
  private final ReadConf conf;
  private final Map<String, String> settings;

  /**
   * @param settings of the store's client, which executors will use too
   */
  public TableOpener(ReadConf conf, Map<String, String> settings) {
    this.conf = conf;
    this.settings = settings;
  }

  /**
   * Reads metadata and axes.
   *
   * @throws dev.sparkzarr.ZarrException when there is nothing to read, or not exactly one table
   */
  public SupportsRead open() {
    StorePlan plan = StorePlan.of(conf.path(), settings, conf.storeLayers());
    try (StoreStack stack = plan.open()) {
      Store store = stack.store();
      Hierarchy hierarchy = Hierarchy.open(store, conf.consolidated(), conf.fetchThreads());
      NodePath path = conf.group();
      String place = store.describe() + (path.isRoot() ? "" : path);
      NodeMetadata node =
          hierarchy
              .node(path)
              .orElseThrow(
                  () ->
                      new DatasetException(
                          "Cannot read "
                              + place
                              + ": there is no Zarr group or array. Check the path, and option"
                              + " 'group' for a node inside a store."
                              + (conf.path().endsWith(".zip") && !conf.path().startsWith("zip:")
                                  ? " An archive is named zip::" + place + "."
                                  : "")));
      if (conf.layout() == ReadConf.Layout.NODES) {
        return new NodesTable(plan, place, conf);
      }
      return path.isRoot() && node instanceof ArrayMetadata
          ? openArray(plan, hierarchy, place)
          : ZarrTable.of(plan, place, conf, table(hierarchy, path));
    }
  }

  private Table table(Hierarchy hierarchy, NodePath path) {
    Table table =
        Dataset.open(
            hierarchy,
            path,
            conf.datasetOptions(),
            ArrayEngines.named(conf.engine()),
            new ReadCounters());
    return undecoded(hierarchy.store())
        .map(reason -> withNote(table, "decodedCacheSize keeps no chunk: " + reason))
        .orElse(table);
  }

  /** Why no decoded chunk is kept though it was asked for. */
  private Optional<String> undecoded(Store store) {
    DecodedSettings decoded = conf.decodedSettings(new StoreLocation(conf.path(), settings));
    if (decoded.size() == 0) {
      return Optional.empty();
    }
    return decoded.isOn()
        ? DecodedReader.obstacle(store, decoded)
        : Optional.of("with option cache, cacheMaxAge cannot be kept for it");
  }

  /** The path is an array's own: its coordinates are in the group above, where there is one. */
  private ZarrTable openArray(StorePlan plan, Hierarchy array, String place) {
    Optional<StorePlan> above = above(plan.location()).map(plan::at);
    if (above.isEmpty()) {
      return ZarrTable.of(plan, place, conf, table(array, NodePath.ROOT));
    }
    NodePath name = new NodePath(lastSegment(plan.location().uri()));
    try (StoreStack stack = above.get().open()) {
      Store store = stack.store();
      if (hasGroupDocument(store)) {
        Hierarchy hierarchy = Hierarchy.open(store, conf.consolidated(), conf.fetchThreads());
        if (hierarchy.node(NodePath.ROOT).filter(GroupMetadata.class::isInstance).isPresent()) {
          return ZarrTable.of(above.get(), place, conf, table(hierarchy, name));
        }
      }
    } catch (AccessDeniedException e) {
      return ZarrTable.of(
          plan,
          place,
          conf,
          withNote(
              table(array, NodePath.ROOT),
              "the group above the array is not accessible, so dimensions have no coordinates"));
    }
    return ZarrTable.of(plan, place, conf, table(array, NodePath.ROOT));
  }

  /** A directory that merely holds the array is no group of its coordinates, and is not listed. */
  private static boolean hasGroupDocument(Store store) {
    return Stream.of("zarr.json", ".zgroup", ".zmetadata")
        .map(StoreKey::new)
        .anyMatch(
            key ->
                store.stats().isPresent()
                    ? store.stats().get().size(key).isPresent()
                    : store.get(key, NodeDocuments.LARGEST).isPresent());
  }

  private static Table withNote(Table table, String note) {
    List<String> notes = new ArrayList<>(table.notes());
    notes.add(note);
    return new Table(table.axes(), table.columns(), table.attributes(), notes);
  }

  private static Optional<StoreLocation> above(StoreLocation location) {
    String uri = trimmed(location.uri());
    if (Stores.isArchive(location)) {
      return Optional.empty();
    }
    int slash = uri.lastIndexOf('/');
    int scheme = uri.indexOf("://");
    boolean hasGroupAbove = slash > 0 && (scheme < 0 || slash > scheme + 2);
    return hasGroupAbove
        ? Optional.of(new StoreLocation(uri.substring(0, slash), location.settings()))
        : Optional.empty();
  }

  private static String lastSegment(String uri) {
    String trimmed = trimmed(uri);
    return trimmed.substring(trimmed.lastIndexOf('/') + 1);
  }

  private static String trimmed(String uri) {
    int end = uri.length();
    while (end > 0 && uri.charAt(end - 1) == '/') {
      end--;
    }
    return uri.substring(0, end);
  }
}
