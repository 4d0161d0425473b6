package dev.sparkzarr.dataset.cf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.Column;
import dev.sparkzarr.dataset.write.SourceColumn;
import dev.sparkzarr.metadata.ZarrFormat;
import java.util.Optional;

/**
 * What is known of a column that gets a new array.
 *
 * @param where names array and store in messages, such as {@code array /time in s3a://b/c.zarr}
 * @param column whose values are stored
 * @param role in the table
 * @param format of the array's document
 * @param encoding the column's origin encoding overlaid by the user's, with xarray's keys: {@code
 *     dtype} (a data type as {@link dev.sparkzarr.metadata.DataTypeText} reads it), {@code
 *     scale_factor}, {@code add_offset}, {@code _FillValue} (null: none), {@code missing_value},
 *     {@code units}, {@code calendar}, {@code _Unsigned}, {@code _Encoding}, {@code coordinates},
 *     {@code grid_mapping}. Those of the layout ({@code chunks}, {@code codecs}, ...) are left
 *     alone. Not to be modified
 * @param attributes the user's and the origin's, without the above; not to be modified
 * @param values of a dimension: all its values; empty where they are not known
 */
public record EncodingRequest(
    String where,
    SourceColumn column,
    Column.Role role,
    ZarrFormat format,
    ObjectNode encoding,
    ObjectNode attributes,
    Optional<Axis> values) {
  public EncodingRequest {
    encoding = encoding.deepCopy();
    attributes = attributes.deepCopy();
  }
}
