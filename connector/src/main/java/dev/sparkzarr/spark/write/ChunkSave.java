package dev.sparkzarr.spark.write;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.ZarrException;
import dev.sparkzarr.array.ArrayEngines;
import dev.sparkzarr.array.ReadCounters;
import dev.sparkzarr.array.Region;
import dev.sparkzarr.array.commit.ArrayChange;
import dev.sparkzarr.array.commit.SeenGroup;
import dev.sparkzarr.dataset.DatasetOptions;
import dev.sparkzarr.dataset.write.CopiedArray;
import dev.sparkzarr.dataset.write.GroupAttributes;
import dev.sparkzarr.dataset.write.NodeNames;
import dev.sparkzarr.dataset.write.OpenedTable;
import dev.sparkzarr.dataset.write.Overwrite;
import dev.sparkzarr.dataset.write.TableLayout;
import dev.sparkzarr.dataset.write.TableUpdate;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.Attributes;
import dev.sparkzarr.metadata.GroupMetadata;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.metadata.ZarrFormat;
import dev.sparkzarr.spark.options.WriteConf;
import dev.sparkzarr.spark.read.chunks.ChunkRowSchema;
import dev.sparkzarr.store.stack.StorePlan;
import dev.sparkzarr.store.stack.StoreStack;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;

/**
 * Saves rows that are chunks, {@code layout=chunks}: what each save mode means for their arrays.
 * Lives on the driver.
 */
public final class ChunkSave {
  private static final int SHOWN = 20;

  private final WriteConf conf;
  private final Dataset<Row> data;
  private final Target target;
  private final ChunkColumns columns;
  private final ChunkDocuments source;
  private final ChunkOrigin origin;
  private Map<String, CopiedArray> copies = Map.of();

  private ChunkSave(WriteConf conf, Dataset<Row> data, Target target, Models models) {
    this.conf = conf;
    this.data = data;
    this.target = target;
    this.columns = ChunkColumns.of(target.place(), data.schema(), conf.encoded());
    this.source =
        ChunkDocuments.of(target.place(), data.schema().apply(ChunkRowSchema.ARRAY).metadata());
    this.origin = new ChunkOrigin(target.place(), source, models);
  }

  /**
   * Saves.
   *
   * @param settings of the store's client, which executors will use too
   * @throws ZarrException when the arrays are as they were before, and why; after mode append
   *     failed, when they are as the documentation of writing says
   */
  public static void run(
      SaveMode mode, WriteConf conf, Map<String, String> settings, Dataset<Row> data) {
    StorePlan plan = StorePlan.of(conf.path(), settings, conf.storeLayers());
    try (StoreStack stack = plan.open();
        Models models = new Models(conf, settings)) {
      Target target = Target.of(plan, stack.store(), conf.group());
      try (JobText text = new JobText(data.sparkSession().sparkContext(), target.place())) {
        ChunkSave save = new ChunkSave(conf, data, target, models);
        save.change(mode)
            .ifPresent(change -> new ChunkJob(target, conf, data, text).run(change, save.origin));
      }
    } catch (Exception e) { // Spark throws checked ones that it does not declare
      throw WriteFailure.rethrow(e);
    }
  }

  /** What is to be done; nothing in mode ignore. */
  private Optional<ChunkChange> change(SaveMode mode) {
    if (mode != SaveMode.Ignore) {
      target.checkWritable();
    }
    boolean exists = target.exists();
    if (exists && mode == SaveMode.Ignore) {
      return Optional.empty();
    }
    if (exists && mode == SaveMode.ErrorIfExists) {
      throw refused(
          "something is there already. Choose another path, or mode append, overwrite or ignore.");
    }
    conf.unfitForChunks()
        .ifPresent(
            option -> {
              throw refused(
                  "with layout=chunks arrays are what they were read from, so that option "
                      + option
                      + " has no use. Leave it out, name a store with such arrays with the option"
                      + " like, or write with layout=cells.");
            });
    if (source.decoded()) {
      throw refused(
          "the values of these rows were decoded by CF, and are not what is stored. Read them"
              + " without decodeCf.");
    }
    Optional<OpenedTable> there = exists ? Optional.of(existing()) : Optional.empty();
    boolean isNew = !exists || mode == SaveMode.Overwrite;
    copies = origin.copies(isNew ? Set.of() : there.get().arrays().keySet());
    Map<String, ArrayMetadata> arrays = new TreeMap<>();
    if (origin.like().isEmpty()) {
      arrays.putAll(source.arrays());
    }
    copies.forEach((name, copy) -> arrays.put(name, copy.metadata()));
    for (String name : arrays.keySet()) {
      if (!NodeNames.isLegal(name)) {
        throw refused("'" + name + "' is no name of an array.");
      }
    }
    if (isNew) {
      checkGroups();
    }
    return Optional.of(
        there
            .map(table -> isNew ? overwritten(arrays, table) : appended(arrays, table))
            .orElseGet(() -> created(arrays)));
  }

