package dev.sparkzarr.codec;

import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.StoredWords;

/**
 * Copies packed elements between memory and their stored form: words with their bytes reversed, and
 * numbers narrower than a byte with the bits above them restored. Immutable.
 */
final class StoredElements {
  private final StoredWords words;
  private final boolean turned; // some word is stored with its bytes reversed
  private final boolean narrow; // some number has fewer bits than its byte

  StoredElements(StoredWords words) {
    this.words = words;
    this.turned = words.runs().stream().anyMatch(StoredWords.Run::reversed);
    this.narrow = words.runs().stream().anyMatch(run -> isNarrow(run.kind()));
  }

  private static boolean isNarrow(ElementKind kind) {
    return kind != kind.wholeBytes();
  }

  /** Whether encoding changes nothing. */
  boolean areAsInMemory() {
    return !turned;
  }

  /**
   * Source and target may be the same place.
   *
   * @param size in bytes, a multiple of an element's
   */
  void decode(byte[] source, int sourceAt, byte[] target, int targetAt, int size) {
    encode(source, sourceAt, target, targetAt, size);
    if (narrow) {
      widen(target, targetAt, size);
    }
  }

  /**
   * Source and target may be the same place.
   *
   * @param size in bytes, a multiple of an element's
   */
  void encode(byte[] source, int sourceAt, byte[] target, int targetAt, int size) {
    if (!turned) {
      if (source != target || sourceAt != targetAt) {
        System.arraycopy(source, sourceAt, target, targetAt, size);
      }
      return;
    }
    if (words.runs().size() == 1) {
      int width = words.runs().get(0).size();
      RawBytes.copyReversed(source, sourceAt, target, targetAt, size, width);
      return;
    }
    for (int at = 0; at < size; ) {
      for (StoredWords.Run run : words.runs()) {
        int bytes = run.size() * run.count();
        RawBytes.copyReversed(
            source, sourceAt + at, target, targetAt + at, bytes, run.reversed() ? run.size() : 1);
        at += bytes;
      }
    }
  }

  private void widen(byte[] bytes, int start, int size) {
    if (words.runs().size() == 1) {
      widen(bytes, start, size, words.runs().get(0).kind());
      return;
    }
    for (int at = start; at < start + size; ) {
      for (StoredWords.Run run : words.runs()) {
        int length = run.size() * run.count();
        if (isNarrow(run.kind())) {
          widen(bytes, at, length, run.kind());
        }
        at += length;
      }
    }
  }

  private static void widen(byte[] bytes, int start, int size, ElementKind kind) {
    int unused = Integer.SIZE - kind.bits();
    boolean unsigned = kind.isUnsigned();
    for (int i = start; i < start + size; i++) {
      int upper = bytes[i] << unused;
      bytes[i] = (byte) (unsigned ? upper >>> unused : upper >> unused);
    }
  }
}
