package dev.sparkzarr.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sparkzarr.array.ArrayEngines;
import dev.sparkzarr.array.Hierarchy;
import dev.sparkzarr.array.ReadCounters;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.store.LocalStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stores that xarray wrote, opened as tables; what they hold is known from xarray. */
class RealDatasetsTest {
  private static final String ERA5 =
      "time:TIMESTAMP latitude:FLOAT64 longitude:FLOAT64 number:INT64?[] step:INTERVAL?[]"
          + " surface:FLOAT64?[] valid_time:TIMESTAMP?[0] t2m:FLOAT32?[0, 1, 2]";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "era5-uk-v2.zarr|" + ERA5 + "|744,33,49|1551398400000000:1554073200000000,58:50,-10:2",
        "era5-uk-v3-sharded.zarr|"
            + ERA5
            + "|744,33,49|1551398400000000:1554073200000000,58:50,-10:2",
        "eraint-packed-v2.zarr|month:INT32 level:INT32 latitude:FLOAT64 longitude:FLOAT64"
            + " u:FLOAT64?[0, 1, 2, 3] v:FLOAT64?[0, 1, 2, 3] z:FLOAT64?[0, 1, 2, 3]"
            + "|2,3,241,480|1:7,200:850,90:-90,-180:179.25",
        "basin-v3.zarr|Z:FLOAT64 Y:FLOAT64 X:FLOAT64 basin:FLOAT32?[0, 1, 2]"
            + "|33,180,360|0:5500,-89.5:89.5,0.5:359.5",
      })
  void openAsOneTable(String name, String columns, String shape, String ends) {
    Path root = Path.of(System.getProperty("sparkzarr.shared", "../shared"), "data", name);
    assumeTrue(Files.isDirectory(root), "the shared data folder is absent");
    ReadCounters counters = new ReadCounters();
    Table table =
        Dataset.open(
            Hierarchy.open(LocalStore.at(root.toString()), Hierarchy.Consolidated.IF_PRESENT),
            NodePath.ROOT,
            DatasetOptions.DEFAULT,
            ArrayEngines.named("java"),
            counters);
    assertThat(StoredGroup.describe(table)).isEqualTo(columns);
    assertThat(table.shape().toArray())
        .isEqualTo(List.of(shape.split(",")).stream().mapToLong(Long::parseLong).toArray());
    assertThat(table.axes().stream().map(RealDatasetsTest::ends).collect(Collectors.joining(",")))
        .isEqualTo(ends);
    assertThat(counters.objects.sum()).as("one request per axis").isEqualTo(table.axes().size());
  }

  private static String ends(Axis axis) {
    return value(axis, 0) + ":" + value(axis, axis.length() - 1);
  }

  private static String value(Axis axis, long index) {
    String text =
        axis.type().equals(ColumnType.FLOAT64)
            ? Double.toString(axis.doubleAt(index))
            : Long.toString(axis.longAt(index));
    return text.replaceAll("\\.0$", "");
  }
}
