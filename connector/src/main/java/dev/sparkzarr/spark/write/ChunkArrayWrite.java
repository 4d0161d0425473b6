package dev.sparkzarr.spark.write;

import dev.sparkzarr.ZarrException;
import dev.sparkzarr.array.ArrayWriter;
import dev.sparkzarr.array.ChunkIndex;
import dev.sparkzarr.array.Region;
import dev.sparkzarr.codec.ChunkBuffer;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.sql.catalyst.util.ArrayData;

/** One task's chunks of one array: checked, encoded and put. For one thread. */
final class ChunkArrayWrite {
  /** Values of unfinished shards in memory; one shard may be larger. */
  private static final long MOST_OPEN = 256L << 20;

  /** What is done with what is right. */
  enum Pass {
    CHECK,
    WRITE
  }

  private final String array;
  private final ChunkTarget.State state;
  private final ArrayWriter writer;
  private final ChunkPlaces places;
  private final ElementStorage elements; // null for stored bytes
  private final Pass pass;
  private final Supplier<String> together;
  private final int width;
  private final Map<ChunkIndex, OpenShard> open = new LinkedHashMap<>();
  private final ChunkBuffer values;
  private long openBytes;
  private byte[] slots = new byte[0];
  private long[] numbers = new long[16];
  private int count;

  /**
   * @param array for messages
   * @param elements null where rows have stored bytes
   * @param together what brings the rows of a shard into one task, see {@link ShardRows}
   */
  ChunkArrayWrite(
      String array,
      ChunkTarget.State state,
      ArrayWriter writer,
      ElementStorage elements,
      Pass pass,
      Supplier<String> together) {
    this.array = array;
    this.state = state;
    this.writer = writer;
    this.places = new ChunkPlaces(array, writer.grid(), elements == null);
    this.elements = elements;
    this.pass = pass;
    this.together = together;
    this.width = writer.metadata().dataType().layout().width();
    this.values = new ChunkBuffer(writer.metadata().dataType());
  }

  /**
   * Stores an object as it is.
   *
   * @param bytes null when it is not stored
   */
  void bytes(long[] chunk, long[] origin, long[] shape, byte[] bytes) {
    ChunkPlaces.Place place = places.find(chunk, origin, shape);
    add(place.number());
    if (pass == Pass.CHECK) {
      return;
    }
    if (bytes != null) {
      writer.writeEncoded(place.object(), ByteBuffer.wrap(bytes));
    } else if (state == ChunkTarget.State.IN_PLACE) {
      writer.delete(place.object());
    }
  }

  /** Encodes and stores values, those of an inner chunk once its shard is complete. */
  void values(long[] chunk, long[] origin, long[] shape, ArrayData given) {
    ChunkPlaces.Place place = places.find(chunk, origin, shape);
    checkLength(chunk, shape, given.numElements());
    if (place.isWhole()) {
      add(place.number());
      values.retype(writer.metadata().dataType());
      values.resize(given.numElements());
      elements.store(given, values.bytes(), values);
      put(OpenShard.region(writer.grid(), place.object()), values);
      return;
    }
    OpenShard shard = open.get(place.object());
    if (shard == null) {
      shard = openShard(place);
    }
    int size = Math.multiplyExact(given.numElements(), width);
    if (slots.length < size) {
      slots = new byte[size];
    }
    elements.store(given, slots, shard.values());
    shard.lay(chunk, origin, shape, slots, array);
    if (shard.held() == shard.chunks()) {
      close(place.object(), shard);
    }
  }

  private void checkLength(long[] chunk, long[] shape, int length) {
    double expected = Arrays.stream(shape).asDoubleStream().reduce(1, (a, b) -> a * b);
    if (expected != length) {
      throw new ZarrException(
          "Cannot write chunk "
              + Arrays.toString(chunk)
              + " of "
              + array
              + ": its shape "
              + Arrays.toString(shape)
              + " has another number of values than the "
              + length
              + " that the row has.");
    }
  }

  private OpenShard openShard(ChunkPlaces.Place place) {
    Region region = OpenShard.region(writer.grid(), place.object());
    double bytes = width;
    for (Region.Range range : region.ranges()) {
      bytes *= range.count();
    }
    if (bytes > Integer.MAX_VALUE - 8) {
      throw new ZarrException(
          "Cannot write shard "
              + place.object()
              + " of "
              + array
              + ": it has more than 2 GiB of values. Write it with encoded=true.");
    }
    while (openBytes + (long) bytes > MOST_OPEN && !open.isEmpty()) {
      Map.Entry<ChunkIndex, OpenShard> oldest = open.entrySet().iterator().next();
      close(oldest.getKey(), oldest.getValue());
    }
    add(place.number());
    OpenShard shard = new OpenShard(writer.metadata(), writer.grid(), place.object(), region);
    openBytes += shard.values().size();
    open.put(place.object(), shard);
    return shard;
  }

  private void close(ChunkIndex object, OpenShard shard) {
    open.remove(object);
    openBytes -= shard.values().size();
    if (state == ChunkTarget.State.IN_PLACE && shard.held() < shard.chunks()) {
      throw new ZarrException(
          "Cannot write shard "
              + object
              + " of "
              + array
              + ": one task was given rows of "
              + shard.held()
              + " of its "
              + shard.chunks()
              + " inner chunks, and would lose the others. Read all chunks of the shard, those that"
              + " are not stored too (missingChunks=rows). "
              + together.get());
    }
    put(shard.region(), shard.values());
  }

  private void put(Region region, ChunkBuffer content) {
    if (pass == Pass.WRITE) {
      writer.write(region, content);
    }
  }

  private void add(long number) {
    if (count == numbers.length) {
      numbers = Arrays.copyOf(numbers, Math.multiplyExact(count, 2));
    }
    numbers[count++] = number;
  }

  /**
   * Stores what is not complete: chunks that no row gave are fill values.
   *
   * @return all objects that were stored
   */
  ObjectNumbers finish() {
    Iterator<Map.Entry<ChunkIndex, OpenShard>> left = Map.copyOf(open).entrySet().iterator();
    while (left.hasNext()) {
      Map.Entry<ChunkIndex, OpenShard> shard = left.next();
      close(shard.getKey(), shard.getValue());
    }
    return ObjectNumbers.of(numbers, count);
  }
}
