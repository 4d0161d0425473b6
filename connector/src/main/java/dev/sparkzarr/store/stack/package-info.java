/**
 * What is put around a store, in the order in which it works, as a value that travels to executors.
 * Uses: store and its other rooms. Start at {@link dev.sparkzarr.store.stack.StorePlan}; each
 * concern is a {@link dev.sparkzarr.store.stack.StoreLayer} with a {@link
 * dev.sparkzarr.store.stack.StackLevel} of its own. Everything is immutable, except the opened
 * {@link dev.sparkzarr.store.stack.StoreStack}, which is safe for many threads.
 */
package dev.sparkzarr.store.stack;
