package dev.sparkzarr.codec;

import dev.sparkzarr.metadata.CodecSpec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Bound codecs, one after another: array to array, one array to bytes, bytes to bytes. Knows at
 * every point what is there and in which memory it lies; codecs only fill what they are given.
 * Immutable.
 */
final class CodecChain {
  private static final int LONGEST = 32;

  private final ArrayForm decoded;
  private final List<ArrayToArray> arrays;
  private final ArrayToBytes serializer;
  private final List<BytesToBytes> compressors;
  private final String undone; // name of a codec that was skipped; null: none

  private CodecChain(
      ArrayForm decoded,
      List<ArrayToArray> arrays,
      ArrayToBytes serializer,
      List<BytesToBytes> compressors,
      String undone) {
    this.decoded = decoded;
    this.arrays = withoutDetours(decoded, arrays);
    this.serializer = serializer;
    this.compressors = List.copyOf(compressors);
    this.undone = undone;
  }

  /**
   * Binds a chain.
   *
   * @throws CodecException when it is not one, or a codec cannot be bound
   */
  static CodecChain bind(List<CodecSpec> specs, ArrayForm decoded) {
    if (specs.size() > LONGEST) {
      throw new CodecException(
          "Cannot bind codecs: a chain of " + specs.size() + " is longer than " + LONGEST + ".");
    }
    List<ArrayToArray> arrays = new ArrayList<>();
    List<BytesToBytes> compressors = new ArrayList<>();
    ArrayToBytes serializer = null;
    String undone = null;
    ArrayForm array = decoded;
    ByteForm bytes = null;
    for (CodecSpec spec : specs) {
      Optional<CodecFactory> found = CodecRegistry.find(spec.name());
      if (found.isEmpty()) {
        if (spec.mustUnderstand() || serializer == null) {
          throw CodecRegistry.unknown(spec.name());
        }
        undone = spec.name();
        continue;
      }
      CodecConfiguration configuration = new CodecConfiguration(spec);
      if (found.get() instanceof CodecFactory.OfArrayToArray factory && serializer == null) {
        ArrayToArray codec = factory.bind(configuration, array);
        arrays.add(codec);
        array = codec.encoded();
      } else if (found.get() instanceof CodecFactory.OfArrayToBytes factory && serializer == null) {
        serializer = factory.bind(configuration, array);
        bytes = serializer.encoded();
      } else if (found.get() instanceof CodecFactory.OfBytesToBytes factory && serializer != null) {
        BytesToBytes codec = factory.bind(configuration, bytes);
        compressors.add(codec);
        bytes = codec.encoded();
      } else {
        throw CodecErrors.unsupported(
            spec.name(),
            serializer == null
                ? "it makes bytes from bytes, but nothing before it makes bytes from the array"
                : "it works on an array, but a codec before it already makes bytes");
      }
    }
    if (serializer == null) {
      throw new CodecException(
          "Cannot bind codecs: none of "
              + specs.stream().map(CodecSpec::name).toList()
              + " makes bytes from an array, such as 'bytes'.");
    }
    return new CodecChain(decoded, arrays, serializer, compressors, undone);
  }

  /** Makes one transpose of several that follow each other, and none of one that does nothing. */
  private static List<ArrayToArray> withoutDetours(ArrayForm decoded, List<ArrayToArray> arrays) {
    List<ArrayToArray> kept = new ArrayList<>();
    for (ArrayToArray next : arrays) {
      if (next.order().isPresent()) {
        int[] order = next.order().get();
        if (!kept.isEmpty() && kept.get(kept.size() - 1).order().isPresent()) {
          order = TransposeCodec.compose(kept.remove(kept.size() - 1).order().get(), order);
        }
        if (!TransposeCodec.isIdentity(order)) {
          ArrayForm form = kept.isEmpty() ? decoded : kept.get(kept.size() - 1).encoded();
          kept.add(new TransposeCodec(order, form));
        }
      } else {
        kept.add(next);
      }
    }
    return List.copyOf(kept);
  }

  /**
   * @param first goes before all others; its encoded form is this chain's decoded one
   */
  CodecChain after(TransposeCodec first) {
    List<ArrayToArray> all = new ArrayList<>();
    all.add(first);
    all.addAll(arrays);
    return new CodecChain(
        decoded.withShape(first.decodedShape()), all, serializer, compressors, undone);
  }

  ArrayForm decoded() {
    return decoded;
  }

  ByteForm encoded() {
    return compressors.isEmpty()
        ? serializer.encoded()
        : compressors.get(compressors.size() - 1).encoded();
  }

  /**
   * @return how to read parts; empty when something stands between the inner chunks and either end
   */
  Optional<ShardLayout> shard() {
    boolean plain = arrays.stream().allMatch(codec -> codec.order().isPresent());
    if (!plain || !compressors.isEmpty() || !(serializer instanceof ShardingCodec sharding)) {
      return Optional.empty();
    }
    int[] order = new int[decoded.shape().rank()];
    for (int i = 0; i < order.length; i++) {
      order[i] = arrays.isEmpty() ? i : arrays.get(0).order().get()[i];
    }
    return Optional.of(new ShardLayout(sharding, order));
  }

