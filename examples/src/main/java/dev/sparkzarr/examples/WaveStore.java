package dev.sparkzarr.examples;

import dev.sparkzarr.store.BasicStore;
import dev.sparkzarr.store.Bytes;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.StoreLocation;
import dev.sparkzarr.store.StoreProvider;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A store of your own: {@code waves:N} is an array of N x N float32 values that nobody has stored.
 * Each chunk is computed when it is read. The store can read whole values and nothing else; that is
 * enough for a query, since the path names an array, and nothing has to be listed.
 */
final class WaveStore extends BasicStore {
  private static final int CHUNK = 128;
  private static final Pattern CHUNK_KEY = Pattern.compile("c/(\\d{1,4})/(\\d{1,4})");

  private final int size;

  private WaveStore(int size) {
    this.size = size;
  }

  /**
   * Named in {@code META-INF/services/dev.sparkzarr.store.StoreProvider}, so that Spark finds it.
   */
  public static final class Provider implements StoreProvider {
    @Override
    public String name() {
      return "waves";
    }

    @Override
    public int priority() {
      return 0;
    }

    @Override
    public Optional<Store> open(StoreLocation location) {
      if (!location.uri().startsWith("waves:")) {
        return Optional.empty(); // somebody else's
      }
      String size = location.uri().substring("waves:".length());
      if (!size.matches("[1-9]\\d{0,4}")) {
        throw new StoreException(
            "Cannot open store " + location.uri() + ": write waves: and a number up to 99999.");
      }
      return Optional.of(new WaveStore(Integer.parseInt(size)));
    }
  }

  @Override
  public Optional<ByteBuffer> get(StoreKey key, long limit) {
    Optional<ByteBuffer> value =
        key.value().equals("zarr.json") ? Optional.of(document()) : chunk(key);
    value.ifPresent(bytes -> Bytes.whole(bytes.remaining(), limit, describe(key)));
    return value;
  }

  private ByteBuffer document() {
    String json =
        """
        {"zarr_format": 3, "node_type": "array", "shape": [%d, %d], "data_type": "float32",
         "dimension_names": ["y", "x"], "fill_value": 0,
         "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": [%d, %d]}},
         "chunk_key_encoding": {"name": "default", "configuration": {"separator": "/"}},
         "codecs": [{"name": "bytes", "configuration": {"endian": "little"}}]}
        """
            .formatted(size, size, CHUNK, CHUNK);
    return ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8));
  }

  private Optional<ByteBuffer> chunk(StoreKey key) {
    Matcher place = CHUNK_KEY.matcher(key.value());
    if (!place.matches()) {
      return Optional.empty(); // no value has this key
    }
    int top = Integer.parseInt(place.group(1)) * CHUNK;
    int left = Integer.parseInt(place.group(2)) * CHUNK;
    if (top >= size || left >= size) {
      return Optional.empty();
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(CHUNK * CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int y = top; y < top + CHUNK; y++) {
      for (int x = left; x < left + CHUNK; x++) {
        bytes.putFloat((float) (Math.sin(Math.PI * y / size) * Math.sin(Math.PI * x / size)));
      }
    }
    return Optional.of(bytes.flip());
  }

  @Override
  public String describe(StoreKey key) {
    return describe() + "/" + key;
  }

  @Override
  public String describe() {
    return "waves:" + size;
  }

  /** Equal for stores of equal values: what was read from one may be taken for another. */
  @Override
  public Optional<String> identity() {
    return Optional.of(describe());
  }

  @Override
  public void close() {}
}
