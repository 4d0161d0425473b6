package dev.sparkzarr.codec;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.tukaani.xz.ArrayCache;
import org.tukaani.xz.BasicArrayCache;
import org.tukaani.xz.DeltaOptions;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.UnsupportedOptionsException;
import org.tukaani.xz.check.Check;

/**
 * Decodes .xz streams, one or several. The container is read here, not by the library, so that a
 * declared dictionary takes no more memory than the decoded bytes can.
 *
 * <pre>
 *   stream:  | header, 12 bytes | block | … | index | footer, 12 bytes | zeros, by fours |
 *   header:  | fd 37 7a 58 5a 00 | 00 | kind of check | CRC-32 of these two |
 *   block:   | size / 4 - 1 | flags | encoded, decoded size, if flagged | filters | zeros | CRC-32 |
 *            | LZMA2 stream | zeros to a multiple of 4 | check of the decoded bytes |
 *   filter:  | id | length | properties |          ids, lengths, sizes: 7 bits a byte, low ones first
 *   index:   | 00 | count | encoded and decoded size of each block | zeros | CRC-32 |
 *   footer:  | CRC-32 of the next 6 | size of index / 4 - 1, u32 | 00 | kind of check | "YZ" |
 * </pre>
 *
 * <p>Every CRC, check, size and padding is verified. For one call. Source: The .xz File Format
 * 1.2.1.
 */
final class XzContainer {
  private static final byte[] MAGIC = {(byte) 0xfd, '7', 'z', 'X', 'Z', 0};
  private static final int FRAME = 12; // header, footer
  private static final int FOOTER_MAGIC = 'Y' | 'Z' << 8;
  private static final int HAS_ENCODED_SIZE = 0x40;
  private static final int HAS_DECODED_SIZE = 0x80;
  private static final int RESERVED = 0x3c;
  private static final int LARGEST_DICTIONARY = 40;

  private final ByteSpan source;
  private final ByteTarget target;
  private final TargetStream out;
  private final ArrayCache arrays = new BasicArrayCache(); // for the blocks of one call
  private int at;

  /** What the index must say of a block. */
  private record Sizes(long encoded, long decoded) {}

  private XzContainer(ByteSpan source, ByteTarget target) {
    this.source = source;
    this.target = target;
    out = new TargetStream(target);
  }

  /**
   * Decodes all streams.
   *
   * @throws IOException when the LZMA data are damaged
   */
  static ByteSpan decode(ByteSpan source, ByteTarget target) throws IOException {
    return new XzContainer(source, target).decode();
  }

  /** Whether bytes begin as a stream does. */
  static boolean isXz(ByteSpan source) {
    if (source.length() < MAGIC.length) {
      return false;
    }
    for (int i = 0; i < MAGIC.length; i++) {
      if (source.byteAt(i) != (MAGIC[i] & 0xff)) {
        return false;
      }
    }
    return true;
  }

  private ByteSpan decode() throws IOException {
    do {
      stream();
      while (source.length() - at >= 4 && source.intAt(at) == 0) {
        at += 4;
      }
    } while (at < source.length());
    return out.span();
  }

  private void stream() throws IOException {
    require(FRAME);
    if (!isXz(source.part(at, FRAME)) || source.byteAt(at + 6) != 0) {
      throw damaged("no xz stream begins at byte " + at);
    }
    checkCrc(at + 6, 2, at + 8);
    int kind = source.byteAt(at + 7);
    at += FRAME;
    List<Sizes> blocks = new ArrayList<>();
    require(1);
    while (source.byteAt(at) != 0) {
      blocks.add(block(kind));
      require(1);
    }
    int index = at;
    index(blocks);
    require(FRAME);
    checkCrc(at + 4, 6, at);
    if (Integer.toUnsignedLong(source.intAt(at + 4)) != (at - index) / 4 - 1
        || source.byteAt(at + 8) != 0
        || source.byteAt(at + 9) != kind
        || source.byteAt(at + 10) + (source.byteAt(at + 11) << 8) != FOOTER_MAGIC) {
      throw damaged("its stream's footer at byte " + at + " does not fit");
    }
    at += FRAME;
  }

