package dev.sparkzarr.spark.read;

import dev.sparkzarr.array.ArrayGrid;
import dev.sparkzarr.array.Hierarchy;
import dev.sparkzarr.codec.CodecException;
import dev.sparkzarr.codec.CodecPipeline;
import dev.sparkzarr.dataset.ArrayLayout;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.ChunkEdges;
import dev.sparkzarr.metadata.GroupMetadata;
import dev.sparkzarr.metadata.NodeMetadata;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.metadata.Shape;
import dev.sparkzarr.spark.options.ReadConf;
import dev.sparkzarr.store.stack.StorePlan;
import dev.sparkzarr.store.stack.StoreStack;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** Lists the groups and arrays of a store as rows, by path. */
final class NodeRows {
  static final StructType SCHEMA =
      new StructType()
          .add("path", DataTypes.StringType, false)
          .add("kind", DataTypes.StringType, true)
          .add("dimensions", DataTypes.createArrayType(DataTypes.StringType, true), true)
          .add("shape", DataTypes.createArrayType(DataTypes.LongType, false), true)
          .add("chunks", DataTypes.createArrayType(DataTypes.LongType, false), true)
          .add("shards", DataTypes.createArrayType(DataTypes.LongType, false), true)
          .add("type", DataTypes.StringType, true)
          .add("codecs", DataTypes.StringType, true)
          .add("attributes", DataTypes.StringType, true)
          .add("readable", DataTypes.BooleanType, false)
          .add("reason", DataTypes.StringType, true);

  private final Map<NodePath, List<Object>> rows = new TreeMap<>();

  static List<List<Object>> of(StorePlan plan, ReadConf conf) {
    try (StoreStack store = plan.open()) {
      Hierarchy hierarchy = Hierarchy.open(store.store(), conf.consolidated(), conf.fetchThreads());
      NodeRows rows = new NodeRows();
      hierarchy.node(conf.group()).ifPresent(node -> rows.add(conf.group(), node));
      Hierarchy.Children below = hierarchy.descendants(conf.group());
      below.nodes().forEach(rows::add);
      below.unreadable().forEach(node -> rows.addUnreadable(node.path(), node.reason()));
      return List.copyOf(rows.rows.values());
    }
  }

  private void add(NodePath path, NodeMetadata node) {
    if (node instanceof ArrayMetadata array) {
      addArray(path, array);
    } else {
      addGroup(path, (GroupMetadata) node);
    }
  }

  private void addGroup(NodePath path, GroupMetadata group) {
    add(path, "group", null, null, null, null, null, null, group.attributes().toString(), null);
  }

  private void addUnreadable(NodePath path, String reason) {
    add(path, null, null, null, null, null, null, null, null, reason);
  }

  private void addArray(NodePath path, ArrayMetadata array) {
    ArrayGrid grid = ArrayLayout.of(array);
    add(
        path,
        "array",
        names(array.dimensionNames()),
        lengths(array.shape()),
        lengths(grid.chunks()),
        grid.isSharded() ? lengths(grid.objects()) : null,
        array.dataType().name(),
        ArrayLayout.codecs(array).toString(),
        array.attributes().toString(),
        whyUnreadable(array));
  }

  private static String whyUnreadable(ArrayMetadata array) {
    try {
      ArrayGrid.of(array, CodecPipeline.of(array));
      return null;
    } catch (CodecException e) {
      return e.getMessage();
    }
  }

  private void add(
      NodePath path,
      String kind,
      GenericArrayData dimensions,
      GenericArrayData shape,
      GenericArrayData chunks,
      GenericArrayData shards,
      String type,
      String codecs,
      String attributes,
      String reason) {
    rows.put(
        path,
        Arrays.asList(
            text(path.toString()),
            text(kind),
            dimensions,
            shape,
            chunks,
            shards,
            text(type),
            text(codecs),
            text(attributes),
            reason == null,
            text(reason)));
  }

  private static UTF8String text(String value) {
    return value == null ? null : UTF8String.fromString(value);
  }

  private static GenericArrayData names(List<Optional<String>> names) {
    return names.isEmpty()
        ? null
        : new GenericArrayData(
            (Object) names.stream().map(name -> text(name.orElse(null))).toArray());
  }

  /** Null where a dimension has chunks of several lengths. */
  private static GenericArrayData lengths(List<ChunkEdges> edges) {
    return edges.stream().allMatch(ChunkEdges::isEven)
        ? new GenericArrayData((Object) edges.stream().map(ChunkEdges::longest).toArray())
        : null;
  }

  private static GenericArrayData lengths(Shape shape) {
    return new GenericArrayData((Object) Arrays.stream(shape.toArray()).boxed().toArray());
  }
}
