package dev.sparkzarr.dataset.predicate;

import dev.sparkzarr.dataset.TableReader;
import dev.sparkzarr.dataset.TileColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rows of a partition for which a predicate is true, tile by tile. What the predicate needs is
 * read for every tile; other columns only for tiles that keep a row, and when they are loaded. For
 * one thread; {@link #close} alone may be called from another.
 */
public final class FilteredTiles implements AutoCloseable {
  private final TableReader tiles;
  private final Optional<CellExpression> predicate;
  private final CellEvaluator evaluator;
  private final List<PickedColumn> picked = new ArrayList<>();
  private final List<TileColumn> columns = new ArrayList<>();
  private int[] picks = new int[0];
  private int rows;

  /**
   * @param tiles not moved yet; closed by this reader
   * @param count of the columns of {@code tiles}
   * @param predicate over these, by position; total. Empty: every row is given
   */
  public FilteredTiles(TableReader tiles, int count, Optional<CellExpression> predicate) {
    this.tiles = tiles;
    this.predicate = predicate;
    List<TileColumn> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(tiles.column(i));
    }
    this.evaluator = new CellEvaluator(all);
    for (TileColumn column : all) {
      if (predicate.isPresent()) {
        picked.add(new PickedColumn(column));
        columns.add(picked.get(picked.size() - 1));
      } else {
        columns.add(column);
      }
    }
  }

  /**
   * Moves to the next tile that has rows; what the tile before held is gone.
   *
   * @return false when there is none
   */
  public boolean next() {
    while (tiles.next()) {
      rows = predicate.isPresent() ? pick(predicate.get()) : tiles.rows();
      if (rows > 0) {
        return true;
      }
    }
    rows = 0;
    return false;
  }

  private int pick(CellExpression condition) {
    int all = tiles.rows();
    evaluator.moveTo(all);
    Values truth = evaluator.evaluate(condition);
    if (picks.length < all) {
      picks = new int[all];
    }
    int count = 0;
    for (int row = 0; row < all; row++) {
      picks[count] = row;
      count += truth.isTrue(row) ? 1 : 0;
    }
    for (PickedColumn column : picked) {
      column.moveTo(count == all ? null : picks, count);
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
