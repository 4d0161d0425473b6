package dev.sparkzarr.metadata;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How one element of a data type stands in memory, once decoded: little-endian, packed, without
 * padding. An element of variable size stands as a <em>slot</em> of eight bytes, an int32 offset
 * and an int32 length, which point into a heap of bytes beside the elements.
 *
 * @param width bytes per element, at least 1
 * @param words the numbers within an element, in order and together as wide as it: what turns where
 *     bytes are stored in the other order; a word of one byte does not turn
 * @param variable whether an element is a slot
 */
public record ElementLayout(int width, List<Word> words, boolean variable) {
  private static final int MOST_PARTS = 1 << 16;

  /** The layout of every type of variable size. */
  public static final ElementLayout VARIABLE =
      new ElementLayout(Long.BYTES, List.of(new Word(Integer.BYTES, 2)), true);

  /**
   * Numbers of one size that follow each other.
   *
   * @param size bytes of each: 1, 2, 4 or 8
   * @param count how many
   */
  public record Word(int size, int count) {}

  public ElementLayout {
    words = List.copyOf(words);
    long sum = 0;
    for (Word word : words) {
      sum += (long) word.size() * word.count();
    }
    if (width < 1 || sum != width) {
      throw new MetadataException(
          "Cannot lay out an element of " + width + " bytes: its parts have " + sum + ".");
    }
  }

  /**
   * @param size bytes of each number: 1, 2, 4 or 8
   * @param count numbers in one element, at least 1
   */
  static ElementLayout of(int size, int count) {
    return new ElementLayout(
        Math.multiplyExact(size, count), List.of(new Word(size, count)), false);
  }

  /** Elements one after another, as one. */
  static ElementLayout of(List<ElementLayout> parts) {
    List<Word> words = new ArrayList<>();
    long width = 0;
    for (ElementLayout part : parts) {
      width += part.width;
      for (Word word : part.words) {
        Word last = words.isEmpty() ? null : words.get(words.size() - 1);
        if (last != null && last.size() == word.size()) {
          words.set(words.size() - 1, new Word(word.size(), last.count() + word.count()));
        } else {
          words.add(word);
        }
      }
    }
    return new ElementLayout(Math.toIntExact(width), words, false);
  }

  /** Elements of this layout, {@code count} of them, as one. */
  ElementLayout times(long count) {
    if (words.size() == 1) {
      return of(words.get(0).size(), Math.toIntExact(words.get(0).count() * count));
    }
    if (words.size() * count > MOST_PARTS) {
      throw new MetadataException(
          "Cannot lay out an element of more than " + MOST_PARTS + " parts.");
    }
    return of(Collections.nCopies((int) count, this));
  }

  /**
   * @return bytes of each word when all have one size, else 0
   */
  public int wordSize() {
    return words.size() == 1 ? words.get(0).size() : 0;
  }
}
