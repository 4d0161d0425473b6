package dev.sparkzarr.dataset.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.array.Nodes;
import dev.sparkzarr.array.Region;
import dev.sparkzarr.array.commit.ArrayChange;
import dev.sparkzarr.array.commit.CommitSettings;
import dev.sparkzarr.array.commit.TableCommit;
import dev.sparkzarr.array.commit.WritePlan;
import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.Column;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.DatasetException;
import dev.sparkzarr.dataset.DatasetOptions;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.ChunkKeyEncoding;
import dev.sparkzarr.metadata.FillValue;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.metadata.Shape;
import dev.sparkzarr.store.MemoryStore;
import dev.sparkzarr.store.Store;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A table of four days, three latitudes from north to south, and a mask without time. */
class ExistingTableTest {
  private static final long DAY = 86_400_000_000L;
  private static final Axis DAYS = days(0, 1, 2, 3);
  private static final Axis LATITUDES = lat(50.0, 10.1, -30.0);
  private static final List<SourceColumn> COLUMNS =
      List.of(
          Columns.plain("t2m", ColumnType.FLOAT32),
          Columns.plain("lat", ColumnType.FLOAT64),
          Columns.plain("time", ColumnType.TIMESTAMP));
  private static final List<SourceColumn> ALL =
      List.of(
          COLUMNS.get(0), COLUMNS.get(1), COLUMNS.get(2), Columns.plain("mask", ColumnType.INT8));

  private final OpenedTable table =
      table("{'mask':{'dimensions':'lat'},'lat':{'dtype':'float32'}}");

  private static OpenedTable table(String encoding) {
    LayoutOptions options =
        Columns.options("dimensions", "time,lat", "chunks", "2,3", "encoding", encoding);
    TableLayout layout = TableDraft.of("x", ALL, options).layout(List.of(DAYS, LATITUDES));
    return new WrittenLayout(MemoryStore.unnamed(), layout).opened();
  }

  private static Axis days(long... days) {
    return Axes.longs(
        "time", ColumnType.TIMESTAMP, Arrays.stream(days).mapToObj(day -> day * DAY).toList());
  }

  private static Axis lat(double... values) {
    return Axes.doubles("lat", ColumnType.FLOAT64, Arrays.stream(values).boxed().toList());
  }

  private ExistingTable existing(List<SourceColumn> columns, String... options) {
    return ExistingTable.of(table, columns, Columns.options(options), DatasetOptions.DEFAULT);
  }

  private static void refused(ThrowingCallable call, String... texts) {
    assertThatThrownBy(call)
        .isInstanceOf(DatasetException.class)
        .hasMessageStartingWith("Cannot ")
        .satisfies(
            e -> {
              for (String text : texts) {
                assertThat(e).hasMessageContaining(text);
              }
            });
  }

  @Test
  void dimensionsAreThoseOfTheStore() {
    assertThat(existing(COLUMNS).dimensions().stream().map(DraftDimension::name))
        .containsExactly("time", "lat");
    refused(() -> existing(COLUMNS.subList(0, 2)), "dimension 'time', which is no column");
  }

  @Test
  void growsBehindTheLastValue() {
    TableUpdate update = existing(ALL).appended("time", List.of(days(5, 4), lat(-30.0, 10.1)));
    assertThat(Axes.values(update.layout().axes().get(0)))
        .containsExactly(0L, DAY, 2 * DAY, 3 * DAY, 4 * DAY, 5 * DAY);
    assertThat(update.before()).isEqualTo(Shape.of(4, 3));
    assertThat(update.box())
        .isEqualTo(new Region(List.of(Region.Range.of(4, 6), Region.Range.of(0, 3))));
    assertThat(update.layout().arrays().stream().map(LaidOutArray::name))
        .containsExactlyInAnyOrder("t2m", "time");
    assertThat(update.changes()).hasSize(2).allMatch(ArrayChange.Grown.class::isInstance);
    ArrayChange.Grown t2m =
        update.changes().stream()
            .filter(change -> change.path().name().equals("t2m"))
            .map(ArrayChange.Grown.class::cast)
            .findFirst()
            .orElseThrow();
    assertThat(t2m.before().shape()).isEqualTo(Shape.of(4, 3));
    assertThat(t2m.after().shape()).isEqualTo(Shape.of(6, 3));
    assertThat(t2m.after().grid()).isEqualTo(t2m.before().grid());
    assertThat(t2m.after().attributes()).isEqualTo(t2m.before().attributes());
    assertThat(t2m.after().fillValue()).isEqualTo(t2m.before().fillValue());
  }

