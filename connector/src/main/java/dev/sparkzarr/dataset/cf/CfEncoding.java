package dev.sparkzarr.dataset.cf;

import dev.sparkzarr.dataset.Column;
import dev.sparkzarr.dataset.DatasetOptions;
import dev.sparkzarr.dataset.write.ColumnOrigin;
import dev.sparkzarr.dataset.write.SourceColumn;
import dev.sparkzarr.dataset.write.ValueEncoder;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.Attributes;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.FillValue;
import java.util.List;
import java.util.Optional;

/**
 * How the values of a column are stored in a new array: as xarray would, unless the column's origin
 * or the user says otherwise. Immutable.
 *
 * @param dataType of the elements
 * @param fill of cells that are not stored: what stands for a missing value, where there is such an
 *     element; present in v3, in v2 empty where nothing masks
 * @param attributes of the array, complete but for dimension names
 * @param encoder from values to elements
 */
public record CfEncoding(
    DataType dataType, Optional<FillValue> fill, Attributes attributes, ValueEncoder encoder) {
  /**
   * Decides how a column is stored in a new array.
   *
   * @throws dev.sparkzarr.ZarrException when the encoding cannot be used: a key or a value that is
   *     not known, a type that cannot hold the column's values, or known values that do not fit
   */
  public static CfEncoding of(EncodingRequest request) {
    return new NewEncoding(request).decide();
  }

  /**
   * How a column is stored in an array that exists, whose document stays as it is: every value
   * exactly, or refused.
   *
   * @param where names array and store in messages
   * @param parent attributes of the coordinate whose bounds this array is; else empty
   * @param role of the array in its table: coordinates take a float64 whose nearest float32 is read
   *     as it again
   * @param options how the table is read; the column's type is what they make of the array
   * @throws dev.sparkzarr.ZarrException when the array cannot hold such values
   */
  public static ValueEncoder of(
      String where,
      ArrayMetadata existing,
      Attributes parent,
      Column.Role role,
      SourceColumn column,
      DatasetOptions options) {
    return new EncoderChoice(
            where, existing, parent, role, column, options, FloatEncoder.Rounding.EXACT)
        .choose();
  }

  /**
   * The same where the role is to be found out: the column's origin says it, or else an array of
   * one dimension with its own name is a dimension, and others are variables.
   */
  public static ValueEncoder of(
      String where,
      ArrayMetadata existing,
      Attributes parent,
      SourceColumn column,
      DatasetOptions options) {
    boolean ownDimension = existing.dimensionNames().equals(List.of(Optional.of(column.name())));
    Column.Role guessed = ownDimension ? Column.Role.DIMENSION : Column.Role.VARIABLE;
    Column.Role role = column.origin().map(ColumnOrigin::role).orElse(guessed);
    return of(where, existing, parent, role, column, options);
  }
}
