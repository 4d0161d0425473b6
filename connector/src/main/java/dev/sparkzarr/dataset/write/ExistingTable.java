package dev.sparkzarr.dataset.write;

import dev.sparkzarr.array.Region;
import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.Column;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.DatasetOptions;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A table that is there, and rows that are to go into it. What the store says holds: its
 * dimensions, data types, units, chunks and codecs. Not safe for many threads.
 *
 * <p>Rows are asked for the values of all dimensions first, see {@link #dimensions}; then one of
 * {@link #appended}, {@link #region} and {@link #withVariables} says what is done, or refuses it
 * before anything is written.
 */
public final class ExistingTable {
  private final WriteError error;
  private final OpenedTable table;
  private final List<SourceColumn> columns;
  private final LayoutOptions options;
  private final DatasetOptions reading;
  private final List<Integer> dimensionColumns;
  private final List<String> names;
  private final List<DraftDimension> dimensions;
  private final Map<String, Axis> axes = new HashMap<>();

  private ExistingTable(
      OpenedTable table,
      List<SourceColumn> columns,
      LayoutOptions options,
      DatasetOptions reading) {
    this.error = new WriteError(table.place());
    this.table = table;
    this.columns = List.copyOf(columns);
    this.options = options;
    this.reading = reading;
    this.dimensionColumns = dimensionColumns();
    this.names = dimensionColumns.stream().map(i -> columns.get(i).name()).toList();
    if (options.format().isPresent() && options.format().get() != table.group().format()) {
      throw error.because(
          "the option zarrFormat asks for another format than the store has. Leave it out.");
    }
    this.dimensions =
        new DimensionDrafts(error, columns, options, Optional.empty(), Optional.empty())
            .of(dimensionColumns).stream()
                .map(
                    dimension ->
                        table.length(dimension.name()).isPresent()
                            ? withValues(dimension)
                            : dimension)
                .toList();
  }

  /**
   * @param table that is there
   * @param columns of the rows
   * @param options of which {@code dimensions}, {@code axes}, and of new variables {@code encoding}
   *     and what else lays out an array, are used
   * @param reading how the columns' types would come out of the table
   * @throws dev.sparkzarr.dataset.DatasetException when the columns do not tell the dimensions
   */
  public static ExistingTable of(
      OpenedTable table,
      List<SourceColumn> columns,
      LayoutOptions options,
      DatasetOptions reading) {
    return new ExistingTable(table, columns, options, reading);
  }

  /** Of an index the values are asked for too: it matters which of them there are. */
  private static DraftDimension withValues(DraftDimension dimension) {
    return new DraftDimension(
        dimension.name(),
        dimension.column(),
        dimension.columnName(),
        dimension.type(),
        false,
        dimension.givenAxis().filter(axis -> !axis.isIndex()).orElse(null),
        dimension.order());
  }

  /** Those that are said, else those of the largest array that is a column. */
  private List<Integer> dimensionColumns() {
    if (options.dimensions().isPresent()) {
      return ColumnDimensions.of(error, columns, options.dimensions(), Optional.empty())
          .dimensions();
    }
    List<String> all = columns.stream().map(SourceColumn::name).toList();
    List<Integer> found = new ArrayList<>();
    columns.stream()
        .filter(column -> table.arrays().containsKey(column.name()))
        .map(column -> OpenedTable.dimensions(table.arrays().get(column.name())))
        .sorted((left, right) -> Integer.compare(right.size(), left.size()))
        .forEach(
            dimensions -> {
              for (String name : dimensions) {
                if (!all.contains(name)) {
                  throw error.because(
                      "the table has the dimension '"
                          + name
                          + "', which is no column, so that rows cannot be told where they"
                          + " belong. Add it. The columns are "
                          + WriteError.some(all)
                          + ".");
                }
                if (!found.contains(all.indexOf(name))) {
                  found.add(all.indexOf(name));
                }
              }
            });
    if (found.isEmpty()) {
      return ColumnDimensions.of(error, columns, options.dimensions(), Optional.empty())
          .dimensions();
    }
    return List.copyOf(found);
  }

  /**
   * @return the dimensions in order; all that have no given axis are to be asked for, see {@link
   *     AxisCollector}
   */
  public List<DraftDimension> dimensions() {
    return dimensions;
  }

  /**
   * The table grows along a dimension. Columns that do not vary along it keep what the store has.
   *
   * @param dimension the option {@code appendDim}
   * @param found values of the rows, one axis for each dimension
   * @throws dev.sparkzarr.dataset.DatasetException when the new values do not continue the
   *     dimension, the others are not those of the table, or types do not fit
   */
  public TableUpdate appended(String dimension, List<Axis> found) {
    int along = names.indexOf(dimension);
    if (along < 0) {
      throw error.because(
          "the option appendDim names '"
              + WriteError.shown(dimension)
              + "', which is no dimension of the table. "
              + WriteError.didYouMean(dimension, names, "dimensions"));
    }
    checkNoEncoding();
    List<Axis> after = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      Axis existing = axis(i);
      if (i == along) {
        after.add(new AxisGrowth(error, dimensions.get(i), existing).grown(found.get(i)));
      } else {
        indexes(i, found.get(i));
        after.add(existing);
      }
    }
    return new TableGrowth(error, table, names, along, axis(along), after)
        .update(targets(own -> own.contains(dimension)));
  }

  /**
   * Cells are replaced. Columns that vary along none of the dimensions that are named keep what the
   * store has.
   *
   * @param option the option {@code region}
   * @param found values of the rows, one axis for each dimension
   * @throws dev.sparkzarr.dataset.DatasetException when the values are not those of a box of the
   *     table, or types do not fit
   */
  public TableUpdate region(String option, List<Axis> found) {
    RegionOption region = RegionOption.parse(error, option, names);
    checkNoEncoding();
    List<Axis> all = new ArrayList<>();
    List<Region.Range> box = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      all.add(axis(i));
      box.add(
          new RegionBox(error, dimensions.get(i), axis(i)).range(region, indexes(i, found.get(i))));
    }
    return RegionBox.update(table, all, box, targets(own -> own.stream().anyMatch(region::names)));
  }

  /**
   * Variables are added. The dimensions that the table has must have the values that it has; others
   * are added too.
   *
   * @param found values of the rows, one axis for each dimension
   * @throws dev.sparkzarr.dataset.DatasetException when a variable is there already, or values of a
   *     dimension are not those of the table
   */
  public TableUpdate withVariables(List<Axis> found) {
    List<Axis> after = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      if (table.length(names.get(i)).isEmpty()) {
        after.add(found.get(i));
        continue;
      }
      Axis existing = axis(i);
      if (found.get(i).length() != existing.length()) {
        throw error.because(
            "the rows have "
                + found.get(i).length()
                + " values of dimension '"
                + names.get(i)
                + "', but the table has "
                + existing.length()
                + ", and variables are added for all of them. To add rows set appendDim="
                + names.get(i)
                + ", to replace cells set region=auto.");
      }
      indexes(i, found.get(i));
      after.add(existing);
    }
    return new AddedVariables(error, table, columns, options, names).update(after);
  }

  /** A given encoding would have to be that of the store, which holds anyway. */
  private void checkNoEncoding() {
    options
        .encoding()
        .ifPresent(
            json ->
                json.fieldNames()
                    .forEachRemaining(
                        name -> {
                          throw error.because(
                              "the option encoding is given for '"
                                  + WriteError.shown(name)
                                  + "', but the array is there and keeps its encoding. Leave it"
                                  + " out.");
                        }));
  }

  private Axis axis(int dimension) {
    DraftDimension wanted = dimensions.get(dimension);
    return axes.computeIfAbsent(
        wanted.name(),
        name -> {
          Axis axis =
              table
                  .axis(name, wanted.type())
                  .orElseThrow(
                      () ->
                          error.because(
                              "the table has no dimension '"
                                  + name
                                  + "'. Its arrays are "
                                  + WriteError.some(table.arrays().keySet())
                                  + "."));
          boolean fits = AxisFit.fits(axis, wanted.type());
          if (!fits) {
            throw error.because(
                "column '"
                    + wanted.columnName()
                    + "' is "
                    + wanted.type()
                    + ", but the dimension '"
                    + name
                    + "' of the table is "
                    + axis.type()
                    + ". Cast the column to what reading the table gives.");
          }
          return AxisValues.asColumn(axis);
        });
  }

  /** Where the rows' values stand along a dimension of the table. */
  private long[] indexes(int dimension, Axis found) {
    AxisIndex index = AxisIndex.of(error.place(), axis(dimension));
    long[] indexes = new long[Math.toIntExact(found.length())];
    for (int i = 0; i < indexes.length; i++) {
      indexes[i] = AxisFit.find(index, found, i);
      if (indexes[i] < 0) {
        String name = names.get(dimension);
        throw error.because(
            "column '"
                + name
                + "' has the value "
                + AxisText.of(found, i)
                + ", which is not among the "
                + index.axis().length()
                + " values of dimension '"
                + name
                + "' of the table. Drop such rows, set appendDim="
                + name
                + " to add values behind the last, or overwrite the table.");
      }
    }
    return indexes;
  }

  /**
   * The columns as the table's arrays.
   *
   * @param written tells by its dimensions whether an array is written
   */
  private List<LaidOutArray> targets(Predicate<List<String>> written) {
    List<LaidOutArray> targets = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      SourceColumn column = columns.get(i);
      ArrayMetadata array = table.arrays().get(column.name());
      if (array == null) {
        if (dimensionColumns.contains(i)) {
          continue;
        }
        throw error.because(
            table.unreadable().containsKey(column.name())
                ? "array '"
                    + column.name()
                    + "' cannot be read: "
                    + table.unreadable().get(column.name())
                : "column '"
                    + column.name()
                    + "' is no array of the table. "
                    + WriteError.didYouMean(column.name(), table.arrays().keySet(), "arrays")
                    + " To add variables write them with mode append and neither appendDim nor"
                    + " region.");
      }
      if (written.test(OpenedTable.dimensions(array))) {
        targets.add(target(i, column, array));
      }
    }
    return targets;
  }

  private LaidOutArray target(int position, SourceColumn column, ArrayMetadata array) {
    boolean isDimension = dimensionColumns.contains(position);
    ColumnType type = isDimension ? axis(names.indexOf(column.name())).type() : column.type();
    List<Integer> own = new ArrayList<>();
    for (String name : OpenedTable.dimensions(array)) {
      if (!names.contains(name)) {
        throw error.because(
            "array '"
                + column.name()
                + "' has the dimension '"
                + name
                + "', which is not among the dimensions of the rows, "
                + WriteError.some(names)
                + ". Name all with the option dimensions.");
      }
      own.add(names.indexOf(name));
    }
    SourceColumn as =
        new SourceColumn(
            column.name(), type, column.decimalScale(), column.nullable(), column.origin());
    Column.Role role =
        isDimension
            ? Column.Role.DIMENSION
            : table.isCoordinate(column.name()) ? Column.Role.COORDINATE : Column.Role.VARIABLE;
    return new LaidOutArray(
        column.name(),
        position,
        role,
        own,
        array,
        Encoders.of(table, column.name(), array, role, as, reading));
  }

  static Shape shape(List<Axis> axes) {
    return Shape.of(axes.stream().mapToLong(Axis::length).toArray());
  }
}
