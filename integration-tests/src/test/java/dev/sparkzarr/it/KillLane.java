package dev.sparkzarr.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkzarr.it.TableChange.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * One table after the other in one place, written again and again by jobs that may die: what may be
 * there, and whether it is.
 */
final class KillLane {
  /**
   * Readers under way keep finding what they loaded: it is replaced so many times, and once more.
   */
  private static final int MOST_FOLLOWED = 2;

  private final KillPlace place;
  private final String name;
  private final boolean hasRival;
  private final long lease;
  private final Random random;
  private final List<String> history = new ArrayList<>();
  private int number;
  private boolean keepsReplaced;
  private long generations;
  private KilledTable table;

  /** Changes of jobs that ended before their end, which a later job may complete. */
  private List<TableChange> unfinished;

  private List<Job> jobs = List.of();
  private int slowness;

  /** Tables that were there at some time since the first job began. */
  private PossibleTables met;

  /** Generations of whole tables that were written since. */
  private final Set<Long> whole = new HashSet<>();

  /** What became of jobs that others have followed. */
  private final List<String> followed = new ArrayList<>();

  /** A job that writes, and where it stands. */
  private record Job(
      SparkShell writer, TableChange change, CompletableFuture<SparkShell.Outcome> outcome) {
    boolean isDone() {
      return outcome.isDone() && !outcome.join().isError();
    }

    /** By this library, before anything was there to see. */
    boolean isRefused() {
      return outcome.isDone()
          && outcome.join().isError()
          && !isFailed()
          && !isTooSlow()
          && !outcome.join().error().contains("Cannot finish the write");
    }

    /** Spark gave it up. */
    boolean isFailed() {
      return outcome.isDone() && outcome.join().error().startsWith("org.apache.spark.");
    }

    /** Its claim ended, on a machine that is busy with other things. */
    boolean isTooSlow() {
      return outcome.isDone() && outcome.join().error().contains("was not renewed in time");
    }

    /** Whether there may be something of it, or all. */
    boolean isLeftUndone() {
      return !isDone() && !isRefused() && (!isFailed() || change.isInPlace());
    }
  }

  /**
   * @param name of no other lane of the place
   * @param hasRival whether two writers change the table at once
   * @param lease in milliseconds
   */
  KillLane(KillPlace place, String name, boolean hasRival, long lease, Random random) {
    this.place = place;
    this.name = name;
    this.hasRival = hasRival;
    this.lease = lease;
    this.random = random;
    begin();
  }

  /** Executors take up to so many milliseconds more for each change. */
  void slowChanges(int millis) {
    slowness = millis;
  }

  KillPlace place() {
    return place;
  }

  /** A new table. */
  void begin() {
    number++;
    keepsReplaced = hasRival || random.nextBoolean();
    table = KilledTable.NONE;
    unfinished = new ArrayList<>();
    history.clear();
  }

  String path() {
    return place.root() + name + number + ".zarr";
  }

  private Path folder() {
    return place.folder().resolve(name + number + ".zarr");
  }

  Map<String, String> readOptions() {
    return place.settings();
  }

  private Map<String, String> options() {
    Map<String, String> options = new HashMap<>(place.settings());
    options.put("fs.sparkzarr.claims.lease", lease + "ms");
    options.put(SlowedProvider.CHANGES, "" + slowness);
    return options;
  }

  /** Decides who writes what next. */
  List<TableChange> plan() {
    List<TableChange> changes = new ArrayList<>();
    if (!hasRival) {
      boolean isAgain =
          !unfinished.isEmpty() && mayBeAgain(unfinished.get(0)) && random.nextBoolean();
      changes.add(isAgain ? unfinished.get(0) : TableChange.next(table, random, ++generations));
    } else if (place.isExclusive() || table.length() == 0) {
      changes.add(TableChange.beside(table, random, ++generations));
      if (place.isExclusive()) {
        changes.add(TableChange.beside(table, random, ++generations));
      }
    } else { // whose writers nobody keeps apart
      changes.add(TableChange.next(Kind.REGION, table, random, ++generations));
      changes.add(TableChange.next(Kind.REGION, table, random, ++generations));
    }
    return changes;
  }

  private boolean mayBeAgain(TableChange change) {
    return change.isInPlace() && change.to() <= table.length();
  }

