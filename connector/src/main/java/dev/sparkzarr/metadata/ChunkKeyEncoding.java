package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.store.StoreKey;
import java.util.Arrays;
import java.util.Optional;
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
   * The reverse of {@link #encode}.
   *
   * @param key below its array's
   * @param rank of the array, at least 0
   * @return the index; empty when no object of such an array has this key, or when an encoding of a
   *     user's jar made it
   */
  Optional<long[]> decode(String key, int rank);

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

    @Override
    public Optional<long[]> decode(String key, int rank) {
      return ChunkKeyReader.prefixed(key, separator, rank);
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

    @Override
    public Optional<long[]> decode(String key, int rank) {
      return rank == 0 && key.equals("0")
          ? Optional.of(new long[0])
          : ChunkKeyReader.indexes(key, separator, rank);
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

    @Override
    public Optional<long[]> decode(String key, int rank) {
      return key.endsWith(suffix)
          ? ChunkKeyReader.prefixed(
              key.substring(0, key.length() - suffix.length()), separator, rank)
          : Optional.empty();
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
    public Optional<long[]> decode(String key, int rank) {
      return Optional.empty();
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
