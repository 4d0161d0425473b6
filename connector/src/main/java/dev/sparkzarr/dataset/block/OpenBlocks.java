package dev.sparkzarr.dataset.block;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The blocks that a task is gathering, found by their object's number. Bounded by bytes and by
 * number: beyond, the largest leave first. For one thread at a time.
 */
final class OpenBlocks {
  private static final int MOST_OPEN = 1 << 16;

  private final long budget;
  private long[] keys = new long[64];
  private CellBlock[] blocks = new CellBlock[64];
  private int size;
  private long memory;

  /**
   * @param budget bytes of all open blocks, about
   */
  OpenBlocks(long budget) {
    this.budget = budget;
  }

  /** The open block of an object; null when there is none. */
  CellBlock get(long number) {
    int at = slot(number, keys.length);
    while (blocks[at] != null) {
      if (keys[at] == number) {
        return blocks[at];
      }
      at = at + 1 & keys.length - 1;
    }
    return null;
  }

  void add(CellBlock block) {
    if (2 * (size + 1) > keys.length) {
      List<CellBlock> all = all();
      clear(2 * keys.length);
      all.forEach(this::insert);
    }
    insert(block);
    memory += block.memory();
  }

  private void insert(CellBlock block) {
    int at = slot(block.number(), keys.length);
    while (blocks[at] != null) {
      at = at + 1 & keys.length - 1;
    }
    keys[at] = block.number();
    blocks[at] = block;
    size++;
  }

  private static int slot(long number, int capacity) {
    long mixed = number * 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 32) & capacity - 1;
  }

  /** Takes a block out; those that were moved aside for it move up. */
  void remove(CellBlock block) {
    int mask = keys.length - 1;
    int free = slot(block.number(), keys.length);
    while (blocks[free] != block) {
      free = free + 1 & mask;
    }
    for (int at = free + 1 & mask; blocks[at] != null; at = at + 1 & mask) {
      int wanted = slot(keys[at], keys.length);
      if ((at - wanted & mask) >= (at - free & mask)) {
        keys[free] = keys[at];
        blocks[free] = blocks[at];
        free = at;
      }
    }
    blocks[free] = null;
    size--;
    memory -= block.memory();
  }

  /** Says that blocks grew. */
  void grew(long bytes) {
    memory += bytes;
  }

  boolean isFull() {
    return memory > budget || size > MOST_OPEN;
  }

  private List<CellBlock> all() {
    List<CellBlock> all = new ArrayList<>(size);
    for (CellBlock block : blocks) {
      if (block != null) {
        all.add(block);
      }
    }
    return all;
  }

  private void clear(int capacity) {
    keys = new long[capacity];
    blocks = new CellBlock[capacity];
    size = 0;
  }

  /** Takes the largest blocks out, half of all bytes and half of all blocks at least. */
  List<CellBlock> largest() {
    List<CellBlock> all = all();
    all.sort(Comparator.comparingLong(CellBlock::memory).reversed());
    int most = all.size();
    int taken = 0;
    while (taken < most && (memory > budget / 2 || most - taken > MOST_OPEN / 2)) {
      memory -= all.get(taken).memory();
      taken++;
    }
    clear(keys.length);
    all.subList(taken, most).forEach(this::insert);
    return all.subList(0, taken);
  }

  /** Takes all blocks out. */
  List<CellBlock> drain() {
    List<CellBlock> all = all();
    clear(64);
    memory = 0;
    return all;
  }
}
