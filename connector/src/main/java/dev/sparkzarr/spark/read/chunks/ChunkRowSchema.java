package dev.sparkzarr.spark.read.chunks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.dataset.ChunkArrays;
import dev.sparkzarr.dataset.ChunkSource;
import dev.sparkzarr.metadata.NodePath;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a row that is a chunk, for reading and writing.
 *
 * <pre>
 *   array   STRING          name of the array in its group
 *   chunk   ARRAY&lt;BIGINT&gt;   position in the grid of chunks; with BYTES of stored objects
 *   origin  ARRAY&lt;BIGINT&gt;   index in the array of the first element
 *   shape   ARRAY&lt;BIGINT&gt;   lengths, as far as the chunk lies within the array
 *   values  ARRAY&lt;T&gt;        elements of that shape, C order
 *   bytes   BINARY          instead of values: the stored object as it is; NULL when not stored
 * </pre>
 *
 * <p>Column {@code array} carries in its field metadata {@code zarr} what the arrays were: {@code
 * arrays}, a JSON object by name, each with its {@code document} (see {@link
 * dev.sparkzarr.metadata.ArrayMetadata#document}), {@code dimensions} and {@code attributes};
 * {@code attributes}, those of the group; {@code decoded}, whether values are masked and scaled
 * rather than stored; {@code rest} and {@code groups}, JSON arrays of the names of the group's
 * arrays and groups that nobody asked to leave out (see {@link ChunkArrays.Rest}); and where that
 * is known {@code store} and {@code group}, the place of the group.
 */
public final class ChunkRowSchema {
  public static final String ARRAY = "array";
  public static final String CHUNK = "chunk";
  public static final String ORIGIN = "origin";
  public static final String SHAPE = "shape";
  public static final String VALUES = "values";
  public static final String BYTES = "bytes";

  /** Key of the field metadata, and within it. */
  public static final String METADATA = "zarr";

  public static final String ARRAYS = "arrays";
  public static final String ATTRIBUTES = "attributes";
  public static final String DOCUMENT = "document";
  public static final String DIMENSIONS = "dimensions";
  public static final String DECODED = "decoded";
  public static final String REST = "rest";
  public static final String GROUPS = "groups";
  public static final String STORE = "store";
  public static final String GROUP = "group";

  private static final DataType INDEX = DataTypes.createArrayType(DataTypes.LongType, false);

  private ChunkRowSchema() {}

  /**
   * The group that arrays are in.
   *
   * @param store its address, which has no secrets; empty where it has, and for an array at the
   *     root
   */
  public record Place(Optional<String> store, NodePath group) {}

  /**
   * @param values type of the column of that name
   */
  public static StructType ofValues(ArrayType values, ChunkArrays arrays, Place place) {
    return places(arrays, place, false).add(VALUES, values, false);
  }

  /**
   * With values that are masked and scaled, and not those that are stored.
   *
   * @param values type of the column of that name
   */
  public static StructType ofDecoded(ArrayType values, ChunkArrays arrays, Place place) {
    return places(arrays, place, true).add(VALUES, values, false);
  }

  /** With the bytes of stored objects. */
  public static StructType ofBytes(ChunkArrays arrays, Place place) {
    return places(arrays, place, false).add(BYTES, DataTypes.BinaryType, true);
  }

  private static StructType places(ChunkArrays arrays, Place place, boolean decoded) {
    return new StructType()
        .add(ARRAY, DataTypes.StringType, false, origin(arrays, place, decoded))
        .add(CHUNK, INDEX, false)
        .add(ORIGIN, INDEX, false)
        .add(SHAPE, INDEX, false);
  }

  private static Metadata origin(ChunkArrays arrays, Place place, boolean decoded) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    for (ChunkSource source : arrays.sources()) {
      ObjectNode array = json.putObject(source.name());
      array.put(DOCUMENT, source.array().document());
      source.dimensions().forEach(array.putArray(DIMENSIONS)::add);
      array.set(ATTRIBUTES, source.array().attributes().toJson());
    }
    MetadataBuilder zarr =
        new MetadataBuilder()
            .putString(ARRAYS, json.toString())
            .putString(ATTRIBUTES, arrays.attributes().toString())
            .putBoolean(DECODED, decoded)
            .putString(REST, texts(arrays.rest().arrays()))
            .putString(GROUPS, texts(arrays.rest().groups()));
    place
        .store()
        .ifPresent(store -> zarr.putString(STORE, store).putString(GROUP, place.group().value()));
    return new MetadataBuilder().putMetadata(METADATA, zarr.build()).build();
  }

  /** Spark takes an empty array of texts for one of numbers when it reads metadata again. */
  private static String texts(List<String> names) {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    names.forEach(json::add);
    return json.toString();
  }
}
