package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.store.StoreKey;
import java.util.Arrays;
import java.util.Set;

/** How a stored object's index becomes the end of its key. Immutable and safe for many threads. */
public sealed interface ChunkKeyEncoding {
  /**
   * @param index the stored object's index in the chunk grid
   * @return for example {@code c/0/1}, {@code 0.1}; for a 0-d array {@code c} or {@code 0}
   * @throws MetadataException when an encoding of a user's jar makes what is no key
   */
  String encode(long[] index);

  /**
   * {@code c}, then the index: v3 {@code default}.
   *
   * @param separator {@code .} or {@code /}
   */
  record Default(char separator) implements ChunkKeyEncoding {
    public Default {
      checkSeparator(separator);
    }

    @Override
    public String encode(long[] index) {
      return prefixed(index, separator);
    }
  }

  /**
   * The index alone: every v2 array, and v3 {@code v2}.
   *
   * @param separator {@code .} or {@code /}
   */
  record V2(char separator) implements ChunkKeyEncoding {
    public V2 {
      checkSeparator(separator);
    }

    @Override
    public String encode(long[] index) {
      if (index.length == 0) {
        return "0";
      }
      StringBuilder key = new StringBuilder();
      for (int i = 0; i < index.length; i++) {
        key.append(i == 0 ? "" : separator).append(index[i]);
      }
      return key.toString();
    }
  }

  /**
   * As {@link Default}, with a suffix such as {@code .tiff}: {@code zarrs.default_suffix}. Source:
   * zarrs.
   *
   * @param separator {@code .} or {@code /}
   * @param suffix with which keys are still below their array
   */
  record DefaultSuffix(char separator, String suffix) implements ChunkKeyEncoding {
    public DefaultSuffix {
      checkSeparator(separator);
      if (!StoreKey.isValid("c" + suffix)) {
        throw new MetadataException(
            "Cannot use chunk key suffix "
                + Place.quote(suffix)
                + ": with it, keys would be none. A suffix such as '.tiff' can be used.");
      }
    }

    @Override
    public String encode(long[] index) {
      return prefixed(index, separator) + suffix;
    }
  }

  /**
   * An encoding that a {@link ChunkKeyEncodingProvider} added. Two are equal when name and
   * configuration are.
   *
   * @param name as documents name it
   * @param configuration as the document has it; not to be modified
   * @param encoder makes the keys, which are checked here
   */
  record Custom(String name, ObjectNode configuration, ChunkKeyEncoder encoder)
      implements ChunkKeyEncoding {
    private static final Set<String> DOCUMENTS =
        Set.of("zarr.json", ".zarray", ".zgroup", ".zattrs", ".zmetadata");

    public Custom {
      configuration = configuration.deepCopy();
    }

    @Override
    public String encode(long[] index) {
      String key = encoder.encode(index.clone());
      if (key == null || !StoreKey.isValid(key) || DOCUMENTS.contains(key)) {
        throw new MetadataException(
            "Cannot find chunk "
                + Arrays.toString(index)
                + ": chunk key encoding "
                + Place.quote(name)
                + " makes of it "
                + Place.quote(String.valueOf(key))
                + ", which is no key of a chunk. Repair the jar that adds the encoding.");
      }
      return key;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Custom custom
          && name.equals(custom.name)
          && configuration.equals(custom.configuration);
    }

    @Override
    public int hashCode() {
      return 31 * name.hashCode() + configuration.hashCode();
    }
  }

  private static void checkSeparator(char separator) {
    if (separator != '.' && separator != '/') {
      throw new MetadataException(
          "Cannot use chunk key separator '" + separator + "': only '.' and '/' are legal.");
    }
  }

  private static String prefixed(long[] index, char separator) {
    StringBuilder key = new StringBuilder("c");
    for (long position : index) {
      key.append(separator).append(position);
    }
    return key.toString();
  }
}
