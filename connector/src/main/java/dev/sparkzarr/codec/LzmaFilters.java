package dev.sparkzarr.codec;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.tukaani.xz.ARMOptions;
import org.tukaani.xz.ARMThumbOptions;
import org.tukaani.xz.ArrayCache;
import org.tukaani.xz.DeltaOptions;
import org.tukaani.xz.FilterOptions;
import org.tukaani.xz.FinishableOutputStream;
import org.tukaani.xz.FinishableWrapperOutputStream;
import org.tukaani.xz.IA64Options;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.LZMAInputStream;
import org.tukaani.xz.LZMAOutputStream;
import org.tukaani.xz.PowerPCOptions;
import org.tukaani.xz.SPARCOptions;
import org.tukaani.xz.UnsupportedOptionsException;
import org.tukaani.xz.X86Options;

/**
 * A chain of up to four filters of the XZ format, the last of them LZMA or LZMA2. Their ids and the
 * words of their options are those of liblzma, as Python's {@code lzma} has them.
 *
 * @param filters in encode order
 */
record LzmaFilters(List<Filter> filters) {
  static final long DELTA = 0x03;
  static final long LZMA2 = 0x21;
  static final long LZMA1 = 0x4000000000000001L;

  private static final long EXTREME = 1L << 31;
  private static final int MOST = 4;
  private static final int MOST_MATCH = 273;

  /**
   * One filter.
   *
   * @param id as liblzma numbers it
   * @param options what the library is told; of LZMA2 for LZMA1 too
   */
  record Filter(long id, FilterOptions options) {
    boolean isLast() {
      return id == LZMA1 || id == LZMA2;
    }
  }

  LzmaFilters {
    filters = List.copyOf(filters);
  }

  /** LZMA2 or LZMA1 alone, from a preset. */
  static LzmaFilters preset(long id, long preset) throws UnsupportedOptionsException {
    return new LzmaFilters(List.of(new Filter(id, lzmaPreset(preset))));
  }

  /** Reads a list of filters as numcodecs spells it. */
  static LzmaFilters parse(String codec, JsonNode json) throws UnsupportedOptionsException {
    if (!json.isArray() || json.isEmpty() || json.size() > MOST) {
      throw CodecErrors.unsupported(codec, "its 'filters' are not a list of 1 to 4 filters");
    }
    List<Filter> filters = new ArrayList<>();
    for (JsonNode each : json) {
      long id = number(codec, each, "id", 0);
      filters.add(
          new Filter(
              id,
              id == LZMA1 || id == LZMA2
                  ? lzma(codec, each)
                  : id == DELTA
                      ? new DeltaOptions((int) number(codec, each, "dist", 1))
                      : branch(id, (int) number(codec, each, "start_offset", 0))));
    }
    for (int i = 0; i < filters.size(); i++) {
      if (filters.get(i).isLast() != (i == filters.size() - 1)) {
        throw CodecErrors.unsupported(
            codec, "of its 'filters' the last, and only the last, must be LZMA or LZMA2");
      }
    }
    return new LzmaFilters(filters);
  }

  private static long number(String codec, JsonNode filter, String key, long absent) {
    JsonNode value = filter.get(key);
    if (value == null || value.isNull()) {
      return absent;
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw CodecErrors.unsupported(
          codec, "its filter's '" + key + "' is " + value + ", not an integer");
    }
    return value.longValue();
  }

  private static LZMA2Options lzma(String codec, JsonNode filter)
      throws UnsupportedOptionsException {
    LZMA2Options options = lzmaPreset(number(codec, filter, "preset", LZMA2Options.PRESET_DEFAULT));
    long dictionary = number(codec, filter, "dict_size", options.getDictSize());
    if (dictionary < 0 || dictionary > 0xffffffffL) {
      throw CodecErrors.unsupported(codec, "its filter's 'dict_size' is " + dictionary);
    }
    options.setDictSize(
        (int)
            Math.min(Math.max(dictionary, LZMA2Options.DICT_SIZE_MIN), LZMA2Options.DICT_SIZE_MAX));
    options.setLcLp(
        (int) number(codec, filter, "lc", options.getLc()),
        (int) number(codec, filter, "lp", options.getLp()));
    options.setPb((int) number(codec, filter, "pb", options.getPb()));
    // What only says how hard an encoder tries is taken as near as this one has it.
    if (number(codec, filter, "mode", 0) == LZMA2Options.MODE_FAST) {
      options.setMode(LZMA2Options.MODE_FAST);
    }
    long nice = number(codec, filter, "nice_len", options.getNiceLen());
    options.setNiceLen(
        (int) Math.max(LZMA2Options.NICE_LEN_MIN, Math.min(LZMA2Options.NICE_LEN_MAX, nice)));
    return options;
  }

