package dev.sparkzarr.codec;

/**
 * Where one step of a chain puts its bytes: memory that never exceeds what the step may give.
 * Either the final place itself, or scratch that grows, or an array of its own. For one call.
 */
public final class ByteTarget {
  private static final int LARGEST = Integer.MAX_VALUE - 8;

  private static final int FIXED = -1;
  private static final int ALONE = -2;

  private final ByteForm form;
  private final int offset;
  private final Workspace workspace; // null: the memory is no scratch
  private final int slot; // of the workspace, or one of the two below
  private byte[] array;

  private ByteTarget(ByteForm form, byte[] array, int offset, Workspace workspace, int slot) {
    this.form = form;
    this.array = array;
    this.offset = offset;
    this.workspace = workspace;
    this.slot = slot;
  }

  /** The final place, with room for the form, whose size is known. */
  static ByteTarget fixed(byte[] array, int offset, ByteForm form) {
    return new ByteTarget(form, array, offset, null, FIXED);
  }

  /** Scratch that grows up to the form's bound. */
  static ByteTarget growing(ByteForm form, Workspace workspace) {
    int slot = workspace.mark();
    return new ByteTarget(form, workspace.scratch(0), 0, workspace, slot);
  }

  /** An array that nobody else has, made when the first bytes come. */
  static ByteTarget alone(ByteForm form) {
    return new ByteTarget(form, new byte[0], 0, null, ALONE);
  }

  /** Whether some bytes are all of an array that nobody else has. */
  boolean isAlone(ByteSpan bytes) {
    return slot == ALONE && bytes.array() == array && bytes.length() == array.length;
  }

  /**
   * @return how many bytes may come
   */
  public ByteForm form() {
    return form;
  }

  /**
   * Checks a size that the encoded bytes declare, before anything is made of it.
   *
   * @throws CodecException when so many bytes do not belong here
   */
  public void expect(long declared) {
    if (!form.allows(declared)) {
      throw CodecErrors.damaged(
          "chunk", "it declares " + declared + " decoded bytes where " + form + " belong");
    }
  }

  /**
   * Checks a size that the encoded bytes declare where the form leaves it open: values of variable
   * size may be many, but not more than their compressor can have made so small.
   *
   * @param encoded how many bytes there are
   * @param ratio the most decoded bytes for one encoded
   * @throws CodecException when so many bytes do not belong here, or cannot come
   */
  public void expect(long declared, int encoded, int ratio) {
    expect(declared);
    if (declared > (long) encoded * ratio) {
      throw CodecErrors.damaged(
          "chunk",
          "it declares " + declared + " decoded bytes, which " + encoded + " cannot be decoded to");
    }
  }

  /**
   * Makes room, and keeps the bytes that are there.
   *
   * @param size how many bytes from {@link #offset()} are needed
   * @return the memory
   * @throws CodecException when so many bytes do not belong here
   */
  public byte[] reserve(long size) {
    if (size > form.most()) {
      throw CodecErrors.damaged(
          "chunk", "it holds more than the " + form.most() + " bytes that belong");
    }
    if (slot != FIXED && size > array.length) {
      if (size > LARGEST) {
        throw CodecErrors.tooLarge("what a codec of the chain holds", size);
      }
      byte[] larger = Heap.bytes(size, "what a codec of the chain holds");
      System.arraycopy(array, 0, larger, 0, array.length);
      array = larger;
      if (workspace != null) {
        workspace.replace(slot, array);
      }
    }
    return array;
  }

  /**
   * Makes more room than there is, at least doubling it up to the bound.
   *
   * @param used how many bytes are taken
   * @return how many bytes there is room for now; {@code used} when the bound is reached
   */
  public int grow(int used) {
    long wanted = Math.max(1 << 16, 2L * used);
    long size = Math.min(Math.min(form.most(), LARGEST), form.isExact() ? form.most() : wanted);
    reserve(size);
    return (int) size;
  }

  /**
   * @return where the first byte goes
   */
  public int offset() {
    return offset;
  }

  /**
   * @param length how many bytes were written
   * @return those bytes
   */
  public ByteSpan span(int length) {
    return new ByteSpan(array, offset, length);
  }
}
