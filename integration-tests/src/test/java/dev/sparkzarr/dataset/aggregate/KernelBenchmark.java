package dev.sparkzarr.dataset.aggregate;

import dev.sparkzarr.array.Hierarchy;
import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.Box;
import dev.sparkzarr.dataset.IndexSet;
import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.dataset.ReadSettings;
import dev.sparkzarr.dataset.TableScan;
import dev.sparkzarr.dataset.predicate.AxisValues;
import dev.sparkzarr.dataset.predicate.CellEvaluator;
import dev.sparkzarr.dataset.predicate.CellExpression;
import dev.sparkzarr.dataset.predicate.CellExpressions;
import dev.sparkzarr.dataset.predicate.ValueType;
import dev.sparkzarr.dataset.predicate.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Aggregates of decoded chunks beside {@link PlainLoops}: 24 x 91 x 180 float32 an operation, the
 * chunks of 63 MB in turn, so that they come from memory. The kernels go over tiles as {@link
 * AggregateReader} does.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 7, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class KernelBenchmark {
  private static final int HOURS = 24;
  private static final int ROWS = 91;
  private static final int COLUMNS = 180;
  private static final int CELLS = HOURS * ROWS * COLUMNS;
  private static final int CHUNKS = 40;

  /** Bytes of an operation. */
  public static final int BYTES = CELLS * Float.BYTES;

  /** Rows of the grid in one tile of at most 4096 cells. */
  private static final int TILE = 4096 / COLUMNS;

  /** The aggregate. */
  @Param public KernelCase query;

  private final float[][] floats = new float[CHUNKS][];
  private final byte[][] chunks = new byte[CHUNKS][];
  private final double[] weights = new double[ROWS];
  private int turn;
  private PlainLoops loops;
  private MemoryColumn values;
  private WeightColumn weight;
  private CellEvaluator evaluator;
  private TileRuns runs;
  private Measure measure;
  private PresentCells passing;
  private CellExpression filter;
  private boolean[] outside;

  /** A field that varies smoothly from row to row, with noise. */
  @Setup
  public void prepare() {
    Random random = new Random(5);
    for (int row = 0; row < ROWS; row++) {
      weights[row] = Math.cos(Math.toRadians(row));
    }
    for (int chunk = 0; chunk < CHUNKS; chunk++) {
      floats[chunk] = new float[CELLS];
      chunks[chunk] = new byte[BYTES];
      for (int i = 0; i < CELLS; i++) {
        int row = i / COLUMNS % ROWS;
        floats[chunk][i] = (float) (300 - row * 0.5 + random.nextGaussian());
        LittleEndian.float32(chunks[chunk], i, floats[chunk][i]);
      }
    }
    loops = new PlainLoops(HOURS, ROWS, COLUMNS, weights);
    values = new MemoryColumn();
    weight = new WeightColumn(weights, COLUMNS);
    evaluator = new CellEvaluator(List.of(values, weight));
    Box box = new Box(new long[3], new long[] {HOURS, ROWS, COLUMNS});
    LocalGroups groups = new LocalGroups(scan(), box, null);
    runs = new TileRuns(groups);
    passing = new PresentCells(groups);
    measure = new Measure(query.measure(), groups, passing);
    measure.ask(query.aggregate());
    filter = query.filter();
    outside = new boolean[4096];
  }

  private AggregateScan scan() {
    long[] lengths = {HOURS, ROWS, COLUMNS};
    List<Axis> axes = new ArrayList<>();
    List<IndexSet> selection = new ArrayList<>();
    List<AxisGroups> groups = new ArrayList<>();
    List<AggregateScan.Key> keys = new ArrayList<>();
    for (int d = 0; d < lengths.length; d++) {
      axes.add(Axis.index("d" + d, lengths[d]));
      selection.add(IndexSet.range(0, lengths[d]));
      if (query.dimensions.contains(d)) {
        CellExpression index = CellExpressions.axis(ValueType.INT64);
        keys.add(new AggregateScan.Key(groups.size(), 0));
        groups.add(
            AxisGroups.of(
                d, List.of(AxisValues.of(index, axes.get(d), selection.get(d)).orElseThrow())));
      }
    }
    ReadSettings settings =
        new ReadSettings("java", 0, 1, 0, 4096, false, Hierarchy.Consolidated.IF_PRESENT);
    return new AggregateScan(
        new TableScan(axes, selection, List.of(), settings),
        List.of(query.measure()),
        query.filter(),
        groups,
        List.of(),
        keys,
        List.of(query.aggregate()));
  }

  private int next() {
    turn = (turn + 1) % CHUNKS;
    return turn;
  }

  /** Ours. */
  @Benchmark
  public long kernel() {
    byte[] chunk = chunks[next()];
    long[] from = new long[3];
    long[] to = {0, 0, COLUMNS};
    for (int hour = 0; hour < HOURS; hour++) {
      from[0] = hour;
      to[0] = hour + 1;
      for (int row = 0; row < ROWS; row += TILE) {
        from[1] = row;
        to[1] = Math.min(ROWS, row + TILE);
        int cells = (int) (to[1] - from[1]) * COLUMNS;
        values.moveTo(chunk, (hour * ROWS + row) * COLUMNS, cells);
        weight.moveTo(row, cells);
        reduce(from, to, cells);
      }
    }
    return measure.present().of(0);
  }

  private void reduce(long[] from, long[] to, int cells) {
    evaluator.moveTo(cells);
    runs.cut(from, to);
    int left = 0;
    if (filter != null) {
      Values truth = evaluator.evaluate(filter);
      for (int i = 0; i < cells; i++) {
        outside[i] = !truth.isTrue(i);
        left += outside[i] ? 1 : 0;
      }
      if (left == cells) {
        passing.without(runs);
        return;
      }
      if (left > 0) {
        passing.without(runs, outside, left);
      }
    }
    measure.add(runs, evaluator, left > 0 ? outside : null, left, cells);
  }

  /** The ceiling. */
  @Benchmark
  public double plain() {
    return loops.run(query, floats[next()]);
  }
}
