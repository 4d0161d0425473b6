package dev.sparkzarr.array;

import dev.sparkzarr.store.Version;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Chunks of one stored object as they were fetched.
 *
 * @param chunks in the order that they were asked for; empty where a chunk is not stored
 * @param version that the object has, as far as it is known
 */
record FetchedObject(List<Optional<ByteBuffer>> chunks, Optional<Version> version) {}
