package dev.sparkzarr.array.commit;

import dev.sparkzarr.ZarrException;
import dev.sparkzarr.array.Hierarchy;
import dev.sparkzarr.array.Region;
import dev.sparkzarr.array.commit.Tables.Cells;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.Attributes;
import dev.sparkzarr.metadata.ChunkKeyEncoding;
import dev.sparkzarr.metadata.GroupMetadata;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.Versions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * A job that changes the table of a simulation: looks at it, plans, puts objects and commits. Knows
 * what the table becomes by it.
 */
final class SimulatedWriter implements Simulation.Program {
  static final NodePath A = Tables.GROUP.resolve("a");
  static final NodePath B = Tables.GROUP.resolve("b");

  /** What the job is. */
  enum Mode {
    OVERWRITE,
    APPEND,
    REGION,
    ADD,
    REMOVE
  }

  final Mode mode;
  final int number;
  private final SimulatedStore.Kind kind;
  private final Random random;
  private final boolean fails;
  private final Duration deleteDelay;

  boolean began;
  boolean switches;
  boolean committed;
  boolean aborted;
  boolean applied;

  /** Objects of a region that readers have seen replaced. */
  final Set<Long> replaced = new HashSet<>();

  private Map<NodePath, Cells> cells = new TreeMap<>(); // what is written, of whole arrays
  private final List<NodePath> removed = new ArrayList<>();
  private long firstRow;
  private long lastRow;
  private long firstColumn;
  private long lastColumn;

  SimulatedWriter(
      Mode mode, int number, SimulatedStore.Kind kind, Random random, Duration deleteDelay) {
    this.mode = mode;
    this.number = number;
    this.kind = kind;
    this.random = random;
    this.fails = random.nextInt(6) == 0;
    this.deleteDelay = deleteDelay;
  }

  @Override
  public String toString() {
    return number + " " + mode;
  }

  @Override
  public void run(Simulation.Actor actor) {
    Store memory = actor.simulation().memory;
    Store store = new SimulatedStore(memory, actor, kind);
    Map<NodePath, ArrayMetadata> arrays = Tables.arrays(memory, Hierarchy.Consolidated.IF_PRESENT);
    Optional<WritePlan> plan = plan(memory, arrays);
    if (plan.isEmpty()) {
      return;
    }
    actor.note(
        "plans "
            + this
            + " "
            + plan.get().arrays().stream()
                .map(c -> c.getClass().getSimpleName() + c.path())
                .toList());
    if (!attempt(actor, store, plan.get())) {
      actor.pause(Duration.ofSeconds(random.nextInt(40))); // another one was there first
      if (!attempt(actor, store, plan.get())) {
        actor.pause(Duration.ofSeconds(random.nextInt(70)));
        attempt(actor, store, plan.get());
      }
    }
  }

  /** Whether it is no use to try again. */
  private boolean attempt(Simulation.Actor actor, Store store, WritePlan plan) {
    try (TableCommit commit = TableCommit.begin(store, plan, actor.settings())) {
      began = true;
      actor.note("began");
      WriterTicket ticket = commit.ticket();
      Store guarded = ticket.guard(store, actor);
      List<Runnable> puts = puts(plan, guarded);
      int stop = fails ? random.nextInt(puts.size() + 1) : puts.size();
      puts.subList(0, stop).forEach(Runnable::run);
      if (fails) {
        straggle(actor, ticket, plan);
        aborted = true;
        return true;
      }
      actor.note("commits");
      switches = true;
      commit.commit();
      committed = true;
      actor.note("committed");
    } catch (ZarrException e) {
      actor.note("refused: " + e.getMessage());
      return began;
    }
    return true;
  }

