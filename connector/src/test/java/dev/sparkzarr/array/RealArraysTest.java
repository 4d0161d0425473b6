package dev.sparkzarr.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreLocation;
import dev.sparkzarr.store.Stores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both engines read every array of the real stores, and agree. */
class RealArraysTest {
  @ParameterizedTest
  @ValueSource(strings = {"era5-uk-v2", "era5-uk-v3-sharded", "eraint-packed-v2", "basin-v3"})
  void theEnginesAgree(String name) {
    Path path = Path.of(System.getProperty("sparkzarr.shared", ""), "data", name + ".zarr");
    assumeTrue(Files.isDirectory(path));
    try (Store store = Stores.open(new StoreLocation(path.toString(), Map.of()))) {
      Hierarchy.open(store, Hierarchy.Consolidated.IF_PRESENT)
          .children(NodePath.ROOT)
          .nodes()
          .forEach(
              (node, metadata) -> {
                if (metadata instanceof ArrayMetadata array) {
                  assertThat(read("java", store, node, array))
                      .isEqualTo(read("reference", store, node, array));
                }
              });
    }
  }

  private static byte[] read(String engine, Store store, NodePath path, ArrayMetadata array) {
    ChunkBuffer target = new ChunkBuffer(ElementKind.INT8);
    ArrayEngines.named(engine)
        .open(store, path, array, new ReadCounters())
        .read(Region.all(array.shape()), target);
    return Sample.bytes(target);
  }
}
