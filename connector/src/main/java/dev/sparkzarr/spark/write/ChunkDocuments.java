package dev.sparkzarr.spark.write;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.ZarrException;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.Attributes;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.metadata.ZarrFormat;
import dev.sparkzarr.spark.read.chunks.ChunkRowSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.types.Metadata;

/**
 * What the arrays of chunk rows were in the store that they were read from, out of the metadata of
 * column {@code array}. Immutable.
 *
 * @param arrays by name
 * @param attributes of their group
 * @param decoded whether values were decoded by CF, and are not what is stored
 * @param rest arrays beside them that nobody asked to leave out, by name
 * @param groups likewise
 * @param store that their group is in; empty when that is not known
 * @param group path of the group in it
 */
record ChunkDocuments(
    Map<String, ArrayMetadata> arrays,
    ObjectNode attributes,
    boolean decoded,
    List<String> rest,
    List<String> groups,
    Optional<String> store,
    NodePath group) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * @param place of the table that is written, for messages
   * @param field metadata of the column, which anyone can have made
   * @throws ZarrException when it is not what reading attaches
   */
  static ChunkDocuments of(String place, Metadata field) {
    Map<String, ArrayMetadata> arrays = new TreeMap<>();
    if (!field.contains(ChunkRowSchema.METADATA)) {
      return new ChunkDocuments(
          arrays,
          JsonNodeFactory.instance.objectNode(),
          false,
          List.of(),
          List.of(),
          Optional.empty(),
          NodePath.ROOT);
    }
    try {
      Metadata zarr = field.getMetadata(ChunkRowSchema.METADATA);
      for (Map.Entry<String, JsonNode> array :
          JSON.readTree(zarr.getString(ChunkRowSchema.ARRAYS)).properties()) {
        arrays.put(array.getKey(), array(array.getValue()));
      }
      return new ChunkDocuments(
          arrays,
          (ObjectNode) JSON.readTree(zarr.getString(ChunkRowSchema.ATTRIBUTES)),
          zarr.contains(ChunkRowSchema.DECODED) && zarr.getBoolean(ChunkRowSchema.DECODED),
          names(zarr, ChunkRowSchema.REST),
          names(zarr, ChunkRowSchema.GROUPS),
          zarr.contains(ChunkRowSchema.STORE)
              ? Optional.of(zarr.getString(ChunkRowSchema.STORE))
              : Optional.empty(),
          zarr.contains(ChunkRowSchema.GROUP)
              ? new NodePath(zarr.getString(ChunkRowSchema.GROUP))
              : NodePath.ROOT);
    } catch (JsonProcessingException | RuntimeException e) {
      throw new ZarrException(
          "Cannot write "
              + place
              + ": the metadata of column 'array' are not those that layout=chunks attaches ("
              + e.getMessage()
              + "). Remove them, and name a store with the arrays with the option like.",
          e);
    }
  }

  private static List<String> names(Metadata zarr, String key) throws JsonProcessingException {
    List<String> names = new ArrayList<>();
    if (zarr.contains(key)) {
      JSON.readTree(zarr.getString(key)).forEach(name -> names.add(name.textValue()));
    }
    return names;
  }

  private static ArrayMetadata array(JsonNode json) {
    ArrayMetadata parsed = ArrayMetadata.parse(json.get(ChunkRowSchema.DOCUMENT).textValue());
    return new ArrayMetadata(
        parsed.format(),
        parsed.shape(),
        parsed.dataType(),
        parsed.grid(),
        parsed.keys(),
        parsed.fillValue(),
        parsed.codecs(),
        parsed.format() == ZarrFormat.V2
            ? dimensions(json.get(ChunkRowSchema.DIMENSIONS))
            : parsed.dimensionNames(),
        new Attributes((ObjectNode) json.get(ChunkRowSchema.ATTRIBUTES)),
        parsed.document());
  }

  /** Those that were made up are none. */
  private static List<Optional<String>> dimensions(JsonNode json) {
    List<Optional<String>> names = new ArrayList<>();
    for (JsonNode name : json) {
      names.add(Optional.of(name.textValue()).filter(text -> !text.equals("dim_" + names.size())));
    }
    return names.stream().allMatch(Optional::isEmpty) ? List.of() : names;
  }

  /**
   * @return whether stored objects of the one array are stored objects of the other
   */
  static boolean isStoredAlike(ArrayMetadata one, ArrayMetadata other) {
    return one.format() == other.format()
        && one.shape().equals(other.shape())
        && one.dataType().equals(other.dataType())
        && one.grid().equals(other.grid())
        && one.fillValue().equals(other.fillValue())
        && one.codecs().equals(other.codecs());
  }
}