  private Sizes block(int kind) throws IOException {
    int start = at;
    int headerSize = 4 * (source.byteAt(at) + 1);
    require(headerSize);
    int headerEnd = start + headerSize - 4;
    checkCrc(start, headerSize - 4, headerEnd);
    int flags = source.byteAt(start + 1);
    if ((flags & RESERVED) != 0) {
      throw damaged("a block has the unknown flags 0x" + Integer.toHexString(flags));
    }
    at = start + 2;
    long declaredEncoded = (flags & HAS_ENCODED_SIZE) != 0 ? number(headerEnd) : -1;
    long declaredDecoded = (flags & HAS_DECODED_SIZE) != 0 ? number(headerEnd) : -1;
    LzmaFilters filters = filters((flags & 3) + 1, headerEnd);
    zeros(headerEnd);
    at = start + headerSize;

    Check check = check(kind);
    int before = out.size();
    ByteArrayInputStream in =
        new ByteArrayInputStream(source.array(), source.offset() + at, source.length() - at);
    try (InputStream decoder = filters.decoder(in, most(), arrays)) {
      out.drain(decoder);
    }
    int decoded = out.size() - before;
    int encoded = source.length() - at - in.available();
    at += encoded;
    if (declaredEncoded >= 0 && declaredEncoded != encoded
        || declaredDecoded >= 0 && declaredDecoded != decoded) {
      throw damaged("a block's sizes are not those that it declares");
    }
    int padded = (encoded + 3) / 4 * 4 - encoded;
    require(padded + check.getSize());
    zeros(at + padded);
    check(check, before, decoded);
    return new Sizes((long) headerSize + encoded + check.getSize(), decoded);
  }

  private long most() {
    return LzmaFilters.most(target.form().most(), source.length());
  }

  private static Check check(int kind) {
    try {
      return Check.getInstance(kind);
    } catch (UnsupportedOptionsException e) {
      throw damaged("its kind of check, " + kind + ", is not known");
    }
  }

  private void check(Check check, int from, int size) {
    ByteSpan all = out.span();
    check.update(all.array(), all.offset() + from, size);
    for (byte each : check.finish()) {
      if ((byte) source.byteAt(at++) != each) {
        throw damaged("the " + check.getName() + " of " + size + " bytes does not match");
      }
    }
  }

  private LzmaFilters filters(int count, int end) throws IOException {
    List<LzmaFilters.Filter> filters = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long id = number(end);
      long length = number(end);
      if (length > end - at) {
        throw damaged("a filter's properties are cut off");
      }
      ByteSpan properties = source.part(at, (int) length);
      at += (int) length;
      filters.add(filter(id, properties));
      if (filters.get(i).isLast() != (i == count - 1)) {
        throw damaged("its filters are in an order that is not legal");
      }
    }
    return new LzmaFilters(filters);
  }

  private LzmaFilters.Filter filter(long id, ByteSpan properties) throws IOException {
    if (id == LzmaFilters.LZMA2 && properties.length() == 1) {
      int bits = properties.byteAt(0);
      if (bits > LARGEST_DICTIONARY) {
        throw damaged("its dictionary of code " + bits + " is not legal");
      }
      long declared = (2L | bits & 1) << bits / 2 + 11;
      LZMA2Options options = new LZMA2Options();
      options.setDictSize(LzmaFilters.dictionary(declared, most()));
      return new LzmaFilters.Filter(id, options);
    }
    if (id == LzmaFilters.DELTA && properties.length() == 1) {
      return new LzmaFilters.Filter(id, new DeltaOptions(properties.byteAt(0) + 1));
    }
    if (id != LzmaFilters.LZMA2 && (properties.length() == 0 || properties.length() == 4)) {
      int offset = properties.length() == 0 ? 0 : properties.intAt(0);
      return new LzmaFilters.Filter(id, LzmaFilters.branch(id, offset));
    }
    throw damaged("it uses filter " + id + ", which is not supported");
  }

  private void index(List<Sizes> blocks) {
    int start = at++;
    int end = source.length();
    if (number(end) != blocks.size()) {
      throw damaged("its index does not list its " + blocks.size() + " blocks");
    }
    for (Sizes block : blocks) {
      if (number(end) != block.encoded() || number(end) != block.decoded()) {
        throw damaged("its index lists other sizes than its blocks have");
      }
    }
    int size = (at - start + 3) / 4 * 4;
    require(start + size + 4 - at);
    zeros(start + size);
    checkCrc(start, size, start + size);
    at += 4;
  }

  /** A number of up to 63 bits at the current place. */
  private long number(int end) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE - 1; shift += 7) {
      if (at >= end) {
        break;
      }
      int part = source.byteAt(at++);
      value |= (long) (part & 0x7f) << shift;
      if ((part & 0x80) == 0) {
        return value;
      }
    }
    throw damaged("a number before byte " + at + " does not end");
  }

  private void zeros(int until) {
    for (; at < until; at++) {
      if (source.byteAt(at) != 0) {
        throw damaged("byte " + at + " should be padding");
      }
    }
  }

  private void checkCrc(int from, int size, int stored) {
    CRC32 crc = new CRC32();
    crc.update(source.array(), source.offset() + from, size);
    if (source.intAt(stored) != (int) crc.getValue()) {
      throw damaged(
          "the checksum of its header, index or footer at byte " + from + " does not match");
    }
  }

  private void require(int count) {
    if (source.length() - at < count) {
      throw damaged("it is cut off at byte " + source.length());
    }
  }

  private static CodecException damaged(String reason) {
    return CodecErrors.damaged("lzma", reason);
  }
}
