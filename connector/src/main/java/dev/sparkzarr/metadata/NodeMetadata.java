package dev.sparkzarr.metadata;

/** What a document says of one node. */
public sealed interface NodeMetadata permits ArrayMetadata, GroupMetadata {
  /**
   * @return the format of the documents
   */
  ZarrFormat format();

  /**
   * @return the node's own attributes
   */
  Attributes attributes();
}
