package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.ZarrException;
import dev.sparkzarr.metadata.DataType.Extended;
import java.util.Optional;

/** Types that a {@link DataTypeProvider} added: fill values are their storage's. v3 only. */
final class ExtendedForm implements DataTypeForm {
  @Override
  public Optional<Typed> ofV2(Typestr dtype, Place place) {
    return Optional.empty();
  }

  @Override
  public Optional<DataType> ofV3(Extension type, Place place) {
    ObjectNode configuration = (ObjectNode) Json.sorted(type.configuration());
    return Services.find(
            DataTypeProvider.class,
            provider -> storage(provider, type, place),
            type.name(),
            "data type")
        .map(storage -> new Extended(type.name(), configuration, checked(type, storage, place)));
  }

  private static Optional<DataType> storage(
      DataTypeProvider provider, Extension type, Place place) {
    try {
      return provider.storage(type.name(), type.configuration().deepCopy());
    } catch (ZarrException | IllegalArgumentException e) {
      throw place.problem(
          "data type " + Place.quote(type.name()) + " cannot be used: " + e.getMessage(), e);
    }
  }

  private static DataType checked(Extension type, DataType storage, Place place) {
    if (storage instanceof Extended) {
      throw place.problem(
          "data type " + Place.quote(type.name()) + " is stored as another added type.");
    }
    DataTypes.checkWidth(storage.layout().width(), Place.quote(type.name()), place);
    return storage;
  }

  @Override
  public boolean writes(DataType type) {
    return type instanceof Extended;
  }

  @Override
  public JsonNode toV2(Typed type) {
    throw DataTypeForm.noV2(type.type());
  }

  @Override
  public JsonNode toV3(DataType type) {
    ObjectNode configuration = (ObjectNode) Json.sorted(((Extended) type).configuration());
    return configuration.isEmpty()
        ? Json.NODES.textNode(type.name())
        : new Extension(type.name(), configuration, true).toJson();
  }

  @Override
  public FillValue fill(Typed type, JsonNode fill, ZarrFormat format, Place place) {
    Typed storage = storage(type);
    return DataTypes.formOf(storage.type()).fill(storage, fill, format, place);
  }

  @Override
  public JsonNode fillToJson(Typed type, FillValue fill, ZarrFormat format) {
    Typed storage = storage(type);
    return DataTypes.formOf(storage.type()).fillToJson(storage, fill, format);
  }

  private static Typed storage(Typed type) {
    return new Typed(type.type().storage(), type.orders());
  }
}
