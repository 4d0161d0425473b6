package dev.sparkzarr.store.cache;

/**
 * What a cache did until some moment.
 *
 * @param hits values and ranges that came from the cache
 * @param misses those that came from the origin and could have been cached
 * @param questions to the origin whether a value still has its version
 * @param bytesSaved of hits
 * @param stored pieces that were taken in
 * @param evictions pieces that went to make room, or because a newer version came
 * @param stale pieces that were found and not served: changed at the origin, too old, or damaged
 * @param failures of the cache; each was a miss, or a piece that was not taken in
 * @param entries that are cached now
 * @param bytes that they count for
 */
public record CacheStats(
    long hits,
    long misses,
    long questions,
    long bytesSaved,
    long stored,
    long evictions,
    long stale,
    long failures,
    long entries,
    long bytes) {}
