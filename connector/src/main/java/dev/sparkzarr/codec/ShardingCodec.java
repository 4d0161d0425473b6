package dev.sparkzarr.codec;

import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.FillValue;
import dev.sparkzarr.metadata.Shape;
import java.util.Arrays;
import java.util.Set;

/**
 * {@code sharding_indexed}: inner chunks in one object, with an index of where they are.
 *
 * <pre>
 *   | inner chunk | inner chunk | … | index |      or the index first
 *   index: for each inner chunk in C order | offset u64 | length u64 |, encoded with index_codecs;
 *          offsets count from the object's start; both 2^64-1: not stored, every element the fill
 * </pre>
 *
 * <p>v3 {@code sharding_indexed}. Configuration: {@code chunk_shape}, which divides the shard;
 * {@code codecs} of an inner chunk; {@code index_codecs}, of a size known beforehand; {@code
 * index_location}, {@code end} (default) or {@code start}. Inner chunks may come in any order, with
 * gaps, and share bytes. Decoding a whole shard decodes inner chunks straight into their place when
 * that is one run, else through scratch of one inner chunk; {@link ShardLayout} reads single ones.
 * Encoding leaves out inner chunks that equal the fill, bit for bit. Immutable. Source: Zarr v3
 * {@code codecs/sharding-indexed}.
 */
final class ShardingCodec implements ArrayToBytes {
  static final CodecFactory FACTORY = (CodecFactory.OfArrayToBytes) ShardingCodec::bind;
  private static final String NAME = "sharding_indexed";
  private static final int LARGEST = Integer.MAX_VALUE - 8;

  /** Where the index stands. */
  enum Location {
    START,
    END
  }

  private final ArrayForm decoded;
  private final Shape chunksPerShard;
  private final CodecChain inner;
  private final CodecChain index;
  private final Location indexStands;
  private final InnerBox box;

  private ShardingCodec(
      ArrayForm decoded,
      Shape chunksPerShard,
      CodecChain inner,
      CodecChain index,
      Location indexStands) {
    this.decoded = decoded;
    this.chunksPerShard = chunksPerShard;
    this.inner = inner;
    this.index = index;
    this.indexStands = indexStands;
    box = new InnerBox(decoded.shape(), inner.decoded().shape(), decoded.width());
  }

  private static ShardingCodec bind(CodecConfiguration configuration, ArrayForm decoded) {
    configuration.only(Set.of("chunk_shape", "codecs", "index_codecs", "index_location"));
    long[] chunk = configuration.integers("chunk_shape");
    Shape shard = decoded.shape();
    boolean divides = chunk.length == shard.rank();
    long[] counts = new long[chunk.length];
    long[] entries = new long[chunk.length + 1];
    for (int i = 0; divides && i < chunk.length; i++) {
      divides = chunk[i] > 0 && shard.length(i) % chunk[i] == 0;
      counts[i] = divides ? shard.length(i) / chunk[i] : 0;
      entries[i] = counts[i];
    }
    if (!divides) {
      throw CodecErrors.unsupported(
          configuration.codec(),
          "its 'chunk_shape' " + Arrays.toString(chunk) + " does not divide the shard " + shard);
    }
    entries[chunk.length] = 2;
    CodecChain inner =
        CodecChain.bind(configuration.codecs("codecs"), decoded.withShape(Shape.of(chunk)));
    CodecChain index =
        CodecChain.bind(
            configuration.codecs("index_codecs"),
            new ArrayForm(
                ElementKind.UINT64, Shape.of(entries), new FillValue(new byte[Long.BYTES])));
    if (!index.encoded().isExact() || index.encoded().most() > LARGEST) {
      throw CodecErrors.unsupported(
          configuration.codec(),
          "its index takes "
              + index.encoded()
              + " bytes, which must be known beforehand and less than 2 GiB");
    }
    String location = configuration.text("index_location").orElse("end");
    if (!location.equals("start") && !location.equals("end")) {
      throw CodecErrors.unsupported(
          configuration.codec(), "its 'index_location' is '" + location + "', not start or end");
    }
    return new ShardingCodec(
        decoded,
        Shape.of(counts),
        inner,
        index,
        location.equals("start") ? Location.START : Location.END);
  }

  Shape chunksPerShard() {
    return chunksPerShard;
  }

  CodecChain inner() {
    return inner;
  }

  Location indexStands() {
    return indexStands;
  }

  int encodedIndexSize() {
    return (int) index.encoded().most();
  }

  int indexSize() {
    return (int) index.decoded().size();
  }

  /**
   * Decodes and checks an index.
   *
   * @param end no inner chunk ends after it
   * @param entries as long as {@link #indexSize()} at least
   */
  void decodeIndex(ByteSpan encoded, long end, byte[] entries, Workspace workspace) {
    index.decode(encoded, entries, 0, workspace);
    ShardIndex.check(entries, indexSize(), end, inner.encoded());
  }

