package dev.sparkzarr.dataset;

import java.io.Serializable;

/**
 * How a part of a value is decoded: a field of a struct, or an element of an array.
 *
 * @param offset bytes from the start of the stored value; 0 for elements
 * @param width bytes of the stored part
 * @param decoder from the stored part to its value
 */
public record ValuePart(int offset, int width, ValueDecoder decoder) implements Serializable {}
