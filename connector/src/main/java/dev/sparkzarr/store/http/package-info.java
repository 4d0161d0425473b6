/**
 * Stores on web servers, read only, over the JDK's own client; and what stores over HTTP share:
 * {@link dev.sparkzarr.store.http.HttpTransport} sends requests and bounds them in number, bytes
 * and time, {@link dev.sparkzarr.store.http.ObjectReads} makes reads of them, for any {@link
 * dev.sparkzarr.store.http.ObjectEndpoint}. Uses: store and {@code java.net.http}. Start at {@link
 * dev.sparkzarr.store.http.HttpStore}. Everything is safe for many threads; threads of our own are
 * daemons named {@code zarr-http-}.
 */
package dev.sparkzarr.store.http;
