package dev.sparkzarr.dataset.block;

import dev.sparkzarr.dataset.ArrayHandle;
import dev.sparkzarr.dataset.write.ValueEncoder;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.FillValue;
import java.io.Serializable;
import java.util.Optional;

/**
 * One array whose cells travel in a block. Immutable.
 *
 * @param column position of its values among the columns of the rows
 * @param name of that column
 * @param array where the values go
 * @param encoder from the column's values to the array's elements
 * @param holesAreFill whether a cell that no row gives is what the array reads where nothing is
 *     stored
 */
public record BlockMember(
    int column, String name, ArrayHandle array, ValueEncoder encoder, boolean holesAreFill)
    implements Serializable {
  static BlockMember of(
      int column, String name, ArrayHandle handle, ArrayMetadata array, ValueEncoder encoder) {
    return new BlockMember(
        column,
        name,
        handle,
        encoder,
        encoder.missing().map(missing -> missing.equals(fill(array))).orElse(true));
  }

  private static FillValue fill(ArrayMetadata array) {
    return array.fillValue().orElseGet(() -> FillValue.undefined(array.dataType()));
  }

  /** What the array reads where nothing is stored. */
  FillValue fill() {
    return fill(ArrayMetadata.parse(array.document()));
  }

  /** What a missing value is stored as; empty where the array has no room for it. */
  Optional<FillValue> hole() {
    return encoder.missing();
  }
}
