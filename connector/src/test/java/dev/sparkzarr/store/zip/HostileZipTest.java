package dev.sparkzarr.store.zip;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.sparkzarr.store.MemoryStore;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged archives: right values or our exception, in little memory. */
class HostileZipTest {
  private static final StoreKey ARCHIVE = new StoreKey("k.zip");
  private static final long MOST_MEMORY = 8 << 20;

  private final MemoryStore memory = MemoryStore.unnamed();
  private int refused;
  private int right;

  private static Map<String, byte[]> values() {
    Map<String, byte[]> values = new LinkedHashMap<>();
    values.put("zarr.json", new byte[300]);
    byte[] noise = new byte[700];
    new Random(3).nextBytes(noise);
    values.put("c/0", noise);
    values.put("c/1", new byte[0]);
    return values;
  }

  private void read(byte[] archive, String what) {
    memory.put(ARCHIVE, ByteBuffer.wrap(archive));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    ZipStore store = new ZipStore(memory, ARCHIVE);
    values()
        .forEach(
            (key, value) -> {
              try {
                Optional<ByteBuffer> found = store.get(new StoreKey(key), Long.MAX_VALUE);
                // A changed name makes a value absent, as a deleted one is.
                found.ifPresent(bytes -> assertThat(bytes).as(what).isEqualTo(wrap(value)));
                right++;
              } catch (StoreException e) {
                assertThat(e).hasMessageStartingWith("Cannot read ");
                refused++;
              }
            });
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).as(what).isLessThan(MOST_MEMORY);
  }

  private static ByteBuffer wrap(byte[] value) {
    return ByteBuffer.wrap(value);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 8})
  void everyTruncationIsRefused(int method) {
    byte[] archive = ReopenedZip.archive(values(), method);
    for (int length = 0; length < archive.length; length++) {
      read(Arrays.copyOf(archive, length), "cut at " + length);
    }
    assertThat(right).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 8})
  void everyFlippedBitIsRefusedOrMeansNothing(int method) {
    byte[] archive = ReopenedZip.archive(values(), method);
    for (int bit = 0; bit < archive.length * 8; bit++) {
      byte[] changed = archive.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      read(changed, "bit " + bit);
    }
    assertThat(refused).isGreaterThan(1000);
    assertThat(right).isGreaterThan(1000);
  }

  @Test
  void lyingNumbersAreRefused() {
    Random random = new Random(42);
    int[] lies = {0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0xfffffffe, 46, 1 << 20};
    for (int round = 0; round < 4000; round++) {
      byte[] archive = ReopenedZip.archive(values(), round % 2 * 8);
      ByteBuffer bytes = wrap(archive).order(ByteOrder.LITTLE_ENDIAN);
      // Mostly in the directory and the end record, where numbers are.
      int from = round % 4 == 0 ? 0 : bytes.getInt(archive.length - 6);
      for (int change = random.nextInt(3); change >= 0; change--) {
        int at = from + random.nextInt(archive.length - from - 4);
        bytes.putInt(at, lies[random.nextInt(lies.length)]);
      }
      read(archive, "round " + round);
    }
    assertThat(refused).isGreaterThan(1000);
  }
}
