/**
 * Stores on S3 and what speaks its protocol, over the JDK's own client, with our own signatures: no
 * SDK is needed. Uses: store and {@code store.http}, whose transport and reads it shares. Start at
 * {@link dev.sparkzarr.store.s3.S3Store}; {@code S3Choice} says when an address is for Hadoop's
 * client instead. What Hadoop knows of credentials comes through {@link
 * dev.sparkzarr.store.s3.S3Surroundings}. Everything is safe for many threads.
 */
package dev.sparkzarr.store.s3;
