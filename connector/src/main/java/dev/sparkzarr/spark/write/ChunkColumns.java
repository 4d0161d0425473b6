package dev.sparkzarr.spark.write;

import dev.sparkzarr.ZarrException;
import dev.sparkzarr.spark.read.chunks.ChunkRowSchema;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.StructType;

/**
 * Where the parts of a chunk stand in a row, see {@link ChunkRowSchema}. Immutable.
 *
 * @param array column of that name, by position; so are {@code chunk}, {@code origin}, {@code
 *     shape}
 * @param content column of the values, or of the stored bytes
 * @param element type of a value; null where rows have stored bytes
 * @param nullable whether a value can be NULL
 */
record ChunkColumns(
    int array, int chunk, int origin, int shape, int content, DataType element, boolean nullable)
    implements Serializable {
  /**
   * @param place of the table, for messages
   * @param encoded whether stored bytes are to be written
   * @throws ZarrException when these are not the columns of chunk rows
   */
  static ChunkColumns of(String place, StructType schema, boolean encoded) {
    String content = encoded ? ChunkRowSchema.BYTES : ChunkRowSchema.VALUES;
    List<String> wanted =
        List.of(
            ChunkRowSchema.ARRAY,
            ChunkRowSchema.CHUNK,
            ChunkRowSchema.ORIGIN,
            ChunkRowSchema.SHAPE,
            content);
    List<String> names = new ArrayList<>(Arrays.asList(schema.fieldNames()));
    for (String name : wanted) {
      if (names.indexOf(name) < 0 || names.indexOf(name) != names.lastIndexOf(name)) {
        throw refused(
            place,
            "with layout=chunks"
                + (encoded ? " and encoded=true" : "")
                + " rows have the columns "
                + String.join(", ", wanted)
                + ", but these have "
                + (names.contains(name) ? "several columns " : "no column ")
                + name
                + ". "
                + (!encoded && names.contains(ChunkRowSchema.BYTES)
                    ? "Set encoded=true to write stored bytes."
                    : "Read them with layout=chunks, or name the columns so."));
      }
    }
    for (String name : names) {
      if (!wanted.contains(name)) {
        throw refused(
            place,
            "with layout=chunks column '"
                + name
                + "' would be lost. Leave it out with drop(\""
                + name
                + "\").");
      }
    }
    require(place, schema, ChunkRowSchema.ARRAY, DataTypes.StringType);
    for (String name : List.of(ChunkRowSchema.CHUNK, ChunkRowSchema.ORIGIN, ChunkRowSchema.SHAPE)) {
      DataType type = schema.apply(name).dataType();
      if (!(type instanceof ArrayType list && list.elementType() instanceof LongType)) {
        throw type(place, name, type, "ARRAY<BIGINT>");
      }
    }
    DataType element = null;
    boolean nullable = false;
    if (encoded) {
      require(place, schema, content, DataTypes.BinaryType);
    } else {
      DataType type = schema.apply(content).dataType();
      if (!(type instanceof ArrayType values)) {
        throw type(place, content, type, "an array");
      }
      element = values.elementType();
      nullable = values.containsNull();
    }
    return new ChunkColumns(
        names.indexOf(ChunkRowSchema.ARRAY),
        names.indexOf(ChunkRowSchema.CHUNK),
        names.indexOf(ChunkRowSchema.ORIGIN),
        names.indexOf(ChunkRowSchema.SHAPE),
        names.indexOf(content),
        element,
        nullable);
  }

  private static void require(String place, StructType schema, String name, DataType wanted) {
    DataType type = schema.apply(name).dataType();
    if (!type.equals(wanted)) {
      throw type(place, name, type, wanted.sql());
    }
  }

  private static ZarrException type(String place, String name, DataType type, String wanted) {
    return refused(
        place,
        "with layout=chunks column '"
            + name
            + "' is "
            + wanted
            + ", but here it is "
            + type.sql()
            + ". Cast it.");
  }

  private static ZarrException refused(String place, String reason) {
    return new ZarrException("Cannot write " + place + ": " + reason);
  }

  boolean isEncoded() {
    return element == null;
  }
}
