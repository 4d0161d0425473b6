package dev.sparkzarr.dataset;

import dev.sparkzarr.array.ArrayGrid;
import dev.sparkzarr.array.ArrayReader;
import dev.sparkzarr.array.ChunkIndex;
import dev.sparkzarr.array.EncodedChunk;
import dev.sparkzarr.array.Region;
import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.ChunkEdges;
import dev.sparkzarr.metadata.ChunkGrid;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.FillValue;
import dev.sparkzarr.metadata.Shape;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An array of single characters seen as one of texts: without its last dimension, an element being
 * the bytes along it. A chunk is then all chunks that follow each other along that dimension,
 * fetched together and kept in one piece of memory, each behind its length. Safe for many threads.
 */
final class JoinedCharacters implements ArrayReader {
  /** A longer element than this is none: as for fixed-length types in documents. */
  private static final long LONGEST = 64L << 20;

  private static final int NOT_STORED = -1;

  private final ArrayReader characters;
  private final boolean wholeOrNone;
  private final ArrayMetadata metadata;
  private final ArrayGrid grid;
  private final ChunkEdges along;
  private final int length;

  /**
   * @param characters of rank 1 or more that {@link #canJoin}
   * @param wholeOrNone whether a chunk of which a part is not stored is not stored at all
   */
  JoinedCharacters(ArrayReader characters, boolean wholeOrNone) {
    this.characters = characters;
    this.wholeOrNone = wholeOrNone;
    this.metadata = joined(characters.metadata());
    this.grid = joined(characters.grid(), metadata);
    this.along = characters.grid().chunks().get(metadata.shape().rank());
    this.length = Math.toIntExact(along.dimensionLength());
  }

  /**
   * @return whether elements are single characters, and there is a dimension to join along
   */
  static boolean canJoin(ArrayMetadata array) {
    int rank = array.shape().rank();
    return array.dataType() instanceof DataType.FixedBytes bytes
        && bytes.length() == 1
        && rank > 0
        && array.shape().length(rank - 1) >= 1
        && array.shape().length(rank - 1) <= LONGEST;
  }

  /**
   * @param characters that {@link #canJoin}
   * @return the array of texts; its document and codecs are still those of the characters
   */
  static ArrayMetadata joined(ArrayMetadata characters) {
    int rank = characters.shape().rank() - 1;
    Shape shape = Shape.of(Arrays.copyOf(characters.shape().toArray(), rank));
    int length = Math.toIntExact(characters.shape().length(rank));
    List<ChunkEdges> edges = characters.grid().edges(characters.shape());
    return new ArrayMetadata(
        characters.format(),
        shape,
        new DataType.FixedBytes(length),
        new ChunkGrid.Rectilinear(edges.subList(0, rank)),
        characters.keys(),
        characters.fillValue().map(fill -> new FillValue(Arrays.copyOf(fill.pattern(), length))),
        characters.codecs(),
        characters.dimensionNames().stream().limit(rank).toList(),
        characters.attributes(),
        characters.document());
  }

  private static ArrayGrid joined(ArrayGrid grid, ArrayMetadata texts) {
    if (!grid.isSharded()) {
      return ArrayGrid.ofObjects(texts);
    }
    int rank = texts.shape().rank();
    Shape chunk = Shape.of(Arrays.copyOf(grid.largestChunk().toArray(), rank));
    return ArrayGrid.sharded(texts.shape(), grid.objects().subList(0, rank), chunk);
  }

  @Override
  public ArrayMetadata metadata() {
    return metadata;
  }

  @Override
  public ArrayGrid grid() {
    return grid;
  }

