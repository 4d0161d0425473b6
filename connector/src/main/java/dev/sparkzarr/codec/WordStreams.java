package dev.sparkzarr.codec;

/**
 * Turns many matrices of bits at once. Scratch holds streams of {@link #LENGTH} words; word
 * <i>i</i> of all streams together is one matrix. A few exchanges between streams turn it, and then
 * the words of all streams by turns are the items. Steps run over whole streams, used or not.
 * Stateless.
 */
final class WordStreams {
  /** Words of a stream. */
  static final int LENGTH = 256;

  /** Words of scratch: as many as eight bit planes of eight bytes need. */
  static final int SCRATCH = 64 * LENGTH;

  private WordStreams() {}

  /** Runs steps over a number of streams. */
  static void turn(long[] x, int streams, Exchange[] steps) {
    for (Exchange step : steps) {
      step.run(x, streams * LENGTH);
    }
  }

  /** Undoes {@link #turn}. */
  static void turnBack(long[] x, int streams, Exchange[] steps) {
    for (int i = steps.length - 1; i >= 0; i--) {
      steps[i].run(x, streams * LENGTH);
    }
  }

  /**
   * Reads streams.
   *
   * @param stride from one stream to the next, in bytes
   * @param count of words of each
   * @param first stream to fill
   */
  static void read(
      byte[] source, int from, int stride, int count, long[] x, int first, int streams) {
    for (int stream = 0; stream < streams; stream++) {
      int at = from + stream * stride;
      int to = (first + stream) * LENGTH;
      for (int i = 0; i < count; i++) {
        x[to + i] = RawBytes.getLong(source, at + i * 8);
      }
    }
  }

  /** Writes what {@link #read} reads. */
  static void write(
      long[] x, int first, int streams, byte[] target, int to, int stride, int count) {
    for (int stream = 0; stream < streams; stream++) {
      int at = to + stream * stride;
      int from = (first + stream) * LENGTH;
      for (int i = 0; i < count; i++) {
        RawBytes.putLong(target, at + i * 8, x[from + i]);
      }
    }
  }

  /**
   * Writes words of eight streams by turns: four from {@code a} on, {@code step} apart, and four
   * from {@code b} on.
   *
   * @param count of words of a stream
   * @param stride from a stream's word to its next, in bytes
   * @param apart from one stream's word to the next one's, in bytes
   */
  static void weave(
      long[] x, int a, int b, int step, int count, byte[] target, int to, int stride, int apart) {
    for (int i = 0; i < count; i++) {
      int out = to + i * stride;
      int one = a * LENGTH + i;
      int two = b * LENGTH + i;
      RawBytes.putLong(target, out, x[one]);
      RawBytes.putLong(target, out + apart, x[one + step * LENGTH]);
      RawBytes.putLong(target, out + 2 * apart, x[one + 2 * step * LENGTH]);
      RawBytes.putLong(target, out + 3 * apart, x[one + 3 * step * LENGTH]);
      RawBytes.putLong(target, out + 4 * apart, x[two]);
      RawBytes.putLong(target, out + 5 * apart, x[two + step * LENGTH]);
      RawBytes.putLong(target, out + 6 * apart, x[two + 2 * step * LENGTH]);
      RawBytes.putLong(target, out + 7 * apart, x[two + 3 * step * LENGTH]);
    }
  }

  /** Reads what {@link #weave} writes. */
  static void unweave(
      byte[] source, int from, int stride, int apart, long[] x, int a, int b, int step, int count) {
    for (int i = 0; i < count; i++) {
      int in = from + i * stride;
      int one = a * LENGTH + i;
      int two = b * LENGTH + i;
      x[one] = RawBytes.getLong(source, in);
      x[one + step * LENGTH] = RawBytes.getLong(source, in + apart);
      x[one + 2 * step * LENGTH] = RawBytes.getLong(source, in + 2 * apart);
      x[one + 3 * step * LENGTH] = RawBytes.getLong(source, in + 3 * apart);
      x[two] = RawBytes.getLong(source, in + 4 * apart);
      x[two + step * LENGTH] = RawBytes.getLong(source, in + 5 * apart);
      x[two + 2 * step * LENGTH] = RawBytes.getLong(source, in + 6 * apart);
      x[two + 3 * step * LENGTH] = RawBytes.getLong(source, in + 7 * apart);
    }
  }
}
