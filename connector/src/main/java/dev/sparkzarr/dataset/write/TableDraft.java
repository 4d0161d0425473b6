package dev.sparkzarr.dataset.write;

import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.Column;
import dev.sparkzarr.metadata.GroupMetadata;
import dev.sparkzarr.metadata.ZarrFormat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A table that is to be written, as far as it is known before its rows are looked at: which columns
 * are dimensions, which dimensions the others have, and what is asked of each. Whatever can be
 * refused by then has been. Immutable.
 */
public final class TableDraft {
  private final WriteError error;
  private final List<SourceColumn> columns;
  private final LayoutOptions options;
  private final Optional<OpenedTable> like;
  private final ZarrFormat format;
  private final Map<String, VariableOptions> encoding;
  private final ColumnDimensions columnDimensions;
  private final List<DraftDimension> dimensions;
  private final LengthsOption chunks;
  private final LengthsOption shards;

  private TableDraft(
      WriteError error,
      List<SourceColumn> columns,
      LayoutOptions options,
      Optional<OpenedTable> like,
      Optional<OpenedTable> coordinatesFrom) {
    this.error = error;
    this.columns = List.copyOf(columns);
    this.options = options;
    this.like = like;
    this.format = options.format().orElse(ZarrFormat.V3);
    checkNames();
    this.encoding = encoding();
    this.columnDimensions = ColumnDimensions.of(error, columns, options.dimensions(), like);
    List<String> names = columnDimensions.names();
    this.chunks = LengthsOption.parse(error, "the option chunks", options.chunks(), names);
    this.shards = LengthsOption.parse(error, "the option shards", options.shards(), names);
    if (options.compression().isPresent() && options.codecs().isPresent()) {
      throw error.because("the options compression and codecs are both given. Give one of them.");
    }
    if (!shards.isEmpty() && format == ZarrFormat.V2) {
      throw error.because(
          "shards are asked for, but Zarr v2 has none. Set zarrFormat=3, or leave shards out.");
    }
    this.dimensions =
        new DimensionDrafts(error, columns, options, like, coordinatesFrom)
            .of(columnDimensions.dimensions());
    checkColumns();
  }

  /**
   * @param place of the table, for messages, such as {@code s3a://bucket/out.zarr}; without secrets
   * @param columns of the rows
   * @param like a table to take axes, attributes, encodings, bounds and grid mappings from
   * @param coordinatesFrom a table to take axes from, before those of {@code like}
   * @throws dev.sparkzarr.dataset.DatasetException when columns and options do not make a table;
   *     the message names what is wrong and what to do
   */
  public static TableDraft of(
      String place,
      List<SourceColumn> columns,
      LayoutOptions options,
      Optional<OpenedTable> like,
      Optional<OpenedTable> coordinatesFrom) {
    return new TableDraft(new WriteError(place), columns, options, like, coordinatesFrom);
  }

  /** Without models. */
  public static TableDraft of(String place, List<SourceColumn> columns, LayoutOptions options) {
    return of(place, columns, options, Optional.empty(), Optional.empty());
  }

  private void checkNames() {
    for (SourceColumn column : columns) {
      if (!NodeNames.isLegal(column.name())) {
        throw error.because(
            "column '"
                + WriteError.shown(column.name())
                + "' would be an array of that name, and a name has no '/', is not only dots and"
                + " does not start with two underscores or look like a document of Zarr. Rename"
                + " it.");
      }
    }
  }

  private Map<String, VariableOptions> encoding() {
    Map<String, VariableOptions> parsed = new HashMap<>();
    List<String> names = columns.stream().map(SourceColumn::name).toList();
    options
        .encoding()
        .ifPresent(
            json ->
                json.fields()
                    .forEachRemaining(
                        field -> {
                          if (!names.contains(field.getKey())) {
                            throw error.because(
                                "the option encoding names '"
                                    + WriteError.shown(field.getKey())
                                    + "', which is no column. "
                                    + WriteError.didYouMean(field.getKey(), names, "columns"));
                          }
                          parsed.put(
                              field.getKey(),
                              VariableOptions.parse(error, field.getKey(), field.getValue()));
                        }));
    return parsed;
  }

  private void checkColumns() {
    for (DraftDimension dimension : dimensions) {
      VariableOptions own = own(columns.get(dimension.column()));
      if (own.has("dimensions")) {
        throw error.because(
            "the encoding of column '"
                + dimension.columnName()
                + "' names dimensions, but the column is a dimension itself.");
      }
    }
    for (int i = 0; i < columns.size(); i++) {
      own(columns.get(i)).attributes(error, columns.get(i).name());
      if (!columnDimensions.dimensions().contains(i)) {
        dimensionsOf(i);
      }
    }
  }

