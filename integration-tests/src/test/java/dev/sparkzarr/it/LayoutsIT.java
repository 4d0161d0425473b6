package dev.sparkzarr.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.array.ArrayEngine;
import dev.sparkzarr.array.ArrayEngines;
import dev.sparkzarr.array.EmptyChunks;
import dev.sparkzarr.array.Hierarchy;
import dev.sparkzarr.array.Nodes;
import dev.sparkzarr.array.ReadCounters;
import dev.sparkzarr.array.Region;
import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.Column;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.Dataset;
import dev.sparkzarr.dataset.DatasetOptions;
import dev.sparkzarr.dataset.Table;
import dev.sparkzarr.dataset.write.ColumnOrigin;
import dev.sparkzarr.dataset.write.EncodableValues;
import dev.sparkzarr.dataset.write.LaidOutArray;
import dev.sparkzarr.dataset.write.LayoutOptions;
import dev.sparkzarr.dataset.write.SourceColumn;
import dev.sparkzarr.dataset.write.TableDraft;
import dev.sparkzarr.dataset.write.TableLayout;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.metadata.ZarrFormat;
import dev.sparkzarr.store.LocalStore;
import dev.sparkzarr.store.Store;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What xarray and zarr-python find in the layout of a table, before any cell is written. */
@Tag("peers")
class LayoutsIT {
  private static final ArrayEngine ENGINE = ArrayEngines.named("java");
  private static final long HOUR = 3_600_000_000L;

  @TempDir private Path directory;

