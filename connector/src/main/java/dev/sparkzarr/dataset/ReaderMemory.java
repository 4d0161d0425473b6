package dev.sparkzarr.dataset;

import java.util.List;

/**
 * How much one {@link TableReader} holds. With <em>chunk</em> for the decoded bytes of one chunk of
 * a column's array, and <em>tile</em> for {@link ReadSettings#tileRows()} or fewer where values are
 * wide, the sum of:
 *
 * <ul>
 *   <li>for each array column whose chunks are visited once (all dimensions of the table, and the
 *       chunk grid of the primary column): one chunk;
 *   <li>for each other array column (fewer dimensions, or another chunk grid): the larger of one
 *       chunk, {@value #SHARED_BYTES} bytes divided by the number of such columns, and the chunks
 *       that are needed again and again, at most {@value #RETURNING_CHUNKS};
 *   <li>for each array column: 2 tiles of its values (gathered or decoded; spread over missing
 *       dimensions), 1 tile of elements, and 2 tiles of flags where values can be missing;
 *   <li>for each array column of variable size: the bytes of its values, which are known only when
 *       they are decoded, in one chunk, or in those that are needed again and again; beyond that as
 *       many as fit the share above; and those of a tile's cells once more where they come from
 *       several chunks;
 *   <li>for each part of a value that is read: the stored and the decoded parts of 1 tile, and for
 *       elements of arrays those that the tile's values span;
 *   <li>for each dimension column: 2 tiles of its values, and 2 of flags where values can be
 *       missing;
 *   <li>what is fetched and not decoded: {@link ReadSettings#fetchBytes()} for all columns, and for
 *       each array column one request: the encoded bytes of one chunk, or of several inner chunks
 *       of a shard that are at most {@value ChunkWalk#REQUEST_BYTES} bytes when decoded.
 * </ul>
 *
 * <p>Nothing here grows with the selection, the box or the array. Immutable.
 */
final class ReaderMemory {
  /** What columns that are not visited in order share for chunks they will need again. */
  static final long SHARED_BYTES = 64L << 20;

  /** Elements of one column in one tile, unless one alone is larger. */
  static final long TILE_BYTES = 64L << 20;

  /** Chunks held beyond that, when they are needed again and again. */
  static final int RETURNING_CHUNKS = 8;

  /** Small chunks are not counted by bytes alone: each has an entry in a map. */
  private static final int MOST_CHUNKS = 4096;

  private final BlockGrid blocks;
  private final double share;

  /**
   * @param grids of the columns; null for one without array
   */
  ReaderMemory(List<ColumnGrid> grids, BlockGrid blocks) {
    this.blocks = blocks;
    long sharing = grids.stream().filter(grid -> grid != null && !blocks.visitsOnce(grid)).count();
    this.share = (double) SHARED_BYTES / Math.max(1, sharing);
  }

  /**
   * @return how many decoded chunks the column may hold, at least 1
   */
  int chunks(ColumnGrid grid) {
    if (blocks.visitsOnce(grid)) {
      return 1;
    }
    int fitting = (int) Math.min(MOST_CHUNKS, share / grid.chunkBytes());
    return Math.max(fitting, returning(grid));
  }

  /**
   * @return how many of them it holds however large the values turn out that they point to; of the
   *     others only as many as have {@link #valueBytes} together
   */
  int chunksOfAnySize(ColumnGrid grid) {
    return blocks.visitsOnce(grid) ? 1 : returning(grid);
  }

  /**
   * @return bytes of values of variable size that a column may hold in several chunks
   */
  long valueBytes() {
    return (long) share;
  }

  private int returning(ColumnGrid grid) {
    return Math.max(1, blocks.returningChunks(grid, RETURNING_CHUNKS));
  }
}
