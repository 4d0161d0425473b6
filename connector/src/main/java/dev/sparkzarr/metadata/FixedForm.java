package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What the types of a stated number of bytes have in common: a letter and a number in v2, a name
 * and {@code length_bytes} in v3. A longer element than 64 MiB is refused.
 */
abstract sealed class FixedForm implements DataTypeForm
    permits FixedBytesForm, FixedTextForm, RawForm {
  static final String LENGTH_BYTES = "length_bytes";

  private final char letter;
  private final int unit;
  private final String name;

  /**
   * @param letter of v2
   * @param unit bytes that the number after the letter counts
   * @param name of v3
   */
  FixedForm(char letter, int unit, String name) {
    this.letter = letter;
    this.unit = unit;
    this.name = name;
  }

  /** The type of elements of so many units. */
  abstract DataType ofUnits(int units);

  @Override
  public Optional<Typed> ofV2(Typestr dtype, Place place) {
    OptionalInt count = dtype.count(letter);
    if (count.isEmpty()) {
      return Optional.empty();
    }
    DataType type = ofBytes((long) count.getAsInt() * unit, Place.quote(dtype.text()), place);
    return Optional.of(new Typed(type, unit == 1 ? ByteOrders.NONE : dtype.order(place)));
  }

  @Override
  public Optional<DataType> ofV3(Extension type, Place place) {
    if (!type.name().equals(name)) {
      return Optional.empty();
    }
    Fields fields = new Fields(type.configuration(), place);
    fields.refuseOthers(Set.of(LENGTH_BYTES), "'" + name + "'");
    JsonNode length = type.required(LENGTH_BYTES, place);
    if (!length.isIntegralNumber() || !length.canConvertToLong()) {
      throw fields.wrong(LENGTH_BYTES, "an integer", length);
    }
    return Optional.of(ofBytes(length.longValue(), "'" + name + "'", place));
  }

  /** The type of elements of so many bytes, which are checked. */
  DataType ofBytes(long bytes, String type, Place place) {
    DataTypes.checkWidth(bytes, type, place);
    if (bytes % unit != 0) {
      throw place.problem(
          "data type "
              + type
              + " has elements of "
              + bytes
              + " bytes, not a multiple of "
              + unit
              + ".");
    }
    return ofUnits((int) (bytes / unit));
  }

  @Override
  public JsonNode toV2(Typed type) {
    char prefix = unit == 1 ? '|' : type.orders().leaf(0).prefix();
    return Json.NODES.textNode("" + prefix + letter + type.type().layout().width() / unit);
  }

  @Override
  public JsonNode toV3(DataType type) {
    ObjectNode configuration = Json.NODES.objectNode();
    configuration.put(LENGTH_BYTES, type.layout().width());
    return new Extension(name, configuration, true).toJson();
  }
}
