package dev.sparkzarr.metadata;

/**
 * A group.
 *
 * @param format of its documents
 * @param attributes its own
 */
public record GroupMetadata(ZarrFormat format, Attributes attributes) implements NodeMetadata {}
