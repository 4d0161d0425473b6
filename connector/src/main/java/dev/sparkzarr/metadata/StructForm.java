package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.metadata.DataType.Struct;
import dev.sparkzarr.metadata.DataType.Struct.Field;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Records: in v2 a list of {@code [name, dtype]} or {@code [name, dtype, shape]}, each with a byte
 * order of its own; in v3 {@code struct} with {@code fields} of {@code {name, data_type}}, and its
 * older form {@code structured} with {@code [name, data_type]}, which is not written. Fields are
 * packed. A v2 field without a name gets numpy's, {@code f0}, {@code f1}, ... by position.
 */
final class StructForm implements DataTypeForm {
  /** The older name, for which an absent {@code endian} means little. */
  static final String STRUCTURED = "structured";

  private static final String STRUCT = "struct";
  private static final String FIELDS = "fields";
  private static final String DATA_TYPE = "data_type";
  private static final int MOST_FIELDS = 4096;
  private static final int MOST_PARTS = 1 << 16;
  private static final int DEEPEST = 32;
  private static final int MOST_DIMENSIONS = 32;

  @Override
  public Optional<Typed> ofV2(Typestr dtype, Place place) {
    return Optional.empty();
  }

  /**
   * @param fields a v2 {@code dtype} that is a list
   */
  Typed ofV2(ArrayNode fields, Place place) {
    List<Optional<Endian>> leaves = new ArrayList<>();
    Struct struct = ofV2(fields, 1, leaves, place);
    ByteOrders orders = ByteOrders.ofLeaves(leaves);
    try {
      StoredWords.of(struct, orders.each(struct));
    } catch (MetadataException e) {
      throw place.problem("its record cannot be used: " + e.getMessage());
    }
    return new Typed(struct, orders);
  }

  private static Struct ofV2(
      ArrayNode list, int depth, List<Optional<Endian>> leaves, Place place) {
    checkFields(list.size(), depth, place);
    List<Field> fields = new ArrayList<>();
    for (JsonNode item : list) {
      boolean form = item.isArray() && item.size() >= 2 && item.size() <= 3;
      if (!form || !item.get(0).isTextual()) {
        throw place.problem(
            "a field of its record is not [name, dtype] or [name, dtype, shape] but "
                + Place.quote(item)
                + ".");
      }
      String name = item.get(0).textValue();
      DataType type;
      if (item.get(1) instanceof ArrayNode nested) {
        type = ofV2(nested, depth + 1, leaves, place);
      } else {
        Typed typed = DataTypes.ofV2(item.get(1), place);
        type = typed.type();
        leaves.add(typed.orders().leaves().stream().findFirst());
      }
      Shape shape = item.size() == 3 ? shape(item.get(2), place) : Shape.of();
      fields.add(new Field(name.isEmpty() ? "f" + fields.size() : name, type, shape));
    }
    return checked(fields, place);
  }

  private static Shape shape(JsonNode json, Place place) {
    JsonNode list = json.isArray() ? json : Json.NODES.arrayNode().add(json);
    long[] lengths = new long[Math.min(list.size(), MOST_DIMENSIONS)];
    boolean valid = list.size() == lengths.length;
    for (int i = 0; valid && i < lengths.length; i++) {
      valid = list.get(i).isIntegralNumber() && list.get(i).canConvertToInt();
      lengths[i] = list.get(i).intValue();
      valid &= lengths[i] > 0;
    }
    if (!valid) {
      throw place.problem(
          "a field of its record has the shape " + Place.quote(json) + ", not positive lengths.");
    }
    return Shape.of(lengths);
  }

  @Override
  public Optional<DataType> ofV3(Extension type, Place place) {
    if (!type.name().equals(STRUCT) && !type.name().equals(STRUCTURED)) {
      return Optional.empty();
    }
    Fields configuration = new Fields(type.configuration(), place);
    configuration.refuseOthers(Set.of(FIELDS), "'" + type.name() + "'");
    type.required(FIELDS, place);
    ArrayNode list = configuration.requiredList(FIELDS);
    checkFields(list.size(), 1, place);
    List<Field> fields = new ArrayList<>();
    for (JsonNode item : list) {
      boolean pair = item.isArray() && item.size() == 2;
      JsonNode name = pair ? item.get(0) : item.path(Extension.NAME);
      JsonNode dataType = pair ? item.get(1) : item.path(DATA_TYPE);
      if (!name.isTextual() || name.textValue().isEmpty() || dataType.isMissingNode()) {
        throw place.problem(
            "a field of its record has no name or no data type: " + Place.quote(item) + ".");
      }
      DataType field = DataTypes.ofV3(dataType, place);
      if (field.layout().variable()) {
        throw place.problem(
            "field "
                + Place.quote(name)
                + " of its record is a "
                + field.name()
                + ", which has no fixed size.");
      }
      fields.add(new Field(name.textValue(), field, Shape.of()));
    }
    return Optional.of(checked(fields, place));
  }