  /** Begins a job. */
  void start(SparkShell writer, TableChange change) {
    if (jobs.isEmpty() && followed.isEmpty()) {
      met = before();
      whole.clear();
    }
    if (change.kind() == Kind.CREATE || change.kind() == Kind.OVERWRITE) {
      whole.add(change.generation());
    }
    Map<String, String> options = options();
    options.putAll(change.options());
    options.put("deleteDelay", keepsReplaced ? "1h" : "0s");
    history.add(change.toString());
    List<Job> all = new ArrayList<>(jobs);
    try {
      all.add(
          new Job(
              writer,
              change,
              writer.beginWriting(
                  change.query(), SlowedProvider.PREFIX + path(), change.kind().mode, options)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    jobs = all;
    met = met.or(met(before(), all.stream().map(Job::change).toList()));
  }

  /** Begins the next job where one writer is through with his. */
  void goOn(SparkShell writer) {
    if (hasRival || !jobs.get(0).isDone() || followed.size() == MOST_FOLLOWED) {
      return;
    }
    Optional<KilledTable> only = after().only();
    if (only.isPresent()) {
      followed.add(word(jobs.get(0), before(), only.get()));
      history.add("done");
      table = only.get();
      unfinished = new ArrayList<>();
      jobs = List.of();
      start(writer, plan().get(0));
    }
  }

  /** What may be there before the jobs: what was seen, or what a job had begun to switch to. */
  private PossibleTables before() {
    PossibleTables before = PossibleTables.of(table);
    for (TableChange change : unfinished) {
      if (!change.isInPlace()) {
        before = before.or(before.after(change));
      }
    }
    return before;
  }

  private static PossibleTables met(PossibleTables before, List<TableChange> changes) {
    PossibleTables met = before;
    for (TableChange one : changes) {
      PossibleTables first = before.during(one);
      met = met.or(first);
      for (TableChange other : changes) {
        met = other == one ? met : met.or(first.during(other));
      }
    }
    return met;
  }

  /** What there may be after the jobs, as far as their outcomes tell. */
  private PossibleTables after() {
    if (!place.isExclusive() && jobs.size() > 1) {
      return met;
    }
    PossibleTables after = new PossibleTables(Set.of());
    for (Job one : jobs) {
      PossibleTables first = after(before(), one);
      for (Job other : jobs) {
        after =
            other == one && jobs.size() > 1
                ? after
                : after.or(other == one ? first : after(first, other));
      }
    }
    return after;
  }

  private static PossibleTables after(PossibleTables before, Job job) {
    return job.isDone()
        ? before.after(job.change())
        : job.isLeftUndone() ? before.during(job.change()) : before;
  }

  /** Waits for the jobs of a writer that lives. */
  void finish(SparkShell writer) throws IOException {
    for (Job job : jobs) {
      if (job.writer() == writer) {
        writer.finish(job.outcome());
      }
    }
  }

  boolean isUnderWay() {
    return jobs.stream().anyMatch(job -> !job.outcome().isDone());
  }

  boolean isUnderWay(SparkShell writer) {
    return jobs.stream().anyMatch(job -> job.writer() == writer && !job.outcome().isDone());
  }

  /** Whether a claim of a job that ended may still hold. */
  boolean isLeftUndone() {
    return jobs.stream()
        .anyMatch(job -> job.outcome().isDone() && !job.isDone() && !job.isRefused());
  }

  /**
   * Compares what readers see with what there may be, and goes on from there.
   *
   * @param theirs what xarray saw
   * @param ours what another Spark saw
   * @param mayFail whether jobs may fail though nobody is in their way
   * @return what became of each job, in words
   */
  List<String> check(KilledTable theirs, KilledTable ours, boolean mayFail) {
    assertThat(ours).as("ours, and xarray's: " + this).isEqualTo(theirs);
    for (Job job : jobs) {
      checkOutcome(job, mayFail);
    }
    PossibleTables possible = after();
    assertThat(possible.contains(theirs))
        .as("%s: %s is not one of %s", this, theirs, possible)
        .isTrue();
    List<String> words = new ArrayList<>(followed);
    PossibleTables before = before();
    for (Job job : jobs) {
      words.add(word(job, before, theirs));
    }
    if (jobs.stream().anyMatch(Job::isDone)) {
      unfinished = new ArrayList<>();
    }
    for (Job job : jobs) {
      if (job.isLeftUndone()) {
        unfinished.add(0, job.change());
      }
    }
    history.add(words + " " + theirs);
    jobs = List.of();
    followed.clear();
    table = theirs;
    return words;
  }

  private void checkOutcome(Job job, boolean mayFail) {
    if (!job.outcome().isDone() || job.isDone()) {
      return;
    }
    String error = job.outcome().join().error();
    if (mayFail && job.isFailed()) {
      return;
    }
    assertThat(error).as("" + this).matches("(?s)dev\\.sparkzarr\\.[\\w.]+: Cannot .*");
    boolean isInTheWay = job.isTooSlow() || jobs.size() > 1 || !unfinished.isEmpty() || mayFail;
    assertThat(isInTheWay).as("refused without a reason: %s %s", this, error).isTrue();
  }

  private String word(Job job, PossibleTables before, KilledTable theirs) {
    String end =
        job.isDone()
            ? "done"
            : job.isRefused()
                ? "refused"
                : job.isFailed() ? "failed" : job.isTooSlow() ? "too slow" : "killed";
    if (job.isDone() || job.isRefused()) {
      return job.change().kind() + " " + end;
    }
    boolean isOld = jobs.size() == 1 && before.contains(theirs);
    boolean isNew = jobs.size() == 1 && before.after(job.change()).contains(theirs);
    String seen = jobs.size() > 1 ? "beside another" : isOld ? "old" : isNew ? "new" : "in part";
    return job.change().kind() + " " + end + ", " + seen;
  }

  /** Whether what a reader saw while the jobs were under way was there then. */
  void checkLook(JsonNode look) {
    boolean isKept = look.get("kept").asBoolean();
    if (look.has("rows")) {
      boolean isOnce = followed.isEmpty() && unfinished.isEmpty();
      if (isKept && !keepsReplaced && !isOnce) {
        return; // it was replaced twice, and the keys of what was read may be in use again
      }
      KilledTable seen = KilledTable.ofSpark(look.get("rows"));
      boolean isRight = met.contains(seen) || isKept && isLongerByNow(seen);
      assertThat(isRight).as("a reader saw %s: %s", look, this).isTrue();
      return;
    }
    String error = look.get("error").asText();
    boolean isAbsent =
        error.contains("there is no Zarr group or array") && met.contains(KilledTable.NONE);
    boolean isLate =
        !keepsReplaced && error.contains("store changed while it was read. Load it again");
    assertThat(isAbsent || isLate).as("a reader failed: %s %s", this, error).isTrue();
  }

  /** Who loaded the table before it grew sees what changes in place of the part that he knows. */
  private boolean isLongerByNow(KilledTable seen) {
    return met.beginWith(seen) && seen.generations().stream().noneMatch(whole::contains);
  }

  /**
   * Once no claim holds and all is due, a cleanup leaves nothing but the table. What it completes
   * becomes due later.
   */
  void end(SparkShell cleaner) throws IOException {
    for (int i = 0; i < (keepsReplaced ? 2 : 1); i++) {
      if (keepsReplaced) {
        makeDue();
      }
      Instant latest = Instant.now().plusMillis(lease);
      do { // what dead tasks had under way is looked for some seconds after the end of their job
        SparkShell.Outcome cleaned = cleaner.cleanUp(path(), options());
        assertThat(cleaned.error()).as("" + this).isEmpty();
      } while (!notes(".dead.json").isEmpty() && Instant.now().isBefore(latest));
    }
    unfinished.removeIf(TableChange::isInPlace);
  }

  /** The table that is left, and nothing else. */
  void checkEnd(KilledTable theirs, KilledTable ours) throws IOException {
    assertThat(ours).as("ours, and xarray's: " + this).isEqualTo(theirs);
    assertThat(before().contains(theirs)).as("%s after a cleanup: %s", theirs, this).isTrue();
    KeysOfTable.check(folder(), theirs.length());
  }

  /** As if the time had come at which replaced objects are deleted. */
  private void makeDue() throws IOException {
    for (Path note : notes(".late.json")) {
      String json = Files.readString(note);
      Files.writeString(note, json.replaceAll("(\"due\"\\s*:\\s*)\\d+", "$11"));
    }
  }

  private List<Path> notes(String end) throws IOException {
    if (!Files.exists(folder())) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder())) {
      return files.filter(file -> file.toString().endsWith(end)).toList();
    }
  }

  @Override
  public String toString() {
    return place.name() + " " + path() + (keepsReplaced ? " keeps" : "") + " " + history;
  }
}
