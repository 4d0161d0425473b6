package dev.sparkzarr.dataset.write;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkzarr.dataset.Column;
import dev.sparkzarr.metadata.ZarrFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How one array is cut: what its encoding says, else the options, else what it was, else {@link
 * ChunkShape}.
 *
 * @param chunks lengths of chunks; of inner chunks in shards
 * @param shards lengths of shards; empty without
 */
record GridChoice(long[] chunks, Optional<long[]> shards) {
  /** What an encoded chunk and a shard under assembly may have, decoded. */
  private static final long LARGEST = Integer.MAX_VALUE - 8;

  /**
   * What is known of the array.
   *
   * @param column for messages
   * @param dimensions names, in the array's order
   * @param sizes their lengths
   * @param width bytes of an element; of the widest where several arrays are to be cut alike
   * @param origin its encoding, where it was an array of the same dimensions, in their order here;
   *     empty otherwise
   */
  record Asked(
      String column,
      Column.Role role,
      List<String> dimensions,
      long[] sizes,
      int width,
      ZarrFormat format,
      Optional<Lengths> origin) {}

  /** Chunks and shards that an array had. */
  record Lengths(long[] chunks, Optional<long[]> shards) {}

  static GridChoice of(
      WriteError error,
      Asked asked,
      VariableOptions own,
      LengthsOption chunksOption,
      LengthsOption shardsOption) {
    boolean variable = asked.role() == Column.Role.VARIABLE;
    List<String> names = asked.dimensions();
    String which = "the encoding of column '" + asked.column() + "': ";
    long[] chunks = new long[names.size()];
    long[] shards = new long[names.size()];
    if (own.has("chunks")) {
      chunks =
          LengthsOption.parse(error, which + "chunks", own.get("chunks"), names)
              .of(names, asked.sizes());
    } else if (variable) {
      chunks = chunksOption.of(names, asked.sizes());
    }
    if (own.has("shards")) {
      shards =
          LengthsOption.parse(error, which + "shards", own.get("shards"), names)
              .of(names, asked.sizes());
    } else if (variable) {
      shards = shardsOption.of(names, asked.sizes());
    }
    if (asked.format() == ZarrFormat.V2 && !isNone(shards)) {
      throw error.because(
          "shards are asked for column '"
              + asked.column()
              + "', but Zarr v2 has none. Set zarrFormat=3, or leave shards out.");
    }
    if (isNone(shards) && !own.says("chunks") && asked.origin().isPresent()) {
      Lengths origin = asked.origin().get();
      if (!isNone(chunks)) {
        return checked(
            error, asked, new GridChoice(filled(chunks, origin.chunks()), Optional.empty()));
      }
      boolean sharded = origin.shards().isPresent() && asked.format() == ZarrFormat.V3;
      return checked(
          error,
          asked,
          new GridChoice(origin.chunks(), sharded ? origin.shards() : Optional.empty()));
    }
    if (isNone(shards)) {
      long[] chosen = ChunkShape.balanced(asked.sizes(), chunks, asked.width(), ChunkShape.TARGET);
      return checked(error, asked, new GridChoice(chosen, Optional.empty()));
    }
    return checked(error, asked, sharded(error, asked, chunks, shards));
  }

  private static long[] filled(long[] said, long[] others) {
    long[] filled = said.clone();
    for (int i = 0; i < filled.length; i++) {
      filled[i] = said[i] == 0 ? others[i] : said[i];
    }
    return filled;
  }

  /** Where a shard is said for some dimensions only, it is one chunk long along the others. */
  private static GridChoice sharded(WriteError error, Asked asked, long[] chunks, long[] shards) {
    long[] fixed = chunks.clone();
    long[] whole = shards.clone();
    long[] balanced = ChunkShape.balanced(asked.sizes(), chunks, asked.width(), ChunkShape.TARGET);
    for (int i = 0; i < whole.length; i++) {
      if (whole[i] == 0) {
        whole[i] = balanced[i];
      }
      if (fixed[i] > 0 && whole[i] % fixed[i] != 0) {
        throw error.because(
            "chunks must divide shards, but along dimension '"
                + asked.dimensions().get(i)
                + "' of column '"
                + asked.column()
                + "' a shard of "
                + whole[i]
                + " is no multiple of a chunk of "
                + fixed[i]
                + ". Make it "
                + fixed[i] * Math.max(1, Math.round((double) whole[i] / fixed[i]))
                + ".");
      }
    }
    long[] inner = ChunkShape.dividing(whole, fixed, asked.width(), ChunkShape.INNER_TARGET);
    return new GridChoice(inner, Optional.of(whole));
  }

  private static GridChoice checked(WriteError error, Asked asked, GridChoice choice) {
    long[] object = choice.shards().orElse(choice.chunks());
    long bytes = ChunkShape.bytes(object, asked.width());
    if (bytes > LARGEST) {
      throw error.because(
          (choice.shards().isPresent() ? "a shard" : "a chunk")
              + " of column '"
              + asked.column()
              + "' would have "
              + Arrays.toString(object)
              + " elements of "
              + asked.width()
              + " bytes, more than the "
              + LARGEST
              + " bytes that one stored object may have before it is compressed. Make "
              + (choice.shards().isPresent() ? "shards" : "chunks")
              + " smaller.");
    }
    return choice;
  }

  /**
   * @return whether an array that was cut so is cut the same now
   */
  boolean isSame(Lengths before) {
    return Arrays.equals(chunks, before.chunks())
        && shards.isPresent() == before.shards().isPresent()
        && (shards.isEmpty() || Arrays.equals(shards.get(), before.shards().get()));
  }

  private static boolean isNone(long[] lengths) {
    return Arrays.stream(lengths).allMatch(length -> length == 0);
  }

  /**
   * Reads the lengths that a column's origin tells.
   *
   * @param order for each dimension of the array to be written, which one of the old array it is
   * @return empty when chunks were of several lengths, or nothing is told
   */
  static Optional<Lengths> origin(JsonNode encoding, int[] order) {
    Optional<long[]> chunks = lengths(encoding.path("chunks"), order);
    Optional<long[]> shards = lengths(encoding.path("shards"), order);
    if (chunks.isEmpty() || encoding.has("shards") && shards.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Lengths(chunks.get(), shards));
  }

  private static Optional<long[]> lengths(JsonNode json, int[] order) {
    if (!json.isArray() || json.size() != order.length) {
      return Optional.empty();
    }
    long[] lengths = new long[order.length];
    for (int i = 0; i < lengths.length; i++) {
      JsonNode length = json.get(order[i]);
      if (!length.isIntegralNumber() || !length.canConvertToLong() || length.longValue() < 1) {
        return Optional.empty();
      }
      lengths[i] = length.longValue();
    }
    return Optional.of(lengths);
  }
}
