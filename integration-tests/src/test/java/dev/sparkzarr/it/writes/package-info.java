/**
 * Arrays written in steps by this library and by zarr-python in turn. Start at {@code
 * WriteStepsIT}; {@code peers/writes} is the other side.
 */
package dev.sparkzarr.it.writes;
