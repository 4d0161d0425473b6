package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;

/** The first format of 2016, which is detected and refused. Stateless. */
public final class FormatV1 {
  /** The document's key below the root. */
  public static final String NAME = "meta";

  private FormatV1() {}

  /**
   * @param document what stands under {@link #NAME}; left as it was
   * @throws MetadataException when it is a document of format 1
   */
  public static void refuse(ByteBuffer document, String store) {
    Place place = Place.array(NodePath.ROOT, store);
    ObjectNode json;
    try {
      json = Json.parseObject(document, place);
    } catch (MetadataException e) {
      return; // another program's file
    }
    if (json.path(ZarrJsonParser.ZARR_FORMAT).asInt() == 1) {
      throw place.problem(
          "it is Zarr format 1, which is not supported. Convert it with zarr-python 2.");
    }
  }
}
