package dev.sparkzarr.dataset;

import dev.sparkzarr.codec.ElementHeap;
import java.util.Arrays;

/**
 * Moves elements of variable size from the heap of one chunk to another heap. Neighbours that share
 * a value, as those of a chunk that is not stored do, share it afterwards too. For one thread.
 */
final class SlotCopy {
  private final byte[] from;
  private final ElementHeap to;
  private long last;
  private long lastCopy;

  SlotCopy(byte[] from, ElementHeap to) {
    this.from = from;
    this.to = to;
  }

  /**
   * @return bytes that the values of slots take, those that neighbours share counted once
   */
  static long size(byte[] slots) {
    long size = 0;
    long last = 0;
    for (int i = 0; i < slots.length / Long.BYTES; i++) {
      long slot = LittleEndian.int64(slots, i);
      size += slot == last ? 0 : slot >>> 32;
      last = slot;
    }
    return size;
  }

  /**
   * Takes what slots point to out of a heap.
   *
   * @param slots are made to point into the answer
   * @return the values of the slots and nothing else
   */
  static byte[] compact(byte[] slots, byte[] heap) {
    ElementHeap values = new ElementHeap();
    new SlotCopy(heap, values).copy(slots, 0, slots, 0, slots.length / Long.BYTES);
    return Arrays.copyOf(values.bytes(), values.size());
  }

  /** Copies {@code count} slots that follow each other, from slot {@code index} to {@code at}. */
  void copy(byte[] slots, int index, byte[] target, int at, int count) {
    for (int i = 0; i < count; i++) {
      long slot = LittleEndian.int64(slots, index + i);
      if (slot != last) {
        lastCopy = copy(slot);
        last = slot;
      }
      LittleEndian.int64(target, at + i, lastCopy);
    }
  }

  private long copy(long slot) {
    int length = (int) (slot >>> 32);
    return length == 0 ? 0 : to.append(from, (int) slot, length) | (long) length << 32;
  }
}
