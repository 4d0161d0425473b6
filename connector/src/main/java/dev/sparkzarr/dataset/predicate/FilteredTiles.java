package dev.sparkzarr.dataset.predicate;

import dev.sparkzarr.dataset.TableReader;
import dev.sparkzarr.dataset.TileColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The rows of a partition that a filter wants, tile by tile. What the filter needs is read for
 * every tile; other columns only for tiles that keep a row, and when they are loaded. Memory beside
 * the tiles': 8 bytes for each of a tile's rows, and for each of the first rows of an order. For
 * one thread; {@link #close} alone may be called from another.
 */
public final class FilteredTiles implements AutoCloseable {
  private final TableReader tiles;
  private final TileFilter filter;
  private final int[] conditionColumns;
  private final Optional<TopKeys> top;
  private final CellEvaluator evaluator;
  private final List<PickedColumn> picked = new ArrayList<>();
  private final List<TileColumn> columns = new ArrayList<>();
  private int[] every = new int[0];
  private int[] picks = new int[0];
  private int rows;

  /**
   * @param tiles not moved yet; closed by this reader
   * @param count of the columns of {@code tiles}
   * @param filter over these, by position
   */
  public FilteredTiles(TableReader tiles, int count, TileFilter filter) {
    this.tiles = tiles;
    this.filter = filter;
    this.conditionColumns =
        filter.condition() == null ? null : CellExpressions.columns(filter.condition());
    this.top = Optional.ofNullable(filter.top()).map(TopKeys::new);
    List<TileColumn> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(tiles.column(i));
    }
    this.evaluator = new CellEvaluator(all);
    for (TileColumn column : all) {
      if (filter.isNone()) {
        columns.add(column);
      } else {
        picked.add(new PickedColumn(column));
        columns.add(picked.get(picked.size() - 1));
      }
    }
  }

  /**
   * Moves to the next tile that has rows; what the tile before held is gone.
   *
   * @return false when there is none
   */
  public boolean next() {
    while (!top.map(TopKeys::isComplete).orElse(false) && tiles.next()) {
      rows = filter.isNone() ? tiles.rows() : pick();
      if (rows > 0) {
        return true;
      }
    }
    rows = 0;
    return false;
  }

  private int pick() {
    int all = tiles.rows();
    evaluator.moveTo(all);
    if (picks.length < all) {
      picks = new int[all];
      every = new int[all];
      Arrays.setAll(every, row -> row);
    }
    int count = filter.condition() == null ? all : passing(all);
    if (top.isPresent() && count > 0) {
      Values keys = evaluator.evaluate(filter.top().key());
      count = top.get().keep(keys, filter.condition() == null ? every : picks, count, picks);
    }
    for (PickedColumn column : picked) {
      column.moveTo(count == all ? null : picks, count);
    }
    return count;
  }

  private int passing(int all) {
    Values ofAll = evaluator.fill(filter.condition(), conditionColumns);
    if (ofAll != null) {
      System.arraycopy(every, 0, picks, 0, all);
      return ofAll.isTrue(0) ? all : 0;
    }
    Values truth = evaluator.evaluate(filter.condition());
    int count = 0;
    for (int row = 0; row < all; row++) {
      picks[count] = row;
      count += truth.isTrue(row) ? 1 : 0;
    }
    return count;
  }

  /**
   * @return rows of this tile, at least 1
   */
  public int rows() {
    return rows;
  }

  /**
   * @return the column's values in this tile; the same object for every tile
   */
  public TileColumn column(int column) {
    return columns.get(column);
  }

  /** Stops reading, also in the middle of a request. Idempotent. */
  @Override
  public void close() {
    tiles.close();
  }
}
