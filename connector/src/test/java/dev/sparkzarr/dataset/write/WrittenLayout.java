package dev.sparkzarr.dataset.write;

import dev.sparkzarr.array.ArrayEngine;
import dev.sparkzarr.array.ArrayEngines;
import dev.sparkzarr.array.ArrayWriter;
import dev.sparkzarr.array.EmptyChunks;
import dev.sparkzarr.array.Hierarchy;
import dev.sparkzarr.array.Nodes;
import dev.sparkzarr.array.ReadCounters;
import dev.sparkzarr.array.Region;
import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.Column;
import dev.sparkzarr.dataset.Dataset;
import dev.sparkzarr.dataset.DatasetOptions;
import dev.sparkzarr.dataset.Table;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.store.Store;
import java.util.List;
import java.util.Optional;

/** An empty table in a store: the documents of a layout, and the values of its dimensions. */
final class WrittenLayout {
  private static final ArrayEngine ENGINE = ArrayEngines.named("java");

  private final Store store;

  WrittenLayout(Store store, TableLayout layout) {
    this.store = store;
    Nodes.writeMetadata(store, NodePath.ROOT, layout.group());
    for (LaidOutArray array : layout.arrays()) {
      NodePath path = NodePath.ROOT.resolve(array.name());
      Nodes.writeMetadata(store, path, array.metadata());
      if (array.role() == Column.Role.DIMENSION) {
        Axis axis = layout.axes().get(array.dimensions().get(0));
        ChunkBuffer elements = new ChunkBuffer(array.metadata().dataType());
        elements.resize(axis.length());
        array.encoder().encode(EncodableValues.of(axis), 0, (int) axis.length(), elements, 0);
        ArrayWriter writer =
            ENGINE.openForWriting(store, path, array.metadata(), EmptyChunks.WRITE);
        writer.write(Region.all(array.metadata().shape()), elements);
      }
    }
  }

  Table read(List<String> variables) {
    DatasetOptions options =
        new DatasetOptions(
            Optional.empty(),
            Optional.of(variables),
            true,
            true,
            true,
            true,
            Optional.empty(),
            false,
            false);
    return Dataset.open(hierarchy(), NodePath.ROOT, options, ENGINE, new ReadCounters());
  }

  OpenedTable opened() {
    return opened(store);
  }

  static OpenedTable opened(Store store) {
    Hierarchy hierarchy = Hierarchy.open(store, Hierarchy.Consolidated.IF_PRESENT);
    return OpenedTable.open(
        hierarchy, NodePath.ROOT, ENGINE, DatasetOptions.DEFAULT, new ReadCounters());
  }

  ArrayMetadata array(String name) {
    return Nodes.readArray(store, NodePath.ROOT.resolve(name));
  }

  private Hierarchy hierarchy() {
    return Hierarchy.open(store, Hierarchy.Consolidated.IF_PRESENT);
  }
}
