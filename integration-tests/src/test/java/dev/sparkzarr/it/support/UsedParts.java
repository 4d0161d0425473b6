package dev.sparkzarr.it.support;

import dev.sparkzarr.array.Hierarchy;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.CodecSpec;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.NodeMetadata;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.metadata.Place;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreLocation;
import dev.sparkzarr.store.Stores;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which parts of the library an array needs: read from its documents, not claimed by anybody. */
final class UsedParts {
  private final Set<String> parts = new TreeSet<>();

  private UsedParts() {}

  /**
   * @param column the array's name below a group, or {@code value} for an array at the root
   */
  static String of(Path store, String column) {
    try (Store opened = Stores.open(new StoreLocation(store.toString(), Map.of()))) {
      Hierarchy hierarchy = Hierarchy.open(opened, Hierarchy.Consolidated.IF_PRESENT);
      NodeMetadata node = hierarchy.node(NodePath.ROOT).orElse(null);
      if (!(node instanceof ArrayMetadata)) {
        node = hierarchy.node(new NodePath(column)).orElse(null);
      }
      UsedParts used = new UsedParts();
      if (node instanceof ArrayMetadata array) {
        used.add(array);
      }
      return String.join(" ", used.parts);
    }
  }

  private void add(ArrayMetadata array) {
    add(array.dataType());
    parts.add("grid:" + array.grid().getClass().getSimpleName());
    parts.add("keys:" + array.keys().getClass().getSimpleName());
    add(array.codecs());
  }

  private void add(DataType type) {
    if (type instanceof DataType.Numeric numeric) {
      parts.add("type:" + numeric.kind().name().toLowerCase(Locale.ROOT));
      return;
    }
    parts.add("type:" + type.getClass().getSimpleName());
    if (type instanceof DataType.Time time) {
      parts.add("unit:" + time.unit().name());
    } else if (type instanceof DataType.Struct struct) {
      struct.fields().forEach(field -> add(field.type()));
    }
  }

  private void add(List<CodecSpec> chain) {
    for (CodecSpec codec : chain) {
      parts.add("codec:" + codec.name());
      for (String inner : List.of("codecs", "index_codecs")) {
        if (codec.configuration().hasNonNull(inner)) {
          add(CodecSpec.parseChain(codec.configuration().get(inner), new Place("a shard")));
        }
      }
    }
  }
}
