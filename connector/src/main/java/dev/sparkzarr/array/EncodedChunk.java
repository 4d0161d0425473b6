package dev.sparkzarr.array;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A chunk as it was fetched, not decoded.
 *
 * @param index in the grid of chunks, {@link ArrayGrid#chunks()}
 * @param bytes array-backed; several chunks may share memory; empty when the chunk is not stored
 */
public record EncodedChunk(ChunkIndex index, Optional<ByteBuffer> bytes) {}
