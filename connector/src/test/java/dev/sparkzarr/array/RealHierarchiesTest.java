package dev.sparkzarr.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sparkzarr.array.Hierarchy.Children;
import dev.sparkzarr.array.Hierarchy.Consolidated;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.NodeMetadata;
import dev.sparkzarr.metadata.NodePath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stores that xarray wrote. */
class RealHierarchiesTest {
  @ParameterizedTest
  @CsvSource({
    "era5-uk-v2.zarr, t2m, 'get zarr.json;get .zmetadata', '[744, 33, 49]', float32, 'time latitude"
        + " longitude', 8",
    "era5-uk-v3-sharded.zarr, t2m, 'get zarr.json', '[744, 33, 49]', float32, 'time latitude"
        + " longitude', 8",
    "eraint-packed-v2.zarr, z, 'get zarr.json;get .zmetadata', '[2, 3, 241, 480]', int16, 'month"
        + " level latitude longitude', 7",
    "basin-v3.zarr, basin, 'get zarr.json', '[33, 180, 360]', float32, 'Z Y X', 4",
  })
  void consolidatedAndDirectDocumentsSayTheSame(
      String name,
      String variable,
      String requests,
      String shape,
      String type,
      String dimensions,
      int arrays) {
    Path root = Path.of(System.getProperty("sparkzarr.shared", "../shared"), "data", name);
    assumeTrue(Files.isDirectory(root), "the shared data folder is absent");
    FakeStore store = FakeStore.ofDocuments(root);

    Children children = Hierarchy.open(store, Consolidated.REQUIRED).children(NodePath.ROOT);
    assertThat(store.requests()).isEqualTo(List.of(requests.split(";")));
    assertThat(children.unreadable()).isEmpty();
    assertThat(children.nodes()).hasSize(arrays);
    Hierarchy direct = Hierarchy.open(store, Consolidated.IGNORED);
    assertThat(direct.children(NodePath.ROOT)).isEqualTo(children);

    NodeMetadata node = children.nodes().get(new NodePath(variable));
    assertThat(node).isInstanceOf(ArrayMetadata.class);
    ArrayMetadata array = (ArrayMetadata) node;
    assertThat(array.shape()).hasToString(shape);
    assertThat(array.dataType().name()).isEqualTo(type);
    assertThat(String.join(" ", array.dimensionNames().stream().map(n -> n.orElseThrow()).toList()))
        .isEqualTo(dimensions);
    assertThat(array.attributes().names()).doesNotContain("_ARRAY_DIMENSIONS");
  }
}
