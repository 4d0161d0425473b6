package dev.sparkzarr.array;

import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.codec.CodecException;
import dev.sparkzarr.codec.CodecPipeline;
import dev.sparkzarr.codec.ShardIndex;
import dev.sparkzarr.codec.ShardLayout;
import dev.sparkzarr.metadata.Shape;
import dev.sparkzarr.store.ByteRange;
import dev.sparkzarr.store.RangeReads;
import dev.sparkzarr.store.RangeWrites;
import dev.sparkzarr.store.StoreException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes inner chunks where they stand in their shard: {@link ShardWrites#IN_PLACE}. Immutable. */
final class InPlaceShards {
  private final BoundArray array;
  private final ArrayGrid grid;
  private final StoredObjects objects;
  private final WriteCounters counters;
  private final ShardLayout layout;
  private final RangeReads reads;
  private final RangeWrites writes;

  /**
   * @param pipeline of a stored object
   * @throws StoreException when the store cannot read and write ranges
   * @throws CodecException when inner chunks have no place of their own
   */
  InPlaceShards(
      BoundArray array,
      ArrayGrid grid,
      CodecPipeline pipeline,
      StoredObjects objects,
      WriteCounters counters) {
    this.array = array;
    this.grid = grid;
    this.objects = objects;
    this.counters = counters;
    String what = "Cannot write into the shards of " + array + " in place: ";
    String remedy = " Write whole shards.";
    this.layout =
        pipeline
            .shard()
            .orElseThrow(
                () ->
                    new CodecException(
                        what
                            + "its objects are not shards, or codecs around the shard encode it as"
                            + " a whole."
                            + remedy));
    if (layout.inner().encodedSize().isEmpty()) {
      throw new CodecException(
          what
              + "the encoded size of its inner chunks depends on their values, as with any"
              + " compression."
              + remedy);
    }
    this.writes =
        array
            .store()
            .rangeWrites()
            .orElseThrow(
                () -> new StoreException(what + "the store cannot write inside a value." + remedy));
    this.reads =
        array
            .store()
            .ranges()
            .orElseThrow(() -> new StoreException(what + "the store cannot read ranges." + remedy));
  }

  /** One inner chunk that a region meets, and where it stands. */
  private record Target(RegionBox box, ByteRange.Slice slice) {}

  /**
   * Writes the part of a region that falls into one shard.
   *
   * @param pieces for each dimension the parts that fall into the shard's inner chunks
   * @param source the region's values
   * @return false when the shard does not hold all of these inner chunks; nothing is written then
   */
  boolean write(
      ChunkIndex object, Region region, List<List<RangePiece>> pieces, ChunkBuffer source) {
    Optional<ByteBuffer> encodedIndex = reads.read(array.key(object), layout.indexRange());
    if (encodedIndex.isEmpty()) {
      return false;
    }
    ShardIndex index;
    try {
      index = layout.decodeIndex(encodedIndex.get());
    } catch (CodecException e) {
      throw array.damaged(object, "the index of", e);
    }
    List<Target> targets = new ArrayList<>();
    int[] counts = pieces.stream().mapToInt(List::size).toArray();
    for (Odometer at = new Odometer(counts); at.valid(); at.advance()) {
      List<RangePiece> one = new ArrayList<>();
      for (int i = 0; i < counts.length; i++) {
        one.add(pieces.get(i).get(at.at(i)));
      }
      RegionBox box = new RegionBox(region, one);
      Optional<ByteRange.Slice> slice = index.slice(grid.within(box.chunk(), object));
      if (slice.isEmpty()) {
        return false;
      }
      targets.add(new Target(box, slice.get()));
    }
    targets.forEach(target -> write(object, target, source));
    return true;
  }

  private void write(ChunkIndex object, Target target, ChunkBuffer source) {
    CodecPipeline inner = layout.inner();
    ChunkBuffer values = new ChunkBuffer(array.type());
    if (target.box().covers(grid.chunks())) {
      inner.fill(values);
    } else {
      values = load(object, target);
    }
    target.box().lay(source, values, layout.chunkShape());
    long start = System.nanoTime();
    ByteBuffer encoded;
    try {
      encoded = inner.encode(values);
    } catch (CodecException e) {
      throw new CodecException(
          array.chunk("write", object, part(object, target)) + e.getMessage(), e);
    }
    counters.encodeNanos.add(System.nanoTime() - start);
    counters.bytesEncoded.add(values.size());
    objects.overwrite(object, target.slice().offset(), encoded, writes);
  }

  private ChunkBuffer load(ChunkIndex object, Target target) {
    ByteBuffer stored =
        reads
            .read(array.key(object), target.slice())
            .orElseThrow(
                () ->
                    new StoreException(
                        array.chunk("write", object, part(object, target))
                            + "the shard was deleted meanwhile."));
    ChunkBuffer values = new ChunkBuffer(array.type());
    try {
      layout.inner().decode(stored, values);
    } catch (CodecException e) {
      throw array.damaged(object, part(object, target), e);
    }
    Shape shape = layout.chunkShape();
    long[] origin = target.box().chunk().toArray();
    for (int i = 0; i < origin.length; i++) {
      origin[i] = grid.chunks().get(i).start(origin[i]);
    }
    return new KeptCells(origin, shape, Region.all(array.metadata().shape()))
        .of(values, layout.inner());
  }

  private String part(ChunkIndex object, Target target) {
    return "inner chunk " + ChunkIndex.of(grid.within(target.box().chunk(), object)) + " of";
  }
}
