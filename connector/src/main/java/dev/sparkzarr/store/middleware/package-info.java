/**
 * Wrappers of stores, each for one concern, freely stacked (a limit, and single flight, once in a
 * stack). Uses: store, and slf4j for usage logs. A wrapper that does the same around every call
 * extends {@link dev.sparkzarr.store.middleware.AroundStore} and has the capabilities of what it
 * wraps. Every wrapper passes the tests of {@code StoreContract}; all are safe for many threads.
 */
package dev.sparkzarr.store.middleware;
