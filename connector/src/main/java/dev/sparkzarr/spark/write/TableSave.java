package dev.sparkzarr.spark.write;

import dev.sparkzarr.ZarrException;
import dev.sparkzarr.array.ArrayEngines;
import dev.sparkzarr.array.Hierarchy;
import dev.sparkzarr.array.ReadCounters;
import dev.sparkzarr.array.Region;
import dev.sparkzarr.array.commit.ArrayChange;
import dev.sparkzarr.array.commit.SeenGroup;
import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.DatasetOptions;
import dev.sparkzarr.dataset.write.DraftDimension;
import dev.sparkzarr.dataset.write.ExistingTable;
import dev.sparkzarr.dataset.write.OpenedTable;
import dev.sparkzarr.dataset.write.Overwrite;
import dev.sparkzarr.dataset.write.SourceColumn;
import dev.sparkzarr.dataset.write.TableDraft;
import dev.sparkzarr.dataset.write.TableLayout;
import dev.sparkzarr.dataset.write.TableUpdate;
import dev.sparkzarr.metadata.GroupMetadata;
import dev.sparkzarr.metadata.NodeMetadata;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.spark.options.WriteConf;
import dev.sparkzarr.store.stack.StorePlan;
import dev.sparkzarr.store.stack.StoreStack;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;

/** Saves a DataFrame as a table in a store: what each save mode means. Lives on the driver. */
public final class TableSave {
  private final WriteConf conf;
  private final Dataset<Row> data;
  private final Target target;
  private final JobText text;
  private final List<SourceColumn> columns;

  private TableSave(WriteConf conf, Dataset<Row> data, Target target, JobText text) {
    this.conf = conf;
    this.data = data;
    this.target = target;
    this.text = text;
    this.columns = SourceColumns.of(target.place(), data.schema());
  }

  /**
   * Saves.
   *
   * @param settings of the store's client, which executors will use too
   * @throws ZarrException when the table is as it was before, and why; after a region or an append
   *     failed, when it is as the documentation of writing says
   */
  public static void run(
      SaveMode mode, WriteConf conf, Map<String, String> settings, Dataset<Row> data) {
    StorePlan plan = StorePlan.of(conf.path(), settings, conf.storeLayers());
    try (StoreStack stack = plan.open();
        Models models = new Models(conf, settings)) {
      Target target = Target.of(plan, stack.store(), conf.group());
      try (JobText text = new JobText(data.sparkSession().sparkContext(), target.place())) {
        new TableSave(conf, data, target, text).save(mode, models);
      }
    } catch (Exception e) { // Spark throws checked ones that it does not declare
      throw WriteFailure.rethrow(e);
    }
  }

  private void save(SaveMode mode, Models models) {
    if (mode != SaveMode.Ignore) {
      target.checkWritable();
    }
    boolean exists = target.exists();
    if (exists && mode == SaveMode.Ignore) {
      return;
    }
    if (exists && mode == SaveMode.ErrorIfExists) {
      throw refused(
          "something is there already. Choose another path, or mode append, overwrite or ignore.");
    }
    if (mode != SaveMode.Append && (conf.appendDim().isPresent() || conf.region().isPresent())) {
      throw refused(
          "the options appendDim and region are for mode append. Set mode append, or leave them"
              + " out.");
    }
    if (!exists) {
      if (conf.region().isPresent()) {
        throw refused("there is no table to write a region of. Create it first, without region.");
      }
      create(models, Optional.empty());
    } else if (mode == SaveMode.Overwrite) {
      create(models, Optional.of(existingGroup("overwrite")));
    } else {
      append();
    }
  }

  private ZarrException refused(String reason) {
    return new ZarrException("Cannot write " + target.place() + ": " + reason);
  }

