package dev.sparkzarr.dataset;

import dev.sparkzarr.ZarrException;
import dev.sparkzarr.dataset.cf.CfVariable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts a picked table together: reads its axes, adds its coordinates, names its columns. */
final class TableBuilder {
  private final GroupMembers group;
  private final Binder binder;
  private final AxisReader axisReader;
  private final DatasetErrors errors;
  private final List<Axis> axes = new ArrayList<>();
  private final List<Column> columns = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final ColumnNames names = new ColumnNames();

  TableBuilder(GroupMembers group, Binder binder, AxisReader axisReader, DatasetErrors errors) {
    this.group = group;
    this.binder = binder;
    this.axisReader = axisReader;
    this.errors = errors;
  }

  Table build(TablePicker.Picked picked) {
    List<Dimension> dimensions = picked.dimensions();
    for (Member member : picked.members()) {
      checkLengths(member, dimensions, picked);
    }
    List<Member> coordinates = coordinates(picked);
    addDimensions(dimensions, picked);
    for (Member coordinate : coordinates) {
      checkLengths(coordinate, dimensions, picked);
      addColumn(coordinate, dimensions);
    }
    for (Member member : picked.members()) {
      if (binder.role(member) == Column.Role.VARIABLE) {
        addColumn(member, dimensions);
      }
    }
    return new Table(axes, columns, group.attributes(), notes);
  }

  private void addDimensions(List<Dimension> dimensions, TablePicker.Picked picked) {
    Map<Dimension, AxisReader.Decoded> read = new HashMap<>();
    for (int i = 0; i < dimensions.size(); i++) {
      Dimension dimension = dimensions.get(i);
      if (dimension.named()) {
        group
            .whyUnreadable(dimension.name())
            .ifPresent(
                reason -> {
                  throw errors.unreadableCoordinate(dimension.name(), reason, null);
                });
      }
      Optional<Member> coordinate = group.indexCoordinate(dimension);
      if (coordinate.isEmpty()) {
        axes.add(Axis.index(dimension.name(), dimension.length()));
        columns.add(
            new Column(
                names.dimension(dimension.name()),
                Column.Role.DIMENSION,
                ColumnType.INT64,
                false,
                List.of(i),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
        continue;
      }
      checkLengths(coordinate.get(), List.of(dimension), picked);
      AxisReader.Decoded decoded =
          read.computeIfAbsent(dimension, unused -> readAxis(coordinate.get()));
      axes.add(decoded.axis());
      columns.add(
          new Column(
              names.dimension(dimension.name()),
              Column.Role.DIMENSION,
              decoded.axis().type(),
              decoded.axis().hasMissing(),
              List.of(i),
              Optional.of(coordinate.get().path()),
              Optional.of(coordinate.get().array()),
              Optional.of(decoded.decoder())));
    }
  }

  private AxisReader.Decoded readAxis(Member coordinate) {
    CfVariable variable;
    try {
      variable = binder.bind(coordinate);
    } catch (ZarrException e) {
      throw errors.unreadableCoordinate(coordinate.path().name(), e.getMessage(), e);
    }
    notes.addAll(variable.notes());
    return axisReader.read(coordinate, variable);
  }

  /** Those that fit the table and can be read: scalars first, then by rank and name. */
  private List<Member> coordinates(TablePicker.Picked picked) {
    List<Member> coordinates = new ArrayList<>();
    for (Member member : group.all()) {
      boolean wanted = picked.members().contains(member);
      if (!group.isCoordinate(member) || member.positionsIn(picked.dimensions()).isEmpty()) {
        continue;
      }
      try {
        binder.bind(member);
        coordinates.add(member);
      } catch (ZarrException e) {
        if (wanted) {
          throw errors.unreadable(member.path().name(), e.getMessage(), e);
        }
        group.addUnreadable(member.path().name(), e.getMessage());
      }
    }
    coordinates.sort(Comparator.comparingInt(member -> member.dimensions().size()));
    group.unreadable().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> notes.add(entry.getKey() + " is left out: " + entry.getValue()));
    return coordinates;
  }

  private void addColumn(Member member, List<Dimension> dimensions) {
    CfVariable variable = binder.bind(member);
    notes.addAll(variable.notes());
    columns.add(
        new Column(
            names.other(member.name()),
            binder.role(member),
            variable.decoder().type(),
            true,
            member.positionsIn(dimensions).orElseThrow(),
            Optional.of(member.path()),
            Optional.of(member.array()),
            Optional.of(variable.decoder())));
  }

  private void checkLengths(Member member, List<Dimension> dimensions, TablePicker.Picked picked) {
    List<Integer> positions = member.positionsIn(dimensions).orElseThrow();
    for (int i = 0; i < positions.size(); i++) {
      Dimension own = member.dimensions().get(i);
      Dimension table = dimensions.get(positions.get(i));
      if (own.length() != table.length()) {
        String other =
            picked.members().stream()
                .filter(each -> each != member && each.dimensions().contains(table))
                .map(each -> "array " + each.path().name())
                .findFirst()
                .orElse("the table");
        throw errors.conflict(member, own, table, other);
      }
    }
  }
}
