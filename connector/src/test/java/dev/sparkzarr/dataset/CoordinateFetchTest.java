package dev.sparkzarr.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkzarr.array.EmptyChunks;
import dev.sparkzarr.array.Region;
import dev.sparkzarr.array.ZarrArray;
import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.store.MemoryStore;
import dev.sparkzarr.store.SlowStore;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreKey;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoordinateFetchTest {
  private static final String BYTES =
      "{\"name\":\"bytes\",\"configuration\":{\"endian\":\"little\"}}";

  private final MemoryStore store = MemoryStore.unnamed();

  /** The numbers 0, 1, 2, ...; fill value -1. */
  private void write(int length, int objectLength, String codec) {
    put(
        "{\"zarr_format\":3,\"node_type\":\"array\",\"shape\":["
            + length
            + "],\"data_type\":\"int32\",\"chunk_grid\":{\"name\":\"regular\",\"configuration\":"
            + "{\"chunk_shape\":["
            + objectLength
            + "]}},\"chunk_key_encoding\":{\"name\":\"default\"},\"fill_value\":-1,\"codecs\":["
            + codec
            + "]}");
    ChunkBuffer values = new ChunkBuffer(ElementKind.INT32);
    values.resize(length);
    ByteBuffer bytes = ByteBuffer.wrap(values.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < length; i++) {
      bytes.putInt(i);
    }
    ArrayMetadata metadata = array(store).metadata();
    array(store).writer(EmptyChunks.WRITE).write(Region.all(metadata.shape()), values);
  }

  private void put(String document) {
    store.put(
        new StoreKey("x/zarr.json"), ByteBuffer.wrap(document.getBytes(StandardCharsets.UTF_8)));
  }

  private static ZarrArray array(Store store) {
    return ZarrArray.open(store, new NodePath("x"));
  }

  private static String shard(int chunkLength) {
    return "{\"name\":\"sharding_indexed\",\"configuration\":{\"chunk_shape\":["
        + chunkLength
        + "],\"codecs\":["
        + BYTES
        + "],\"index_codecs\":["
        + BYTES
        + "],\"index_location\":\"end\"}}";
  }

  private static int[] read(Store from) {
    ChunkBuffer raw = new ChunkBuffer(ElementKind.INT32);
    CoordinateFetch.read(array(from).reader(), raw);
    int[] values = new int[raw.elements()];
    ByteBuffer.wrap(raw.bytes()).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(values);
    return values;
  }

  @ParameterizedTest
  @CsvSource({
    "1,1,0",
    "10,10,0",
    "10,3,0",
    "9,3,0",
    "700,1,0",
    "100,20,5",
    "103,40,8",
    "2000,1000,1"
  })
  void allElementsInOrder(int length, int objectLength, int chunkLength) {
    write(length, objectLength, chunkLength == 0 ? BYTES : shard(chunkLength));
    int[] values = read(store);
    assertThat(values).hasSize(length);
    for (int i = 0; i < length; i++) {
      assertThat(values[i]).isEqualTo(i);
    }
  }

  @Test
  void aMissingChunkIsFill() {
    write(10, 3, BYTES);
    store.delete(new StoreKey("x/c/1"));
    assertThat(read(store)).containsExactly(0, 1, 2, -1, -1, -1, 6, 7, 8, 9);
  }

  @Test
  @Timeout(60)
  void severalChunksAreFetchedAtOnce() throws Exception {
    write(100, 1, BYTES);
    SlowStore slow =
        new SlowStore(store, request -> request.key().orElseThrow().value().startsWith("x/c/"));
    FutureTask<int[]> reading = new FutureTask<>(() -> read(slow));
    new Thread(reading).start();
    slow.awaitHeld(4);
    slow.release();
    assertThat(reading.get()).hasSize(100).endsWith(97, 98, 99);
  }
}