  private VariableOptions own(SourceColumn column) {
    return encoding.getOrDefault(column.name(), VariableOptions.NONE);
  }

  /** The model's word before the column's own. */
  private Optional<ColumnOrigin> origin(SourceColumn column) {
    return like.flatMap(model -> model.origin(column.name(), column.type()))
        .map(model -> withRoleOf(model, column))
        .or(column::origin);
  }

  private static ColumnOrigin withRoleOf(ColumnOrigin model, SourceColumn column) {
    Column.Role role = column.origin().map(ColumnOrigin::role).orElse(model.role());
    return new ColumnOrigin(
        model.dimensions(),
        role,
        model.isIndex(),
        model.order(),
        model.dtype(),
        model.attributes(),
        model.encoding(),
        model.table());
  }

  private List<Integer> dimensionsOf(int column) {
    SourceColumn source = columns.get(column);
    return columnDimensions.of(column, own(source), origin(source));
  }

  /**
   * @return the dimensions in order. Those without a given axis are to be asked for, see {@link
   *     AxisCollector}
   */
  public List<DraftDimension> dimensions() {
    return dimensions;
  }

  /**
   * The arrays of a new table.
   *
   * @param axes one for each dimension, in order: the given one, or the one that was found
   * @throws dev.sparkzarr.dataset.DatasetException when they do not make a table
   */
  public TableLayout layout(List<Axis> axes) {
    return layout(axes, null, Optional.empty());
  }

  /**
   * @param wanted names of the arrays to be made; null for all
   * @param group that is there, and learns of new coordinates; empty for a new one
   */
  TableLayout layout(List<Axis> axes, Set<String> wanted, Optional<GroupMetadata> group) {
    checkAxes(axes);
    List<ArrayDraft> drafts = new ArrayList<>();
    for (int i = 0; i < dimensions.size(); i++) {
      if (!axes.get(i).isIndex()) {
        drafts.add(
            draft(
                dimensions.get(i).column(),
                Column.Role.DIMENSION,
                List.of(i),
                Optional.of(axes.get(i))));
      }
    }
    for (Column.Role role : List.of(Column.Role.COORDINATE, Column.Role.VARIABLE)) {
      for (int i = 0; i < columns.size(); i++) {
        if (!columnDimensions.dimensions().contains(i) && role(columns.get(i)) == role) {
          drafts.add(draft(i, role, dimensionsOf(i), Optional.empty()));
        }
      }
    }
    CoordinateNames coordinates = new CoordinateNames(drafts);
    List<String> names = columnDimensions.names();
    long[] sizes = axes.stream().mapToLong(Axis::length).toArray();
    ArrayBuilder builder =
        new ArrayBuilder(error, options, format, names, sizes, chunks, shards, coordinates);
    List<LaidOutArray> arrays =
        builder.build(
            drafts.stream()
                .filter(draft -> wanted == null || wanted.contains(draft.name()))
                .toList());
    List<CopiedArray> copies =
        like.map(model -> ModelCopies.of(error, model, format, arrays, names, sizes))
            .orElse(List.of());
    return new TableLayout(
        axes,
        arrays,
        group
            .map(there -> GroupAttributes.withCoordinates(there, coordinates.ofGroup(wanted)))
            .orElseGet(
                () -> GroupAttributes.of(options, like, columns, format, coordinates.ofGroup())),
        copies);
  }

  private ArrayDraft draft(
      int column, Column.Role role, List<Integer> arrayDimensions, Optional<Axis> values) {
    SourceColumn source = columns.get(column);
    Optional<ColumnOrigin> origin = origin(source);
    Optional<int[]> order =
        origin.flatMap(was -> columnDimensions.order(arrayDimensions, was.dimensions()));
    return new ArrayDraft(
        column, source, role, arrayDimensions, origin, order, own(source), values);
  }

  private Column.Role role(SourceColumn column) {
    return origin(column)
        .map(ColumnOrigin::role)
        .filter(role -> role == Column.Role.COORDINATE)
        .orElse(Column.Role.VARIABLE);
  }

  private void checkAxes(List<Axis> axes) {
    if (axes.size() != dimensions.size()) {
      throw new IllegalArgumentException(
          axes.size() + " axes for " + dimensions.size() + " dimensions");
    }
    for (int i = 0; i < axes.size(); i++) {
      DraftDimension dimension = dimensions.get(i);
      if (!axes.get(i).name().equals(dimension.name())) {
        throw new IllegalArgumentException(
            "axis " + axes.get(i).name() + " for dimension " + dimension.name());
      }
    }
  }
}
