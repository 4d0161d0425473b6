package dev.sparkzarr.dataset.block;

import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.dataset.LittleEndian;
import java.util.List;

/**
 * A block as a shuffle carries it, or in place of an object's only block the mark that the object
 * is stored. A block is: the number of cells; where they belong, as runs of offsets that follow
 * each other or one by one; then, for each array, its stored elements, aligned to eight bytes, with
 * their heap where they are of variable size. All int32 and little-endian. For one thread at a
 * time.
 */
final class BlockBytes {
  private static final int HEADER = 2 * Integer.BYTES;

  /** In place of the number of runs. */
  private static final int ONE_BY_ONE = -1;

  /** In place of the number of runs, in a mark, which has nothing else. */
  private static final int STORED = -2;

  private BlockBytes() {}

  /** Says that an object is stored, with as many cells. */
  static byte[] mark(int count) {
    byte[] bytes = new byte[HEADER];
    LittleEndian.int32(bytes, 0, count);
    LittleEndian.int32(bytes, 1, STORED);
    return bytes;
  }

  static boolean isMark(byte[] bytes) {
    return LittleEndian.int32(bytes, 1) == STORED;
  }

  /** Encodes the values of a block. */
  static byte[] of(CellBlock block, List<BlockMember> members, List<ChunkBuffer> scratch) {
    int count = block.count();
    int runs = runs(block.cells(), count);
    boolean asRuns = 2L * runs < count;
    long size = HEADER + (asRuns ? 8L * runs : 4L * count);
    for (int i = 0; i < members.size(); i++) {
      ChunkBuffer elements = scratch.get(i);
      BlockMember member = members.get(i);
      elements.retype(member.encoder().stored());
      elements.resize(count);
      member.encoder().encode(block.columns()[i].values(), 0, count, elements, 0);
      size = aligned(size) + elements.size();
      size += elements.isVariable() ? Integer.BYTES + (long) elements.heap().size() : 0;
    }
    byte[] bytes = new byte[Math.toIntExact(size)];
    LittleEndian.int32(bytes, 0, count);
    LittleEndian.int32(bytes, 1, asRuns ? runs : ONE_BY_ONE);
    int at = HEADER;
    at = asRuns ? putRuns(block.cells(), count, bytes, at) : put(block.cells(), count, bytes, at);
    for (ChunkBuffer elements : scratch.subList(0, members.size())) {
      at = (int) aligned(at);
      System.arraycopy(elements.bytes(), 0, bytes, at, elements.size());
      at += elements.size();
      if (elements.isVariable()) {
        int heap = elements.heap().size();
        putInt(bytes, at, heap);
        System.arraycopy(elements.heap().bytes(), 0, bytes, at + Integer.BYTES, heap);
        at += Integer.BYTES + heap;
      }
    }
    return bytes;
  }

  /** Elements begin at a multiple of eight bytes, so that they can be taken by index. */
  static long aligned(long at) {
    return at + 7 & -8;
  }

  private static int runs(int[] cells, int count) {
    int runs = count == 0 ? 0 : 1;
    for (int i = 1; i < count; i++) {
      if (cells[i] != cells[i - 1] + 1) {
        runs++;
      }
    }
    return runs;
  }

  private static int putRuns(int[] cells, int count, byte[] bytes, int from) {
    int at = from;
    int start = 0;
    for (int i = 1; i <= count; i++) {
      if (i == count || cells[i] != cells[i - 1] + 1) {
        putInt(bytes, at, cells[start]);
        putInt(bytes, at + Integer.BYTES, i - start);
        at += 2 * Integer.BYTES;
        start = i;
      }
    }
    return at;
  }

  private static int put(int[] cells, int count, byte[] bytes, int from) {
    for (int i = 0; i < count; i++) {
      LittleEndian.int32(bytes, from / Integer.BYTES + i, cells[i]);
    }
    return from + Integer.BYTES * count;
  }

  static int count(byte[] bytes) {
    return LittleEndian.int32(bytes, 0);
  }

  /** Runs of cells, each an offset and a length: as many as there are cells when one by one. */
  static int runs(byte[] bytes) {
    int runs = LittleEndian.int32(bytes, 1);
    return runs == ONE_BY_ONE ? count(bytes) : runs;
  }

  private static boolean oneByOne(byte[] bytes) {
    return LittleEndian.int32(bytes, 1) == ONE_BY_ONE;
  }

  /** The offset of a run's first cell. */
  static int runStart(byte[] bytes, int run) {
    return LittleEndian.int32(bytes, 2 + (oneByOne(bytes) ? run : 2 * run));
  }

  /** How many cells a run has. */
  static int runLength(byte[] bytes, int run) {
    return oneByOne(bytes) ? 1 : LittleEndian.int32(bytes, 3 + 2 * run);
  }

  /** Where the first array's elements begin. */
  static int elements(byte[] bytes) {
    return HEADER + Integer.BYTES * (oneByOne(bytes) ? count(bytes) : 2 * runs(bytes));
  }

  static int getInt(byte[] bytes, int at) {
    return (bytes[at] & 0xff)
        | (bytes[at + 1] & 0xff) << 8
        | (bytes[at + 2] & 0xff) << 16
        | bytes[at + 3] << 24;
  }

  static void putInt(byte[] bytes, int at, int value) {
    bytes[at] = (byte) value;
    bytes[at + 1] = (byte) (value >> 8);
    bytes[at + 2] = (byte) (value >> 16);
    bytes[at + 3] = (byte) (value >> 24);
  }
}
