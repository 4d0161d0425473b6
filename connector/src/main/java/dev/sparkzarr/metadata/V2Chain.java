package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A v2 array's order, filters, compressor and byte order, and the same as a chain of v3 form.
 *
 * <pre>
 *   order F, filters [delta, shuffle], compressor zlib, dtype &gt;i4
 *   transpose [n-1 .. 0] | numcodecs.delta | bytes big | numcodecs.shuffle | numcodecs.zlib
 * </pre>
 *
 * A v2 document does not say which of its codecs turn values into bytes; numcodecs' ids do. An id
 * that is not known stays where it stands: before {@code bytes} as a filter, after it as the
 * compressor or behind another codec of bytes. Byte order follows the values: a filter that stores
 * another type decides the order from there on, and one that reads a type of another order or width
 * than it is given is refused, since v2 would have it look at the same bytes differently. Order F
 * makes no transpose of lists of objects, which know their dimensions.
 *
 * @param order {@code C} or {@code F}
 * @param filters as v2 writes them, with {@code id}
 * @param compressor as v2 writes it
 * @param orders of the array's data type; none when it is one byte wide
 */
record V2Chain(
    char order, List<ObjectNode> filters, Optional<ObjectNode> compressor, ByteOrders orders) {
  static final String BYTES = "bytes";
  static final String ENDIAN = "endian";
  static final String TRANSPOSE = "transpose";
  static final String PREFIX = "numcodecs.";
  static final String ID = "id";

  private static final String DTYPE = "dtype";
  private static final String ASTYPE = "astype";
  private static final String CATEGORIZE = "categorize";

  private static final Set<String> ARRAY_TO_BYTES =
      Set.of(
          "vlen-utf8",
          "vlen-bytes",
          "vlen-array",
          "json",
          "json2",
          "msgpack",
          "msgpack2",
          "pickle",
          "zfpy",
          "pcodec");

  private static final Set<String> NESTED = Set.of("json", "json2", "msgpack", "msgpack2");

  private static final Set<String> BYTES_TO_BYTES =
      Set.of(
          "blosc",
          "zlib",
          "gzip",
          "zstd",
          "lz4",
          "bz2",
          "lzma",
          "shuffle",
          "fletcher32",
          "adler32",
          "crc32",
          "crc32c",
          "jenkins_lookup3",
          "base64");

  /** Array-to-array filters that name their types: the field of what they read, and store. */
  private static final Map<String, List<String>> TYPED_FILTERS =
      Map.of(
          "delta", List.of(DTYPE, ASTYPE),
          "fixedscaleoffset", List.of(DTYPE, ASTYPE),
          "quantize", List.of(DTYPE, ASTYPE),
          "astype", List.of("decode_dtype", "encode_dtype"));

  private static final Set<String> UNTYPED_FILTERS = Set.of("packbits", "bitround", CATEGORIZE);

  /**
   * @param type of the array
   */
  List<CodecSpec> toChain(int rank, DataType type, Place place) {
    List<CodecSpec> chain = new ArrayList<>();
    if (order == 'F' && rank > 1 && !ordersItself()) {
      chain.add(CodecSpec.of(TRANSPOSE, reversed(rank)));
    }
    V2Typestr values = new V2Typestr(orders, ArrayDocument.width(type));
    boolean bytes = false;
    for (ObjectNode codec : codecs()) {
      String id = codec.get(ID).textValue();
      if (ARRAY_TO_BYTES.contains(id)) {
        if (bytes) {
          throw misplaced(id, place);
        }
        bytes = true;
      } else if (BYTES_TO_BYTES.contains(id) || isUnknownCompressor(codec, id)) {
        if (!bytes) {
          chain.add(bytes(values.orders()));
          bytes = true;
        }
      } else if (!bytes) {
        values = stored(id, codec, values, place);
      } else if (isArrayToArray(id)) {
        throw misplaced(id, place);
      }
      chain.add(CodecSpec.of(PREFIX + id, without(codec, ID)));
    }
    if (!bytes) {
      chain.add(bytes(values.orders()));
    }
    return chain;
  }

  /** Lists of objects are nested by dimension, whatever the order of an array in memory. */
  private boolean ordersItself() {
    return codecs().stream().anyMatch(codec -> NESTED.contains(codec.get(ID).textValue()));
  }

  private List<ObjectNode> codecs() {
    List<ObjectNode> codecs = new ArrayList<>(filters);
    compressor.ifPresent(codecs::add);
    return codecs;
  }

  private boolean isUnknownCompressor(ObjectNode codec, String id) {
    return compressor.isPresent() && codec == compressor.get() && !isArrayToArray(id);
  }

  private static boolean isArrayToArray(String id) {
    return TYPED_FILTERS.containsKey(id) || UNTYPED_FILTERS.contains(id);
  }

  private static V2Typestr stored(String id, ObjectNode filter, V2Typestr values, Place place) {
    if (id.equals("packbits")) {
      return V2Typestr.BYTE;
    }
    if (id.equals(CATEGORIZE)) {
      checkRead(id, filter, DTYPE, values, place);
      return type(id, filter, ASTYPE, V2Typestr.BYTE, place);
    }
    List<String> fields = TYPED_FILTERS.get(id);
    if (fields == null) {
      return values;
    }
    checkRead(id, filter, fields.get(0), values, place);
    return type(id, filter, fields.get(1), values, place);
  }

  private static void checkRead(
      String id, ObjectNode filter, String field, V2Typestr values, Place place) {
    if (!type(id, filter, field, values, place).equals(values)) {
      throw place.problem(
          "filter '"
              + id
              + "' reads "
              + Place.quote(filter.get(field))
              + ", but is given values of another width or byte order.");
    }
  }

  private static V2Typestr type(
      String id, ObjectNode filter, String field, V2Typestr otherwise, Place place) {
    if (!filter.hasNonNull(field)) {
      return otherwise;
    }
    return V2Typestr.parse(filter.get(field))
        .orElseThrow(
            () ->
                place.problem(
                    "filter '"
                        + id
                        + "' has "
                        + Place.quote(filter.get(field))
                        + " as '"
                        + field
                        + "', which is not a type with a byte order."));
  }

  private static MetadataException misplaced(String id, Place place) {
    return place.problem(
        "filter " + Place.quote(id) + " needs values, but an earlier filter made bytes of them.");
  }

  private static CodecSpec bytes(ByteOrders orders) {
    ObjectNode configuration = Json.NODES.objectNode();
    orders.toJson().ifPresent(endian -> configuration.set(ENDIAN, endian));
    return CodecSpec.of(BYTES, configuration);
  }

  private static ObjectNode reversed(int rank) {
    ObjectNode configuration = Json.NODES.objectNode();
    ArrayNode order = configuration.putArray("order");
    for (int i = rank - 1; i >= 0; i--) {
      order.add(i);
    }
    return configuration;
  }

  private static ObjectNode without(ObjectNode json, String name) {
    ObjectNode copy = json.deepCopy();
    copy.remove(name);
    return copy;
  }

  /**
   * The inverse of {@link #toChain}.
   *
   * @throws MetadataException when v2 has no spelling for the chain
   */
  static V2Chain ofChain(List<CodecSpec> chain, int rank, DataType type) {
    int next = 0;
    char order = 'C';
    if (!chain.isEmpty() && chain.get(0).name().equals(TRANSPOSE)) {
      if (!chain.get(0).configuration().equals(reversed(rank))) {
        throw new MetadataException(
            "Cannot write a Zarr v2 array: v2 stores dimensions in order or reversed, not "
                + Place.quote(chain.get(0).configuration())
                + ". Use format 3.");
      }
      order = 'F';
      next++;
    }
    List<ObjectNode> before = new ArrayList<>();
    List<ObjectNode> after = new ArrayList<>();
    ByteOrders orders = ByteOrders.NONE;
    boolean bytes = false;
    for (CodecSpec codec : chain.subList(next, chain.size())) {
      if (codec.name().equals(BYTES) && !bytes) {
        orders = ByteOrders.ofJson(codec.configuration().path(ENDIAN));
        bytes = true;
        continue;
      }
      (bytes ? after : before).add(v2(codec));
      bytes |= ARRAY_TO_BYTES.contains(codec.name().replaceFirst("^" + PREFIX, ""));
    }
    if (!bytes) {
      throw new MetadataException(
          "Cannot write a Zarr v2 array: its codecs have no step from values to bytes.");
    }
    Optional<ByteOrders> first = firstRead(before);
    boolean turns = type.layout().words().stream().anyMatch(word -> word.size() > 1);
    if (before.isEmpty() && orders.equals(ByteOrders.NONE) && turns) {
      throw new MetadataException(
          "Cannot write a Zarr v2 array: its codec 'bytes' does not say 'endian', little or big.");
    }
    Optional<ObjectNode> compressor =
        after.isEmpty() ? Optional.empty() : Optional.of(after.remove(after.size() - 1));
    before.addAll(after);
    return new V2Chain(order, before, compressor, first.orElse(orders));
  }

  /** The byte orders that the first filter which names its type reads; empty when none does. */
  private static Optional<ByteOrders> firstRead(List<ObjectNode> filters) {
    for (ObjectNode filter : filters) {
      String id = filter.get(ID).textValue();
      List<String> fields = id.equals(CATEGORIZE) ? List.of(DTYPE) : TYPED_FILTERS.get(id);
      if (fields != null && filter.hasNonNull(fields.get(0))) {
        return V2Typestr.parse(filter.get(fields.get(0))).map(V2Typestr::orders);
      }
    }
    return Optional.empty();
  }

  private static ObjectNode v2(CodecSpec codec) {
    if (!codec.name().startsWith(PREFIX)) {
      throw new MetadataException(
          "Cannot write a Zarr v2 array: codec "
              + Place.quote(codec.name())
              + " has no v2 form; v2 knows numcodecs only. Use format 3, or 'numcodecs.zstd' for 'zstd'.");
    }
    ObjectNode json = Json.NODES.objectNode();
    json.put(ID, codec.name().substring(PREFIX.length()));
    json.setAll(codec.configuration());
    return json;
  }

  /** The filters as JSON, null when there are none. */
  JsonNode filtersToJson() {
    return filters.isEmpty()
        ? Json.NODES.nullNode()
        : Json.NODES.arrayNode().addAll(List.copyOf(filters));
  }
}