  @Test
  void growsInTheOrderThatTheDimensionHas() {
    TableUpdate update = existing(ALL).appended("lat", List.of(DAYS, lat(-90.0, -60.0)));
    assertThat(Axes.values(update.layout().axes().get(1)))
        .containsExactly(50.0, 10.1, -30.0, -60.0, -90.0);
    refused(
        () -> existing(ALL).appended("lat", List.of(DAYS, lat(60.0))),
        "dimension 'lat' of the table ends with -30.0",
        "has 60.0, which is not behind it",
        "below the last one");
  }

  @Test
  void whatDoesNotContinueTheTableIsRefused() {
    refused(
        () -> existing(COLUMNS).appended("time", List.of(days(3, 4), LATITUDES)),
        "column 'time' has the value 1970-01-04T00:00",
        "has already",
        "region=auto");
    refused(
        () -> existing(COLUMNS).appended("time", List.of(days(-2), LATITUDES)),
        "ends with 1970-01-04T00:00",
        "1969-12-30T00:00");
    refused(
        () -> existing(COLUMNS).appended("time", List.of(days(4), lat(50.0, 11.0))),
        "column 'lat' has the value 11.0",
        "not among the 3 values",
        "appendDim=lat");
    refused(
        () -> existing(COLUMNS).appended("tmie", List.of(days(4), LATITUDES)),
        "'tmie'",
        "Did you mean 'time'?");
    refused(
        () ->
            existing(
                    List.of(
                        COLUMNS.get(0),
                        COLUMNS.get(1),
                        COLUMNS.get(2),
                        Columns.plain("u10", ColumnType.FLOAT32)))
                .appended("time", List.of(days(4), LATITUDES)),
        "column 'u10' is no array of the table",
        "neither appendDim nor region");
    refused(
        () ->
            existing(COLUMNS, "encoding", "{'t2m':{'dtype':'int16'}}")
                .appended("time", List.of(days(4), LATITUDES)),
        "keeps its encoding");
    refused(() -> existing(COLUMNS, "zarrFormat", "2"), "zarrFormat");
  }

  /** The stored unit is a day: other writers store 04:30 as something else. */
  @Test
  void timesThatTheStoredUnitsDoNotHoldAreRefused() {
    Axis finer =
        Axes.longs("time", ColumnType.TIMESTAMP, List.of(4 * DAY, 4 * DAY + 16_200_000_000L));
    refused(
        () -> existing(COLUMNS).appended("time", List.of(finer, LATITUDES)),
        "1970-01-05T04:30",
        "time");
  }

  @Test
  void otherTypesAreRefused() {
    List<SourceColumn> columns =
        List.of(COLUMNS.get(0), COLUMNS.get(1), Columns.plain("time", ColumnType.INT64));
    refused(
        () ->
            existing(columns)
                .appended(
                    "time", List.of(Axes.longs("time", ColumnType.INT64, List.of(5L)), LATITUDES)),
        "column 'time' is INT64",
        "is TIMESTAMP",
        "Cast the column");
  }

  @Test
  void floatsAreFoundAsTheColumnHasThem() {
    List<SourceColumn> columns =
        List.of(COLUMNS.get(0), Columns.plain("lat", ColumnType.FLOAT32), COLUMNS.get(2));
    Axis floats = Axes.doubles("lat", ColumnType.FLOAT32, List.of(10.1, 50.0));
    TableUpdate update =
        ExistingTable.of(table, columns, LayoutOptions.NONE, DatasetOptions.DEFAULT)
            .region("auto", List.of(days(1), floats));
    assertThat(update.box().ranges().get(1)).isEqualTo(Region.Range.of(0, 2));
  }

  @Test
  void unsortedDimensionsDoNotGrow() {
    TableLayout layout =
        TableDraft.of("x", COLUMNS, Columns.options("dimensions", "time,lat"))
            .layout(List.of(days(3, 0, 1), LATITUDES));
    OpenedTable unsorted = new WrittenLayout(MemoryStore.unnamed(), layout).opened();
    refused(
        () ->
            ExistingTable.of(unsorted, COLUMNS, LayoutOptions.NONE, DatasetOptions.DEFAULT)
                .appended("time", List.of(days(9), LATITUDES)),
        "is not sorted");
  }

