package dev.sparkzarr.dataset;

import java.io.Serializable;

/**
 * How executors read.
 *
 * @param engine name of the array engine
 * @param fetchThreads threads that fetch ahead, per task; 0 fetches on the task's own thread
 * @param fetchBytes bytes that may wait fetched and undecoded, per task
 * @param mergeGap ranges of a shard at most this many bytes apart are one request
 * @param tileRows rows of a tile at most
 * @param failOnMissingChunk whether a missing chunk stops the query instead of being fill
 */
public record ReadSettings(
    String engine,
    int fetchThreads,
    long fetchBytes,
    long mergeGap,
    int tileRows,
    boolean failOnMissingChunk)
    implements Serializable {}
