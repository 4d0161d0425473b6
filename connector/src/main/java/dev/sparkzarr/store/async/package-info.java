/**
 * Between {@link dev.sparkzarr.store.AsyncStore} and {@link dev.sparkzarr.store.Store}, both ways.
 * Uses: store. Asynchrony stops here: a store over a client that answers later is wrapped into a
 * {@link dev.sparkzarr.store.async.BlockingStore}, and everybody else calls that. All are safe for
 * many threads.
 */
package dev.sparkzarr.store.async;
