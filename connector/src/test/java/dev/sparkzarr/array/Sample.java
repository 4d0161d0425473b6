package dev.sparkzarr.array;

import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.ChunkGrid;
import dev.sparkzarr.metadata.CodecSpec;
import dev.sparkzarr.metadata.Cut;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.Kinds;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.metadata.Shape;
import dev.sparkzarr.store.MemoryStore;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * A random array in a store, and beside it the same elements as a plain Java array. The same seed
 * gives the same sample.
 */
final class Sample {
  static final NodePath PATH = new NodePath("group/sample");

  private static final Pattern UNCHECKED_INDEX =
      Pattern.compile(
          "\"index_codecs\":\\[\\{\"configuration\":\\{[^}]*\\},\"name\":\"bytes\"\\}\\]");

  private static final List<String> COMPRESSORS =
      List.of("", "zstd", "gzip", "blosc", "numcodecs.zlib", "numcodecs.lz4");

  final MemoryStore store = MemoryStore.unnamed();
  final ArrayMetadata metadata;
  final ElementKind kind;
  final Shape shape;
  final byte[] fill;
  final byte[] elements;

  private final Random random;
  private final int rank;
  private Shape objects;

  /** How each dimension is cut into stored objects. */
  private final List<Cut> cuts = new ArrayList<>();

  Sample(long seed) {
    random = new Random(seed);
    rank = random.nextInt(4);
    kind = Kinds.NUMPY.get(random.nextInt(Kinds.NUMPY.size()));
    fill = new byte[kind.width()];
    if (kind == ElementKind.BOOL) {
      fill[0] = (byte) random.nextInt(2);
    } else if (random.nextBoolean()) {
      random.nextBytes(fill);
    }
    shape = lengths(random.nextInt(8) == 0 ? 0 : 1, 14);
    boolean v2 = random.nextInt(3) == 0;
    if (v2 && kind.isFloat()) {
      fill[fill.length - 1] &= 0x3f; // no NaN, which format 2 cannot spell with any bits
    }
    metadata = v2 ? v2() : v3();
    elements = new byte[(int) shape.elements() * kind.width()];
    write();
  }

  private Shape lengths(int min, int max) {
    long[] lengths = new long[rank];
    for (int i = 0; i < rank; i++) {
      lengths[i] = min + random.nextInt(max - min + 1);
    }
    return Shape.of(lengths);
  }

  private ArrayMetadata v2() {
    List<CodecSpec> codecs = new ArrayList<>();
    if (rank > 1 && random.nextBoolean()) {
      List<Integer> reversed = new ArrayList<>();
      for (int i = rank - 1; i >= 0; i--) {
        reversed.add(i);
      }
      codecs.add(TestArrays.codec("transpose", "{'order':" + reversed + "}"));
    }
    codecs.add(bytes());
    String compressor = List.of("", "zstd", "blosc", "zlib").get(random.nextInt(4));
    if (!compressor.isEmpty()) {
      codecs.add(TestArrays.codec("numcodecs." + compressor, "{}"));
    }
    objects = lengths(1, 6);
    for (int i = 0; i < rank; i++) {
      cuts.add(Cut.even(shape.length(i), objects.length(i)));
    }
    return TestArrays.v2(kind, shape, objects, codecs, fill);
  }

  private ArrayMetadata v3() {
    Shape chunks = lengths(1, 5);
    List<CodecSpec> codecs = chain(chunks);
    objects = chunks;
    Shape part = lengths(1, 1); // what an object is made of, where it is a shard
    for (int level = random.nextInt(3); level > 0; level--) {
      part = objects;
      codecs = shard(objects, codecs);
      objects = multiple(objects);
      if (random.nextInt(3) == 0) {
        List<Integer> axes = identity();
        codecs.add(0, transposition(axes));
        objects = transposed(objects, axes);
        part = transposed(part, axes);
      }
    }
    for (int i = 0; i < rank; i++) {
      cuts.add(Cut.even(shape.length(i), objects.length(i)));
    }
    if (random.nextInt(3) > 0) {
      return TestArrays.array(kind, shape, objects, codecs, fill);
    }
    for (int i = 0; i < rank; i++) {
      int most = Math.max(1, (int) (8 / part.length(i)));
      cuts.set(
          i,
          random.nextInt(4) == 0
              ? cuts.get(i)
              : Cut.uneven(random, shape.length(i), part.length(i), most));
    }
    return TestArrays.array(
        kind,
        shape,
        new ChunkGrid.Rectilinear(cuts.stream().map(Cut::edges).toList()),
        codecs,
        fill);
  }