  private static void checkFields(int fields, int depth, Place place) {
    if (fields < 1 || fields > MOST_FIELDS) {
      throw place.problem(
          "its record has " + fields + " fields; 1 to " + MOST_FIELDS + " are supported.");
    }
    if (depth > DEEPEST) {
      throw place.problem("its records are nested more than " + DEEPEST + " deep.");
    }
  }

  private static Struct checked(List<Field> fields, Place place) {
    Set<String> names = new HashSet<>();
    long width = 0;
    long parts = 0;
    int leaves = 0;
    int depth = 1;
    for (Field field : fields) {
      if (!names.add(field.name())) {
        throw place.problem(
            "its record has two fields of the name " + Place.quote(field.name()) + ".");
      }
      ElementLayout layout = field.type().layout();
      long items = 1;
      for (long length : field.shape().toArray()) {
        items *= length;
        DataTypes.checkWidth(layout.width() * items, "of a field", place);
      }
      width += layout.width() * items;
      parts += layout.words().size() == 1 ? 1 : layout.words().size() * items;
      leaves += StoredWords.leaves(field.type());
      depth = Math.max(depth, 1 + depth(field.type()));
      checkFields(leaves, depth, place);
    }
    DataTypes.checkWidth(width, "'struct'", place);
    if (parts > MOST_PARTS) {
      throw place.problem("its record has more than " + MOST_PARTS + " parts.");
    }
    return new Struct(fields);
  }

  private static int depth(DataType type) {
    int depth = 0;
    if (type.storage() instanceof Struct struct) {
      for (Field field : struct.fields()) {
        depth = Math.max(depth, depth(field.type()));
      }
      depth++;
    }
    return depth;
  }

  @Override
  public boolean writes(DataType type) {
    return type instanceof Struct;
  }

  @Override
  public JsonNode toV2(Typed type) {
    return toV2((Struct) type.type(), type.orders().each(type.type()).iterator());
  }

  private static JsonNode toV2(Struct struct, Iterator<Endian> orders) {
    ArrayNode list = Json.NODES.arrayNode();
    for (Field field : struct.fields()) {
      ArrayNode item = list.addArray().add(field.name());
      item.add(
          field.type() instanceof Struct nested
              ? toV2(nested, orders)
              : DataTypes.formOf(field.type())
                  .toV2(new Typed(field.type(), ByteOrders.of(orders.next()))));
      if (field.shape().rank() > 0) {
        item.add(V3Grid.lengths(field.shape()));
      }
    }
    return list;
  }

  @Override
  public JsonNode toV3(DataType type) {
    ObjectNode configuration = Json.NODES.objectNode();
    ArrayNode fields = configuration.putArray(FIELDS);
    for (Field field : ((Struct) type).fields()) {
      if (field.shape().rank() > 0) {
        throw new MetadataException(
            "Cannot write a Zarr v3 array: field "
                + Place.quote(field.name())
                + " of its record is an array, for which v3 has no spelling. Use format 2.");
      }
      fields
          .addObject()
          .put(Extension.NAME, field.name())
          .set(DATA_TYPE, DataTypes.formOf(field.type()).toV3(field.type()));
    }
    return new Extension(STRUCT, configuration, true).toJson();
  }

  @Override
  public FillValue fill(Typed type, JsonNode fill, ZarrFormat format, Place place) {
    return StructFill.parse(type, fill, format, place);
  }

  @Override
  public JsonNode fillToJson(Typed type, FillValue fill, ZarrFormat format) {
    return format == ZarrFormat.V2
        ? StructFill.toBase64(type, fill)
        : StructFill.toJson((Struct) type.type(), fill);
  }
}
