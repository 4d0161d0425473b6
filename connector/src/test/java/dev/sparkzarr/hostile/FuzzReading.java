package dev.sparkzarr.hostile;

import com.sun.management.ThreadMXBean;
import dev.sparkzarr.ZarrException;
import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.codec.CodecPipeline;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.ChunkEdges;
import dev.sparkzarr.metadata.NodeDocuments;
import dev.sparkzarr.metadata.NodeMetadata;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.metadata.ZarrFormat;
import dev.sparkzarr.metadata.ZarrJsonParser;
import dev.sparkzarr.metadata.ZarrayParser;
import dev.sparkzarr.metadata.ZgroupParser;
import dev.sparkzarr.metadata.ZmetadataParser;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Reads inputs and lets two outcomes pass: an answer that holds together, or an error of this
 * library; each within bounds of memory and time that follow from the input. For one thread.
 */
final class FuzzReading {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final NodePath PATH = new NodePath("a");
  private static final String STORE = "memory:store";

  /** What one reading may take in processor time; most take a hundred microseconds. */
  private static final long LONGEST = TimeUnit.SECONDS.toNanos(2);

  private static final long SOME_BYTES = 12L << 20;
  private static final long DOCUMENT_BYTES = 4L << 20;
  private static final long LARGEST_CHUNK = 1 << 20;

  /** Bytes of an element; more are refused. */
  private static final long LONGEST_ELEMENT = 64 << 20;

  private final ChunkBuffer first = new ChunkBuffer(dev.sparkzarr.metadata.ElementKind.BOOL);
  private final ChunkBuffer second = new ChunkBuffer(dev.sparkzarr.metadata.ElementKind.BOOL);
  private final byte[] noise = new byte[500];

  long inputs;
  long refused;
  long longestNanos;
  long mostBytes;

  FuzzReading() {
    new java.util.Random(1).nextBytes(noise);
  }

  /**
   * Reads one input.
   *
   * @return what was reached: equal for inputs that took the same way
   */
  long read(FuzzInput input) {
    if (input.chunk() == null) {
      return document(input.document());
    }
    ArrayMetadata array = ArrayMetadata.parse(text(input.document()));
    return chunk(CodecPipeline.of(array), input.chunk());
  }

  /** Decodes a stored object twice, into memory that held other things. */
  long chunk(CodecPipeline pipeline, byte[] stored) {
    long elements = pipeline.chunkShape().elements();
    long size = elements * pipeline.type().layout().width();
    return measured(
        SOME_BYTES + 64 * (size + stored.length), () -> decodeTwice(pipeline, stored, elements));
  }

  private void decodeTwice(CodecPipeline pipeline, byte[] stored, long elements) {
    pipeline.decode(ByteBuffer.wrap(stored), first);
    check(first, elements);
    Arrays.fill(second.bytes(), (byte) 0xa5);
    Arrays.fill(second.heap().bytes(), (byte) 0xa5);
    pipeline.decode(ByteBuffer.wrap(stored), second);
    if (!Arrays.equals(first.bytes(), 0, first.size(), second.bytes(), 0, second.size())
        || !Arrays.equals(
            first.heap().bytes(),
            0,
            first.heap().size(),
            second.heap().bytes(),
            0,
            second.heap().size())) {
      throw new AssertionError("the same bytes decoded to other elements");
    }
  }

  private static void check(ChunkBuffer chunk, long elements) {
    if (chunk.elements() != elements) {
      throw new AssertionError(chunk.elements() + " elements instead of " + elements);
    }
    if (!chunk.isVariable()) {
      return;
    }
    ByteBuffer slots = ByteBuffer.wrap(chunk.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < elements; i++) {
      int offset = slots.getInt(8 * i);
      int length = slots.getInt(8 * i + 4);
      if (offset < 0 || length < 0 || (long) offset + length > chunk.heap().size()) {
        throw new AssertionError("element " + i + " lies outside of the heap");
      }
    }
  }

