package dev.sparkzarr.array;

import dev.sparkzarr.store.Version;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A chunk as it was fetched, not decoded.
 *
 * @param index in the grid of chunks, {@link ArrayGrid#chunks()}
 * @param bytes array-backed; several chunks may share memory; empty when the chunk is not stored
 * @param version of the stored object that the bytes are of, where {@link FetchSettings#versions}
 *     asked for it and the store tells
 * @param memo of a cache; with one that is not {@link ChunkMemo#NONE}, the bytes are for that cache
 *     to understand
 */
public record EncodedChunk(
    ChunkIndex index, Optional<ByteBuffer> bytes, Optional<Version> version, ChunkMemo memo) {
  /** A chunk of which nothing more is known. */
  public EncodedChunk(ChunkIndex index, Optional<ByteBuffer> bytes) {
    this(index, bytes, Optional.empty(), ChunkMemo.NONE);
  }
}