  @Override
  public List<EncodedChunk> fetch(List<ChunkIndex> chunks) {
    List<List<EncodedChunk>> parts = new ArrayList<>();
    chunks.forEach(chunk -> parts.add(new ArrayList<>()));
    ArrayGrid stored = characters.grid();
    long next = 0;
    while (next < along.count()) {
      ChunkIndex object = stored.objectOf(with(chunks.get(0), next));
      List<ChunkIndex> request = new ArrayList<>();
      long first = next;
      while (next < along.count() && stored.objectOf(with(chunks.get(0), next)).equals(object)) {
        next++;
      }
      for (ChunkIndex chunk : chunks) {
        for (long part = first; part < next; part++) {
          request.add(with(chunk, part));
        }
      }
      List<EncodedChunk> fetched = characters.fetch(request);
      for (int i = 0; i < fetched.size(); i++) {
        parts.get(i / (int) (next - first)).add(fetched.get(i));
      }
    }
    List<EncodedChunk> joined = new ArrayList<>();
    for (int i = 0; i < chunks.size(); i++) {
      joined.add(new EncodedChunk(chunks.get(i), packed(parts.get(i))));
    }
    return joined;
  }

  private Optional<ByteBuffer> packed(List<EncodedChunk> parts) {
    long missing = parts.stream().filter(part -> part.bytes().isEmpty()).count();
    if (missing == parts.size() || missing > 0 && wholeOrNone) {
      return Optional.empty();
    }
    if (parts.size() == 1) {
      return parts.get(0).bytes();
    }
    long size = (long) Integer.BYTES * parts.size();
    for (EncodedChunk part : parts) {
      size += part.bytes().map(ByteBuffer::remaining).orElse(0);
    }
    ByteBuffer packed = ByteBuffer.allocate(ColumnValues.size(size, 1));
    for (EncodedChunk part : parts) {
      packed.putInt(part.bytes().map(ByteBuffer::remaining).orElse(NOT_STORED));
      part.bytes().ifPresent(bytes -> packed.put(bytes.duplicate()));
    }
    return Optional.of(packed.flip());
  }

  @Override
  public boolean decode(EncodedChunk chunk, ChunkBuffer target) {
    Shape shape = grid.chunkShape(chunk.index());
    target.retype(metadata.dataType());
    target.resize(shape.elements());
    ChunkBuffer part = new ChunkBuffer(characters.metadata().dataType());
    Optional<ByteBuffer> packed = chunk.bytes().map(ByteBuffer::duplicate);
    for (long i = 0; i < along.count(); i++) {
      Optional<ByteBuffer> bytes = along.count() == 1 ? packed : packed.flatMap(this::next);
      characters.decode(new EncodedChunk(with(chunk.index(), i), bytes), part);
      copy(part, (int) along.length(i), target, (int) along.start(i));
    }
    return packed.isPresent();
  }

  private Optional<ByteBuffer> next(ByteBuffer packed) {
    int size = packed.getInt();
    if (size == NOT_STORED) {
      return Optional.empty();
    }
    ByteBuffer part = packed.slice(packed.position(), size);
    packed.position(packed.position() + size);
    return Optional.of(part);
  }

  /** Puts rows of {@code stored} characters, as far as they exist, at a place of each text. */
  private void copy(ChunkBuffer part, int stored, ChunkBuffer target, int at) {
    int count = Math.min(stored, length - at);
    for (int i = 0; i < target.elements(); i++) {
      System.arraycopy(part.bytes(), i * stored, target.bytes(), i * length + at, count);
    }
  }

  @Override
  public void read(Region region, ChunkBuffer target) {
    List<Region.Range> ranges = new ArrayList<>(region.ranges());
    ranges.add(Region.Range.of(0, length));
    ChunkBuffer whole = new ChunkBuffer(characters.metadata().dataType());
    characters.read(new Region(ranges), whole);
    target.retype(metadata.dataType());
    target.resize(region.shape().elements());
    copy(whole, length, target, 0);
  }

  private static ChunkIndex with(ChunkIndex chunk, long last) {
    long[] index = Arrays.copyOf(chunk.toArray(), chunk.rank() + 1);
    index[chunk.rank()] = last;
    return ChunkIndex.of(index);
  }
}
