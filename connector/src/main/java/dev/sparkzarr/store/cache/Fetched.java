package dev.sparkzarr.store.cache;

import dev.sparkzarr.store.Version;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What the origin gave.
 *
 * @param version that the bytes are of, or that was current before they were read; empty where the
 *     origin has none
 * @param asOf when the value had this version, in milliseconds since 1970
 * @param millis how long it took
 */
record Fetched(ByteBuffer bytes, Optional<Version> version, long asOf, long millis) {}
