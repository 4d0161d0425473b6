package dev.sparkzarr.spark.read.chunks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.dataset.ChunkArrays;
import dev.sparkzarr.dataset.ChunkSource;
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
 * {@code attributes}, those of the group; and {@code decoded}, whether values are masked and scaled
 * rather than stored.
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

  private static final DataType INDEX = DataTypes.createArrayType(DataTypes.LongType, false);

  private ChunkRowSchema() {}

  /**
   * @param values type of the column of that name
   */
  public static StructType ofValues(ArrayType values, ChunkArrays arrays) {
    return places(arrays, false).add(VALUES, values, false);
  }

  /**
   * With values that are masked and scaled, and not those that are stored.
   *
   * @param values type of the column of that name
   */
  public static StructType ofDecoded(ArrayType values, ChunkArrays arrays) {
    return places(arrays, true).add(VALUES, values, false);
  }

  /** With the bytes of stored objects. */
  public static StructType ofBytes(ChunkArrays arrays) {
    return places(arrays, false).add(BYTES, DataTypes.BinaryType, true);
  }

  private static StructType places(ChunkArrays arrays, boolean decoded) {
    return new StructType()
        .add(ARRAY, DataTypes.StringType, false, origin(arrays, decoded))
        .add(CHUNK, INDEX, false)
        .add(ORIGIN, INDEX, false)
        .add(SHAPE, INDEX, false);
  }

  private static Metadata origin(ChunkArrays arrays, boolean decoded) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    for (ChunkSource source : arrays.sources()) {
      ObjectNode array = json.putObject(source.name());
      array.put(DOCUMENT, source.array().document());
      source.dimensions().forEach(array.putArray(DIMENSIONS)::add);
      array.set(ATTRIBUTES, source.array().attributes().toJson());
    }
    Metadata zarr =
        new MetadataBuilder()
            .putString(ARRAYS, json.toString())
            .putString(ATTRIBUTES, arrays.attributes().toString())
            .putBoolean(DECODED, decoded)
            .build();
    return new MetadataBuilder().putMetadata(METADATA, zarr).build();
  }
}