  @Test
  void arraysThatAreNoColumnsGrowWhereTheyCanSayMissing() {
    OpenedTable whole = table("{}");
    refused(
        () ->
            ExistingTable.of(whole, COLUMNS, LayoutOptions.NONE, DatasetOptions.DEFAULT)
                .appended("time", List.of(days(4), LATITUDES)),
        "mask",
        "no columns of the rows");
    refused(
        () ->
            ExistingTable.of(
                    withZeroFill("{'mask':{'_FillValue':-1}}"),
                    COLUMNS,
                    LayoutOptions.NONE,
                    DatasetOptions.DEFAULT)
                .appended("time", List.of(days(4), LATITUDES)),
        "mask",
        "no fill value that is read as missing");
    OpenedTable masked = table("{'mask':{'_FillValue':-1}}");
    TableUpdate update =
        ExistingTable.of(masked, COLUMNS, LayoutOptions.NONE, DatasetOptions.DEFAULT)
            .appended("time", List.of(days(4), LATITUDES));
    assertThat(update.changes().stream().map(change -> change.path().name()))
        .containsExactlyInAnyOrder("t2m", "time", "mask");
    assertThat(update.layout().arrays()).hasSize(2);
  }

  /** As others write format 3: what masks is not what is read where nothing is stored. */
  private static OpenedTable withZeroFill(String encoding) {
    LayoutOptions options = Columns.options("dimensions", "time,lat", "encoding", encoding);
    TableLayout layout = TableDraft.of("x", ALL, options).layout(List.of(DAYS, LATITUDES));
    MemoryStore store = MemoryStore.unnamed();
    ArrayMetadata mask = new WrittenLayout(store, layout).array("mask");
    Nodes.writeMetadata(
        store,
        NodePath.ROOT.resolve("mask"),
        ArrayMetadata.of(
            mask.format(),
            mask.shape(),
            mask.dataType(),
            mask.grid(),
            mask.keys(),
            Optional.of(FillValue.undefined(mask.dataType())),
            mask.codecs(),
            mask.dimensionNames(),
            mask.attributes()));
    return WrittenLayout.opened(store);
  }

  @Test
  void aRegionIsABoxOfTheTable() {
    TableUpdate update = existing(ALL).region("auto", List.of(days(2, 1), lat(10.1)));
    assertThat(update.box())
        .isEqualTo(new Region(List.of(Region.Range.of(1, 3), Region.Range.of(1, 2))));
    assertThat(update.changes().stream().map(change -> change.path().name()))
        .containsExactlyInAnyOrder("t2m", "mask");
    TableUpdate said = existing(ALL).region("{\"time\":[1,4]}", List.of(days(2), lat(10.1)));
    assertThat(said.box())
        .isEqualTo(new Region(List.of(Region.Range.of(1, 4), Region.Range.of(0, 3))));
    assertThat(said.changes().stream().map(change -> change.path().name())).containsExactly("t2m");
    ArrayChange.Updated t2m = (ArrayChange.Updated) said.changes().get(0);
    assertThat(t2m.region()).isEqualTo(said.box());
  }

  @Test
  void whatIsNoBoxIsRefused() {
    refused(
        () -> existing(COLUMNS).region("auto", List.of(days(0, 2), LATITUDES)),
        "no run of dimension 'time'",
        "1970-01-01T00:00 and 1970-01-03T00:00 the table has 1 more");
    refused(
        () -> existing(COLUMNS).region("auto", List.of(days(4), LATITUDES)),
        "1970-01-05T00:00, which is not among the 4 values",
        "appendDim=time");
    refused(
        () -> existing(COLUMNS).region("{\"time\":[0,2]}", List.of(days(2), LATITUDES)),
        "index 2 along dimension 'time', outside of the option region, [0,2]");
    refused(
        () -> existing(COLUMNS).region("{\"time\":[0,5]}", List.of(days(2), LATITUDES)),
        "up to 5 of dimension 'time', which has 4");
    refused(
        () -> existing(COLUMNS).region("{\"level\":[0,5]}", List.of(days(2), LATITUDES)),
        "names 'level'");
    refused(
        () -> existing(COLUMNS).region("{\"time\":[3,2]}", List.of(days(2), LATITUDES)), "[24,48]");
    refused(() -> existing(COLUMNS).region("all", List.of(DAYS, LATITUDES)), "Give auto");
  }