  @Override
  public ByteForm encoded() {
    // Bytes that no inner chunk uses are legal; three times the data is beyond what writers leave.
    double most = 4.0 * decoded.size() + 4096.0 * chunksPerShard.elements() + (1 << 20);
    int size = encodedIndexSize();
    return new ByteForm(size, size + (long) Math.min(most, Long.MAX_VALUE / 2), 1);
  }

  @Override
  public boolean decodesInPlace() {
    return false;
  }

  @Override
  public long scratchBytes() {
    return indexSize()
        + Math.max(
            index.scratchBytes(),
            (box.isContiguous() ? 0 : inner.decoded().size()) + inner.scratchBytes());
  }

  @Override
  public void decode(ByteSpan source, byte[] target, int at, Workspace workspace) {
    int tail = source.length() - encodedIndexSize();
    if (tail < 0) {
      throw CodecErrors.damaged(
          NAME, source.length() + " bytes are too short for its index of " + encodedIndexSize());
    }
    byte[] entries = workspace.scratch(indexSize());
    decodeIndex(
        source.part(indexStands == Location.START ? 0 : tail, encodedIndexSize()),
        source.length(),
        entries,
        workspace);
    byte[] chunk = box.isContiguous() ? null : workspace.scratch(inner.decoded().size());
    byte[] fill = null;
    long[] position = new long[chunksPerShard.rank()];
    for (int entry = 0; entry < indexSize(); entry += ShardIndex.ENTRY, step(position)) {
      int start = at + box.start(position);
      if (ShardIndex.isAbsent(entries, entry)) {
        fill = fill == null ? decoded.fillElement(workspace.heap()) : fill;
        box.fill(fill, target, start);
        continue;
      }
      ByteSpan encoded =
          source.part(
              (int) ShardIndex.offset(entries, entry), (int) ShardIndex.length(entries, entry));
      if (chunk == null) {
        inner.decode(encoded, target, start, workspace);
      } else {
        inner.decode(encoded, chunk, 0, workspace);
        box.scatter(chunk, target, start);
      }
    }
  }

  /** The next position in C order. */
  private void step(long[] position) {
    for (int i = position.length - 1; i >= 0; i--) {
      if (++position[i] < chunksPerShard.length(i)) {
        return;
      }
      position[i] = 0;
    }
  }

  @Override
  public ByteSpan encode(byte[] source, int at, ByteTarget target, Workspace workspace) {
    byte[] entries = workspace.scratch(indexSize());
    int size = Math.toIntExact(inner.decoded().size());
    byte[] chunk = workspace.scratch(size);
    boolean variable = decoded.layout().variable();
    boolean fillable = decoded.lostFill().isEmpty(); // else every inner chunk is stored
    byte[] pattern = fillable ? decoded.fill().pattern() : null;
    byte[] fill = fillable && !variable ? workspace.scratch(size) : null;
    if (fill != null) {
      RawBytes.fill(fill, 0, size, pattern);
    }
    int next = indexStands == Location.START ? encodedIndexSize() : 0;
    int room = target.grow(next);
    long[] position = new long[chunksPerShard.rank()];
    for (int entry = 0; entry < indexSize(); entry += ShardIndex.ENTRY, step(position)) {
      box.gather(source, at + box.start(position), chunk);
      boolean isFill =
          fillable
              && (variable
                  ? workspace.heap().allEqual(chunk, 0, size / Long.BYTES, pattern)
                  : Arrays.equals(chunk, 0, size, fill, 0, size));
      if (isFill) {
        ShardIndex.putAbsent(entries, entry);
        continue;
      }
      int mark = workspace.mark();
      ByteSpan encoded = inner.encode(chunk, 0, workspace);
      room = append(encoded, target, next, room);
      workspace.reset(mark);
      ShardIndex.put(entries, entry, next, encoded.length());
      next += encoded.length();
    }
    ByteSpan encodedIndex = index.encode(entries, 0, workspace);
    if (indexStands == Location.START) {
      append(encodedIndex, target, 0, room);
      return target.span(next);
    }
    append(encodedIndex, target, next, room);
    return target.span(next + encodedIndex.length());
  }

  /** Copies to {@code at} of the target, and says how much room it has now. */
  private static int append(ByteSpan bytes, ByteTarget target, int at, int room) {
    long sum = (long) at + bytes.length();
    if (sum > Integer.MAX_VALUE - 8) {
      throw CodecErrors.tooLarge("an encoded shard", sum);
    }
    int end = (int) sum;
    int enough = end > room ? target.grow(end) : room;
    System.arraycopy(
        bytes.array(), bytes.offset(), target.reserve(end), target.offset() + at, bytes.length());
    return enough;
  }
}
