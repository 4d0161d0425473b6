package dev.sparkzarr.dataset.aggregate;

import dev.sparkzarr.array.ReadCounters;
import dev.sparkzarr.dataset.Box;
import dev.sparkzarr.dataset.ReadSettings;
import dev.sparkzarr.dataset.TableReader;
import dev.sparkzarr.dataset.TableScan;
import dev.sparkzarr.dataset.TileColumn;
import dev.sparkzarr.dataset.predicate.CellEvaluator;
import dev.sparkzarr.dataset.predicate.CellExpression;
import dev.sparkzarr.dataset.predicate.CellExpressions;
import dev.sparkzarr.dataset.predicate.ValueType;
import dev.sparkzarr.dataset.predicate.Values;
import dev.sparkzarr.store.Store;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Aggregates the cells of one partition: the first {@link #next} reads and adds up all of them, and
 * then the groups come in batches. Memory: the accumulators ({@link AggregateScan#bytes}), and what
 * reading tiles takes. For one thread; {@link #close} alone may be called from another.
 */
public final class AggregateReader implements AutoCloseable {
  /** Cells that are computed with at a time: what they are widened to stays in the cache. */
  private static final int TILE_ROWS = 4096;

  private static final int BATCH = 4096;

  private final TableReader tiles;
  private final LocalGroups groups;
  private final CellGroups byCell;
  private final List<Aggregate> aggregates;
  private final List<Measure> measures = new ArrayList<>();
  private final Map<List<Integer>, MeasurePair> pairs = new HashMap<>();
  private final List<GroupColumn> columns = new ArrayList<>();
  private final TileRuns runs;
  private final CellEvaluator evaluator;
  private final Optional<CellExpression> filter;
  private final int[] filterColumns;
  private final PresentCells passing;
  private final boolean isGrouped;
  private final int[] batch;
  private boolean[] outside = new boolean[0];
  private final int rank;
  private boolean isReduced;
  private int group;
  private int rows;
  private long reduced;
  private long given;

  private AggregateReader(TableReader tiles, AggregateScan scan, Box box, CellGroups byCell) {
    this.tiles = tiles;
    this.rank = box.rank();
    this.byCell = byCell;
    this.aggregates = scan.aggregates();
    this.groups = new LocalGroups(scan, box, byCell);
    this.runs = new TileRuns(groups);
    this.filter = Optional.ofNullable(scan.filter());
    this.filterColumns = filter.map(CellExpressions::columns).orElse(null);
    this.passing = new PresentCells(groups);
    this.isGrouped = !scan.keys().isEmpty();
    int most = byCell == null ? Math.min(BATCH, groups.total()) : BATCH;
    this.batch = new int[most];
    List<TileColumn> inputs = new ArrayList<>();
    for (int i = 0; i < scan.cells().columns().size(); i++) {
      inputs.add(tiles.column(i));
    }
    this.evaluator = new CellEvaluator(inputs);
    for (CellExpression measure : scan.measures()) {
      measures.add(new Measure(measure, groups, passing));
    }
    for (AggregateScan.Key key : scan.keys()) {
      columns.add(column(scan, key, most));
    }
    for (Aggregate aggregate : aggregates) {
      Measure measure = aggregate.measure() < 0 ? null : measures.get(aggregate.measure());
      MeasurePair pair = aggregate.other() < 0 ? null : pair(aggregate);
      columns.add(new AggregateColumn(aggregate, passing, measure, pair, most));
    }
  }

  private MeasurePair pair(Aggregate aggregate) {
    return pairs.computeIfAbsent(
        List.of(aggregate.measure(), aggregate.other()),
        two -> new MeasurePair(measures.get(two.get(0)), measures.get(two.get(1))));
  }

  private GroupColumn column(AggregateScan scan, AggregateScan.Key key, int most) {
    if (scan.isOfAxis(key)) {
      AxisGroups axis = scan.axes().get(key.source());
      return new KeyColumn(groups, axis.dimension(), axis.keys().get(key.key()), most);
    }
    int source = key.source() - scan.axes().size();
    ValueType type = scan.cellKeys().get(source).expressions().get(key.key()).type();
    return new CellKeyColumn(byCell, source, key.key(), type, most);
  }

  /**
   * Opens a partition. Sends no request yet.
   *
   * @param store open; not closed by this reader
   * @param box not empty
   * @param counters what reading adds to
   * @throws dev.sparkzarr.ZarrException when an array cannot be read by the engine
   */
  public static AggregateReader open(
      Store store, AggregateScan scan, Box box, ReadCounters counters) {
    TableScan cells = scan.cells();
    ReadSettings settings = cells.settings().withTileRows(TILE_ROWS);
    TableScan small = new TableScan(cells.axes(), cells.selection(), cells.columns(), settings);
    List<CellNumbers> numbers = new ArrayList<>();
    for (CellKeys keys : scan.cellKeys()) {
      if (keys instanceof PlaneKeys plane) {
        numbers.add(PlaneNumbers.open(store, plane, small, scan.within(box), box, counters));
      } else {
        numbers.add(new RangeNumbers((RangeKey) keys));
      }
    }
    return new AggregateReader(
        TableReader.open(store, small, box, Long.MAX_VALUE, counters),
        scan,
        box,
        numbers.isEmpty() ? null : new CellGroups(numbers));
  }

  private void start() {
    groups.start();
    for (Aggregate aggregate : aggregates) {
      if (aggregate.measure() >= 0 && aggregate.other() < 0) {
        measures.get(aggregate.measure()).ask(aggregate);
      }
    }
    pairs.values().forEach(pair -> pair.start(groups.total()));
  }

  private void reduce() {
    long[] from = new long[rank];
    long[] to = new long[rank];
    while (tiles.next()) {
      for (int d = 0; d < rank; d++) {
        from[d] = tiles.from(d);
        to[d] = tiles.to(d);
      }
      evaluator.moveTo(tiles.rows());
      int left = filter.isPresent() ? leaveOut(filter.get()) : 0;
      if (byCell != null && left == tiles.rows()) {
        continue; // no cell is counted
      }
      reduced += tiles.rows() - left;
      runs.cut(from, to);
      if (byCell != null) {
        byCell.number(runs, from, to, evaluator, left > 0 ? outside : null, tiles.rows());
      }
      if (left == tiles.rows()) {
        passing.without(runs);
        continue; // nothing else need be read
      }
      if (left > 0) {
        passing.without(runs, outside, left);
      }
      for (Measure measure : measures) {
        measure.add(runs, evaluator, left > 0 ? outside : null, left, tiles.rows());
      }
      pairs.values().forEach(pair -> pair.add(runs));
    }
  }

  /**
   * Flags the cells that do not pass, unless none does.
   *
   * @return how many
   */
  private int leaveOut(CellExpression condition) {
    int all = tiles.rows();
    Values ofAll = evaluator.fill(condition, filterColumns);
    if (ofAll != null) {
      return ofAll.isTrue(0) ? 0 : all;
    }
    Values truth = evaluator.evaluate(condition);
    if (outside.length < all) {
      outside = new boolean[all];
    }
    long[] isTrue = truth.longs();
    boolean[] isNull = truth.nulls();
    int count = 0;
    for (int row = 0; row < all; row++) {
      boolean isOut = isTrue[row] != 1;
      outside[row] = isOut;
      count += isOut ? 1 : 0;
    }
    for (int row = 0; isNull != null && row < all; row++) {
      count += isNull[row] && !outside[row] ? 1 : 0;
      outside[row] |= isNull[row];
    }
    return count;
  }

  /**
   * Moves to the next groups; what was there before is gone.
   *
   * @return false when there are none
   * @throws dev.sparkzarr.ZarrException when a chunk cannot be read
   */
  public boolean next() {
    if (!isReduced) {
      start();
      if (!measures.isEmpty() || filter.isPresent() || byCell != null) {
        reduce();
      }
      isReduced = true;
    }
    rows = 0;
    while (rows < batch.length && group < groups.total()) {
      if (!isGrouped || passing.of(group) > 0) { // of no group there is one row all the same
        batch[rows++] = group;
      }
      group++;
    }
    given += rows;
    columns.forEach(column -> column.moveTo(batch, rows));
    return rows > 0;
  }

  /**
   * @return groups of this batch, at least 1
   */
  public int rows() {
    return rows;
  }

  /**
   * @return cells that passed and were taken in, so far
   */
  public long reduced() {
    return reduced;
  }

  /**
   * @return groups in all batches so far
   */
  public long given() {
    return given;
  }

  /**
   * @return a column of the result: keys, then aggregates; the same object for every batch
   */
  public TileColumn column(int column) {
    return columns.get(column);
  }

  /** Stops reading, also in the middle of a request. Idempotent. */
  @Override
  public void close() {
    tiles.close();
    if (byCell != null) {
      byCell.close();
    }
  }
}