  /** Reads a document as each kind there is, and of arrays all that can be without their store. */
  long document(byte[] document) {
    ByteBuffer bytes = ByteBuffer.wrap(document);
    ByteBuffer none = ByteBuffer.wrap("{}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    long limit = DOCUMENT_BYTES + 1000L * document.length + 32 * declaredBytes(document);
    List<Runnable> readings =
        List.of(
            () -> node(ZarrJsonParser.parseNode(bytes, PATH, STORE)),
            () ->
                ZarrJsonParser.parse(bytes, PATH, STORE)
                    .consolidated()
                    .ifPresent(all -> all.nodes().values().forEach(this::node)),
            () -> node(ZarrayParser.parse(bytes, Optional.empty(), PATH, STORE)),
            () -> ZgroupParser.parse(bytes, Optional.of(none), PATH, STORE),
            () -> ZgroupParser.implicit(Optional.of(bytes), PATH, STORE),
            () -> ZmetadataParser.parse(bytes, STORE).nodes().values().forEach(this::node));
    long way = 17;
    for (Runnable reading : readings) {
      way = 31 * way + measured(limit, reading);
    }
    if (bytes.position() != 0) {
      throw new AssertionError("the document was moved");
    }
    return way;
  }

  /** Bytes of an element that a document may declare: no more than its largest number squared. */
  private static long declaredBytes(byte[] document) {
    long largest = 0;
    long number = 0;
    for (byte b : document) {
      boolean digit = b >= '0' && b <= '9';
      number = digit ? Math.min(LONGEST_ELEMENT + 1, 10 * number + b - '0') : 0;
      largest = number > LONGEST_ELEMENT ? largest : Math.max(largest, number);
    }
    return Math.min(LONGEST_ELEMENT, largest * largest);
  }

  private void node(NodeMetadata node) {
    written(node);
    if (!(node instanceof ArrayMetadata array)) {
      return;
    }
    if (!ArrayMetadata.parse(array.document()).document().equals(array.document())) {
      throw new AssertionError("read again, it is another array: " + array.document());
    }
    List<ChunkEdges> edges = array.grid().edges(array.shape());
    for (ChunkEdges dimension : edges) {
      edges(dimension);
    }
    array.keys().encode(new long[array.shape().rank()]);
    CodecPipeline pipeline;
    try {
      pipeline = CodecPipeline.of(array);
    } catch (ZarrException e) {
      checkMessage(e);
      return;
    }
    long size = pipeline.chunkShape().elements() * pipeline.type().layout().width();
    if (size <= LARGEST_CHUNK) {
      pipeline.fill(first);
      check(first, pipeline.chunkShape().elements());
      pipeline.decode(ByteBuffer.wrap(noise), first);
    }
  }

  private static void edges(ChunkEdges edges) {
    long length = edges.dimensionLength();
    if (edges.count() == 0 != (length == 0)) {
      throw new AssertionError(edges.count() + " chunks of a dimension of " + length);
    }
    for (long index : new long[] {0, length / 2, length - 1}) {
      if (index >= 0 && length > 0) {
        long chunk = edges.chunkAt(index);
        long start = edges.start(chunk);
        if (start > index || index - start >= edges.length(chunk)) {
          throw new AssertionError(index + " is not in chunk " + chunk + " of " + edges);
        }
      }
    }
  }

  /** What can be written is read again as the same. */
  private static void written(NodeMetadata node) {
    ByteBuffer document;
    ByteBuffer attributes;
    try {
      var documents = NodeDocuments.of(node);
      attributes = documents.get(".zattrs");
      document = documents.get(documents.lastKey());
      if (attributes != null) {
        document = documents.getOrDefault(".zarray", documents.get(".zgroup"));
      }
    } catch (ZarrException e) {
      checkMessage(e); // such as v2 with names for some dimensions
      return;
    }
    NodeMetadata again =
        node.format() == ZarrFormat.V3
            ? ZarrJsonParser.parseNode(document, PATH, STORE)
            : node instanceof ArrayMetadata
                ? ZarrayParser.parse(document, Optional.of(attributes), PATH, STORE)
                : ZgroupParser.parse(document, Optional.of(attributes), PATH, STORE);
    if (!again.equals(node)) {
      throw new AssertionError("written and read, it is " + again + " instead of " + node);
    }
  }

  private long measured(long most, Runnable reading) {
    long start = THREADS.getCurrentThreadCpuTime();
    long before = THREADS.getCurrentThreadAllocatedBytes();
    long way = 0;
    inputs++;
    try {
      reading.run();
    } catch (ZarrException e) {
      refused++;
      checkMessage(e);
      way = way(e);
    }
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    long took = THREADS.getCurrentThreadCpuTime() - start;
    mostBytes = Math.max(mostBytes, allocated);
    longestNanos = Math.max(longestNanos, took);
    if (allocated > most) {
      throw new AssertionError("took " + allocated + " bytes of memory where " + most + " are due");
    }
    if (took > LONGEST) {
      throw new AssertionError("took " + took / 1_000_000 + " ms");
    }
    return way;
  }

  private static void checkMessage(ZarrException e) {
    String message = String.valueOf(e.getMessage());
    if (!message.startsWith("Cannot ") || message.length() > 2000) {
      throw new AssertionError("not a message of ours: " + message, e);
    }
  }

  /** The places of this library that an error came through. */
  private static long way(Throwable error) {
    long way = 1;
    int depth = 0;
    for (StackTraceElement frame : error.getStackTrace()) {
      if (frame.getClassName().startsWith("dev.sparkzarr.hostile") || depth++ > 10) {
        break;
      }
      way = 31 * way + frame.getClassName().hashCode();
      way = 31 * way + frame.getLineNumber();
    }
    return way;
  }

  static String text(byte[] document) {
    return new String(document, java.nio.charset.StandardCharsets.UTF_8);
  }
}
