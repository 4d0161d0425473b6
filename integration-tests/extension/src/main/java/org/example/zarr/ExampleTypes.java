package org.example.zarr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.DataTypeProvider;
import dev.sparkzarr.metadata.MetadataException;
import java.util.Optional;

/**
 * Adds {@code example.code}: short codes, such as those of stations, as bytes padded with zeros.
 * Its configuration says how many {@code characters} there are at most, 1 to 64. Stateless.
 */
public final class ExampleTypes implements DataTypeProvider {
  private static final int LONGEST = 64;

  @Override
  public Optional<DataType> storage(String name, ObjectNode configuration) {
    if (!name.equals("example.code")) {
      return Optional.empty();
    }
    JsonNode characters = configuration.path("characters");
    if (!characters.isInt() || characters.intValue() < 1 || characters.intValue() > LONGEST) {
      throw new MetadataException(
          "Cannot use data type 'example.code': its 'characters' is "
              + (characters.isMissingNode() ? "absent" : "not an integer from 1 to " + LONGEST)
              + ".");
    }
    return Optional.of(new DataType.FixedBytes(characters.intValue()));
  }
}
