package dev.sparkzarr.hostile;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;

/**
 * Bytes of a stored object after something happened to them.
 *
 * @param what happened, for messages
 * @param bytes what is stored now
 */
record Damage(String what, byte[] bytes) {
  private static final long[] LIES = {
    0,
    1,
    -1,
    7,
    255,
    65535,
    1 << 20,
    1 << 30,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    1L << 32,
    1L << 62,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    -16
  };

  /** The first {@code length} bytes alone. */
  static Damage cut(byte[] whole, int length) {
    return new Damage(
        "cut to " + length + " of " + whole.length + " bytes", Arrays.copyOf(whole, length));
  }

  /** One other bit. */
  static Damage flip(byte[] whole, int bit) {
    byte[] bytes = whole.clone();
    bytes[bit / 8] ^= (byte) (1 << bit % 8);
    return new Damage("bit " + bit + " flipped", bytes);
  }

  /** Anything that transfers, disks, writers and villains do. */
  static Damage any(byte[] whole, Random random) {
    int at = random.nextInt(whole.length);
    return switch (random.nextInt(9)) {
      case 0 -> cut(whole, at);
      case 1, 2 -> flip(whole, random.nextInt(whole.length * 8));
      case 3 -> flip(whole, random.nextInt(Math.min(48, whole.length) * 8));
      case 4 -> flip(whole, 8 * whole.length - 1 - random.nextInt(Math.min(48, whole.length) * 8));
      case 5 -> lie(whole, random);
      case 6 -> noise(whole, at, random);
      case 7 -> grown(whole, at, random);
      default -> missing(whole, at, random);
    };
  }

  /** Another number where one may stand. */
  private static Damage lie(byte[] whole, Random random) {
    byte[] bytes = whole.clone();
    int width = random.nextBoolean() ? 4 : 8;
    int at = Math.max(0, random.nextInt(whole.length) - width);
    long number = LIES[random.nextInt(LIES.length)];
    number = random.nextInt(4) == 0 ? whole.length + number % 100 : number;
    ByteOrder order = random.nextBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    byte[] value = new byte[8];
    if (width == 4) {
      ByteBuffer.wrap(value).order(order).putInt((int) number);
    } else {
      ByteBuffer.wrap(value).order(order).putLong(number);
    }
    int length = Math.min(width, whole.length - at);
    System.arraycopy(value, 0, bytes, at, length);
    return new Damage("number " + number + " (" + order + ", " + width + ") at " + at, bytes);
  }

  private static Damage noise(byte[] whole, int at, Random random) {
    byte[] bytes = whole.clone();
    int length = 1 + random.nextInt(whole.length - at);
    byte[] noise = new byte[length];
    if (random.nextBoolean()) {
      random.nextBytes(noise);
    }
    System.arraycopy(noise, 0, bytes, at, length);
    return new Damage(length + " bytes from " + at + " overwritten", bytes);
  }

  private static Damage grown(byte[] whole, int at, Random random) {
    int more = 1 + random.nextInt(40);
    byte[] bytes = Arrays.copyOf(whole, whole.length + more);
    System.arraycopy(whole, at, bytes, at + more, whole.length - at);
    return new Damage(more + " bytes repeated at " + at, bytes);
  }

  private static Damage missing(byte[] whole, int at, Random random) {
    int count = 1 + random.nextInt(whole.length - at);
    byte[] bytes = Arrays.copyOf(whole, whole.length - count);
    System.arraycopy(whole, at + count, bytes, at, whole.length - at - count);
    return new Damage(count + " bytes missing at " + at, bytes);
  }
}
