package dev.sparkzarr.array;

import dev.sparkzarr.metadata.ConsolidatedMetadata;
import dev.sparkzarr.metadata.FormatV1;
import dev.sparkzarr.metadata.GroupMetadata;
import dev.sparkzarr.metadata.MetadataException;
import dev.sparkzarr.metadata.NodeDocuments;
import dev.sparkzarr.metadata.NodeMetadata;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.metadata.ZarrJsonParser;
import dev.sparkzarr.metadata.ZarrayParser;
import dev.sparkzarr.metadata.ZattrsParser;
import dev.sparkzarr.metadata.ZgroupParser;
import dev.sparkzarr.metadata.ZmetadataParser;
import dev.sparkzarr.store.AccessDeniedException;
import dev.sparkzarr.store.OverLimitException;
import dev.sparkzarr.store.Store;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Fetches and parses the documents of one node. Requests: {@code zarr.json} 1, a v2 array 2, a v2
 * group 3, no v2 node 2. Stateless.
 */
final class NodeReader {
  private final Store store;
  private final String place;

  NodeReader(Store store) {
    this.store = store;
    this.place = store.describe();
  }

  /** The node of {@code zarr.json}, and what it consolidates. */
  Optional<ZarrJsonParser.Result> v3(NodePath path) {
    return get(path, ZarrJsonParser.NAME).map(json -> ZarrJsonParser.parse(json, path, place));
  }

  /** The node of {@code zarr.json}; consolidated metadata in it are not looked at. */
  Optional<NodeMetadata> v3Node(NodePath path) {
    return get(path, ZarrJsonParser.NAME).map(json -> ZarrJsonParser.parseNode(json, path, place));
  }

  /** The root's {@code .zmetadata}. */
  Optional<ConsolidatedMetadata> v2Consolidated() {
    return get(NodePath.ROOT, ZmetadataParser.NAME).map(json -> ZmetadataParser.parse(json, place));
  }

  /**
   * The node of {@code .zarray} or {@code .zgroup}; an array where both are. Object stores that may
   * not be listed deny what does not exist, so a group may be read where {@code .zarray} is denied.
   */
  Optional<NodeMetadata> v2(NodePath path) {
    Optional<ByteBuffer> zarray = Optional.empty();
    AccessDeniedException denied = null;
    try {
      zarray = get(path, ZarrayParser.NAME);
    } catch (AccessDeniedException e) {
      denied = e;
    }
    if (zarray.isPresent()) {
      return Optional.of(ZarrayParser.parse(zarray.get(), zattrs(path), path, place));
    }
    Optional<ByteBuffer> zgroup = get(path, ZgroupParser.NAME);
    if (zgroup.isEmpty() && denied != null) {
      throw denied;
    }
    return zgroup.map(found -> ZgroupParser.parse(found, zattrs(path), path, place));
  }

  /** A v2 group without {@code .zgroup}. */
  GroupMetadata implicitV2(NodePath path) {
    return ZgroupParser.implicit(zattrs(path), path, place);
  }

  /** Refuses a store of format 1, which looks empty otherwise. */
  void refuseV1() {
    get(NodePath.ROOT, FormatV1.NAME).ifPresent(meta -> FormatV1.refuse(meta, place));
  }

  private Optional<ByteBuffer> zattrs(NodePath path) {
    return get(path, ZattrsParser.NAME);
  }

  private Optional<ByteBuffer> get(NodePath path, String document) {
    try {
      return store.get(path.key(document), NodeDocuments.LARGEST);
    } catch (OverLimitException e) {
      throw new MetadataException(
          "Cannot read node "
              + path
              + " in "
              + place
              + ": its '"
              + document
              + "' is too large to be metadata. ("
              + e.getMessage()
              + ")",
          e);
    } catch (AccessDeniedException e) {
      throw new AccessDeniedException(
          "Cannot find out whether there is a Zarr node "
              + path
              + " in "
              + place
              + ": access to its '"
              + document
              + "' is denied. Give credentials that may read it; object stores also deny what does"
              + " not exist, unless listing is allowed. ("
              + e.getMessage()
              + ")",
          e);
    }
  }
}
