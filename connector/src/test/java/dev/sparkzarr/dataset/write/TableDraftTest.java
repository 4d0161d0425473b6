package dev.sparkzarr.dataset.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.array.ArrayGrid;
import dev.sparkzarr.codec.CodecPipeline;
import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.Column;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.DatasetException;
import dev.sparkzarr.dataset.Table;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.CodecSpec;
import dev.sparkzarr.metadata.Shape;
import dev.sparkzarr.metadata.ZarrFormat;
import dev.sparkzarr.store.MemoryStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class TableDraftTest {
  private static final List<SourceColumn> WEATHER =
      List.of(
          Columns.plain("time", ColumnType.TIMESTAMP),
          Columns.plain("lat", ColumnType.FLOAT64),
          Columns.plain("t2m", ColumnType.FLOAT32),
          Columns.plain("name", ColumnType.TEXT));
  private static final long DAY = 86_400_000_000L;
  private static final List<Axis> AXES =
      List.of(
          Axes.longs("time", ColumnType.TIMESTAMP, List.of(0L, DAY, 3 * DAY)),
          Axes.doubles("lat", ColumnType.FLOAT64, List.of(-1.5, 2.0)));

  private static LaidOutArray array(TableLayout layout, String name) {
    return layout.arrays().stream()
        .filter(array -> array.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static void refused(List<SourceColumn> columns, LayoutOptions options, String... texts) {
    assertThatThrownBy(() -> TableDraft.of("s3://b/t.zarr", columns, options).layout(AXES))
        .isInstanceOf(DatasetException.class)
        .hasMessageStartingWith("Cannot write s3://b/t.zarr: ")
        .satisfies(
            e -> {
              for (String text : texts) {
                assertThat(e).hasMessageContaining(text);
              }
            });
  }

  @Test
  void columnsBecomeArrays() {
    TableLayout layout =
        TableDraft.of("x", WEATHER, Columns.options("dimensions", "time,lat")).layout(AXES);
    assertThat(layout.arrays().stream().map(LaidOutArray::name))
        .containsExactly("time", "lat", "t2m", "name");
    assertThat(layout.arrays().stream().map(LaidOutArray::role))
        .containsExactly(
            Column.Role.DIMENSION,
            Column.Role.DIMENSION,
            Column.Role.VARIABLE,
            Column.Role.VARIABLE);
    ArrayMetadata t2m = array(layout, "t2m").metadata();
    assertThat(t2m.shape()).isEqualTo(Shape.of(3, 2));
    assertThat(t2m.dataType().name()).isEqualTo("float32");
    assertThat(t2m.dimensionNames()).containsExactly(Optional.of("time"), Optional.of("lat"));
    assertThat(t2m.keys().encode(new long[] {0, 1})).isEqualTo("c/0/1");
    assertThat(t2m.codecs().stream().map(CodecSpec::name)).containsExactly("bytes", "zstd");
    assertThat(array(layout, "lat").dimensions()).containsExactly(1);
    assertThat(array(layout, "time").metadata().attributes().text("units"))
        .contains("days since 1970-01-01 00:00:00");
  }

  @Test
  void whatCannotBeMeantIsRefused() {
    refused(WEATHER, LayoutOptions.NONE, "nothing says which columns", "option dimensions");
    refused(WEATHER, Columns.options("dimensions", "time,lta"), "'lta'", "Did you mean 'lat'?");
    refused(WEATHER, Columns.options("dimensions", "time,time"), "'time' twice");
    LayoutOptions dims = Columns.options("dimensions", "time,lat");
    refused(
        WEATHER,
        Columns.options("dimensions", "time,lat", "chunks", "4"),
        "1 value for 2 dimensions (time, lat)");
    refused(
        WEATHER, Columns.options("dimensions", "time,lat", "chunks", "0,3"), "'0', which is no");
    refused(
        WEATHER,
        Columns.options("dimensions", "time,lat", "chunks", "{'lot':3}"),
        "names 'lot'",
        "Did you mean 'lat'?");
    refused(
        WEATHER,
        Columns.options("dimensions", "time,lat", "chunks", "2,2", "shards", "5,2"),
        "chunks must divide shards",
        "'time'",
        "Make it 6");
    refused(
        WEATHER,
        Columns.options("dimensions", "time,lat", "shards", "4,2", "zarrFormat", "2"),
        "Zarr v2 has none");
    refused(
        WEATHER,
        Columns.options("dimensions", "time,lat", "compression", "zstd", "codecs", "[]"),
        "compression and codecs");
    refused(
        WEATHER,
        Columns.options("dimensions", "time,lat", "compression", "lzip"),
        "column 'time'",
        "'lzip'");
    refused(
        WEATHER,
        Columns.options("dimensions", "time,lat", "encoding", "{'t2n':{}}"),
        "'t2n'",
        "Did you mean 't2m'?");
    refused(
        WEATHER,
        Columns.options("dimensions", "time,lat", "encoding", "{'t2m':{'chunk':[1,1]}}"),
        "'chunk'",
        "Did you mean 'chunks'?");
    refused(
        WEATHER,
        Columns.options("dimensions", "time,lat", "axes", "{'lon':[0,1,3]}"),
        "axes names 'lon'");
    refused(
        WEATHER,
        Columns.options("dimensions", "time,lat", "chunks", "100000,100000"),
        "bytes that one stored object may have");
    refused(
        List.of(Columns.plain("a/b", ColumnType.INT32), Columns.plain("v", ColumnType.INT32)),
        dims,
        "'a/b'",
        "Rename it");
    refused(
        List.of(
            Columns.plain(
                "s", ColumnType.struct(List.of(new ColumnType.Field("a", ColumnType.INT8)), 1)),
            Columns.plain("v", ColumnType.INT32)),
        Columns.options("dimensions", "s"),
        "'s' cannot be a dimension");
  }

  @Test
  void axesAreGivenInDecimalsAndTimes() {
    List<DraftDimension> dimensions =
        TableDraft.of(
                "x",
                WEATHER,
                Columns.options(
                    "dimensions",
                    "time,lat",
                    "axes",
                    "{'time':['1970-01-01','PT36H',3],'lat':[0.1,0.1,4]}"))
            .dimensions();
    assertThat(Axes.values(dimensions.get(0).given())).containsExactly(0L, DAY * 3 / 2, DAY * 3);
    assertThat(Axes.values(dimensions.get(1).given())).containsExactly(0.1, 0.2, 0.3, 0.4);
    assertThat(given("{'lat':{'values':[5,4,2]}}")).containsExactly(5.0, 4.0, 2.0);
    assertThat(given("{'lat':[5,4.5]}")).containsExactly(5.0, 4.5);
    assertThat(given("{'lat':[5,4,-2]}")).containsExactly(5.0, 4.0, -2.0);
    assertThat(given("{'lat':[90,-45,3]}")).containsExactly(90.0, 45.0, 0.0);
    assertThatThrownBy(() -> given("{'lat':[1,2,2,5]}")).hasMessageContaining("2.0 twice");
    assertThatThrownBy(() -> given("{'lat':['a']}")).hasMessageContaining("[90,-0.25,721]");
    assertThatThrownBy(() -> given("{'lat':[0,1,4000000000]}"))
        .hasMessageContaining("at most 50000000");
    assertThatThrownBy(() -> given("{'time':['1970-01-01','P1M',3]}"))
        .hasMessageContaining("ISO durations");
  }

  private static List<Object> given(String axes) {
    return TableDraft.of("x", WEATHER, Columns.options("dimensions", "time,lat", "axes", axes))
        .dimensions()
        .stream()
        .filter(dimension -> dimension.given() != null)
        .flatMap(dimension -> Axes.values(dimension.given()).stream())
        .toList();
  }

  @Test
  void columnsKeepTheDimensionsThatTheyHad() {
    ColumnOrigin time = origin(List.of("time"), Column.Role.DIMENSION, "{}");
    ColumnOrigin lat = origin(List.of("lat"), Column.Role.DIMENSION, "{}");
    List<SourceColumn> columns =
        List.of(
            Columns.with(
                "valid", ColumnType.INT64, origin(List.of("time"), Column.Role.COORDINATE, "{}")),
            Columns.with("latitude", ColumnType.FLOAT64, lat),
            Columns.with("time", ColumnType.TIMESTAMP, time),
            Columns.with(
                "t2m",
                ColumnType.FLOAT32,
                origin(List.of("time", "lat"), Column.Role.VARIABLE, "{}")),
            Columns.with(
                "turned",
                ColumnType.FLOAT32,
                origin(List.of("lat", "time"), Column.Role.VARIABLE, "{}")),
            Columns.plain("new", ColumnType.INT32));
    TableDraft draft = TableDraft.of("x", columns, LayoutOptions.NONE);
    assertThat(draft.dimensions().stream().map(DraftDimension::name))
        .containsExactly("time", "latitude");
    TableLayout layout =
        draft.layout(
            List.of(AXES.get(0), Axes.doubles("latitude", ColumnType.FLOAT64, List.of(1.0, 2.0))));
    assertThat(array(layout, "valid").dimensions()).containsExactly(0);
    assertThat(array(layout, "turned").dimensions()).containsExactly(1, 0);
    assertThat(array(layout, "turned").metadata().shape()).isEqualTo(Shape.of(2, 3));
    assertThat(array(layout, "new").dimensions()).containsExactly(0, 1);
    assertThat(array(layout, "new").metadata().attributes().text("coordinates")).contains("valid");
    TableLayout said =
        TableDraft.of(
                "x",
                columns,
                Columns.options(
                    "encoding", "{'new':{'dimensions':['latitude'],'coordinates':null}}"))
            .layout(layout.axes());
    assertThat(array(said, "new").dimensions()).containsExactly(1);
    assertThat(array(said, "new").metadata().attributes().get("coordinates")).isEmpty();
    assertThat(array(said, "t2m").metadata().attributes().text("coordinates")).contains("valid");
    assertThat(said.group().attributes().get("coordinates")).isEmpty();
    TableLayout alone =
        TableDraft.of("x", columns.subList(0, 3), LayoutOptions.NONE).layout(layout.axes());
    assertThat(alone.group().attributes().text("coordinates")).contains("valid");
  }

  private static ColumnOrigin origin(List<String> dimensions, Column.Role role, String encoding) {
    return new ColumnOrigin(
        dimensions,
        role,
        false,
        AxisOrder.ASCENDING,
        Optional.empty(),
        Columns.json("{}").deepCopy(),
        Columns.json(encoding).deepCopy(),
        Columns.json("{}").deepCopy());
  }

  @Test
  void aTableThatWasReadBecomesTheSameAgain() {
    TableLayout first =
        TableDraft.of(
                "x",
                WEATHER,
                Columns.options(
                    "dimensions", "time,lat",
                    "chunks", "2,1",
                    "shards", "4,2",
                    "compression", "gzip:3",
                    "attributes", "{'title':'a','none':null}",
                    "encoding",
                        "{'t2m':{'dtype':'int16','scale_factor':0.5,'_FillValue':-1,"
                            + "'attributes':{'units':'K'}}}"))
            .layout(
                List.of(AXES.get(0), Axes.doubles("lat", ColumnType.FLOAT64, List.of(2.0, -1.5))));
    WrittenLayout written = new WrittenLayout(MemoryStore.unnamed(), first);
    Table table = written.read(List.of("t2m", "name"));
    TableDraft again = TableDraft.of("x", Columns.read(table), LayoutOptions.NONE);
    assertThat(again.dimensions().get(1).order()).isEqualTo(AxisOrder.DESCENDING);
    TableLayout second = again.layout(table.axes());
    for (LaidOutArray array : first.arrays()) {
      ArrayMetadata same = array(second, array.name()).metadata();
      assertThat(same.document()).isEqualTo(array.metadata().document());
      assertThat(same.attributes()).isEqualTo(array.metadata().attributes());
    }
    assertThat(second.group()).isEqualTo(first.group());
    assertThat(second.group().attributes().names()).containsExactly("title");
  }

  @Test
  void optionsWinOverWhatAColumnWas() {
    TableLayout first =
        TableDraft.of(
                "x",
                WEATHER,
                Columns.options(
                    "dimensions",
                    "time,lat",
                    "zarrFormat",
                    "2",
                    "compression",
                    "blosc:lz4",
                    "chunks",
                    "2,1"))
            .layout(AXES);
    assertThat(array(first, "t2m").metadata().format()).isEqualTo(ZarrFormat.V2);
    Table table = new WrittenLayout(MemoryStore.unnamed(), first).read(List.of("t2m"));
    List<SourceColumn> columns = Columns.read(table);
    ArrayMetadata copied =
        array(TableDraft.of("x", columns, LayoutOptions.NONE).layout(AXES), "t2m").metadata();
    assertThat(copied.codecs().get(1).name()).isEqualTo("blosc");
    assertThat(copied.codecs().get(1).configuration().path("shuffle").asText())
        .isEqualTo("shuffle");
    assertThat(copied.codecs().get(1).configuration().path("typesize").asInt()).isEqualTo(4);
    ArrayMetadata changed =
        array(
                TableDraft.of("x", columns, Columns.options("compression", "none", "chunks", "1,1"))
                    .layout(AXES),
                "t2m")
            .metadata();
    assertThat(changed.codecs().stream().map(CodecSpec::name)).containsExactly("bytes");
    assertThat(grid(changed).largestChunk()).isEqualTo(Shape.of(1, 1));
    ArrayMetadata longer =
        array(
                TableDraft.of("x", columns, Columns.options("chunks", "{'time':9}")).layout(AXES),
                "t2m")
            .metadata();
    assertThat(grid(longer).largestChunk()).isEqualTo(Shape.of(9, 1));
  }

  @Test
  void listsAndRecordsAreLaidOut() {
    ColumnType lists = ColumnType.array(ColumnType.FLOAT32);
    ColumnType complex =
        ColumnType.struct(
            List.of(
                new ColumnType.Field("re", ColumnType.FLOAT64),
                new ColumnType.Field("im", ColumnType.FLOAT64)),
            16);
    ColumnType record =
        ColumnType.struct(
            List.of(
                new ColumnType.Field("a", ColumnType.INT16),
                new ColumnType.Field("b", ColumnType.FLOAT64)),
            10);
    List<SourceColumn> columns =
        List.of(
            WEATHER.get(0),
            WEATHER.get(1),
            Columns.plain("l", lists),
            Columns.plain("c", complex),
            Columns.plain("r", record));
    TableLayout layout =
        TableDraft.of(
                "x",
                columns,
                Columns.options("dimensions", "time,lat", "zarrFormat", "2", "compression", "gzip"))
            .layout(AXES);
    Table table = new WrittenLayout(MemoryStore.unnamed(), layout).read(List.of("l", "c", "r"));
    assertThat(table.columns().stream().skip(2).map(Column::type))
        .containsExactly(lists, complex, record);
    assertThatThrownBy(
            () ->
                TableDraft.of("y", columns, Columns.options("dimensions", "time,lat")).layout(AXES))
        .isInstanceOf(DatasetException.class)
        .hasMessageStartingWith("Cannot write column 'l' to array l in y: ")
        .hasMessageContaining("zarrFormat=2");
  }

  @Test
  void codecsAreSaidInTheWordsOfBothFormats() {
    String parts =
        "{'t2m':{'filters':[{'id':'delta','dtype':'<f4'}],'compressors':{'id':'zlib','level':4}},"
            + "'name':{'compressors':null},'lat':{'compressors':'gzip:9'}}";
    TableLayout layout =
        TableDraft.of("x", WEATHER, Columns.options("dimensions", "time,lat", "encoding", parts))
            .layout(AXES);
    assertThat(names(layout, "t2m")).containsExactly("numcodecs.delta", "bytes", "numcodecs.zlib");
    assertThat(names(layout, "name")).containsExactly("vlen-utf8");
    assertThat(
            array(layout, "lat").metadata().codecs().get(1).configuration().path("level").asInt())
        .isEqualTo(9);
    assertThat(names(layout, "time")).containsExactly("bytes", "zstd");
    TableLayout whole =
        TableDraft.of(
                "x",
                List.of(WEATHER.get(0), WEATHER.get(1), WEATHER.get(2)),
                Columns.options(
                    "dimensions",
                    "time,lat",
                    "codecs",
                    "[{'name':'bytes','configuration':{'endian':'big'}},'gzip','crc32c']"))
            .layout(AXES);
    assertThat(names(whole, "t2m")).containsExactly("bytes", "gzip", "crc32c");
    assertThat(
            whole.arrays().get(2).metadata().codecs().get(1).configuration().path("level").asInt())
        .isEqualTo(5);
    refused(
        WEATHER,
        Columns.options(
            "dimensions", "time,lat", "encoding", "{'t2m':{'compressors':[{'name':'zzz'}]}}"),
        "column 't2m'",
        "zzz");
  }

  private static List<String> names(TableLayout layout, String array) {
    return array(layout, array).metadata().codecs().stream().map(CodecSpec::name).toList();
  }

  private static ArrayGrid grid(ArrayMetadata array) {
    return ArrayGrid.of(array, CodecPipeline.of(array));
  }

  /** What a random layout is made of. */
  record Given(
      int rank,
      List<ColumnType> types,
      boolean v2,
      String compression,
      boolean sharded,
      boolean chunked) {}

  @Provide
  Arbitrary<Given> layouts() {
    Arbitrary<ColumnType> types =
        Arbitraries.of(
            ColumnType.BOOLEAN,
            ColumnType.INT8,
            ColumnType.INT16,
            ColumnType.INT32,
            ColumnType.INT64,
            ColumnType.FLOAT32,
            ColumnType.FLOAT64,
            ColumnType.TIMESTAMP,
            ColumnType.TEXT,
            ColumnType.BINARY,
            ColumnType.INTERVAL);
    return Combinators.combine(
            Arbitraries.integers().between(1, 4),
            types.list().ofMinSize(1).ofMaxSize(4),
            Arbitraries.of(true, false),
            Arbitraries.of("none", "zstd:3", "gzip", "blosc", "blosc:lz4"),
            Arbitraries.of(true, false),
            Arbitraries.of(true, false))
        .as(Given::new);
  }

  @Property(tries = 150, seed = "20261121")
  void anyLayoutOpensAsTheTableThatItWasMadeFor(@ForAll("layouts") Given given) {
    List<SourceColumn> columns = new ArrayList<>();
    List<Axis> axes = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < given.rank(); i++) {
      names.add("d" + i);
      columns.add(Columns.plain("d" + i, i == 0 ? ColumnType.TIMESTAMP : ColumnType.FLOAT64));
      axes.add(
          i == 0
              ? Axes.longs("d0", ColumnType.TIMESTAMP, List.of(5L, 3_600_000_005L))
              : Axes.doubles("d" + i, ColumnType.FLOAT64, List.of(i + 0.5, 7.0, -3.0)));
    }
    List<String> variables = new ArrayList<>();
    for (int i = 0; i < given.types().size(); i++) {
      variables.add("v" + i);
      columns.add(Columns.plain("v" + i, given.types().get(i)));
    }
    boolean sharded = given.sharded() && !given.v2();
    List<String> pairs =
        new ArrayList<>(
            List.of(
                "dimensions",
                String.join(",", names),
                "zarrFormat",
                given.v2() ? "2" : "3",
                "compression",
                given.compression()));
    if (given.chunked()) {
      pairs.addAll(List.of("chunks", "2" + ",1".repeat(given.rank() - 1)));
    }
    if (sharded) {
      pairs.addAll(List.of("shards", "4" + ",3".repeat(given.rank() - 1)));
    }
    TableLayout layout =
        TableDraft.of("x", columns, Columns.options(pairs.toArray(String[]::new))).layout(axes);
    for (LaidOutArray array : layout.arrays()) {
      ArrayMetadata parsed = ArrayMetadata.parse(array.metadata().document());
      assertThat(parsed.document()).isEqualTo(array.metadata().document());
    }
    Table table = new WrittenLayout(MemoryStore.unnamed(), layout).read(variables);
    assertThat(table.columns().stream().map(Column::name))
        .containsExactlyElementsOf(columns.stream().map(SourceColumn::name).toList());
    for (int i = 0; i < columns.size(); i++) {
      assertThat(table.columns().get(i).type()).isEqualTo(columns.get(i).type());
    }
    for (int i = 0; i < axes.size(); i++) {
      assertThat(Axes.values(table.axes().get(i))).isEqualTo(Axes.values(axes.get(i)));
    }
    if (given.chunked()) {
      assertThat(grid(array(layout, "v0").metadata()).largestChunk().length(0)).isEqualTo(2);
    }
    assertThat(grid(array(layout, "v0").metadata()).isSharded()).isEqualTo(sharded);
  }
}
