/**
 * Stores through OpenDAL, which brings WebDAV and many more services: an optional dependency, whose
 * classes only {@code OpenDalStore} and what it is made of name. Uses: store, its room async, and
 * OpenDAL's Java binding with its native library. Start at {@link
 * dev.sparkzarr.store.opendal.OpenDalStoreProvider}, which needs neither; {@code OpenDalAddress}
 * says how addresses are written. Everything is safe for many threads.
 */
package dev.sparkzarr.store.opendal;
