package dev.sparkzarr.codec;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import java.lang.ref.SoftReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Inflater;

/**
 * Scratch memory and native contexts of one decode or encode: leased per call, never shared between
 * threads, given back whatever happens. Scratch is a stack of arrays, one per depth of the chain,
 * each as large as the largest that was asked for at its depth. An idle workspace holds its arrays
 * softly (the collector may take them before memory runs out) and its contexts (some 350 KiB)
 * firmly; at most twice as many as there are processors stay idle.
 */
public final class Workspace implements AutoCloseable {
  private static final int LARGEST = Integer.MAX_VALUE - 8;
  private static final int MOST_IDLE = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());
  private static final ArrayDeque<Workspace> IDLE = new ArrayDeque<>();

  private SoftReference<List<byte[]>> idleSlots = new SoftReference<>(null);
  private List<byte[]> slots;
  private ElementHeap heap;
  private int depth;
  private ZstdDecompressCtx zstdDecompress;
  private ZstdCompressCtx zstdCompress;
  private Inflater rawInflater;
  private Inflater zlibInflater;
  private int[] blosclzTable;
  private long[] words;

  private Workspace() {}

  /** Takes an idle one or makes one, with an empty heap. */
  static Workspace lease() {
    return lease(new ElementHeap());
  }

  /**
   * Takes an idle one or makes one.
   *
   * @param heap of the elements that are decoded or encoded
   */
  static Workspace lease(ElementHeap heap) {
    Workspace workspace;
    synchronized (IDLE) {
      workspace = IDLE.pollFirst();
    }
    if (workspace == null) {
      workspace = new Workspace();
    }
    List<byte[]> kept = workspace.idleSlots.get();
    workspace.heap = heap;
    workspace.slots = kept == null ? new ArrayList<>() : kept;
    return workspace;
  }

  /** Ends the lease. */
  @Override
  public void close() {
    depth = 0;
    idleSlots = new SoftReference<>(slots);
    slots = null;
    heap = null;
    synchronized (IDLE) {
      if (IDLE.size() < MOST_IDLE) {
        IDLE.addFirst(this);
        return;
      }
    }
    free();
  }

  /**
   * Takes scratch, until the caller's own call ends.
   *
   * @param size bytes needed at least
   * @return memory whose contents are undefined
   * @throws CodecException when it would be more than one array holds, or this JVM has
   */
  public byte[] scratch(long size) {
    if (size > LARGEST) {
      throw CodecErrors.tooLarge("scratch", size);
    }
    if (depth == slots.size()) {
      slots.add(Heap.bytes(size, "scratch"));
    } else if (slots.get(depth).length < size) {
      slots.set(depth, new byte[0]); // free before the larger one is made
      slots.set(depth, Heap.bytes(size, "scratch"));
    }
    return slots.get(depth++);
  }

  /**
   * @return the bytes of elements of variable size: of all that this call decodes or encodes, at
   *     every point of the chain
   */
  public ElementHeap heap() {
    return heap;
  }

  int mark() {
    return depth;
  }

  /** Gives back all scratch taken since {@code mark}. */
  void reset(int mark) {
    depth = mark;
  }

  void replace(int slot, byte[] array) {
    slots.set(slot, array);
  }

  ZstdDecompressCtx zstdDecompress() {
    if (zstdDecompress == null) {
      try {
        zstdDecompress = new ZstdDecompressCtx();
      } catch (LinkageError e) {
        throw CodecErrors.noNative("zstd", e);
      }
    }
    return zstdDecompress;
  }

  ZstdCompressCtx zstdCompress() {
    if (zstdCompress == null) {
      try {
        zstdCompress = new ZstdCompressCtx();
      } catch (LinkageError e) {
        throw CodecErrors.noNative("zstd", e);
      }
    }
    return zstdCompress;
  }

  /** {@link WordStreams#SCRATCH} words for shuffles; their contents are undefined. */
  long[] words() {
    if (words == null) {
      words = new long[WordStreams.SCRATCH];
    }
    return words;
  }

  /** An inflater of bare deflate streams, reset. */
  Inflater rawInflater() {
    if (rawInflater == null) {
      rawInflater = new Inflater(true);
    }
    rawInflater.reset();
    return rawInflater;
  }

  /** An inflater of zlib streams, reset. */
  Inflater zlibInflater() {
    if (zlibInflater == null) {
      zlibInflater = new Inflater(false);
    }
    zlibInflater.reset();
    return zlibInflater;
  }

  /** Where an encoder of blosclz remembers places; its contents are undefined. */
  int[] blosclzTable() {
    if (blosclzTable == null) {
      blosclzTable = new int[BlosclzEncoder.TABLE];
    }
    return blosclzTable;
  }

  private void free() {
    if (zstdDecompress != null) {
      zstdDecompress.close();
    }
    if (zstdCompress != null) {
      zstdCompress.close();
    }
    if (rawInflater != null) {
      rawInflater.end();
    }
    if (zlibInflater != null) {
      zlibInflater.end();
    }
  }
}
