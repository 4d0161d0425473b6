package dev.sparkzarr.dataset.block;

import dev.sparkzarr.array.ChunkIndex;
import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.dataset.DatasetException;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.metadata.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Lays the cells of blocks into stored objects: one object of every array of a group at a time, in
 * memory that is used again. What no block gives is missing, or the array's fill value where that
 * cannot be. For one thread at a time.
 */
public final class ObjectAssembler {
  private final BlockPlan plan;
  private final SeenCells seen = new SeenCells();
  private final List<ChunkBuffer> buffers = new ArrayList<>();
  private final Map<NodePath, byte[]> fills = new HashMap<>();
  private int groupPosition;
  private BlockGroup group;
  private ObjectGrid grid;
  private ChunkIndex object;
  private Shape shape;
  private boolean isLargest;
  private boolean isFilled;
  private boolean isStored;
  private int storedCells;
  private byte[] block;
  private int elementsAt;

  public ObjectAssembler(BlockPlan plan) {
    this.plan = plan;
  }

  /**
   * Begins an object of each array of a group, all fill values.
   *
   * @param number of the object
   */
  public void begin(long number) {
    groupPosition = plan.groupOf(number);
    group = plan.groups().get(groupPosition);
    grid = plan.grids().get(groupPosition);
    object = grid.object(number);
    shape = grid.shape(object);
    isLargest = grid.isLargest(shape);
    isFilled = false;
    isStored = false;
    seen.reset(grid.cells());
  }

  /** Not before a value is laid or asked for: an object that is stored already has none. */
  private void fill() {
    if (isFilled) {
      return;
    }
    isFilled = true;
    for (int i = 0; i < group.members().size(); i++) {
      if (i == buffers.size()) {
        buffers.add(new ChunkBuffer(new DataType.Binary()));
      }
      ChunkBuffer buffer = buffers.get(i);
      buffer.retype(group.members().get(i).encoder().stored());
      buffer.resize(shape.elements());
      fill(buffer, fillOf(group.members().get(i)));
    }
  }

  /** What a cell is that no row gives: missing, where the array has room for that. */
  private byte[] fillOf(BlockMember member) {
    return fills.computeIfAbsent(
        member.array().path(), path -> member.hole().orElseGet(member::fill).pattern());
  }

  private static void fill(ChunkBuffer buffer, byte[] pattern) {
    byte[] element = buffer.element(pattern);
    int size = buffer.size();
    if (size == 0) {
      return;
    }
    byte[] bytes = buffer.bytes();
    System.arraycopy(element, 0, bytes, 0, element.length);
    for (int done = element.length; done < size; done *= 2) {
      System.arraycopy(bytes, 0, bytes, done, Math.min(done, size - done));
      if (done > size / 2) {
        break;
      }
    }
  }

  /**
   * Lays a block's cells into the object, or takes note that it is stored.
   *
   * @param bytes as {@link BlockGatherer#take} or {@link #mark} gave them
   * @throws DatasetException when a cell was given before; the message names it
   */
  public void add(byte[] bytes) {
    if (BlockBytes.isMark(bytes)) {
      if (isStored || seen.count() > 0) {
        throw twice(isStored ? grid.firstCell(object) : seen.next(0, grid.cells()));
      }
      isStored = true;
      storedCells = BlockBytes.count(bytes);
      return;
    }
    if (isStored) {
      throw twice(BlockBytes.runStart(bytes, 0));
    }
    fill();
    block = bytes;
    int count = BlockBytes.count(bytes);
    boolean[] taken = mark(count);
    int at = BlockBytes.elements(bytes);
    for (int i = 0; i < group.members().size(); i++) {
      at = (int) BlockBytes.aligned(at);
      ChunkBuffer buffer = buffers.get(i);
      elementsAt = at;
      int width = buffer.type().layout().width();
      at += count * width;
      if (buffer.isVariable()) {
        int heap = BlockBytes.getInt(bytes, at);
        int base = buffer.heap().append(bytes, at + Integer.BYTES, heap);
        at += Integer.BYTES + heap;
        rebase(count, base);
      }
      if (taken != null) {
        layNew(i, taken, width);
      } else if (isLargest) {
        CellScatter.lay(bytes, elementsAt, buffer.bytes(), width);
      } else {
        layEach(buffer, width);
      }
    }
  }

  /**
   * Marks the block's cells as given.
   *
   * @return of cells that several rows may give, which are new; null when all are
   */
  private boolean[] mark(int count) {
    int runs = BlockBytes.runs(block);
    boolean[] isNew = group.isShared() ? new boolean[count] : null;
    int position = 0;
    for (int run = 0; run < runs; run++) {
      int start = BlockBytes.runStart(block, run);
      int length = BlockBytes.runLength(block, run);
      if (isNew == null) {
        int twice = seen.addRun(start, length);
        if (twice >= 0) {
          throw twice(twice);
        }
      } else {
        for (int i = 0; i < length; i++) {
          isNew[position + i] = !seen.has(start + i);
          if (isNew[position + i]) {
            seen.add(start + i);
          }
        }
      }
      position += length;
    }
    return isNew;
  }