  private Shape multiple(Shape chunks) {
    long[] lengths = chunks.toArray();
    for (int i = 0; i < rank; i++) {
      lengths[i] *= 1 + random.nextInt(3);
    }
    return Shape.of(lengths);
  }

  private List<CodecSpec> chain(Shape chunks) {
    List<CodecSpec> codecs = new ArrayList<>();
    codecs.add(bytes());
    String compressor = COMPRESSORS.get(random.nextInt(COMPRESSORS.size()));
    if (compressor.equals("blosc")) {
      codecs.add(
          TestArrays.codec(
              "blosc",
              "{'cname':'lz4','clevel':5,'shuffle':'shuffle','typesize':"
                  + kind.width()
                  + ",'blocksize':0}"));
    } else if (!compressor.isEmpty()) {
      codecs.add(TestArrays.codec(compressor, "{}"));
    }
    if (random.nextInt(3) == 0) {
      codecs.add(TestArrays.codec("crc32c", "{}"));
    }
    if (random.nextInt(3) == 0) {
      codecs.add(0, transposition(identity()));
    }
    return codecs;
  }

  private CodecSpec bytes() {
    return kind.width() == 1
        ? TestArrays.codec("bytes", "{}")
        : TestArrays.codec(
            "bytes", "{'endian':'" + (random.nextBoolean() ? "little" : "big") + "'}");
  }

