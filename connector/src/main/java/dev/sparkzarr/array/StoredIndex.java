package dev.sparkzarr.array;

import dev.sparkzarr.codec.ShardIndex;
import dev.sparkzarr.store.Version;
import java.util.Optional;

/**
 * The index of a stored shard.
 *
 * @param version of the shard whose index it is; empty where the store has no versions
 */
record StoredIndex(ShardIndex index, Optional<Version> version) {}
