package dev.sparkzarr.it.roundtrip;

import dev.sparkzarr.array.ArrayWriter;
import dev.sparkzarr.array.EmptyChunks;
import dev.sparkzarr.array.Region;
import dev.sparkzarr.array.ZarrArray;
import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.Attributes;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.store.LocalStore;
import dev.sparkzarr.store.StoreKey;
import java.nio.file.Path;

/** Writes a case's array with this library, its document in this library's own spelling. */
final class Writing {
  private Writing() {}

  static void write(Case each, Path directory) {
    try (LocalStore store = LocalStore.at(directory.toString())) {
      ArrayMetadata read = ArrayMetadata.parse(each.document());
      ArrayMetadata metadata =
          ArrayMetadata.of(
              read.format(),
              read.shape(),
              read.dataType(),
              read.grid(),
              read.keys(),
              read.fillValue(),
              read.codecs(),
              read.dimensionNames(),
              Attributes.EMPTY);
      ZarrArray array = ZarrArray.create(store, NodePath.ROOT, metadata);
      ArrayWriter writer =
          array.writer(each.keepsEmptyChunks() ? EmptyChunks.WRITE : EmptyChunks.DELETE);
      ChunkBuffer buffer = Reading.buffer(metadata);
      for (Region region : each.writes()) {
        each.values().region(region, each.shape()).copyTo(buffer);
        writer.write(region, buffer);
      }
      for (String key : each.deleted()) {
        store.deletes().orElseThrow().delete(new StoreKey(key));
      }
    }
  }
}
