package dev.sparkzarr.dataset.write;

import dev.sparkzarr.dataset.ColumnType;
import java.util.Optional;

/**
 * A column of the rows to be written.
 *
 * @param name as the rows have it
 * @param type of its values; never {@code CALENDAR_TEXT} or {@code FIXED_ARRAY}. Structs are laid
 *     out packed, in the order of their fields
 * @param decimalScale digits after the point of a decimal, whose unscaled value {@code type} INT64
 *     holds; empty for all others
 * @param nullable whether a value can be NULL
 * @param origin what it was in the store that it was read from; empty when that is not known
 */
public record SourceColumn(
    String name,
    ColumnType type,
    Optional<Integer> decimalScale,
    boolean nullable,
    Optional<ColumnOrigin> origin) {}