  private DatasetException twice(int cell) {
    return new DatasetException(
        "Cannot write "
            + plan.place()
            + ": more than one row has "
            + plan.cellName(groupPosition, object, cell)
            + ". A cell holds one value: remove the duplicates, for example with dropDuplicates, or"
            + " aggregate them.");
  }

  /** Lets the block's slots point into the object's heap. */
  private void rebase(int count, int base) {
    for (int i = 0; i < count; i++) {
      int at = elementsAt + i * Long.BYTES;
      BlockBytes.putInt(block, at, BlockBytes.getInt(block, at) + base);
    }
  }

  private int placeOf(int cell) {
    return isLargest ? cell : grid.within(shape, cell);
  }

  private void layEach(ChunkBuffer buffer, int width) {
    int from = elementsAt;
    for (int run = 0; run < BlockBytes.runs(block); run++) {
      int start = BlockBytes.runStart(block, run);
      for (int i = 0; i < BlockBytes.runLength(block, run); i++) {
        System.arraycopy(block, from, buffer.bytes(), placeOf(start + i) * width, width);
        from += width;
      }
    }
  }

  /** Lays cells that are new, and compares the others with what was given before. */
  private void layNew(int member, boolean[] isNew, int width) {
    ChunkBuffer buffer = buffers.get(member);
    int position = 0;
    for (int run = 0; run < BlockBytes.runs(block); run++) {
      int start = BlockBytes.runStart(block, run);
      for (int i = 0; i < BlockBytes.runLength(block, run); i++, position++) {
        int from = elementsAt + position * width;
        int to = placeOf(start + i) * width;
        if (isNew[position]) {
          System.arraycopy(block, from, buffer.bytes(), to, width);
        } else if (!ElementText.same(block, from, buffer, to)) {
          throw new DatasetException(
              SharedConflict.message(
                  plan,
                  groupPosition,
                  member,
                  plan.cellName(groupPosition, object, start + i),
                  ElementText.of(buffer, buffer.bytes(), to),
                  ElementText.of(buffer, block, from)));
        }
      }
    }
  }

  /**
   * @return which object it is, of each array
   */
  public ChunkIndex object() {
    return object;
  }

  /**
   * @return position of the group in the plan
   */
  public int group() {
    return groupPosition;
  }

  /**
   * @return cells that were given so far
   */
  public int cells() {
    return isStored ? storedCells : seen.count();
  }

  /**
   * @return whether every cell was given that the object has within the array
   */
  public boolean isComplete() {
    return seen.count() == grid.arrayCells(object);
  }

  /**
   * @return whether the object was stored where its cells were gathered
   */
  public boolean isStored() {
    return isStored;
  }

  /**
   * @return what is to be added elsewhere in place of this object's cells, once it is stored
   */
  public byte[] mark() {
    return BlockBytes.mark(cells());
  }

  /**
   * @param member of the group
   * @return its values, of the object's shape in C order
   */
  public ChunkBuffer values(int member) {
    fill();
    return buffers.get(member);
  }

  /**
   * Lays the cells that were given over other values, and holes where nothing was before.
   *
   * @param member of the group
   * @param target of the object's shape
   * @param before shape of the array before: what cells of {@code target} beyond it hold does not
   *     count
   */
  public void layOver(int member, ChunkBuffer target, Shape before) {
    fill();
    ChunkBuffer buffer = buffers.get(member);
    int base =
        target.isVariable()
            ? target.heap().append(buffer.heap().bytes(), 0, buffer.heap().size())
            : 0;
    if (group.members().get(member).holesAreFill()) {
      for (int cell = seen.next(0, grid.cells());
          cell >= 0;
          cell = seen.next(cell + 1, grid.cells())) {
        copy(buffer, target, placeOf(cell), base);
      }
      return;
    }
    for (int cell = 0; cell < grid.cells(); cell++) {
      if (grid.isWithin(shape, cell)
          && (seen.has(cell) || !isBefore(grid.indexes(object, cell), before))) {
        copy(buffer, target, placeOf(cell), base);
      }
    }
  }

  private static boolean isBefore(long[] index, Shape before) {
    for (int i = 0; i < index.length; i++) {
      if (index[i] >= before.length(i)) {
        return false;
      }
    }
    return true;
  }

  private static void copy(ChunkBuffer buffer, ChunkBuffer target, int place, int base) {
    int width = buffer.type().layout().width();
    int at = place * width;
    System.arraycopy(buffer.bytes(), at, target.bytes(), at, width);
    if (target.isVariable()) {
      BlockBytes.putInt(target.bytes(), at, BlockBytes.getInt(target.bytes(), at) + base);
    }
  }
}
