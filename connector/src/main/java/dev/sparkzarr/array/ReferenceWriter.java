package dev.sparkzarr.array;

import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.codec.CodecException;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.ChunkEdges;
import dev.sparkzarr.metadata.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes whole stored objects, elements one by one; its chunk is the object. */
final class ReferenceWriter implements ArrayWriter {
  private final BoundArray array;
  private final ArrayGrid grid;
  private final WriteSettings settings;
  private final StoredObjects objects;
  private final long limit;

  /**
   * @param limit of the encoded size of the largest object
   */
  ReferenceWriter(BoundArray array, ArrayGrid grid, WriteSettings settings, long limit) {
    this.array = array;
    this.grid = grid;
    this.settings = settings;
    this.objects = new StoredObjects(array, grid, settings);
    this.limit = limit;
  }

  @Override
  public ArrayMetadata metadata() {
    return array.metadata();
  }

  @Override
  public ArrayGrid grid() {
    return grid;
  }

  @Override
  public void writeObject(ChunkIndex object, ChunkBuffer values) {
    objects.checkWithin(object);
    array.checkValues(values, grid.objectShape(object));
    if (settings.emptyChunks() != EmptyChunks.WRITE && isFill(values)) {
      if (settings.emptyChunks() == EmptyChunks.DELETE) {
        objects.delete(object);
      }
      objects.drop();
      return;
    }
    objects.put(object, encode(object, values), limit);
  }

  @Override
  public void writeEncoded(ChunkIndex object, ByteBuffer encoded) {
    objects.put(object, encoded, limit);
  }

  @Override
  public void update(ChunkIndex object, Region kept, ObjectEdit edit) {
    objects.checkWithin(object);
    StoredObjects.Loaded before = objects.load(object, limit);
    Shape shape = grid.objectShape(object);
    ChunkBuffer values = decoded(object, Optional.empty());
    boolean[] keeps = keeps(object, shape, kept);
    boolean counts = false;
    for (boolean keep : keeps) {
      counts |= keep;
    }
    counts &= before.bytes().isPresent();
    if (counts) {
      ChunkBuffer stored = decoded(object, before.bytes());
      int width = array.width();
      for (int i = 0; i < keeps.length; i++) {
        if (keeps[i]) {
          copy(stored, i, values, i, width);
        }
      }
    }
    edit.apply(values, counts ? ObjectEdit.Before.STORED : ObjectEdit.Before.FILL);
    array.checkValues(values, shape);
    if (settings.emptyChunks() != EmptyChunks.WRITE && isFill(values)) {
      if (before.bytes().isEmpty()) {
        objects.drop();
        return;
      }
      if (!objects.isConditional(before) && array.store().deletes().isPresent()) {
        objects.delete(object);
        objects.drop();
        return;
      }
    }
    objects.putBack(object, before, encode(object, values), limit);
  }

  /** For each cell of an object whether it lies in a part of the array. */
  private boolean[] keeps(ChunkIndex object, Shape shape, Region kept) {
    boolean[] keeps = new boolean[ReferenceIndex.elements(shape)];
    long[] at = new long[shape.rank()];
    for (int i = 0; i < keeps.length; i++) {
      keeps[i] = true;
      for (int d = 0; d < at.length; d++) {
        Region.Range range = kept.ranges().get(d);
        long index = grid.objects().get(d).start(object.at(d)) + at[d];
        keeps[i] &= index >= range.start() && index < range.start() + range.count();
      }
      ReferenceIndex.advance(at, shape.toArray());
    }
    return keeps;
  }

  private ChunkBuffer decoded(ChunkIndex object, Optional<ByteBuffer> bytes) {
    Shape shape = grid.objectShape(object);
    ChunkBuffer values = new ChunkBuffer(array.type());
    values.resize(ReferenceIndex.elements(shape));
    try {
      byte[] decoded = ReferenceEngine.chain(array, shape).decode(bytes, values.heap());
      System.arraycopy(decoded, 0, values.bytes(), 0, decoded.length);
      return values;
    } catch (CodecException e) {
      throw array.damaged(object, "", e);
    }
  }

  private ByteBuffer encode(ChunkIndex object, ChunkBuffer values) {
    long start = System.nanoTime();
    try {
      byte[] plain = Arrays.copyOf(values.bytes(), values.size());
      ByteBuffer encoded =
          ReferenceEngine.chain(array, grid.objectShape(object)).encode(plain, values.heap());
      settings.counters().bytesEncoded.add(plain.length);
      return encoded;
    } catch (CodecException e) {
      throw new CodecException(array.chunk("write", object, "") + e.getMessage(), e);
    } finally {
      settings.counters().encodeNanos.add(System.nanoTime() - start);
    }
  }

  private boolean isFill(ChunkBuffer values) {
    return metadata().fillValue().isPresent()
        && values.size() > 0
        && ReferenceChain.isFill(
            Arrays.copyOf(values.bytes(), values.size()),
            values.type(),
            values.heap(),
            array.fill());
  }

  @Override
  public void delete(ChunkIndex object) {
    objects.delete(object);
  }

  /** One cell: where it is in its object, and in the source. */
  private record Cell(int inObject, int inSource) {}

  @Override
  public void write(Region region, ChunkBuffer source) {
    int elements = array.elements(region);
    array.checkValues(source, region.shape());
    Map<ChunkIndex, List<Cell>> cells = new LinkedHashMap<>();
    long[] at = new long[region.ranges().size()];
    for (int i = 0; i < elements; i++) {
      long[] object = new long[at.length];
      long[] within = new long[at.length];
      for (int d = 0; d < at.length; d++) {
        Region.Range range = region.ranges().get(d);
        long index = range.start() + at[d] * range.step();
        object[d] = grid.objects().get(d).chunkAt(index);
        within[d] = index - grid.objects().get(d).start(object[d]);
      }
      ChunkIndex key = ChunkIndex.of(object);
      long position = ReferenceIndex.position(within, grid.objectShape(key).toArray());
      cells.computeIfAbsent(key, k -> new ArrayList<>()).add(new Cell((int) position, i));
      ReferenceIndex.advance(at, region.shape().toArray());
    }
    cells.forEach((object, of) -> write(object, of, source));
  }

  private void write(ChunkIndex object, List<Cell> cells, ChunkBuffer source) {
    ObjectEdit edit =
        (values, before) ->
            cells.forEach(
                cell -> copy(source, cell.inSource(), values, cell.inObject(), array.width()));
    long within = 1;
    for (int d = 0; d < object.rank(); d++) {
      ChunkEdges edges = grid.objects().get(d);
      within *= edges.stop(object.at(d)) - edges.start(object.at(d));
    }
    if (cells.size() < within) {
      update(object, edit);
      return;
    }
    ChunkBuffer values = decoded(object, Optional.empty());
    edit.apply(values, ObjectEdit.Before.FILL);
    writeObject(object, values);
  }

  private static void copy(ChunkBuffer from, int fromCell, ChunkBuffer to, int toCell, int width) {
    byte[] element = Arrays.copyOfRange(from.bytes(), fromCell * width, fromCell * width + width);
    if (from.isVariable()) {
      ByteBuffer slot = ByteBuffer.wrap(element).order(ByteOrder.LITTLE_ENDIAN);
      int start = slot.getInt(0);
      int length = slot.getInt(Integer.BYTES);
      slot.putInt(0, to.heap().append(from.heap().bytes(), start, length));
    }
    System.arraycopy(element, 0, to.bytes(), toCell * width, width);
  }
}