  /** Bytes of scratch that a decode takes at most. */
  long scratchBytes() {
    long bytes = serializer.scratchBytes();
    ArrayForm form = decoded;
    for (ArrayToArray codec : arrays) {
      bytes += codec.scratchBytes();
      bytes += isInPlace(codec, form) ? 0 : codec.encoded().size();
      form = codec.encoded();
    }
    for (int i = 0; i < compressors.size(); i++) {
      BytesToBytes codec = compressors.get(i);
      boolean direct = i == 0 && serializer.decodesInPlace() || codec.decodesToView();
      bytes = saturated(bytes, codec.scratchBytes());
      bytes = saturated(bytes, direct ? 0 : decodedForm(i).most());
    }
    return bytes;
  }

  private static long saturated(long a, long b) {
    return a + b < 0 ? Long.MAX_VALUE : a + b;
  }

  private ByteForm decodedForm(int compressor) {
    return compressor == 0 ? serializer.encoded() : compressors.get(compressor - 1).encoded();
  }

  private static boolean isInPlace(ArrayToArray codec, ArrayForm form) {
    return codec.decodesInPlace() && codec.encoded().size() == form.size();
  }

  /**
   * @throws CodecException when no chunk of this chain has so many encoded bytes
   */
  void checkEncoded(long size) {
    if (!encoded().allows(size)) {
      throw CodecErrors.wrongSize("chunk", size, encoded());
    }
  }

  /**
   * Decodes one chunk.
   *
   * @param target has room for the decoded form at {@code at}
   */
  void decode(ByteSpan encoded, byte[] target, int at, Workspace workspace) {
    checkEncoded(encoded.length());
    int mark = workspace.mark();
    byte[][] places = new byte[arrays.size() + 1][];
    int[] starts = new int[places.length];
    places[0] = target;
    starts[0] = at;
    ArrayForm form = decoded;
    for (int i = 0; i < arrays.size(); i++) {
      ArrayToArray codec = arrays.get(i);
      boolean inPlace = isInPlace(codec, form);
      form = codec.encoded();
      places[i + 1] = inPlace ? places[i] : workspace.scratch(form.size());
      starts[i + 1] = inPlace ? starts[i] : 0;
    }
    int last = arrays.size();
    ByteSpan bytes = uncompress(encoded, places[last], starts[last], workspace);
    serializer.decode(bytes, places[last], starts[last], workspace);
    for (int i = last - 1; i >= 0; i--) {
      arrays.get(i).decode(places[i + 1], starts[i + 1], places[i], starts[i], workspace);
    }
    workspace.reset(mark);
  }

  private ByteSpan uncompress(ByteSpan encoded, byte[] place, int start, Workspace workspace) {
    ByteSpan bytes = encoded;
    for (int i = compressors.size() - 1; i >= 0; i--) {
      ByteForm form = decodedForm(i);
      ByteTarget target =
          i == 0 && serializer.decodesInPlace()
              ? ByteTarget.fixed(place, start, form)
              : ByteTarget.growing(form, workspace);
      bytes = compressors.get(i).decode(bytes, target, workspace);
      if (!form.allows(bytes.length())) {
        throw CodecErrors.wrongSize("chunk", bytes.length(), form);
      }
    }
    return bytes;
  }

  /**
   * Encodes one chunk.
   *
   * @return in scratch, or in {@code source} itself
   */
  ByteSpan encode(byte[] source, int at, Workspace workspace) {
    return encode(source, at, ByteTarget.growing(encoded(), workspace), workspace);
  }

  /**
   * Encodes one chunk into an array of its own. Where the size is known beforehand, the last codec
   * writes there, else it is copied from scratch.
   */
  ByteBuffer encodeAlone(byte[] source, int at, Workspace workspace) {
    ByteForm form = encoded();
    ByteTarget last = form.isExact() ? ByteTarget.alone(form) : ByteTarget.growing(form, workspace);
    ByteSpan bytes = encode(source, at, last, workspace);
    if (last.isAlone(bytes)) {
      return ByteBuffer.wrap(bytes.array());
    }
    int from = bytes.offset();
    return ByteBuffer.wrap(Arrays.copyOfRange(bytes.array(), from, from + bytes.length()));
  }

  /**
   * @param last where the last codec may put its bytes
   */
  private ByteSpan encode(byte[] source, int at, ByteTarget last, Workspace workspace) {
    if (undone != null) {
      throw CodecErrors.unencodable(undone, "no codec has this name");
    }
    byte[] place = source;
    int start = at;
    for (ArrayToArray codec : arrays) {
      byte[] next = workspace.scratch(codec.encoded().size());
      codec.encode(place, start, next, 0, workspace);
      place = next;
      start = 0;
    }
    ByteTarget target =
        compressors.isEmpty() ? last : ByteTarget.growing(serializer.encoded(), workspace);
    ByteSpan bytes = serializer.encode(place, start, target, workspace);
    for (int i = 0; i < compressors.size(); i++) {
      BytesToBytes codec = compressors.get(i);
      boolean isLast = i == compressors.size() - 1;
      target = isLast ? last : ByteTarget.growing(codec.encoded(), workspace);
      bytes = codec.encode(bytes, target, workspace);
    }
    return bytes;
  }
}
