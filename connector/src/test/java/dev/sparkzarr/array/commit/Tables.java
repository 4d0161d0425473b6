package dev.sparkzarr.array.commit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sparkzarr.array.Hierarchy;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.Attributes;
import dev.sparkzarr.metadata.ChunkGrid;
import dev.sparkzarr.metadata.ChunkKeyEncoding;
import dev.sparkzarr.metadata.CodecSpec;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.FillValue;
import dev.sparkzarr.metadata.GroupMetadata;
import dev.sparkzarr.metadata.NodeMetadata;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.metadata.Shape;
import dev.sparkzarr.metadata.ZarrFormat;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreKey;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Small arrays of 32-bit integers: their documents, their objects and their cells. */
final class Tables {
  static final NodePath GROUP = new NodePath("g");
  static final GroupMetadata V3 = new GroupMetadata(ZarrFormat.V3, Attributes.EMPTY);

  private Tables() {}

  /** What a reader sees of an array: cells in C order. */
  record Cells(List<Long> shape, List<Integer> values) {
    Cells {
      shape = List.copyOf(shape);
      values = List.copyOf(values);
    }

    int columns() {
      return shape.size() == 1 ? 1 : Math.toIntExact(shape.get(1));
    }
  }

  static ArrayMetadata array(ChunkKeyEncoding keys, long... shape) {
    long[] chunks = new long[shape.length];
    Arrays.fill(chunks, 2);
    return array(ZarrFormat.V3, keys, Shape.of(chunks), shape);
  }

  static ArrayMetadata array(
      ZarrFormat format, ChunkKeyEncoding keys, Shape chunks, long... shape) {
    return ArrayMetadata.of(
        format,
        Shape.of(shape),
        new DataType.Numeric(ElementKind.INT32),
        new ChunkGrid.Regular(chunks),
        keys,
        Optional.of(new FillValue(new byte[4])),
        List.of(
            new CodecSpec(
                "bytes", JsonNodeFactory.instance.objectNode().put("endian", "little"), true)),
        List.of(),
        Attributes.EMPTY);
  }

  /** The object of these positions, of the cells of a whole array. */
  static ByteBuffer object(Cells cells, long row, long column) {
    int columns = cells.shape().size() == 1 ? 1 : 2;
    ByteBuffer bytes = ByteBuffer.allocate(2 * columns * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (long r = 2 * row; r < 2 * row + 2; r++) {
      for (long c = columns * column; c < columns * (column + 1); c++) {
        boolean isInside = r < cells.shape().get(0) && c < cells.columns();
        bytes.putInt(isInside ? cells.values().get((int) (r * cells.columns() + c)) : 0);
      }
    }
    return bytes.flip();
  }

  static StoreKey key(NodePath path, ArrayMetadata array, long row, long column) {
    return path.key(
        array
            .keys()
            .encode(array.shape().rank() == 1 ? new long[] {row} : new long[] {row, column}));
  }

  /** The cells of an array as its metadata say where they are; fill where there is no object. */
  static Cells read(Store store, NodePath path, ArrayMetadata array) {
    boolean isFlat = array.shape().rank() == 1;
    long rows = array.shape().length(0);
    long columns = isFlat ? 1 : array.shape().length(1);
    Integer[] values = new Integer[(int) (rows * columns)];
    int width = isFlat ? 1 : 2;
    for (long r = 0; r < rows; r += 2) {
      for (long c = 0; c < columns; c += width) {
        Optional<ByteBuffer> bytes = store.get(key(path, array, r / 2, c / width), 1000);
        for (long i = r; i < Math.min(r + 2, rows); i++) {
          for (long j = c; j < Math.min(c + width, columns); j++) {
            int at = (int) ((i - r) * width + (j - c)) * 4;
            values[(int) (i * columns + j)] =
                bytes.map(b -> b.order(ByteOrder.LITTLE_ENDIAN).getInt(at)).orElse(0);
          }
        }
      }
    }
    List<Long> shape = isFlat ? List.of(rows) : List.of(rows, columns);
    return new Cells(shape, Arrays.asList(values));
  }

  /** The arrays of the group. */
  static Map<NodePath, ArrayMetadata> arrays(Store store, Hierarchy.Consolidated consolidated) {
    Hierarchy hierarchy = Hierarchy.open(store, consolidated);
    Map<NodePath, ArrayMetadata> arrays = new TreeMap<>();
    if (hierarchy.node(GROUP).isEmpty()) {
      return arrays;
    }
    hierarchy
        .children(GROUP)
        .nodes()
        .forEach(
            (path, node) -> {
              if (node instanceof ArrayMetadata array) {
                arrays.put(path, array);
              }
            });
    return arrays;
  }

  /** What the group says of itself; nothing where there is none. */
  static Attributes attributes(Store store) {
    return Hierarchy.open(store, Hierarchy.Consolidated.IF_PRESENT)
        .node(GROUP)
        .map(NodeMetadata::attributes)
        .orElse(Attributes.EMPTY);
  }

  /** The names that the group calls coordinates. */
  static Set<String> coordinates(Attributes attributes) {
    return attributes
        .text("coordinates")
        .map(text -> (Set<String>) new TreeSet<>(Arrays.asList(text.split(" "))))
        .orElse(Set.of());
  }

  static GroupMetadata group(Set<String> coordinates) {
    return new GroupMetadata(
        ZarrFormat.V3,
        new Attributes(
            JsonNodeFactory.instance
                .objectNode()
                .put("coordinates", String.join(" ", coordinates))));
  }

  static Map<NodePath, Cells> read(Store store, Map<NodePath, ArrayMetadata> arrays) {
    Map<NodePath, Cells> cells = new TreeMap<>();
    arrays.forEach((path, array) -> cells.put(path, read(store, path, array)));
    return cells;
  }
}
