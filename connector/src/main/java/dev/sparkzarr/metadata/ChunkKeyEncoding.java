package dev.sparkzarr.metadata;

/**
 * How a chunk's index becomes the end of its key.
 *
 * @param prefixed true for v3 {@code default} (leading {@code c}), false for {@code v2}
 * @param separator {@code .} or {@code /}
 */
public record ChunkKeyEncoding(boolean prefixed, char separator) {
  public ChunkKeyEncoding {
    if (separator != '.' && separator != '/') {
      throw new MetadataException(
          "Cannot use chunk key separator '" + separator + "': only '.' and '/' are legal.");
    }
  }

  /**
   * @param index the stored object's index in the chunk grid
   * @return for example {@code c/0/1}, {@code 0.1}; for a 0-d array {@code c} or {@code 0}
   */
  public String encode(long[] index) {
    StringBuilder key = new StringBuilder(prefixed ? "c" : index.length == 0 ? "0" : "");
    for (int i = 0; i < index.length; i++) {
      if (prefixed || i > 0) {
        key.append(separator);
      }
      key.append(index[i]);
    }
    return key.toString();
  }
}
