/**
 * Values by key, and capabilities; knows nothing of Zarr. Uses: nothing but the JDK. Start at
 * {@link dev.sparkzarr.store.Store}; a store is opened from a {@link
 * dev.sparkzarr.store.StoreLocation} through {@link dev.sparkzarr.store.Stores}. Wrappers extend
 * {@link dev.sparkzarr.store.WrappedStore}, as {@link dev.sparkzarr.store.PrefixStore} for a part
 * of a store; other stores {@link dev.sparkzarr.store.BasicStore}. A provider's store builds its
 * errors with {@link dev.sparkzarr.store.StoreErrors} and runs the tests of {@code StoreContract}.
 * Every store and every capability is safe for many threads.
 */
package dev.sparkzarr.store;
