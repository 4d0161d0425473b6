package dev.sparkzarr.store.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkzarr.store.ByteRange;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.Version;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A frame gives the bytes that were put into it, or nothing. */
class CacheFrameTest {
  private static final ByteBuffer BYTES = ByteBuffer.wrap("the bytes of a chunk".getBytes());

  private static CacheEntry entry(String origin, String key, CachePiece piece, String version) {
    return new CacheEntry(
        new CachedKey(origin, new StoreKey(key)),
        piece,
        Optional.of(version).filter(v -> !v.isEmpty()).map(Version::new),
        BYTES.remaining(),
        7,
        1000,
        1000,
        1);
  }

  private static CacheEntry entry() {
    return entry("one", "a/b", CachePiece.WHOLE, "v1");
  }

  private static byte[] frame() {
    return CacheFrame.encode(entry(), 900, BYTES).orElseThrow().array();
  }

  @Test
  void whatWasPutInComesOut() {
    ByteBuffer frame = ByteBuffer.wrap(frame());
    assertThat(CacheFrame.decode(frame, entry())).contains(BYTES);
    CacheFrame.Header header = CacheFrame.decodeHeader(frame).orElseThrow();
    assertThat(header.entry()).isEqualTo(entry());
    assertThat(header.checkedAt()).isEqualTo(900);
  }

  @Test
  void everyCutIsNoticed() {
    byte[] frame = frame();
    for (int length = 0; length < frame.length; length++) {
      assertThat(CacheFrame.decode(ByteBuffer.wrap(Arrays.copyOf(frame, length)), entry()))
          .as("%s bytes", length)
          .isEmpty();
    }
    assertThat(CacheFrame.decode(ByteBuffer.wrap(Arrays.copyOf(frame, frame.length + 1)), entry()))
        .isEmpty();
  }

  /** The zeros between header and bytes alone mean nothing. */
  @Test
  void everyFlippedBitIsNoticedOrMeansNothing() {
    byte[] frame = frame();
    for (int bit = 0; bit < frame.length * 8; bit++) {
      byte[] flipped = frame.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      Optional<ByteBuffer> found = CacheFrame.decode(ByteBuffer.wrap(flipped), entry());
      if (found.isPresent()) {
        assertThat(frame[bit / 8]).as("bit %s", bit).isZero();
        assertThat(found).contains(BYTES);
      }
    }
  }

  @Test
  void whatIsOfSomethingElseIsNotGiven() {
    ByteBuffer frame = ByteBuffer.wrap(frame());
    CachePiece suffix = CachePiece.of(new ByteRange.Suffix(BYTES.remaining()));
    assertThat(CacheFrame.decode(frame, entry("two", "a/b", CachePiece.WHOLE, "v1"))).isEmpty();
    assertThat(CacheFrame.decode(frame, entry("one", "a/c", CachePiece.WHOLE, "v1"))).isEmpty();
    assertThat(CacheFrame.decode(frame, entry("one", "a/b", suffix, "v1"))).isEmpty();
    assertThat(CacheFrame.decode(frame, entry("one", "a/b", CachePiece.WHOLE, "v2"))).isEmpty();
    assertThat(CacheFrame.decode(frame, entry("one", "a/b", CachePiece.WHOLE, ""))).isEmpty();
  }

  @Test
  void aNameThatIsTooLongIsNotStored() {
    CacheEntry entry = entry("one", "k".repeat(70_000), CachePiece.WHOLE, "v1");
    assertThat(CacheFrame.encode(entry, 1, BYTES)).isEmpty();
  }

  @Test
  void aLongHeaderHasRoom() {
    CacheEntry entry = entry("one", "k".repeat(3000), CachePiece.WHOLE, "v1");
    ByteBuffer frame = CacheFrame.encode(entry, 1, BYTES).orElseThrow();
    assertThat(CacheFrame.decode(frame, entry)).contains(BYTES);
  }
}
