package dev.sparkzarr.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DatasetTest {
  private static StoredGroup weather() {
    return new StoredGroup("{\"title\":\"weather\"}")
        .axis("time", "{\"units\":\"hours since 2020-01-01\"}", 0L, 6L)
        .axis("lat", 50, 51, 52)
        .array("t", "float32", "time,lat", "2,3")
        .array("p", "int16", "time,lat", "2,3");
  }

  @Test
  void aGroupWithOneDimensionGroupIsThatTable() {
    Table table = weather().open();
    assertThat(StoredGroup.describe(table))
        .isEqualTo("time:TIMESTAMP lat:FLOAT64 p:INT16?[0, 1] t:FLOAT32?[0, 1]");
    assertThat(table.shape()).hasToString("[2, 3]");
    assertThat(table.attributes().text("title")).contains("weather");
    assertThat(table.notes()).isEmpty();
    assertThat(table.axes().get(0).longAt(1)).isEqualTo(1_577_836_800_000_000L + 21_600_000_000L);
    assertThat(table.axes().get(1).doubleAt(2)).isEqualTo(52);
  }

  @Test
  void anAxisIsReadWithOneRequestPerChunkAndVariablesAreNot() {
    StoredGroup group = weather();
    group.open();
    assertThat(group.counters().objects.sum()).isEqualTo(2);
  }

  @Test
  void aDimensionWithoutCoordinateIsItsIndex() {
    Table table = new StoredGroup().array("v", "int32", "x,y", "2,3").axis("y", 1, 2, 3).open();
    assertThat(StoredGroup.describe(table)).isEqualTo("x:INT64 y:FLOAT64 v:INT32?[0, 1]");
    assertThat(table.axes().get(0).isIndex()).isTrue();
    assertThat(table.columns().get(0).path()).isEmpty();
    assertThat(table.columns().get(1).path()).isPresent();
  }

  @Test
  void aCoordinateThatAnOldListingLeavesOutIsThere() {
    Table table = weather().openWithout("lat");
    assertThat(StoredGroup.describe(table))
        .isEqualTo("time:TIMESTAMP lat:FLOAT64 p:INT16?[0, 1] t:FLOAT32?[0, 1]");
    assertThat(table.axes().get(1).doubleAt(2)).isEqualTo(52);
  }

  @Test
  void coordinatesThatFitAreColumnsScalarsFirst() {
    Table table =
        new StoredGroup("{\"coordinates\":\"run\"}")
            .array("v", "float64", "y,x", "2,3", "{\"coordinates\":\"lat lon\"}")
            .array("lat", "float32", "y,x", "2,3")
            .array("lon", "float32", "x,y", "3,2")
            .array("run", "int64", "x", "3")
            .array("height", "float32", "", "")
            .array("station", "int8", "s", "4", "{\"coordinates\":\"code\"}")
            .array("code", "int8", "s", "4")
            .withVariables("v");
    assertThat(StoredGroup.describe(table))
        .isEqualTo(
            "y:INT64 x:INT64 height:FLOAT64?[] run:INT64?[1] lat:FLOAT64?[0, 1]"
                + " lon:FLOAT64?[1, 0] v:FLOAT64?[0, 1]");
    assertThat(table.columns().get(4).role()).isEqualTo(Column.Role.COORDINATE);
  }

  @Test
  void boundsAndGridMappingsAndScalarsAreNoCandidates() {
    Table table =
        weather()
            .array("time_bnds", "int64", "time,nv", "2,2")
            .array("time", "int64", "time", "2", "{\"bounds\":\"time_bnds\"}")
            .array("crs", "int32", "", "")
            .array("map", "int32", "", "", "{\"grid_mapping_name\":\"mercator\"}")
            .array("t", "float32", "time,lat", "2,3", "{\"grid_mapping\":\"crs: lat\"}")
            .open();
    assertThat(StoredGroup.describe(table))
        .isEqualTo("time:INT64 lat:FLOAT64 p:INT16?[0, 1] t:FLOAT32?[0, 1]");
  }

  @Test
  void boundsTakeUnitsAndCalendarFromTheirCoordinate() {
    StoredGroup group =
        weather()
            .array(
                "time",
                "int64",
                "time",
                "2",
                "{\"bounds\":\"time_bnds\",\"units\":\"days since 2000-01-01\","
                    + "\"calendar\":\"360_day\"}")
            .array("time_bnds", "int64", "time,nv", "2,2");
    String expected = "time:CALENDAR_TEXT nv:INT64 time_bnds:CALENDAR_TEXT?[0, 1]";
    assertThat(StoredGroup.describe(group.withVariables("time_bnds"))).isEqualTo(expected);
    assertThat(StoredGroup.describe(group.withDimensions("time", "nv"))).isEqualTo(expected);
    assertThat(StoredGroup.describe(group.open("time_bnds", DatasetOptions.DEFAULT)))
        .isEqualTo(expected);
  }

  @Test
  void severalDimensionGroupsAreAnErrorThatListsThemAndTheOptions() {
    StoredGroup group =
        weather()
            .array("mask", "int8", "lat", "3")
            .array("a", "int8", "?", "4")
            .array("b", "int8", "?", "5");
    assertThatThrownBy(group::open)
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("Cannot read / in memory:")
        .hasMessageContaining("4 tables")
        .hasMessageContaining("dimensions=time,lat for p, t (2 x 3)")
        .hasMessageContaining("dimensions=lat for mask (3)")
        .hasMessageContaining("variables=a for a (4)")
        .hasMessageContaining("variables=b for b (5)");
    assertThat(StoredGroup.describe(group.withDimensions("lat")))
        .isEqualTo("lat:FLOAT64 mask:INT8?[0]");
    assertThat(StoredGroup.describe(group.withVariables("b"))).isEqualTo("dim_0:INT64 b:INT8?[0]");
  }

  @Test
  void dimensionsPickExactly() {
    StoredGroup group = weather().array("mask", "int8", "lat", "3");
    assertThat(StoredGroup.describe(group.withDimensions("time", "lat")))
        .isEqualTo("time:TIMESTAMP lat:FLOAT64 p:INT16?[0, 1] t:FLOAT32?[0, 1]");
    assertThat(StoredGroup.describe(group.withDimensions("time"))).isEqualTo("time:TIMESTAMP");
    assertThatThrownBy(() -> group.withDimensions("time", "lon"))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("no variable has exactly the dimensions time,lon")
        .hasMessageContaining("dimensions=time,lat");
  }

  @Test
  void variablesAreBroadcastAlongWhatTheyLack() {
    StoredGroup group = weather().array("mask", "int8", "lat", "3").array("k", "int8", "z", "2");
    assertThat(StoredGroup.describe(group.withVariables("mask", "t")))
        .isEqualTo("time:TIMESTAMP lat:FLOAT64 mask:INT8?[1] t:FLOAT32?[0, 1]");
    assertThat(StoredGroup.describe(group.withVariables("mask")))
        .isEqualTo("lat:FLOAT64 mask:INT8?[0]");
    assertThat(StoredGroup.describe(group.withVariables("lat"))).isEqualTo("lat:FLOAT64");
    assertThatThrownBy(() -> group.withVariables("time", "lat"))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("variable lat has the dimensions lat");
  }

  @Test
  void variablesThatDoNotFitAreAnError() {
    StoredGroup group = weather().array("k", "int8", "z", "2");
    assertThatThrownBy(() -> group.withVariables("t", "k"))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("variable k has the dimensions z")
        .hasMessageContaining("time,lat");
    assertThatThrownBy(() -> group.withVariables("t", "q"))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("no array 'q'")
        .hasMessageContaining("k, lat, p, t, time");
    assertThatThrownBy(() -> group.withVariables("tmie"))
        .hasMessageContaining("Did you mean 'time'? Its arrays are ");
    assertThatThrownBy(() -> group.open("", StoredGroup.options(List.of("lta"), List.of("t"))))
        .hasMessageContaining("no array has the dimension 'lta'")
        .hasMessageContaining("Did you mean 'lat'? The dimensions are ");
    assertThatThrownBy(() -> group.open("", StoredGroup.options(List.of("lat"), List.of("t"))))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("variable t has the dimensions time,lat");
    assertThat(
            StoredGroup.describe(
                group.open("", StoredGroup.options(List.of("z", "lat"), List.of("k")))))
        .isEqualTo("z:INT64 lat:FLOAT64 k:INT8?[0]");
  }

  @Test
  void anArrayIsReadWithTheCoordinatesOfItsGroup() {
    StoredGroup group =
        new StoredGroup()
            .group("g")
            .array("g/v", "int8", "x,?", "2,3", "{\"coordinates\":\"label no/thing .. gone\"}")
            .array("g/x", "int16", "x", "2")
            .array("g/label", "int32", "x", "2")
            .array("g/other", "int32", "x", "2");
    Table table = group.open("g/v", DatasetOptions.DEFAULT);
    assertThat(StoredGroup.describe(table))
        .isEqualTo("x:INT16 dim_1:INT64 label:INT32?[0] v:INT8?[0, 1]");
    assertThat(StoredGroup.describe(group.open("g/x", DatasetOptions.DEFAULT)))
        .isEqualTo("x:INT16");
    assertThat(StoredGroup.describe(group.open("g/label", DatasetOptions.DEFAULT)))
        .isEqualTo("x:INT16 label:INT32?[0]");
  }

  @Test
  void anArrayAtTheRootIsTheColumnValue() {
    StoredGroup group = new StoredGroup().array("", "uint8", "", "2,3");
    assertThat(StoredGroup.describe(group.open()))
        .isEqualTo("dim_0:INT64 dim_1:INT64 value:INT16?[0, 1]");
    assertThat(StoredGroup.describe(group.withVariables("value"))).isNotEmpty();
    assertThatThrownBy(() -> group.withVariables("v")).isInstanceOf(DatasetException.class);
    assertThat(StoredGroup.describe(new StoredGroup().array("", "uint8", "", "").open()))
        .isEqualTo("value:INT16?[]");
  }

  @Test
  void columnNamesNeverClash() {
    Table table =
        new StoredGroup()
            .array("X", "int8", "x,x,y", "2,2,3")
            .array("y", "int8", "x,x,y", "2,2,3")
            .array("x_2", "int8", "x,x,y", "2,2,3")
            .open();
    assertThat(StoredGroup.describe(table))
        .isEqualTo(
            "x:INT64 x_2:INT64 y:INT64 X_3:INT8?[0, 1, 2] x_2_2:INT8?[0, 1, 2]"
                + " y_value:INT8?[0, 1, 2]");
  }

  @Test
  void aRepeatedDimensionHasTheSameCoordinateTwice() {
    StoredGroup group = new StoredGroup().axis("x", 1, 2).array("c", "int8", "x,x", "2,2");
    Table table = group.open();
    assertThat(StoredGroup.describe(table)).isEqualTo("x:FLOAT64 x_2:FLOAT64 c:INT8?[0, 1]");
    assertThat(group.counters().objects.sum()).isEqualTo(1);
  }

  @Test
  void floatCoordinatesAreTheirShortestDecimals() {
    StoredGroup group =
        new StoredGroup().axis("x", "{}", 10.1f, Float.NaN).array("v", "float32", "x", "2");
    Table table = group.open();
    assertThat(StoredGroup.describe(table)).isEqualTo("x:FLOAT64 v:FLOAT32?[0]");
    assertThat(table.axes().get(0).doubleAt(0)).isEqualTo(10.1);
    assertThat(table.axes().get(0).doubleAt(1)).isNaN();
    assertThat(table.axes().get(0).hasMissing()).isFalse();
    DatasetOptions exact =
        new DatasetOptions(
            Optional.empty(),
            Optional.empty(),
            true,
            true,
            true,
            true,
            Optional.empty(),
            true,
            false);
    assertThat(StoredGroup.describe(group.open("", exact))).isEqualTo("x:FLOAT32 v:FLOAT32?[0]");
  }

  @Test
  void anAxisIsNullableOnlyWhenAValueIsMissing() {
    Table table =
        new StoredGroup()
            .axis("x", "{\"_FillValue\":-1}", 1L, -1L)
            .axis("y", "{\"_FillValue\":-1}", 1L, 2L)
            .axis("z", "{\"missing_value\":3.0}", 2.5f, 3.0f)
            .array("v", "int8", "x,y,z", "2,2,2")
            .open();
    assertThat(StoredGroup.describe(table))
        .isEqualTo("x:INT64? y:INT64 z:FLOAT64? v:INT8?[0, 1, 2]");
    assertThat(table.axes().get(0).isMissing(1)).isTrue();
    assertThat(table.axes().get(0).isMissing(0)).isFalse();
    assertThat(table.axes().get(2).isMissing(1)).isTrue();
  }

  @Test
  void oldDatesMakeAStandardCalendarText() {
    String units = "{\"units\":\"days since 0001-01-01\"}";
    Table modern =
        new StoredGroup().axis("time", units, 577_737L).array("v", "int8", "time", "1").open();
    assertThat(StoredGroup.describe(modern)).isEqualTo("time:TIMESTAMP v:INT8?[0]");
    assertThat(modern.axes().get(0).longAt(0)).isEqualTo(-12_219_292_800_000_000L);
    Table old =
        new StoredGroup()
            .axis("time", units, 577_736L, 577_737L)
            .array("v", "int8", "time", "2")
            .open();
    assertThat(StoredGroup.describe(old)).isEqualTo("time:CALENDAR_TEXT v:INT8?[0]");
    assertThat(old.axes().get(0).textAt(0)).isEqualTo("1582-10-04T00:00:00");
    assertThat(old.axes().get(0).textAt(1)).isEqualTo("1582-10-15T00:00:00");
  }

  @Test
  void anEmptyDimensionMakesAnEmptyTable() {
    Table table =
        new StoredGroup()
            .array("time", "int64", "time", "0", "{\"units\":\"days since 2000-01-01\"}")
            .array("v", "int8", "time", "0")
            .open();
    assertThat(StoredGroup.describe(table)).isEqualTo("time:TIMESTAMP v:INT8?[0]");
    assertThat(table.shape().elements()).isZero();
  }

  @Test
  void conflictingLengthsStopOnlyTheTablesTheyTouch() {
    StoredGroup group =
        weather().array("late", "int8", "time", "5").array("other", "int8", "z", "5");
    assertThatThrownBy(() -> group.withVariables("late"))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("dimension time has length 2 in array time but 5 in array late");
    assertThatThrownBy(() -> group.withVariables("t", "late"))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("dimension time has length 5 in array late but 2 in array t");
    assertThat(StoredGroup.describe(group.withDimensions("time", "lat"))).contains("t:FLOAT32");
    assertThat(StoredGroup.describe(group.withDimensions("z"))).isEqualTo("z:INT64 other:INT8?[0]");
  }

  @Test
  void anUnreadableVariableIsLeftOutAndNamedWhenAskedFor() {
    StoredGroup group =
        weather()
            .array("odd", "int8", "time,lat", "2,3", "{}", "{\"name\":\"mystery\"}")
            .array("when", "int8", "time,lat", "2,3", "{\"units\":\"days since yesterday\"}")
            .document("broken/zarr.json", "{\"zarr_format\":3,\"node_type\":\"array\"}");
    Table table = group.open();
    assertThat(StoredGroup.describe(table))
        .isEqualTo("time:TIMESTAMP lat:FLOAT64 p:INT16?[0, 1] t:FLOAT32?[0, 1]");
    assertThat(table.notes()).hasSize(3);
    assertThat(table.notes().get(0)).startsWith("broken is left out: ");
    assertThat(table.notes().get(1)).startsWith("odd is left out: ").contains("mystery");
    assertThat(table.notes().get(2)).startsWith("when is left out: ").contains("yesterday");
    assertThatThrownBy(() -> group.withVariables("odd"))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("array odd cannot be read")
        .hasMessageContaining("mystery");
    assertThatThrownBy(() -> group.withVariables("broken"))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("array broken cannot be read");
    assertThatThrownBy(() -> group.open("odd", DatasetOptions.DEFAULT))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("mystery");
  }

  @Test
  void anUnreadableIndexCoordinateIsNeverReplacedByTheIndex() {
    StoredGroup codec =
        weather().array("lat", "float64", "lat", "3", "{}", "{\"name\":\"mystery\"}");
    StoredGroup type = weather().array("lat", "float8_e5m2", "lat", "3");
    StoredGroup units =
        weather().array("lat", "float64", "lat", "3", "{\"units\":\"weeks since 2000-01-01\"}");
    for (StoredGroup group : List.of(codec, type, units)) {
      assertThatThrownBy(group::open)
          .isInstanceOf(DatasetException.class)
          .hasMessageContaining("the coordinate of dimension lat cannot be read");
      assertThatThrownBy(() -> group.open("t", DatasetOptions.DEFAULT))
          .isInstanceOf(DatasetException.class)
          .hasMessageContaining("the coordinate of dimension lat cannot be read");
    }
  }

  @Test
  void hugeCoordinatesAreRefusedBeforeMemoryIsTaken() {
    assertThatThrownBy(
            () ->
                new StoredGroup()
                    .array("x", "int8", "x", "4611686018427387904")
                    .array("v", "int8", "x", "4611686018427387904")
                    .open())
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("Cannot read the coordinate /x")
        .hasMessageContaining("4611686018427387904 values");
  }

  @Test
  void aGroupOfGroupsListsThem() {
    assertThatThrownBy(() -> new StoredGroup().group("a").group("b").open())
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("it holds only child groups: a, b")
        .hasMessageContaining("option group");
    assertThatThrownBy(() -> new StoredGroup().axis("x", 1).open())
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("no variable")
        .hasMessageContaining("its arrays are x");
    assertThatThrownBy(() -> new StoredGroup().open("nothing", DatasetOptions.DEFAULT))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("Cannot read /nothing in memory:")
        .hasMessageContaining("no Zarr group or array");
  }
}
