/**
 * Values by key, and capabilities; knows nothing of Zarr. Uses: nothing but the JDK. Start at
 * {@link dev.sparkzarr.store.Store}; a store is opened from a {@link
 * dev.sparkzarr.store.StoreLocation} through {@link dev.sparkzarr.store.Stores}. Wrappers extend
 * {@link dev.sparkzarr.store.WrappedStore}. Every store and every capability is safe for many
 * threads.
 */
package dev.sparkzarr.store;