  private static LZMA2Options lzmaPreset(long preset) throws UnsupportedOptionsException {
    LZMA2Options options = new LZMA2Options((int) Math.min(preset & ~EXTREME, Integer.MAX_VALUE));
    if ((preset & EXTREME) != 0) {
      options.setNiceLen(MOST_MATCH);
    }
    return options;
  }

  /** What an encoder of {@code size} bytes is told: no dictionary is larger than they are. */
  FilterOptions[] options(long size) throws UnsupportedOptionsException {
    FilterOptions[] options = new FilterOptions[filters.size()];
    for (int i = 0; i < options.length; i++) {
      options[i] = fitted(filters.get(i), powerOfTwo(size));
    }
    return options;
  }

  /** Encodes into {@code out}, without a container. */
  OutputStream encoder(OutputStream out, long size) throws IOException {
    FinishableOutputStream next = new FinishableWrapperOutputStream(out);
    FilterOptions[] options = options(size);
    for (int i = options.length - 1; i >= 0; i--) {
      next =
          filters.get(i).id() == LZMA1
              ? new LZMAOutputStream(next, (LZMA2Options) options[i], true)
              : options[i].getOutputStream(next);
    }
    return next;
  }

  /**
   * Decodes what {@code in} holds, without a container.
   *
   * @param most how many bytes may come: no dictionary is larger
   */
  InputStream decoder(InputStream in, long most, ArrayCache arrays) throws IOException {
    InputStream next = in;
    for (int i = filters.size() - 1; i >= 0; i--) {
      FilterOptions options = fitted(filters.get(i), most);
      if (filters.get(i).id() == LZMA1) {
        LZMA2Options lzma = (LZMA2Options) options;
        int dictionary = lzma.getDictSize();
        next =
            new LZMAInputStream(
                next, -1, lzma.getLc(), lzma.getLp(), lzma.getPb(), dictionary, null, arrays);
      } else {
        next = options.getInputStream(next, arrays);
      }
    }
    return next;
  }

  private static FilterOptions fitted(Filter filter, long size) throws UnsupportedOptionsException {
    if (!filter.isLast()) {
      return filter.options();
    }
    LZMA2Options options = (LZMA2Options) ((LZMA2Options) filter.options()).clone();
    options.setDictSize(dictionary(options.getDictSize(), size));
    return options;
  }

  /**
   * How many bytes may come of {@code encoded}, whatever they declare: a match of 273 bytes takes
   * 13 decisions of at least 0.022 bits.
   *
   * @param most how many belong
   */
  static long most(long most, int encoded) {
    return Math.min(most, (long) encoded << 14);
  }

  /** What other decoders know as a size of a dictionary: {@code size}, or the next larger one. */
  private static long powerOfTwo(long size) {
    long useful = Math.max(LZMA2Options.DICT_SIZE_MIN, size);
    return Long.highestOneBit(Math.min(useful, 1L << 40) * 2 - 1);
  }

  /** A dictionary as large as is of use for so many bytes, and no larger. */
  static int dictionary(long declared, long size) {
    long useful = Math.max(LZMA2Options.DICT_SIZE_MIN, Math.min(declared, size));
    return (int) Math.min(useful, LZMA2Options.DICT_SIZE_MAX);
  }

  /** The filters that turn a processor's jumps from relative to absolute. */
  static FilterOptions branch(long id, int startOffset) throws UnsupportedOptionsException {
    return switch ((int) Math.min(id, Integer.MAX_VALUE)) {
      case 4 -> {
        X86Options options = new X86Options();
        options.setStartOffset(startOffset);
        yield options;
      }
      case 5 -> {
        PowerPCOptions options = new PowerPCOptions();
        options.setStartOffset(startOffset);
        yield options;
      }
      case 6 -> {
        IA64Options options = new IA64Options();
        options.setStartOffset(startOffset);
        yield options;
      }
      case 7 -> {
        ARMOptions options = new ARMOptions();
        options.setStartOffset(startOffset);
        yield options;
      }
      case 8 -> {
        ARMThumbOptions options = new ARMThumbOptions();
        options.setStartOffset(startOffset);
        yield options;
      }
      case 9 -> {
        SPARCOptions options = new SPARCOptions();
        options.setStartOffset(startOffset);
        yield options;
      }
      default -> throw new UnsupportedOptionsException("filter " + id + " is not supported");
    };
  }
}