  private static SourceColumn column(String name, ColumnType type) {
    return new SourceColumn(name, type, Optional.empty(), true, Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({
    "3,zstd,false,zstd",
    "3,blosc:lz4,true,blosc",
    "3,gzip:2,true,gzip",
    "2,zstd:3,false,zstd",
    "2,blosc,false,blosc",
    "2,none,false,"
  })
  void aNewTableOpens(String format, String compression, boolean sharded, String compressor)
      throws IOException, InterruptedException {
    Map<String, ColumnType> types =
        Map.of(
            "flag", ColumnType.BOOLEAN,
            "small", ColumnType.INT16,
            "large", ColumnType.INT64,
            "t2m", ColumnType.FLOAT32,
            "f8", ColumnType.FLOAT64,
            "name", ColumnType.TEXT,
            "seen", ColumnType.TIMESTAMP);
    List<SourceColumn> columns = new ArrayList<>();
    columns.add(column("time", ColumnType.TIMESTAMP));
    columns.add(column("lat", ColumnType.FLOAT64));
    types.forEach((name, type) -> columns.add(column(name, type)));
    columns.add(column("station", ColumnType.INT32));
    LayoutOptions options =
        new LayoutOptions(
            Optional.of(List.of("time", "lat")),
            Optional.of("2,3"),
            sharded ? Optional.of("4,6") : Optional.empty(),
            Optional.of(compression),
            Optional.empty(),
            Optional.of(format.equals("2") ? ZarrFormat.V2 : ZarrFormat.V3),
            Optional.of(
                (ObjectNode)
                    new ObjectMapper()
                        .readTree(
                            "{\"station\":{\"dimensions\":[]},\"t2m\":{\"attributes\":{\"units\":\"K\"}}}")),
            Optional.of((ObjectNode) new ObjectMapper().readTree("{\"title\":\"new\"}")),
            Optional.empty());
    byte[] times =
        ByteBuffer.allocate(24)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(0)
            .putLong(HOUR)
            .putLong(3 * HOUR)
            .array();
    byte[] latitudes =
        ByteBuffer.allocate(16)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putDouble(50.5)
            .putDouble(-1)
            .array();
    List<Axis> axes =
        List.of(
            Axis.values("time", ColumnType.TIMESTAMP, times, null, null),
            Axis.values("lat", ColumnType.FLOAT64, latitudes, null, null));
    Path store = directory.resolve("new.zarr");
    write(store, TableDraft.of(store.toString(), columns, options).layout(axes));
    JsonNode found = described(store).get(0);
    assertThat(found.path("format").asText()).isEqualTo(format);
    assertThat(found.path("sizes").toString()).isEqualTo("{\"time\":3,\"lat\":2}");
    assertThat(found.path("attrs").toString()).isEqualTo("{\"title\":\"new\"}");
    JsonNode variables = found.path("variables");
    assertThat(variables.at("/time/values").toString())
        .isEqualTo(
            "[\"1970-01-01T00:00:00.000000000\",\"1970-01-01T01:00:00.000000000\","
                + "\"1970-01-01T03:00:00.000000000\"]");
    assertThat(variables.at("/lat/values").toString()).isEqualTo("[\"50.5\",\"-1.0\"]");
    assertThat(variables.at("/flag/dtype").asText()).isIn("bool", "object");
    assertThat(variables.at("/t2m/dtype").asText()).isEqualTo("float32");
    assertThat(variables.at("/f8/dtype").asText()).isEqualTo("float64");
    assertThat(variables.at("/large/stored").asText()).isEqualTo("int64");
    assertThat(variables.at("/seen/dtype").asText()).startsWith("datetime64");
    assertThat(variables.at("/t2m/attrs/units").asText()).isEqualTo("K");
    assertThat(variables.at("/station/dims")).isEmpty();
    for (String name : types.keySet()) {
      JsonNode variable = variables.path(name);
      assertThat(variable.path("dims").toString()).as(name).isEqualTo("[\"time\",\"lat\"]");
      assertThat(variable.path("chunks").toString()).as(name).isEqualTo("[2,3]");
      assertThat(variable.path("shards").toString()).as(name).isEqualTo(sharded ? "[4,6]" : "null");
      String codecs = variable.path("compressors").toString();
      assertThat(codecs).as(name).contains(compressor == null ? "[]" : ":" + compressor);
    }
  }

  /** A frame that was read from a store and is written again gets the same layout. */
  @ParameterizedTest
  @CsvSource({
    "era5-uk-v2.zarr",
    "era5-uk-v3-sharded.zarr",
    "eraint-packed-v2.zarr",
    "basin-v3.zarr"
  })
  void aTableThatWasReadIsLaidOutAgain(String name) throws IOException, InterruptedException {
    Path original = Path.of(System.getProperty("sparkzarr.shared", "../../shared"), "data", name);
    assumeTrue(Files.isDirectory(original), "the shared data folder is absent");
    Table table =
        Dataset.open(
            Hierarchy.open(LocalStore.at(original.toString()), Hierarchy.Consolidated.IF_PRESENT),
            NodePath.ROOT,
            DatasetOptions.DEFAULT,
            ENGINE,
            new ReadCounters());
    List<SourceColumn> columns = new ArrayList<>();
    for (Column column : table.columns()) {
      columns.add(
          new SourceColumn(
              column.name(),
              column.type(),
              Optional.empty(),
              column.nullable(),
              Optional.of(ColumnOrigin.of(table, column))));
    }
    Path copy = directory.resolve("copy.zarr");
    TableDraft draft = TableDraft.of(copy.toString(), columns, LayoutOptions.NONE);
    write(copy, draft.layout(table.axes()));
    List<JsonNode> found = described(original, copy);
    assertThat(found.get(1).path("attrs")).isEqualTo(found.get(0).path("attrs"));
    assertThat(found.get(1).path("sizes")).isEqualTo(found.get(0).path("sizes"));
    JsonNode before = found.get(0).path("variables");
    JsonNode after = found.get(1).path("variables");
    List<String> names = new ArrayList<>();
    before.fieldNames().forEachRemaining(names::add);
    assertThat(after).hasSameSizeAs(names);
    for (String variable : names) {
      for (String what :
          List.of(
              "dims", "dtype", "stored", "attrs", "units", "calendar", "coordinate", "values")) {
        assertThat(after.path(variable).path(what))
            .as(variable + " " + what)
            .isEqualTo(before.path(variable).path(what));
      }
      if (!before.path(variable).has("values")) {
        assertThat(after.path(variable).path("chunks"))
            .as(variable)
            .isEqualTo(before.path(variable).path("chunks"));
        assertThat(after.path(variable).path("shards"))
            .as(variable)
            .isEqualTo(before.path(variable).path("shards"));
      }
    }
  }

  private static void write(Path path, TableLayout layout) throws IOException {
    Files.createDirectories(path);
    Store store = LocalStore.at(path.toString());
    Nodes.writeMetadata(store, NodePath.ROOT, layout.group());
    for (LaidOutArray array : layout.arrays()) {
      NodePath node = NodePath.ROOT.resolve(array.name());
      Nodes.writeMetadata(store, node, array.metadata());
      if (array.role() == Column.Role.DIMENSION) {
        Axis axis = layout.axes().get(array.dimensions().get(0));
        ChunkBuffer elements = new ChunkBuffer(array.metadata().dataType());
        elements.resize(axis.length());
        array.encoder().encode(EncodableValues.of(axis), 0, (int) axis.length(), elements, 0);
        ENGINE
            .openForWriting(store, node, array.metadata(), EmptyChunks.WRITE)
            .write(Region.all(array.metadata().shape()), elements);
      }
    }
  }

  private static List<JsonNode> described(Path... stores) throws IOException, InterruptedException {
    Path python = Path.of(System.getProperty("sparkzarr.peers.python"));
    assumeTrue(Files.isExecutable(python), "the Python peers are not set up");
    List<String> command = new ArrayList<>(List.of(python.toString(), "peers/layouts.py"));
    for (Path store : stores) {
      command.add(store.toString());
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    JsonNode json = new ObjectMapper().readTree(output);
    List<JsonNode> found = new ArrayList<>();
    for (Path store : stores) {
      found.add(json.get(store.toString()));
    }
    return found;
  }
}