  @Test
  void variablesAreAddedBesideOthers() {
    List<SourceColumn> columns =
        List.of(
            Columns.plain("u10", ColumnType.FLOAT64),
            COLUMNS.get(1),
            COLUMNS.get(2),
            Columns.plain("level", ColumnType.INT32));
    Axis levels = Axes.longs("level", ColumnType.INT32, List.of(500L, 850L));
    ExistingTable existing =
        existing(columns, "dimensions", "time,level,lat", "chunks", "{'time':1}");
    TableUpdate update =
        existing.withVariables(List.of(days(3, 2, 1, 0), levels, lat(-30, 10.1, 50)));
    assertThat(update.changes().stream().filter(ArrayChange.Created.class::isInstance))
        .extracting(change -> change.path().name())
        .containsExactly("level", "u10");
    assertThat(update.changes().stream().filter(ArrayChange.Untouched.class::isInstance))
        .as("with dimensions of theirs")
        .extracting(change -> change.path().name())
        .containsExactly("lat", "mask", "t2m", "time");
    assertThat(update.layout().group()).isEqualTo(table.group());
    assertThat(update.layout().arrays().stream().map(LaidOutArray::name))
        .containsExactly("level", "u10");
    assertThat(update.layout().arrays().get(1).metadata().shape()).isEqualTo(Shape.of(4, 2, 3));
    assertThat(Axes.values(update.layout().axes().get(2))).containsExactly(50.0, 10.1, -30.0);
    assertThat(update.layout().arrays().get(1).column()).isZero();
  }

  @Test
  void aCoordinateThatNoNewVariableNamesIsNamedByTheGroup() {
    ObjectNode nothing = JsonNodeFactory.instance.objectNode();
    ColumnOrigin origin =
        new ColumnOrigin(
            List.of("lat"),
            Column.Role.COORDINATE,
            false,
            AxisOrder.ASCENDING,
            Optional.empty(),
            nothing,
            nothing,
            nothing);
    SourceColumn zone = Columns.with("zone", ColumnType.INT32, origin);
    TableUpdate alone =
        existing(List.of(zone, COLUMNS.get(1)), "dimensions", "lat")
            .withVariables(List.of(LATITUDES));
    assertThat(alone.layout().group().attributes().text("coordinates")).contains("zone");
    TableUpdate named =
        existing(
                List.of(Columns.plain("u10", ColumnType.FLOAT64), zone, COLUMNS.get(1)),
                "dimensions",
                "lat")
            .withVariables(List.of(LATITUDES));
    assertThat(named.layout().group()).isEqualTo(table.group());
    assertThat(named.layout().arrays().get(1).metadata().attributes().text("coordinates"))
        .contains("zone");
  }

  @Test
  void variablesThatAreThereAreNotAddedAgain() {
    refused(
        () -> existing(COLUMNS).withVariables(List.of(DAYS, LATITUDES)),
        "the table has the variables t2m already",
        "appendDim",
        "region=auto");
    List<SourceColumn> added =
        List.of(Columns.plain("u10", ColumnType.FLOAT64), COLUMNS.get(1), COLUMNS.get(2));
    refused(
        () ->
            existing(added, "dimensions", "time,lat").withVariables(List.of(days(0, 1), LATITUDES)),
        "2 values of dimension 'time', but the table has 4",
        "appendDim=time",
        "region=auto");
    refused(
        () ->
            existing(added, "dimensions", "time,lat")
                .withVariables(List.of(days(0, 1, 2, 7), LATITUDES)),
        "1970-01-08T00:00");
  }