  /** A copy that leaves groups out unasked is none. */
  private void checkGroups() {
    if (!source.groups().isEmpty()) {
      throw refused(
          "beside the arrays of these rows there are groups, of which no row holds anything: "
              + source.groups().stream().limit(SHOWN).collect(Collectors.joining(", "))
              + (source.groups().size() > SHOWN ? ", and more" : "")
              + ". Read the arrays by name, with the option variables, and write each group by"
              + " itself, with the option group in reading and writing.");
    }
  }

  private OpenedTable existing() {
    return OpenedTable.open(
        target.hierarchy(),
        target.group(),
        ArrayEngines.named(conf.engine()),
        DatasetOptions.DEFAULT,
        new ReadCounters());
  }

  private ChunkChange created(Map<String, ArrayMetadata> arrays) {
    GroupMetadata group = group(arrays);
    List<ChunkChange.Part> parts = new ArrayList<>();
    arrays.forEach(
        (name, array) -> {
          checkAlike(name, array);
          parts.add(part(new ArrayChange.Created(path(name), array), name));
        });
    return new ChunkChange(Optional.of(group), parts, List.of(), SeenGroup.NONE, columns);
  }

  private ChunkChange overwritten(Map<String, ArrayMetadata> arrays, OpenedTable table) {
    List<CopiedArray> all = new ArrayList<>();
    arrays.forEach(
        (name, array) -> {
          checkAlike(name, array);
          all.add(new CopiedArray(name, NodePath.ROOT.resolve(name), array, array));
        });
    TableUpdate update =
        Overwrite.of(
            new TableLayout(List.of(), List.of(), group(arrays), all), table, conf.overwrite());
    List<ChunkChange.Part> parts =
        update.changes().stream().map(change -> part(change, change.path().name())).toList();
    return new ChunkChange(
        Optional.of(update.layout().group()), parts, update.removed(), table.seen(), columns);
  }

  /** Arrays that are there keep their documents, and rows replace their objects. */
  private ChunkChange appended(Map<String, ArrayMetadata> arrays, OpenedTable table) {
    Map<String, ArrayMetadata> known = arrays.isEmpty() ? table.arrays() : arrays;
    List<ChunkChange.Part> parts = new ArrayList<>();
    for (Map.Entry<String, ArrayMetadata> each : known.entrySet()) {
      String name = each.getKey();
      ArrayMetadata there = table.arrays().get(name);
      if (there != null) {
        checkAlike(name, there);
        parts.add(
            part(new ArrayChange.Updated(path(name), there, Region.all(there.shape())), name));
      } else if (table.childGroups().contains(name) || table.unreadable().containsKey(name)) {
        throw refused("'" + name + "' is there, but is no array that can be read.");
      } else {
        checkAlike(name, each.getValue());
        parts.add(
            part(
                new ArrayChange.Created(path(name), table.withUnusedKeys(name, each.getValue())),
                name));
      }
    }
    return new ChunkChange(Optional.empty(), parts, List.of(), table.seen(), columns);
  }

  private NodePath path(String name) {
    return target.group().resolve(name);
  }

  private ChunkChange.Part part(ArrayChange change, String name) {
    Optional<CopiedArray> copy =
        Optional.ofNullable(copies.get(name))
            .map(from -> new CopiedArray(name, from.source(), from.before(), change.after()));
    return new ChunkChange.Part(name, change, copy);
  }

  /** Stored bytes mean what the documents beside them say. */
  private void checkAlike(String name, ArrayMetadata written) {
    if (!columns.isEncoded()) {
      return;
    }
    ArrayMetadata read = source.arrays().get(name);
    if (read == null) {
      read = origin.like().map(OpenedTable::arrays).map(arrays -> arrays.get(name)).orElse(null);
    }
    if (read == null || !ChunkDocuments.isStoredAlike(read, written)) {
      throw refused(
          "the stored bytes of array '"
              + name
              + (read == null
                  ? "' come without what it is. Keep the column 'array' as layout=chunks read it,"
                      + " or name the store that they come from with the option like."
                  : "' mean something else in the array that is written: shape, data type, chunks,"
                      + " fill value, codecs and format have to be the same. Read and write values,"
                      + " without encoded=true."));
    }
  }

  private GroupMetadata group(Map<String, ArrayMetadata> arrays) {
    Set<ZarrFormat> formats =
        arrays.values().stream().map(ArrayMetadata::format).collect(Collectors.toSet());
    if (formats.isEmpty()) {
      throw refused(
          "nothing says what the arrays of these rows are. Keep the column 'array' as"
              + " layout=chunks read it, or name a store with such arrays with the option like.");
    }
    if (formats.size() > 1) {
      throw refused(
          "some of the arrays are of Zarr format 2, others of 3, which one group cannot hold. Read"
              + " those of one format with the option variables.");
    }
    ObjectNode attributes =
        origin
            .like()
            .map(model -> model.group().attributes().toJson())
            .orElseGet(() -> source.attributes().deepCopy());
    conf.layout().attributes().ifPresent(given -> GroupAttributes.overlay(attributes, given));
    return new GroupMetadata(formats.iterator().next(), new Attributes(attributes));
  }

  private ZarrException refused(String reason) {
    return new ZarrException("Cannot write " + target.place() + ": " + reason);
  }
}
