package dev.sparkzarr.store.hadoop;

import dev.sparkzarr.store.ByteRange;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import org.apache.hadoop.fs.FSDataInputStream;

/**
 * Many ranges in one call, which Hadoop has since 3.3.5: asked once per JVM. Only for streams that
 * say they gain from it.
 */
final class VectoredReads {
  private static final Optional<VectoredReads> HERE = probe();
  private static final String CAPABILITY = "in:readvectored";

  private final MethodHandle makeRange;
  private final MethodHandle data;
  private final MethodHandle read;

  private VectoredReads(MethodHandle makeRange, MethodHandle data, MethodHandle read) {
    this.makeRange = makeRange;
    this.data = data;
    this.read = read;
  }

  private static Optional<VectoredReads> probe() {
    try {
      MethodHandles.Lookup lookup = MethodHandles.publicLookup();
      Class<?> range =
          Class.forName(
              "org.apache.hadoop.fs.FileRange", false, FSDataInputStream.class.getClassLoader());
      return Optional.of(
          new VectoredReads(
              lookup
                  .findStatic(
                      range, "createFileRange", MethodType.methodType(range, long.class, int.class))
                  .asType(MethodType.methodType(Object.class, long.class, int.class)),
              lookup
                  .findVirtual(range, "getData", MethodType.methodType(CompletableFuture.class))
                  .asType(MethodType.methodType(CompletableFuture.class, Object.class)),
              lookup.findVirtual(
                  FSDataInputStream.class,
                  "readVectored",
                  MethodType.methodType(void.class, List.class, IntFunction.class))));
    } catch (ReflectiveOperationException e) {
      return Optional.empty();
    }
  }

  /**
   * @return empty when this Hadoop or this stream has no vectored reads
   */
  static Optional<VectoredReads> of(FSDataInputStream in) {
    return HERE.filter(here -> in.hasCapability(CAPABILITY));
  }

  /**
   * @param ranges ascending, not overlapping, each shorter than an array
   * @return a buffer per range
   * @throws java.io.EOFException when a range passes the end
   */
  List<ByteBuffer> read(FSDataInputStream in, List<ByteRange.Slice> ranges) throws IOException {
    List<Object> asked = new ArrayList<>();
    List<ByteBuffer> buffers = new ArrayList<>();
    IntFunction<ByteBuffer> allocate = ByteBuffer::allocate;
    try {
      for (ByteRange.Slice range : ranges) {
        asked.add((Object) makeRange.invokeExact(range.offset(), (int) range.length()));
      }
      read.invokeExact(in, asked, allocate);
      for (Object range : asked) {
        CompletableFuture<?> future = (CompletableFuture<?>) data.invokeExact(range);
        buffers.add((ByteBuffer) Futures.await(future));
      }
      return buffers;
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IOException(e);
    }
  }
}
