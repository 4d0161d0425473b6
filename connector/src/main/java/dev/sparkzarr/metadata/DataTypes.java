package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkzarr.metadata.DataTypeForm.Typed;
import java.util.List;
import java.util.Optional;

/** The data types of this version: every family that documents may name. */
final class DataTypes {
  private static final List<DataTypeForm> FORMS = List.of(new NumericForm());

  private DataTypes() {}

  static Typed ofV2(JsonNode dtype, Place place) {
    for (DataTypeForm form : FORMS) {
      Optional<Typed> type = form.ofV2(dtype, place);
      if (type.isPresent()) {
        return type.get();
      }
    }
    throw unsupported(dtype.isTextual() ? Place.quote(dtype) : structured(dtype, place), place);
  }

  static DataType ofV3(JsonNode dataType, Place place) {
    Extension extension = Extension.parse(dataType, "data_type", place);
    for (DataTypeForm form : FORMS) {
      Optional<DataType> type = form.ofV3(extension, place);
      if (type.isPresent()) {
        return type.get();
      }
    }
    throw unsupported(Place.quote(extension.name()), place);
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

  private static String structured(JsonNode dtype, Place place) {
    if (!dtype.isArray()) {
      throw place.problem("'dtype' is neither a text nor a list but " + Place.quote(dtype) + ".");
    }
    return "'structured' of " + dtype.size() + " fields";
  }

  private static MetadataException unsupported(String type, Place place) {
    return place.problem("data type " + type + " is not supported by this version.");
  }
}
