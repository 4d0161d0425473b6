package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.JsonNode;

/** Chunks of one length, without end. */
record EvenEdges(long dimensionLength, long chunkLength) implements ChunkEdges {
  EvenEdges {
    if (dimensionLength < 0 || chunkLength < 1) {
      throw new MetadataException(
          "Cannot cut a dimension of length "
              + dimensionLength
              + " into chunks of "
              + chunkLength
              + ": a chunk has at least one index.");
    }
  }

  @Override
  public long count() {
    return dimensionLength == 0 ? 0 : (dimensionLength - 1) / chunkLength + 1;
  }

  @Override
  public long chunkAt(long index) {
    return index / chunkLength;
  }

  @Override
  public long start(long chunk) {
    return chunk * chunkLength;
  }

  @Override
  public long length(long chunk) {
    return chunkLength;
  }

  @Override
  public long longest() {
    return chunkLength;
  }

  @Override
  public long longest(long first, long last) {
    return chunkLength;
  }

  @Override
  public long shortest() {
    return chunkLength;
  }

  @Override
  public String toString() {
    return Long.toString(chunkLength);
  }

  @Override
  public JsonNode toJson() {
    return Json.NODES.numberNode(chunkLength);
  }

  @Override
  public boolean isFinerThan(ChunkEdges other) {
    return other instanceof RunEdges runs
        ? runs.isDividedBy(chunkLength)
        : other.longest() % chunkLength == 0;
  }
}
