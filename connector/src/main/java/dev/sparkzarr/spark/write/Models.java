package dev.sparkzarr.spark.write;

import dev.sparkzarr.array.ArrayEngines;
import dev.sparkzarr.array.Hierarchy;
import dev.sparkzarr.array.ReadCounters;
import dev.sparkzarr.dataset.DatasetOptions;
import dev.sparkzarr.dataset.write.OpenedTable;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.spark.options.WriteConf;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.stack.StorePlan;
import dev.sparkzarr.store.stack.StoreStack;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The stores that the options {@code like} and {@code coordinatesFrom} name, open as long as the
 * write runs. Lives on the driver.
 */
final class Models implements AutoCloseable {
  private final WriteConf conf;
  private final Map<String, String> settings;
  private final List<StoreStack> open = new ArrayList<>();
  private Store likeStore;
  private Store originStore;

  Models(WriteConf conf, Map<String, String> settings) {
    this.conf = conf;
    this.settings = settings;
  }

  static Models none() {
    return new Models(null, Map.of());
  }

  /** The table that attributes, encodings, bounds and grid mappings are taken from. */
  Optional<OpenedTable> like() {
    return conf.like()
        .map(
            path -> {
              likeStore = store(path);
              return table(likeStore);
            });
  }

  /**
   * A group that rows were read from, opened with the settings of this write.
   *
   * @param address of its store
   */
  OpenedTable origin(String address, NodePath group) {
    originStore = store(address);
    return table(originStore, group);
  }

  /** The store of {@link #origin}, once that was asked for. */
  Store originStore() {
    return originStore;
  }

  /** The table that axes are taken from. */
  Optional<OpenedTable> coordinatesFrom() {
    return conf.coordinatesFrom().map(path -> table(store(path)));
  }

  /** The store of {@link #like}, once that was asked for. */
  Store likeStore() {
    return likeStore;
  }

  private Store store(String path) {
    StoreStack stack = StorePlan.of(path, settings, conf.storeLayers()).open();
    open.add(stack);
    return stack.store();
  }

  private OpenedTable table(Store store) {
    return table(store, NodePath.ROOT);
  }

  private OpenedTable table(Store store, NodePath group) {
    return OpenedTable.open(
        Hierarchy.open(store, Hierarchy.Consolidated.IF_PRESENT),
        group,
        ArrayEngines.named(conf.engine()),
        DatasetOptions.DEFAULT,
        new ReadCounters());
  }

  @Override
  public void close() {
    open.forEach(StoreStack::close);
  }
}