  /** The group that is there. */
  private OpenedTable existingGroup(String verb) {
    Hierarchy hierarchy = target.hierarchy();
    Optional<NodeMetadata> node = hierarchy.node(target.group());
    if (!(node.orElse(null) instanceof GroupMetadata)) {
      throw refused(
          "what is there is "
              + (node.isEmpty() ? "not Zarr" : "an array, not a group")
              + ", which mode "
              + verb
              + " does not touch. Choose another path, or remove it yourself.");
    }
    return OpenedTable.open(
        hierarchy,
        target.group(),
        ArrayEngines.named(conf.engine()),
        DatasetOptions.DEFAULT,
        new ReadCounters());
  }

  private void create(Models models, Optional<OpenedTable> existing) {
    TableDraft draft =
        TableDraft.of(
            target.place(), columns, conf.layout(), models.like(), models.coordinatesFrom());
    text.doing("find axes");
    AxisPass.Found found = AxisPass.run(target.place(), data, draft.dimensions());
    TableLayout layout = draft.layout(found.axes());
    TableUpdate update =
        existing
            .map(table -> Overwrite.of(layout, table, conf.overwrite()))
            .orElseGet(() -> created(layout));
    SeenGroup seen = existing.map(OpenedTable::seen).orElse(SeenGroup.NONE);
    TableChange change =
        change(
            update,
            Optional.of(layout.group()),
            seen,
            draft.dimensions(),
            found,
            RowDimension.AxisSource.OPTION);
    new TableJob(target, conf, data, text).run(change, models);
  }

  private TableUpdate created(TableLayout layout) {
    List<ArrayChange> changes = new ArrayList<>();
    layout
        .arrays()
        .forEach(
            array -> changes.add(new ArrayChange.Created(path(array.name()), array.metadata())));
    layout
        .copies()
        .forEach(copy -> changes.add(new ArrayChange.Created(path(copy.name()), copy.metadata())));
    dev.sparkzarr.metadata.Shape shape =
        dev.sparkzarr.metadata.Shape.of(layout.axes().stream().mapToLong(Axis::length).toArray());
    return new TableUpdate(layout, changes, List.of(), shape, Region.all(shape));
  }

  private NodePath path(String name) {
    return target.group().resolve(name);
  }

  private void append() {
    if (conf.appendDim().isPresent() && conf.region().isPresent()) {
      throw refused("the options appendDim and region are both given. Give one of them.");
    }
    OpenedTable there = existingGroup("append");
    ExistingTable table = ExistingTable.of(there, columns, conf.layout(), DatasetOptions.DEFAULT);
    text.doing("find axes");
    AxisPass.Found found = AxisPass.run(target.place(), data, table.dimensions());
    TableUpdate update =
        conf.appendDim().isPresent()
            ? table.appended(conf.appendDim().get(), found.axes())
            : conf.region().isPresent()
                ? table.region(conf.region().get(), found.axes())
                : table.withVariables(found.axes());
    TableChange change =
        change(
            update,
            Optional.of(update.layout().group()).filter(group -> !group.equals(there.group())),
            there.seen(),
            table.dimensions(),
            found,
            RowDimension.AxisSource.TABLE);
    try (Models none = Models.none()) {
      new TableJob(target, conf, data, text).run(change, none);
    }
  }

  private TableChange change(
      TableUpdate update,
      Optional<GroupMetadata> group,
      SeenGroup seen,
      List<DraftDimension> dimensions,
      AxisPass.Found found,
      RowDimension.AxisSource given) {
    List<RowDimension> rows = new ArrayList<>();
    for (int i = 0; i < dimensions.size(); i++) {
      DraftDimension dimension = dimensions.get(i);
      Region.Range range = update.box().ranges().get(i);
      rows.add(
          new RowDimension(
              dimension.column(),
              dimension.columnName(),
              data.schema().fields()[dimension.column()].dataType(),
              dimension.givenAxis().isPresent() ? given : RowDimension.AxisSource.ROWS,
              range.start(),
              range.start() + range.count()));
    }
    return new TableChange(
        update.layout(), group, update.changes(), update.removed(), seen, rows, found.rows());
  }
}