  /** A task that nobody stopped goes on putting. */
  private void straggle(Simulation.Actor actor, WriterTicket ticket, WritePlan plan) {
    if (mode == Mode.REGION) {
      return;
    }
    actor
        .simulation()
        .start(
            actor.name + "'s task",
            task -> {
              Store guarded =
                  ticket.guard(new SimulatedStore(task.simulation().memory, task, kind), task);
              try {
                puts(plan, guarded).forEach(Runnable::run);
              } catch (ZarrException e) {
                task.note("stopped: " + e.getMessage());
              }
            });
  }

  private Cells fresh(long... shape) {
    int count = (int) java.util.Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    List<Integer> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(number * 1000 + i + 1);
    }
    if (number % 2 == 0 && (mode == Mode.OVERWRITE || mode == Mode.ADD)) {
      // An object of nothing but fill.
      for (int i = 0; i < Math.min(count, shape.length == 1 ? 2 : 5); i++) {
        values.set(i, shape.length == 1 || i % 3 < 2 ? 0 : values.get(i));
      }
    }
    return new Cells(java.util.Arrays.stream(shape).boxed().toList(), values);
  }

  private Optional<WritePlan> plan(Store memory, Map<NodePath, ArrayMetadata> arrays) {
    List<ArrayChange> changes = new ArrayList<>();
    Optional<GroupMetadata> group = Optional.empty();
    Attributes attributes = Tables.attributes(memory);
    switch (mode) {
      case OVERWRITE -> {
        group = Optional.of(Tables.V3);
        long rows = 3 + random.nextInt(2);
        replace(memory, arrays, A, fresh(rows, 3), changes);
        if (arrays.containsKey(B) && random.nextInt(3) == 0) {
          removed.add(B);
        } else {
          replace(memory, arrays, B, fresh(rows), changes);
        }
        arrays.keySet().stream()
            .filter(path -> !path.equals(A) && !path.equals(B))
            .forEach(removed::add);
      }
      case APPEND -> {
        int rows = 1 + random.nextInt(3);
        arrays.forEach((path, array) -> grow(memory, path, array, rows, changes));
      }
      case REGION -> {
        ArrayMetadata array = arrays.get(A);
        if (array == null) {
          return Optional.empty();
        }
        firstRow = random.nextInt((int) array.shape().length(0));
        lastRow = firstRow + random.nextInt((int) (array.shape().length(0) - firstRow));
        firstColumn = random.nextInt(3);
        lastColumn = firstColumn + random.nextInt((int) (3 - firstColumn));
        cells.put(A, fresh(array.shape().length(0), 3));
        changes.add(
            new ArrayChange.Updated(
                A,
                array,
                new Region(
                    List.of(
                        Region.Range.of(firstRow, lastRow + 1),
                        Region.Range.of(firstColumn, lastColumn + 1)))));
      }
      case ADD -> {
        if (!arrays.containsKey(A)) {
          return Optional.empty();
        }
        boolean isCoordinate = random.nextBoolean();
        NodePath added = Tables.GROUP.resolve((isCoordinate ? "n" : "m") + number);
        long rows = arrays.get(A).shape().length(0);
        cells.put(added, fresh(rows, 3));
        changes.add(
            new ArrayChange.Created(
                added, Tables.array(new ChunkKeyEncoding.Default('/'), rows, 3)));
        arrays.forEach((path, array) -> changes.add(new ArrayChange.Untouched(path, array)));
        if (isCoordinate) {
          Set<String> names = new TreeSet<>(Tables.coordinates(attributes));
          names.add(added.name());
          group = Optional.of(Tables.group(names));
        }
      }
      case REMOVE -> {
        if (!arrays.containsKey(B)) {
          return Optional.empty();
        }
        removed.add(B);
      }
    }
    if (changes.isEmpty() && removed.isEmpty()) {
      return Optional.empty();
    }
    Set<String> children = new HashSet<>();
    arrays.keySet().forEach(path -> children.add(path.name()));
    return Optional.of(
        new WritePlan(
            Tables.GROUP,
            group,
            changes,
            removed,
            true,
            deleteDelay,
            Optional.of(new SeenGroup(attributes, children))));
  }

  private void replace(
      Store memory,
      Map<NodePath, ArrayMetadata> arrays,
      NodePath path,
      Cells next,
      List<ArrayChange> changes) {
    long[] shape = next.shape().stream().mapToLong(Long::longValue).toArray();
    Optional<ArrayMetadata> before = Optional.ofNullable(arrays.get(path));
    ArrayMetadata after = Tables.array(KeySpaces.unused(memory, path, before, shape.length), shape);
    cells.put(path, next);
    changes.add(
        before.isEmpty()
            ? new ArrayChange.Created(path, after)
            : new ArrayChange.Replaced(path, before.get(), after));
  }

  private void grow(
      Store memory, NodePath path, ArrayMetadata array, int rows, List<ArrayChange> changes) {
    long[] shape = array.shape().toArray();
    shape[0] += rows;
    Cells old = Tables.read(memory, path, array);
    List<Integer> values = new ArrayList<>(old.values());
    Cells fresh = fresh(shape);
    values.addAll(fresh.values().subList(values.size(), fresh.values().size()));
    cells.put(path, new Cells(fresh.shape(), values));
    changes.add(new ArrayChange.Grown(path, array, Tables.array(array.keys(), shape)));
  }

  /** One for each stored object, in any order. */
  private List<Runnable> puts(WritePlan plan, Store guarded) {
    List<Runnable> puts = new ArrayList<>();
    for (ArrayChange change : plan.arrays()) {
      if (change instanceof ArrayChange.Untouched) {
        continue;
      }
      ArrayMetadata after = change.after();
      Box all = Box.all(after);
      boolean isFlat = after.shape().rank() == 1;
      for (long row = 0; row < all.to().get(0); row++) {
        for (long column = 0; column < (isFlat ? 1 : all.to().get(1)); column++) {
          StoreKey key = Tables.key(change.path(), after, row, column);
          Cells mine = cells.get(change.path());
          long r = row;
          long c = column;
          if (change instanceof ArrayChange.Updated) {
            if (meetsRegion(r, c)) {
              puts.add(() -> merge(guarded, key, r, c));
            }
          } else if (change instanceof ArrayChange.Grown grown) {
            int oldRows = (int) grown.before().shape().length(0);
            if (2 * (r + 1) > oldRows) {
              puts.add(() -> putBeyond(guarded, key, Tables.object(mine, r, c), oldRows - 2 * r));
            }
          } else {
            ByteBuffer bytes = Tables.object(mine, r, c);
            if (!bytes.equals(ByteBuffer.allocate(bytes.remaining()))) {
              puts.add(() -> guarded.writes().orElseThrow().put(key, bytes));
            }
          }
        }
      }
    }
    java.util.Collections.shuffle(puts, random);
    return puts;
  }

  /**
   * @param keptRows of the object, which had them before; negative: none
   */
  private static void putBeyond(Store guarded, StoreKey key, ByteBuffer bytes, long keptRows) {
    if (keptRows <= 0) {
      guarded.writes().orElseThrow().put(key, bytes);
      return;
    }
    int kept = (int) keptRows * bytes.remaining() / 2;
    change(guarded, key, bytes.remaining(), old -> bytes.duplicate().put(0, old, 0, kept));
  }

  private boolean meetsRegion(long row, long column) {
    return 2 * row <= lastRow
        && 2 * row + 1 >= firstRow
        && 2 * column <= lastColumn
        && 2 * column + 1 >= firstColumn;
  }

  /** Reads an object, changes the cells of the region, and puts it over what was read. */
  private void merge(Store guarded, StoreKey key, long row, long column) {
    change(guarded, key, 16, old -> merged(old, row, column));
  }

  /** An object that is not there holds fill alone. */
  private static void change(
      Store guarded, StoreKey key, int size, UnaryOperator<ByteBuffer> change) {
    if (guarded.replaces().isEmpty()) {
      ByteBuffer old = guarded.get(key, 1000).orElse(ByteBuffer.allocate(size));
      guarded.writes().orElseThrow().put(key, change.apply(old));
      return;
    }
    Optional<Versions.Versioned> seen = guarded.versions().orElseThrow().get(key, 1000);
    ByteBuffer next =
        change.apply(seen.map(Versions.Versioned::bytes).orElse(ByteBuffer.allocate(size)));
    boolean isDone =
        seen.isPresent()
            ? guarded
                .replaces()
                .get()
                .replace(key, next, seen.get().version().orElseThrow())
                .isPresent()
            : guarded.creates().orElseThrow().create(key, next);
    if (!isDone && !guarded.get(key, 1000).equals(Optional.of(next))) {
      throw new ZarrException("Cannot put " + key + ": it was changed.");
    }
  }

  private ByteBuffer merged(ByteBuffer old, long row, long column) {
    Cells mine = cells.get(A);
    ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(old.duplicate()).flip();
    for (long r = 2 * row; r < 2 * row + 2; r++) {
      for (long c = 2 * column; c < 2 * column + 2; c++) {
        if (isInRegion(r, c)) {
          bytes.putInt(
              (int) ((r - 2 * row) * 2 + c - 2 * column) * 4, mine.values().get((int) (r * 3 + c)));
        }
      }
    }
    return bytes;
  }

  private boolean isInRegion(long row, long column) {
    return row >= firstRow && row <= lastRow && column >= firstColumn && column <= lastColumn;
  }

  /** Values that only this writer writes. */
  boolean wrote(int value) {
    return value / 1000 == number;
  }

  /** What the table becomes by this writer's switch; empty when it cannot come next. */
  Optional<Map<NodePath, Cells>> switched(Map<NodePath, Cells> table) {
    if (mode == Mode.REGION || applied || !began) {
      return Optional.empty();
    }
    Map<NodePath, Cells> next = new TreeMap<>(table);
    removed.forEach(next::remove);
    for (Map.Entry<NodePath, Cells> array : cells.entrySet()) {
      Cells mine = array.getValue();
      if (mode == Mode.APPEND) {
        Cells old = table.get(array.getKey());
        if (old == null || old.values().size() >= mine.values().size()) {
          return Optional.empty();
        }
        List<Integer> values = new ArrayList<>(old.values());
        values.addAll(mine.values().subList(values.size(), mine.values().size()));
        mine = new Cells(mine.shape(), values);
      }
      next.put(array.getKey(), mine);
    }
    return Optional.of(next);
  }

  /** What the table becomes when one object of this writer's region is replaced. */
  Optional<Map<NodePath, Cells>> replaced(Map<NodePath, Cells> table, long row, long column) {
    Cells old = table.get(A);
    if (mode != Mode.REGION
        || !began
        || old == null
        || !meetsRegion(row, column)
        || replaced.contains(row * 100 + column)) {
      return Optional.empty();
    }
    List<Integer> values = new ArrayList<>(old.values());
    for (long r = 2 * row; r < Math.min(2 * row + 2, old.shape().get(0)); r++) {
      for (long c = 2 * column; c < Math.min(2 * column + 2, 3); c++) {
        if (isInRegion(r, c)) {
          values.set((int) (r * 3 + c), cells.get(A).values().get((int) (r * 3 + c)));
        }
      }
    }
    Map<NodePath, Cells> next = new TreeMap<>(table);
    next.put(A, new Cells(old.shape(), values));
    return Optional.of(next);
  }

  /** Whether all objects of the region were seen replaced. */
  boolean isRegionDone() {
    Set<Long> all = new HashSet<>();
    for (long row = 0; row <= lastRow / 2; row++) {
      for (long column = 0; column < 2; column++) {
        if (meetsRegion(row, column)) {
          all.add(row * 100 + column);
        }
      }
    }
    return replaced.equals(all);
  }
}