  private List<Integer> identity() {
    List<Integer> axes = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      axes.add(i);
    }
    return axes;
  }

  private CodecSpec transposition(List<Integer> axes) {
    Collections.shuffle(axes, random);
    return TestArrays.codec("transpose", "{'order':" + axes + "}");
  }

  /** The shape that is decoded through a transpose. */
  private Shape transposed(Shape encoded, List<Integer> axes) {
    long[] decoded = new long[rank];
    for (int i = 0; i < rank; i++) {
      decoded[axes.get(i)] = encoded.length(i);
    }
    return Shape.of(decoded);
  }

  private List<CodecSpec> shard(Shape inner, List<CodecSpec> codecs) {
    StringBuilder json = new StringBuilder("{'chunk_shape':" + inner + ",'codecs':[");
    for (int i = 0; i < codecs.size(); i++) {
      CodecSpec codec = codecs.get(i);
      json.append(i == 0 ? "" : ",")
          .append("{'name':'" + codec.name() + "','configuration':" + codec.configuration() + "}");
    }
    json.append("],'index_codecs':[{'name':'bytes','configuration':{'endian':'")
        .append(random.nextBoolean() ? "little" : "big")
        .append("'}}")
        .append(random.nextBoolean() ? ",{'name':'crc32c'}" : "")
        .append("],'index_location':'" + (random.nextBoolean() ? "start" : "end") + "'}");
    return new ArrayList<>(List.of(TestArrays.codec("sharding_indexed", json.toString())));
  }

  /** Random elements, fill values in some places; stored whole, then some objects taken away. */
  private void write() {
    for (int i = 0; i < elements.length; i += kind.width()) {
      System.arraycopy(anyElement(), 0, elements, i, kind.width());
    }
    for (int boxes = random.nextInt(4); boxes > 0; boxes--) {
      fillBox(anyRegion(1));
    }
    ArrayWriter writer =
        new JavaEngine()
            .openForWriting(
                store,
                PATH,
                metadata,
                EmptyChunks.values()[random.nextInt(EmptyChunks.values().length)]);
    ChunkBuffer all = new ChunkBuffer(kind);
    all.resize(shape.elements());
    System.arraycopy(elements, 0, all.bytes(), 0, elements.length);
    writer.write(Region.all(shape), all);
    if (random.nextInt(3) == 0) {
      store.keys(Optional.empty()).toList().stream()
          .filter(key -> random.nextInt(3) == 0)
          .forEach(store::delete);
      forgetMissingObjects();
    }
  }

  private void forgetMissingObjects() {
    BoundArray array = new BoundArray(store, PATH, metadata);
    for (int i = 0; i < shape.elements(); i++) {
      long[] object = index(i);
      for (int d = 0; d < rank; d++) {
        object[d] = cuts.get(d).cell(object[d]);
      }
      if (store.get(array.key(ChunkIndex.of(object)), Integer.MAX_VALUE).isEmpty()) {
        System.arraycopy(fill, 0, elements, i * kind.width(), kind.width());
      }
    }
  }

  private long[] index(long element) {
    long[] index = new long[rank];
    for (int d = rank - 1; d >= 0; d--) {
      index[d] = element % shape.length(d);
      element /= shape.length(d);
    }
    return index;
  }

  private void fillBox(Region region) {
    for (int element : elementsOf(region)) {
      System.arraycopy(fill, 0, elements, element * kind.width(), kind.width());
    }
  }

  /** A region within the array, with steps up to {@code maxStep} in both directions. */
  Region anyRegion(int maxStep) {
    List<Region.Range> ranges = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      long length = shape.length(i);
      long step = 1 + random.nextInt(maxStep);
      if (length == 0) {
        ranges.add(new Region.Range(0, 0, step));
        continue;
      }
      long start = random.nextInt((int) length);
      boolean back = maxStep > 1 && random.nextBoolean();
      long room = back ? start / step : (length - 1 - start) / step;
      long count = random.nextInt(10) == 0 ? 0 : 1 + random.nextInt((int) room + 1);
      ranges.add(new Region.Range(start, count, back ? -step : step));
    }
    return new Region(ranges);
  }

  /** The elements of a region, by nested loops over the plain array. */
  byte[] slice(Region region) {
    int[] positions = elementsOf(region);
    byte[] slice = new byte[positions.length * kind.width()];
    for (int i = 0; i < positions.length; i++) {
      System.arraycopy(
          elements, positions[i] * kind.width(), slice, i * kind.width(), kind.width());
    }
    return slice;
  }

  /** Random elements for a region, written to the plain array. */
  ChunkBuffer scribble(Region region) {
    int[] positions = elementsOf(region);
    ChunkBuffer values = new ChunkBuffer(kind);
    values.resize(positions.length);
    for (int i = 0; i < positions.length; i++) {
      byte[] element = random.nextInt(3) == 0 ? fill : anyElement();
      System.arraycopy(element, 0, values.bytes(), i * kind.width(), kind.width());
      System.arraycopy(element, 0, elements, positions[i] * kind.width(), kind.width());
    }
    return values;
  }

  private byte[] anyElement() {
    byte[] element = new byte[kind.width()];
    random.nextBytes(element);
    if (kind == ElementKind.BOOL) {
      element[0] &= 1;
    }
    return element;
  }

  /** One of the keys of stored objects, or nothing where there is none. */
  Optional<StoreKey> anyObject() {
    List<StoreKey> keys = store.keys(Optional.empty()).toList();
    return keys.isEmpty() ? Optional.empty() : Optional.of(keys.get(random.nextInt(keys.size())));
  }

  /** Whether there is a shard whose index has no checksum. */
  boolean hasUncheckedIndex() {
    return UNCHECKED_INDEX.matcher(metadata.document()).find();
  }

  int anyInt(int bound) {
    return random.nextInt(bound);
  }

  private int[] elementsOf(Region region) {
    int[] positions = {0};
    for (int d = 0; d < rank; d++) {
      Region.Range range = region.ranges().get(d);
      int[] next = new int[positions.length * (int) range.count()];
      int n = 0;
      for (int position : positions) {
        for (int i = 0; i < range.count(); i++) {
          int index = (int) (range.start() + i * range.step());
          next[n++] = position * (int) shape.length(d) + index;
        }
      }
      positions = next;
    }
    return positions;
  }

  /** Any shape of reading: this sample's store, or one that cannot read ranges. */
  Store anyStore() {
    return random.nextInt(3) == 0 ? new WholeReads(store) : store;
  }

  FetchSettings anySettings() {
    return new FetchSettings(0, 0, random.nextBoolean() ? 0 : random.nextInt(2000));
  }

  static byte[] bytes(ChunkBuffer buffer) {
    return Arrays.copyOf(buffer.bytes(), buffer.size());
  }

  @Override
  public String toString() {
    return metadata.document();
  }
}
