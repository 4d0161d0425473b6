/**
 * Zip archives as stores: read from any store by ranges, and written to a local file. Uses: store.
 * Start at {@link dev.sparkzarr.store.zip.ZipStore}; {@link dev.sparkzarr.store.zip.ZipWriter}
 * makes archives. Formats: APPNOTE.TXT 6.3.10 of PKWARE (its sections are cited), with what
 * zarr-python's {@code ZipStore} and java.util.zip write. Everything is safe for many threads.
 */
package dev.sparkzarr.store.zip;