  @Test
  void keysOfATableThatWasThereLatelyAreNotTaken() {
    TableLayout fresh =
        TableDraft.of("x", ALL, Columns.options("dimensions", "time,lat"))
            .layout(List.of(DAYS, LATITUDES));
    MemoryStore store = MemoryStore.unnamed();
    OpenedTable first = new WrittenLayout(store, fresh).opened();
    ArrayMetadata oldest = first.arrays().get("t2m");
    overwrite(store, Overwrite.of(fresh, first, Overwrite.Scope.TABLE));
    TableUpdate third = Overwrite.of(fresh, WrittenLayout.opened(store), Overwrite.Scope.TABLE);
    ArrayChange change =
        third.changes().stream().filter(c -> c.path().name().equals("t2m")).findFirst().get();
    ArrayMetadata between = ((ArrayChange.Replaced) change).before();
    assertThat(List.of(oldest.keys(), between.keys())).doesNotContain(change.after().keys());
  }

  private static void overwrite(Store store, TableUpdate update) {
    WritePlan plan =
        new WritePlan(
            NodePath.ROOT,
            Optional.of(update.layout().group()),
            update.changes(),
            update.removed(),
            true,
            Duration.ofHours(1));
    try (TableCommit commit = TableCommit.begin(store, plan, CommitSettings.DEFAULT)) {
      commit.commit();
    }
  }

  @Test
  void overwritingListsWhatWouldBeLost() {
    TableLayout fresh =
        TableDraft.of("x", COLUMNS, Columns.options("dimensions", "time,lat"))
            .layout(List.of(DAYS, LATITUDES));
    refused(
        () -> Overwrite.of(fresh, table, Overwrite.Scope.TABLE),
        "would lose what is not in the table that is written: mask",
        "overwrite=all");
    TableUpdate update = Overwrite.of(fresh, table, Overwrite.Scope.ALL);
    assertThat(update.removed()).containsExactly(new NodePath("mask"));
    assertThat(update.changes()).hasSize(3).allMatch(ArrayChange.Replaced.class::isInstance);
    assertThat(update.layout().arrays())
        .allMatch(array -> array.metadata().keys().equals(new ChunkKeyEncoding.V2('.')));
    TableLayout second =
        TableDraft.of("x", ALL, Columns.options("dimensions", "time,lat"))
            .layout(List.of(DAYS, LATITUDES));
    assertThat(Overwrite.of(second, table, Overwrite.Scope.TABLE).removed()).isEmpty();
    TableLayout v2 =
        TableDraft.of("x", ALL, Columns.options("dimensions", "time,lat", "zarrFormat", "2"))
            .layout(List.of(DAYS, LATITUDES));
    OpenedTable old = new WrittenLayout(MemoryStore.unnamed(), v2).opened();
    refused(() -> Overwrite.of(v2, old, Overwrite.Scope.ALL), "Leave zarrFormat out");
    assertThat(Overwrite.of(second, old, Overwrite.Scope.TABLE).changes()).hasSize(4);
  }

  @Test
  void aModelGivesAxesAttributesAndEncodings() {
    LayoutOptions options =
        Columns.options(
            "dimensions",
            "time,lat",
            "attributes",
            "{'title':'model'}",
            "encoding",
            "{'t2m':{'chunks':[1,2],'attributes':{'units':'K','grid_mapping':'crs'}}}");
    TableLayout layout = TableDraft.of("x", COLUMNS, options).layout(List.of(DAYS, LATITUDES));
    MemoryStore store = MemoryStore.unnamed();
    OpenedTable model = new WrittenLayout(store, layout).opened();
    TableDraft draft =
        TableDraft.of("y", COLUMNS, LayoutOptions.NONE, Optional.of(model), Optional.empty());
    assertThat(draft.dimensions().stream().map(DraftDimension::name))
        .containsExactly("time", "lat");
    assertThat(draft.dimensions()).allMatch(dimension -> dimension.givenAxis().isPresent());
    TableLayout like =
        draft.layout(draft.dimensions().stream().map(DraftDimension::given).toList());
    assertThat(like.group()).isEqualTo(layout.group());
    for (int i = 0; i < layout.arrays().size(); i++) {
      assertThat(like.arrays().get(i).metadata().document())
          .isEqualTo(layout.arrays().get(i).metadata().document());
    }
    refused(
        () ->
            TableDraft.of(
                "y",
                List.of(Columns.plain("level", ColumnType.INT32), COLUMNS.get(0)),
                Columns.options("dimensions", "level"),
                Optional.empty(),
                Optional.of(model)),
        "has no dimension 'level'");
  }
}
