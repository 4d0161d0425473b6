package dev.sparkzarr.dataset.write;

/**
 * Values of one column on their way to a store, laid out as {@link
 * dev.sparkzarr.dataset.ColumnType} says.
 *
 * @param bytes the values, little-endian; those that are missing are of any bits
 * @param missing a flag for each value; null when none is missing
 * @param heap what slots point into, those of strings within structs and arrays too; null for
 *     values of fixed size
 */
public record EncodableValues(byte[] bytes, boolean[] missing, byte[] heap) {}
