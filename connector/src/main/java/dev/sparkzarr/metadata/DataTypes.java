package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.metadata.DataTypeForm.Typed;
import java.util.List;
import java.util.Optional;

/** The data types of this version: every family that documents may name. */
final class DataTypes {
  /** The longest element. */
  static final int MOST_BYTES = 64 << 20;

  private static final StructForm STRUCT = new StructForm();
  private static final List<DataTypeForm> FORMS =
      List.of(
          new NumericForm(),
          new ComplexForm(),
          new TimeForm(),
          new FixedBytesForm(),
          new FixedTextForm(),
          new RawForm(),
          STRUCT,
          new TextForm(),
          new BinaryForm(),
          new RaggedForm(),
          new ExtendedForm());

  private DataTypes() {}

  /**
   * @param dtype a text or, of a record, a list
   * @param codecs the array's filters and compressor, which say what objects are
   */
  static Typed ofV2(JsonNode dtype, List<ObjectNode> codecs, Place place) {
    if (dtype instanceof ArrayNode fields) {
      return STRUCT.ofV2(fields, place);
    }
    boolean object = Typestr.parse(dtype).filter(Typestr::isObject).isPresent();
    return object ? ObjectTypes.of(codecs, place) : ofV2(dtype, place);
  }

  /**
   * @param dtype that objects and records cannot be
   */
  static Typed ofV2(JsonNode dtype, Place place) {
    if (!dtype.isTextual()) {
      throw place.problem("'dtype' is neither a text nor a list but " + Place.quote(dtype) + ".");
    }
    Optional<Typestr> typestr = Typestr.parse(dtype);
    for (DataTypeForm form : FORMS) {
      Optional<Typed> type = typestr.flatMap(text -> form.ofV2(text, place));
      if (type.isPresent()) {
        return type.get();
      }
    }
    throw RefusedTypes.problem(dtype.textValue(), place);
  }

  static DataType ofV3(JsonNode dataType, Place place) {
    Extension extension = Extension.parse(dataType, "data_type", place);
    for (DataTypeForm form : FORMS) {
      Optional<DataType> type = form.ofV3(extension, place);
      if (type.isPresent()) {
        return type.get();
      }
    }
    throw RefusedTypes.problem(extension.name(), place);
  }

  static DataTypeForm formOf(DataType type) {
    for (DataTypeForm form : FORMS) {
      if (form.writes(type)) {
        return form;
      }
    }
    throw new MetadataException(
        "Cannot write data type " + type.name() + ": documents have no spelling for it.");
  }

  /**
   * Refuses elements that are empty or too long.
   *
   * @param type for the message, quoted
   */
  static void checkWidth(long bytes, String type, Place place) {
    if (bytes < 1 || bytes > MOST_BYTES) {
      throw place.problem(
          "data type "
              + type
              + " has elements of "
              + bytes
              + " bytes; 1 to "
              + MOST_BYTES
              + " are supported.");
    }
  }
}
