package dev.sparkzarr.dataset.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says of each dimension where its values come from. */
final class DimensionDrafts {
  private final WriteError error;
  private final List<SourceColumn> columns;
  private final Optional<ObjectNode> axes;
  private final Optional<OpenedTable> like;
  private final Optional<OpenedTable> coordinatesFrom;

  DimensionDrafts(
      WriteError error,
      List<SourceColumn> columns,
      LayoutOptions options,
      Optional<OpenedTable> like,
      Optional<OpenedTable> coordinatesFrom) {
    this.error = error;
    this.columns = columns;
    this.axes = options.axes();
    this.like = like;
    this.coordinatesFrom = coordinatesFrom;
  }

  /**
   * @param dimensions positions of their columns
   */
  List<DraftDimension> of(List<Integer> dimensions) {
    List<String> names = dimensions.stream().map(i -> columns.get(i).name()).toList();
    axes.ifPresent(
        json ->
            json.fieldNames()
                .forEachRemaining(
                    name -> {
                      if (!names.contains(name)) {
                        throw error.because(
                            "the option axes names '"
                                + WriteError.shown(name)
                                + "', which is no dimension. "
                                + WriteError.didYouMean(name, names, "dimensions"));
                      }
                    }));
    List<DraftDimension> drafts = new ArrayList<>();
    for (int position : dimensions) {
      drafts.add(draft(position));
    }
    return List.copyOf(drafts);
  }

  private DraftDimension draft(int position) {
    SourceColumn column = columns.get(position);
    String name = column.name();
    checkType(column);
    Optional<Axis> given = given(column);
    given.ifPresent(axis -> AxisIndex.of(error.place(), axis));
    boolean isIndex =
        given
            .map(Axis::isIndex)
            .orElseGet(
                () ->
                    isWhole(column.type())
                        && column.origin().map(ColumnOrigin::isIndex).orElse(false));
    AxisOrder order = column.origin().map(ColumnOrigin::order).orElse(AxisOrder.ASCENDING);
    return new DraftDimension(
        name, position, name, column.type(), isIndex, given.orElse(null), order);
  }

  private void checkType(SourceColumn column) {
    ColumnType type = column.type();
    boolean fits =
        switch (type.kind()) {
          case STRUCT, ARRAY, FIXED_ARRAY -> false;
          default -> column.decimalScale().isEmpty();
        };
    if (!fits) {
      throw error.because(
          "column '"
              + column.name()
              + "' cannot be a dimension: its values are "
              + (column.decimalScale().isPresent() ? "decimals" : type)
              + ", and a dimension has numbers, times or texts. Cast it, for example to "
              + (column.decimalScale().isPresent() ? "BIGINT or DOUBLE" : "STRING")
              + ".");
    }
  }

  private Optional<Axis> given(SourceColumn column) {
    JsonNode json = axes.map(object -> object.get(column.name())).orElse(null);
    if (json != null && !json.isNull()) {
      Axis axis = new AxesOption(error, column.name(), column.type()).parse(json);
      boolean wasIndex = column.origin().map(ColumnOrigin::isIndex).orElse(false);
      return Optional.of(
          wasIndex && countsFromZero(axis) ? Axis.index(axis.name(), axis.length()) : axis);
    }
    if (coordinatesFrom.isPresent()) {
      OpenedTable model = coordinatesFrom.get();
      Optional<Axis> axis = model.axis(column.name(), column.type());
      if (axis.isEmpty()) {
        throw error.because(
            "the option coordinatesFrom names "
                + model.place()
                + ", which has no dimension '"
                + column.name()
                + "'. Leave the option out, or name a store that has it.");
      }
      return Optional.of(fitting(axis.get(), column, "coordinatesFrom", model));
    }
    return like.flatMap(model -> model.axis(column.name(), column.type()))
        .map(axis -> fitting(axis, column, "like", like.get()));
  }

  private static boolean countsFromZero(Axis axis) {
    return isWhole(axis.type())
        && AxisIndex.of("the table", axis) instanceof EvenLongIndex even
        && (axis.length() == 0 || axis.longAt(0) == 0 && even.step() == 1);
  }

  private Axis fitting(Axis axis, SourceColumn column, String option, OpenedTable model) {
    if (!AxisFit.fits(axis, column.type())) {
      throw error.because(
          "column '"
              + column.name()
              + "' is "
              + column.type()
              + ", but dimension '"
              + column.name()
              + "' of "
              + model.place()
              + ", which the option "
              + option
              + " names, is "
              + axis.type()
              + ". Cast the column.");
    }
    return axis;
  }

  private static boolean isWhole(ColumnType type) {
    return switch (type.kind()) {
      case INT8, INT16, INT32, INT64 -> true;
      default -> false;
    };
  }
}
