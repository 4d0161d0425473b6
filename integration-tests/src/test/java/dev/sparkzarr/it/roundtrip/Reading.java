package dev.sparkzarr.it.roundtrip;

import dev.sparkzarr.array.ArrayEngine;
import dev.sparkzarr.array.ArrayReader;
import dev.sparkzarr.array.Nodes;
import dev.sparkzarr.array.Region;
import dev.sparkzarr.array.ZarrArray;
import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.store.LocalStore;
import java.nio.file.Path;
import java.util.Optional;

/** Reads an array, whole and in regions, and compares. */
final class Reading {
  private Reading() {}

  /**
   * @return what differs from what is expected; empty when nothing does
   */
  static Optional<String> difference(
      Path directory, ArrayEngine engine, Case each, Elements expected) {
    try (LocalStore store = LocalStore.at(directory.toString())) {
      ArrayMetadata metadata = Nodes.readArray(store, NodePath.ROOT);
      ArrayReader reader = ZarrArray.of(store, NodePath.ROOT, metadata, engine).reader();
      ChunkBuffer buffer = buffer(metadata);
      reader.read(Region.all(metadata.shape()), buffer);
      String difference = Elements.of(buffer).difference(expected);
      if (!difference.isEmpty()) {
        return Optional.of(engine.name() + ": " + difference);
      }
      for (Region region : each.reads()) {
        reader.read(region, buffer);
        difference = Elements.of(buffer).difference(expected.region(region, each.shape()));
        if (!difference.isEmpty()) {
          return Optional.of(engine.name() + ": of region " + region + " " + difference);
        }
      }
      return Optional.empty();
    }
  }

  static ChunkBuffer buffer(ArrayMetadata metadata) {
    return new ChunkBuffer(metadata.dataType());
  }
}
