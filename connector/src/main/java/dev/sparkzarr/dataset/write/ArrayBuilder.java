package dev.sparkzarr.dataset.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.ZarrException;
import dev.sparkzarr.codec.CodecPipeline;
import dev.sparkzarr.dataset.Column;
import dev.sparkzarr.dataset.cf.CfEncoding;
import dev.sparkzarr.dataset.cf.EncodingRequest;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.ChunkGrid;
import dev.sparkzarr.metadata.ChunkKeyEncoding;
import dev.sparkzarr.metadata.CodecSpec;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.Shape;
import dev.sparkzarr.metadata.ZarrFormat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes the arrays of a new table, once the lengths of its dimensions are known. */
final class ArrayBuilder {
  /** Of an origin's encoding: how the array was laid out, or what goes its own way here. */
  private static final List<String> LAYOUT =
      List.of("chunks", "shards", "codecs", "zarr_format", "coordinates", "grid_mapping");

  private final WriteError error;
  private final LayoutOptions options;
  private final ZarrFormat format;
  private final List<String> dimensions;
  private final long[] sizes;
  private final LengthsOption chunks;
  private final LengthsOption shards;
  private final CoordinateNames coordinates;

  ArrayBuilder(
      WriteError error,
      LayoutOptions options,
      ZarrFormat format,
      List<String> dimensions,
      long[] sizes,
      LengthsOption chunks,
      LengthsOption shards,
      CoordinateNames coordinates) {
    this.error = error;
    this.options = options;
    this.format = format;
    this.dimensions = dimensions;
    this.sizes = sizes;
    this.chunks = chunks;
    this.shards = shards;
    this.coordinates = coordinates;
  }

  List<LaidOutArray> build(List<ArrayDraft> drafts) {
    List<CfEncoding> encodings = new ArrayList<>();
    Map<Set<Integer>, Integer> widest = new HashMap<>();
    for (ArrayDraft draft : drafts) {
      CfEncoding encoding = encoding(draft);
      encodings.add(encoding);
      if (draft.role() == Column.Role.VARIABLE) {
        widest.merge(new HashSet<>(draft.dimensions()), width(encoding.dataType()), Math::max);
      }
    }
    List<LaidOutArray> arrays = new ArrayList<>();
    for (int i = 0; i < drafts.size(); i++) {
      ArrayDraft draft = drafts.get(i);
      int own = width(encodings.get(i).dataType());
      int width =
          draft.role() == Column.Role.VARIABLE
              ? widest.get(new HashSet<>(draft.dimensions()))
              : own;
      arrays.add(array(draft, encodings.get(i), width));
    }
    return arrays;
  }

  private static int width(DataType type) {
    return type.layout().variable() ? ChunkShape.VARIABLE_WIDTH : type.layout().width();
  }

  private CfEncoding encoding(ArrayDraft draft) {
    ObjectNode encoding = JsonNodeFactory.instance.objectNode();
    ObjectNode attributes = JsonNodeFactory.instance.objectNode();
    JsonNode gridMapping = null;
    if (draft.origin().isPresent()) {
      encoding.setAll(draft.origin().get().encoding().deepCopy());
      gridMapping = encoding.get("grid_mapping");
      encoding.remove(LAYOUT);
      attributes.setAll(draft.origin().get().attributes().deepCopy());
    }
    ObjectNode own = draft.own().values();
    if (own.has("grid_mapping")) {
      gridMapping = own.get("grid_mapping");
    }
    own.remove(LAYOUT);
    encoding.setAll(own);
    draft
        .own()
        .attributes(error, draft.name())
        .ifPresent(given -> GroupAttributes.overlay(attributes, given));
    if (gridMapping != null && !gridMapping.isNull()) {
      attributes.set("grid_mapping", gridMapping);
    }
    coordinates.of(draft.name()).ifPresent(text -> attributes.put("coordinates", text));
    SourceColumn source = draft.source();
    SourceColumn column =
        new SourceColumn(
            source.name(), source.type(), source.decimalScale(), source.nullable(), draft.origin());
    return CfEncoding.of(
        new EncodingRequest(
            "array " + draft.name() + " in " + error.place(),
            column,
            draft.role(),
            format,
            encoding,
            attributes,
            draft.values()));
  }

  private LaidOutArray array(ArrayDraft draft, CfEncoding encoding, int width) {
    List<String> names = draft.dimensions().stream().map(dimensions::get).toList();
    long[] lengths = draft.dimensions().stream().mapToLong(i -> sizes[i]).toArray();
    Optional<GridChoice.Lengths> originGrid = originGrid(draft);
    GridChoice grid =
        GridChoice.of(
            error,
            new GridChoice.Asked(
                draft.name(), draft.role(), names, lengths, width, format, originGrid),
            draft.own(),
            chunks,
            shards);
    List<CodecSpec> codecs =
        new CodecChoice(error, draft.name(), encoding.dataType(), format)
            .choose(
                draft.own(),
                options,
                originCodecs(draft, encoding.dataType()),
                grid,
                originGrid.filter(grid::isSame).isPresent());
    return new LaidOutArray(
        draft.name(),
        draft.column(),
        draft.role(),
        draft.dimensions(),
        metadata(draft, encoding, Shape.of(lengths), grid, codecs, names),
        encoding.encoder());
  }

  /** A coordinate of a dimension is one chunk, however many it had. */
  private static Optional<GridChoice.Lengths> originGrid(ArrayDraft draft) {
    return draft.role() == Column.Role.DIMENSION || draft.order().isEmpty()
        ? Optional.empty()
        : draft
            .origin()
            .flatMap(origin -> GridChoice.origin(origin.encoding(), draft.order().get()));
  }

  private static Optional<JsonNode> originCodecs(ArrayDraft draft, DataType type) {
    boolean sameOrder = draft.order().filter(ArrayBuilder::isIdentity).isPresent();
    return draft
        .origin()
        .filter(
            origin ->
                sameOrder && origin.dtype().filter(ColumnOrigin.dtype(type)::equals).isPresent())
        .map(origin -> origin.encoding().get("codecs"));
  }

  private static boolean isIdentity(int[] order) {
    for (int i = 0; i < order.length; i++) {
      if (order[i] != i) {
        return false;
      }
    }
    return true;
  }

  private ArrayMetadata metadata(
      ArrayDraft draft,
      CfEncoding encoding,
      Shape shape,
      GridChoice grid,
      List<CodecSpec> codecs,
      List<String> names) {
    try {
      ArrayMetadata array =
          ArrayMetadata.of(
              format,
              shape,
              encoding.dataType(),
              new ChunkGrid.Regular(Shape.of(grid.shards().orElse(grid.chunks()))),
              format == ZarrFormat.V2
                  ? new ChunkKeyEncoding.V2('.')
                  : new ChunkKeyEncoding.Default('/'),
              encoding.fill(),
              codecs,
              names.stream().map(Optional::of).toList(),
              encoding.attributes());
      CodecPipeline.of(array);
      return array;
    } catch (ZarrException e) {
      throw error.because(
          "column '" + draft.name() + "' does not become an array: " + e.getMessage(), e);
    }
  }
}
