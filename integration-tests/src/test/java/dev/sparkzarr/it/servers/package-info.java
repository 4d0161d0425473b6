/**
 * Real servers that tests start, each one a small class: it takes a free port of the loopback
 * interface, waits until the server answers, and kills it when closed. What {@code servers/setup}
 * could not install is an assumption that fails, so its tests are reported as skipped. {@link
 * dev.sparkzarr.it.servers.PassThrough} stands before any of them, to record requests and to spoil
 * them. Uses nothing of the connector.
 */
package dev.sparkzarr.it.servers;
