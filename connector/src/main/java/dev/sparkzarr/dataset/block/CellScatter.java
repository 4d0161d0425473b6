package dev.sparkzarr.dataset.block;

import dev.sparkzarr.dataset.LittleEndian;

/** Copies a block's elements to their places: runs at once, single cells by their width. */
final class CellScatter {
  private CellScatter() {}

  /**
   * @param from byte of the first element, a multiple of eight
   * @param width bytes of an element
   */
  static void lay(byte[] block, int from, byte[] target, int width) {
    int count = BlockBytes.count(block);
    int runs = BlockBytes.runs(block);
    if (runs < count) {
      runs(block, from, target, width, runs);
      return;
    }
    switch (width) {
      case Integer.BYTES -> ints(block, from / Integer.BYTES, target, count);
      case Long.BYTES -> longs(block, from / Long.BYTES, target, count);
      default -> {
        for (int i = 0; i < count; i++) {
          int cell = BlockBytes.runStart(block, i);
          System.arraycopy(block, from + i * width, target, cell * width, width);
        }
      }
    }
  }

  private static void runs(byte[] block, int from, byte[] target, int width, int runs) {
    int at = from;
    for (int run = 0; run < runs; run++) {
      int bytes = BlockBytes.runLength(block, run) * width;
      System.arraycopy(block, at, target, BlockBytes.runStart(block, run) * width, bytes);
      at += bytes;
    }
  }

  private static void ints(byte[] block, int first, byte[] target, int count) {
    for (int i = 0; i < count; i++) {
      LittleEndian.int32(
          target, BlockBytes.runStart(block, i), LittleEndian.int32(block, first + i));
    }
  }

  private static void longs(byte[] block, int first, byte[] target, int count) {
    for (int i = 0; i < count; i++) {
      LittleEndian.int64(
          target, BlockBytes.runStart(block, i), LittleEndian.int64(block, first + i));
    }
  }
}
