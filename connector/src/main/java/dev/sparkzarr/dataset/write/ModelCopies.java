package dev.sparkzarr.dataset.write;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkzarr.ZarrException;
import dev.sparkzarr.array.ArrayGrid;
import dev.sparkzarr.dataset.ArrayLayout;
import dev.sparkzarr.dataset.cf.CopiedFill;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.ChunkGrid;
import dev.sparkzarr.metadata.ChunkKeyEncoding;
import dev.sparkzarr.metadata.CodecSpec;
import dev.sparkzarr.metadata.ZarrFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The arrays of a model that belong to a table without being its columns: bounds, grid mappings and
 * the like, which its arrays name in attributes. Stateless.
 */
final class ModelCopies {
  /** Attributes that name arrays which are no coordinates. Source: CF conventions. */
  private static final List<String> NAMING =
      List.of("bounds", "climatology", "grid_mapping", "cell_measures", "ancillary_variables");

  private ModelCopies() {}

  static List<CopiedArray> of(
      WriteError error,
      OpenedTable model,
      ZarrFormat format,
      List<LaidOutArray> arrays,
      List<String> dimensions,
      long[] sizes) {
    Set<String> written = new TreeSet<>(arrays.stream().map(LaidOutArray::name).toList());
    Set<String> wanted = new TreeSet<>();
    for (LaidOutArray array : arrays) {
      for (String attribute : NAMING) {
        array.metadata().attributes().text(attribute).ifPresent(text -> wanted.addAll(words(text)));
      }
    }
    List<CopiedArray> copies = new ArrayList<>();
    for (String name : wanted) {
      ArrayMetadata array = model.arrays().get(name);
      if (array != null && !written.contains(name)) {
        checkSizes(error, model, name, array, dimensions, sizes);
        copies.add(
            new CopiedArray(
                name, model.path().resolve(name), array, converted(error, name, array, format)));
      }
    }
    return copies;
  }

  /** {@code crs}, and {@code crs: x y} or {@code area: cell_area}, whose colons stay behind. */
  private static List<String> words(String text) {
    return List.of(text.strip().replace(":", " ").split("\\s+"));
  }

  private static void checkSizes(
      WriteError error,
      OpenedTable model,
      String name,
      ArrayMetadata array,
      List<String> dimensions,
      long[] sizes) {
    List<String> own = OpenedTable.dimensions(array);
    for (int i = 0; i < own.size(); i++) {
      int at = dimensions.indexOf(own.get(i));
      if (at >= 0 && sizes[at] != array.shape().length(i)) {
        throw error.because(
            "array '"
                + name
                + "' of "
                + model.place()
                + ", which the option like names, has "
                + array.shape().length(i)
                + " indexes along dimension '"
                + own.get(i)
                + "', but the table has "
                + sizes[at]
                + ", so that it cannot be copied along. Leave the option like out, or take its"
                + " dimensions as they are.");
      }
    }
  }

  private static ArrayMetadata converted(
      WriteError error, String name, ArrayMetadata array, ZarrFormat format) {
    if (array.format() == format) {
      return array;
    }
    try {
      ArrayGrid grid = ArrayLayout.of(array);
      boolean loses = grid.isSharded() && format == ZarrFormat.V2;
      GridChoice cut = new GridChoice(grid.largestChunk().toArray(), Optional.empty());
      Optional<JsonNode> origin = Optional.of(ArrayLayout.codecs(array));
      List<CodecSpec> codecs =
          new CodecChoice(error, name, array.dataType(), format)
              .choose(VariableOptions.NONE, LayoutOptions.NONE, origin, cut, false);
      CopiedFill fill = CopiedFill.of(array, format);
      return ArrayMetadata.of(
          format,
          array.shape(),
          array.dataType(),
          loses ? new ChunkGrid.Regular(grid.largestChunk()) : array.grid(),
          format == ZarrFormat.V2
              ? new ChunkKeyEncoding.V2('.')
              : new ChunkKeyEncoding.Default('/'),
          fill.fill(),
          codecs,
          array.dimensionNames(),
          fill.attributes());
    } catch (ZarrException e) {
      throw error.because(
          "array '" + name + "' of the option like cannot be copied: " + e.getMessage(), e);
    }
  }
}
