package dev.sparkzarr.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.sparkzarr.metadata.CodecSpec;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.FillValue;
import dev.sparkzarr.metadata.Shape;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every codec owes its callers, whatever bytes it is given. Extend it for a codec of your own:
 * a chain in which it stands, and elements to encode. Encoded, they should take some hundred bytes.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
public abstract class CodecContract {
  private static final byte CANARY = 0x6b;
  private static final int MARGIN = 100;
  private static final long MOST_ALLOCATED = 24 << 20;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /**
   * @return a chain with the codec in it
   */
  protected abstract List<CodecSpec> chain();

  /**
   * @return what the elements are
   */
  protected abstract ElementKind kind();

  /**
   * @return the shape of the chunk
   */
  protected abstract Shape shape();

  /**
   * @return elements of one chunk, little-endian, in C order
   */
  protected abstract byte[] elements();

  /**
   * @return whether a checksum over all that matters lets no change of a stored bit pass
   */
  protected abstract boolean noticesEveryChange();

  private CodecChain bound() {
    return CodecChain.bind(
        chain(), new ArrayForm(kind(), shape(), new FillValue(new byte[kind().width()])));
  }

  private byte[] stored() {
    try (Workspace workspace = Workspace.lease()) {
      ByteSpan encoded = bound().encode(elements(), 0, workspace);
      int from = encoded.offset();
      return Arrays.copyOfRange(encoded.array(), from, from + encoded.length());
    }
  }

  /** Decodes into the middle of other bytes and checks that those stay; null: it was refused. */
  private byte[] decode(CodecChain chain, byte[] stored) {
    int size = elements().length;
    byte[] target = new byte[size + 2 * MARGIN];
    Arrays.fill(target, CANARY);
    byte[] source = new byte[stored.length + 2 * MARGIN];
    System.arraycopy(stored, 0, source, MARGIN, stored.length);
    byte[] before = source.clone();
    long allocated = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    boolean refused = false;
    try (Workspace workspace = Workspace.lease()) {
      ByteSpan span = new ByteSpan(source, MARGIN, stored.length);
      chain.decode(span, target, MARGIN, workspace);
    } catch (CodecException e) {
      assertThat(e).hasMessageStartingWith("Cannot ").hasMessageEndingWith(".");
      refused = true;
    }
    allocated = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - allocated;
    assertThat(allocated).as("bytes allocated").isLessThan(MOST_ALLOCATED);
    assertThat(source).as("the encoded bytes afterwards").isEqualTo(before);
    for (int i = 0; i < MARGIN; i++) {
      assertThat(target[i]).as("canary before").isEqualTo(CANARY);
      assertThat(target[MARGIN + size + i]).as("canary behind").isEqualTo(CANARY);
    }
    return refused ? null : Arrays.copyOfRange(target, MARGIN, MARGIN + size);
  }

  private void decodeChanged(CodecChain chain, byte[] changed, String what) {
    byte[] found = decode(chain, changed);
    if (found != null && noticesEveryChange()) {
      assertThat(found).as(what + " went unnoticed").isEqualTo(elements());
    }
  }

  @Test
  void decodesWhatItEncoded() {
    byte[] stored = stored();
    assertThat(decode(bound(), stored)).isEqualTo(elements());
    assertThat(bound().encoded().allows(stored.length)).isTrue();
  }

  @Test
  void decodesTheSameAfterARefusal() {
    byte[] stored = stored();
    CodecChain chain = bound();
    decode(chain, Arrays.copyOf(stored, stored.length / 2));
    assertThat(decode(chain, stored)).isEqualTo(elements());
  }

  @Test
  void refusesBytesThatAreCutOffAtAnyLength() {
    byte[] stored = stored();
    CodecChain chain = bound();
    for (int length = 0; length < stored.length; length++) {
      assertThat(decode(chain, Arrays.copyOf(stored, length))).as(length + " bytes").isNull();
    }
  }

  @Test
  void neverMisreadsBytesThatGoOn() {
    byte[] stored = stored();
    byte[] longer = Arrays.copyOf(stored, stored.length + 5);
    Arrays.fill(longer, stored.length, longer.length, (byte) 0x77);
    byte[] found = decode(bound(), longer);
    if (found != null) {
      assertThat(found).isEqualTo(elements()); // bytes that nothing points at are legal in a shard
    }
  }

  @Test
  void survivesEveryFlippedBit() {
    byte[] stored = stored();
    CodecChain chain = bound();
    for (int bit = 0; bit < stored.length * 8; bit++) {
      stored[bit >> 3] ^= (byte) (1 << (bit & 7));
      decodeChanged(chain, stored, "a flip of bit " + bit);
      stored[bit >> 3] ^= (byte) (1 << (bit & 7));
    }
  }

  @Test
  void survivesLyingNumbersAnywhere() {
    byte[] stored = stored();
    CodecChain chain = bound();
    for (int at = 0; at + 4 <= stored.length; at++) {
      for (int lie : new int[] {0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0x00ffffff, 64}) {
        byte[] changed = stored.clone();
        RawBytes.putInt(changed, at, lie);
        if (!Arrays.equals(changed, stored)) {
          decodeChanged(chain, changed, lie + " at byte " + at);
        }
      }
    }
  }

  @Test
  void survivesNoise() {
    Random random = new Random(20260101);
    CodecChain chain = bound();
    byte[] stored = stored();
    for (int i = 0; i < 500; i++) {
      byte[] noise = new byte[random.nextInt(stored.length * 2)];
      random.nextBytes(noise);
      decode(chain, noise);
      int from = random.nextInt(stored.length);
      byte[] half = stored.clone();
      random.nextBytes(noise);
      System.arraycopy(noise, 0, half, from, Math.min(noise.length, stored.length - from));
      decodeChanged(chain, half, "noise from byte " + from);
    }
  }

  @Test
  void refusesAChunkOfAnotherSize() {
    byte[] stored = stored();
    long[] lengths = shape().toArray();
    for (int i = 0; i < lengths.length; i++) {
      long[] other = lengths.clone();
      other[i] *= 3;
      CodecPipeline larger =
          CodecPipeline.of(chain(), kind(), Shape.of(other), java.util.Optional.empty());
      assertThatThrownBy(() -> Chains.decode(larger, stored)).isInstanceOf(CodecException.class);
    }
  }
}
