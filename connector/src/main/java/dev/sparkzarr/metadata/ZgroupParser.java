package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Reads {@code .zgroup} and the {@code .zattrs} beside it, of Zarr v2. Keys that are not known are
 * ignored. Stateless.
 */
public final class ZgroupParser {
  /** The document's key below its node. */
  public static final String NAME = ".zgroup";

  private ZgroupParser() {}

  /**
   * @param document left as it was
   * @param zattrs left as it was; empty when there is none
   * @param path of the group
   * @param store for messages
   * @throws MetadataException when a document cannot be read
   */
  public static GroupMetadata parse(
      ByteBuffer document, Optional<ByteBuffer> zattrs, NodePath path, String store) {
    Place place = Place.group(path, store);
    return group(Json.parseObject(document, place), ZattrsParser.parse(zattrs, path, store), place);
  }

  /**
   * A group that other nodes lie below, but that has no {@code .zgroup} of its own.
   *
   * @param zattrs left as it was; empty when there is none
   */
  public static GroupMetadata implicit(Optional<ByteBuffer> zattrs, NodePath path, String store) {
    return implicit(ZattrsParser.parse(zattrs, path, store));
  }

  static GroupMetadata implicit(ObjectNode zattrs) {
    return new GroupMetadata(ZarrFormat.V2, new Attributes(DimensionNames.withoutNczarr(zattrs)));
  }

  static GroupMetadata group(ObjectNode json, ObjectNode zattrs, Place place) {
    new Fields(json, place).requireFormat(2);
    return implicit(zattrs);
  }
}
