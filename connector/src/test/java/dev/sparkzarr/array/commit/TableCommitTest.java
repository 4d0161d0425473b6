package dev.sparkzarr.array.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sparkzarr.ZarrException;
import dev.sparkzarr.array.Hierarchy;
import dev.sparkzarr.array.Nodes;
import dev.sparkzarr.array.Region;
import dev.sparkzarr.array.commit.Tables.Cells;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.Attributes;
import dev.sparkzarr.metadata.ChunkKeyEncoding;
import dev.sparkzarr.metadata.GroupMetadata;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.metadata.Shape;
import dev.sparkzarr.metadata.ZarrFormat;
import dev.sparkzarr.store.ConflictException;
import dev.sparkzarr.store.FaultyStore;
import dev.sparkzarr.store.LocalStore;
import dev.sparkzarr.store.MemoryStore;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.StoreVerb;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableCommitTest {
  private static final ChunkKeyEncoding FOLDERS = new ChunkKeyEncoding.Default('/');
  private static final NodePath A = Tables.GROUP.resolve("a");
  private static final NodePath B = Tables.GROUP.resolve("b");
  private static final ArrayMetadata ARRAY = Tables.array(FOLDERS, 4);
  private static final Region ALL = Region.all(Shape.of(4));

  /** Pauses do not pass the time: what would wait fails. */
  private static final Pacing NO_PAUSE =
      new Pacing() {
        @Override
        public void pause(Duration time) {}

        @Override
        public Repeated repeat(Duration time, Runnable action) {
          return () -> {};
        }
      };

  private static final CommitSettings NOW =
      at(Instant.parse("2026-01-01T00:00:00Z"), CommitSettings.DEFAULT);

  private final MemoryStore store = MemoryStore.unnamed();

  private static CommitSettings at(Instant time, CommitSettings settings) {
    return new CommitSettings(
        settings.lease(), settings.longestPut(), Clock.fixed(time, ZoneOffset.UTC), NO_PAUSE);
  }

  private static CommitSettings later(Duration time) {
    return at(NOW.now().plus(time), NOW);
  }

  private static WritePlan plan(NodePath group, ArrayChange... changes) {
    return new WritePlan(
        group, Optional.of(Tables.V3), List.of(changes), List.of(), true, Duration.ofHours(1));
  }

  private static void put(Store store, NodePath path, ArrayMetadata array, int first) {
    Cells cells = new Cells(List.of(4L), List.of(first, first + 1, first + 2, first + 3));
    for (int i = 0; i < 2; i++) {
      store.writes().orElseThrow().put(Tables.key(path, array, i, 0), Tables.object(cells, i, 0));
    }
  }

  private static void write(
      Store store, WritePlan plan, NodePath path, ArrayMetadata array, int first) {
    try (TableCommit commit = TableCommit.begin(store, plan, NOW)) {
      put(commit.ticket().guard(store, NOW.clock()), path, array, first);
      commit.commit();
    }
  }

  private List<String> keys() {
    return store.keys(Optional.empty()).map(StoreKey::value).sorted().toList();
  }

  private static List<Integer> cells(Store store, NodePath path) {
    return Tables.read(store, path, Nodes.readArray(store, path)).values();
  }

  @Test
  void aNewTableBringsTheGroupsAboveItAndNothingElse() {
    NodePath group = new NodePath("x/y");
    NodePath array = group.resolve("a");
    write(store, plan(group, new ArrayChange.Created(array, ARRAY)), array, ARRAY, 1);
    assertThat(keys())
        .containsExactly(
            "x/y/a/c/0",
            "x/y/a/c/1",
            "x/y/a/zarr.json",
            "x/y/zarr.json",
            "x/zarr.json",
            "zarr.json");
    assertThat(cells(store, array)).containsExactly(1, 2, 3, 4);
    assertThat(Nodes.readGroup(store, new NodePath("x"))).isEqualTo(Tables.V3);
    assertThat(Nodes.children(store, group).nodes()).containsOnlyKeys(array);
  }

  @Test
  void onLocalFilesEveryTableTakesThePlaceOfTheOneBefore(@TempDir Path directory) {
    try (Store local = LocalStore.at(directory.toString())) {
      write(local, plan(Tables.GROUP, new ArrayChange.Created(A, ARRAY)), A, ARRAY, 10);
      ArrayMetadata before = ARRAY;
      for (int i = 2; i < 7; i++) {
        ArrayMetadata after = Tables.array(KeySpaces.unused(local, A, Optional.of(before), 1), 4);
        write(
            local,
            plan(Tables.GROUP, new ArrayChange.Replaced(A, before, after)),
            A,
            after,
            10 * i);
        assertThat(cells(local, A)).containsExactly(10 * i, 10 * i + 1, 10 * i + 2, 10 * i + 3);
        before = after;
      }
      Cleanup.Report report = Cleanup.run(local, later(Duration.ofHours(2)));
      assertThat(report.skipped()).isEmpty();
      assertThat(cells(local, A)).containsExactly(60, 61, 62, 63);
      assertThat(local.listing().orElseThrow().keys(Optional.empty())).hasSize(5);
    }
  }

  @Test
  void ofFormat2BecomesFormat3() {
    ArrayMetadata old = Tables.array(ZarrFormat.V2, new ChunkKeyEncoding.V2('.'), Shape.of(2), 4);
    GroupMetadata v2 = new GroupMetadata(ZarrFormat.V2, Attributes.EMPTY);
    Nodes.create(store, NodePath.ROOT, v2);
    NodePath path = new NodePath("a");
    Nodes.create(store, path, old);
    put(store, path, old, 1);
    Nodes.consolidate(store);
    write(store, plan(NodePath.ROOT, new ArrayChange.Replaced(path, old, ARRAY)), path, ARRAY, 5);
    assertThat(cells(store, path)).containsExactly(5, 6, 7, 8);
    assertThat(keys())
        .filteredOn(key -> !key.contains(".sparkzarr"))
        .containsExactly("a/0", "a/1", "a/c/0", "a/c/1", "a/zarr.json", "zarr.json");
    assertThat(Cleanup.run(store, later(Duration.ofMinutes(59))).emptied()).isEmpty();
    assertThat(Cleanup.run(store, later(Duration.ofMinutes(61))).emptied()).containsExactly(path);
    assertThat(keys()).containsExactly("a/c/0", "a/c/1", "a/zarr.json", "zarr.json");
  }

  @Test
  void format2IsWrittenWithItsConsolidatedMetadata() {
    ArrayMetadata array = Tables.array(ZarrFormat.V2, new ChunkKeyEncoding.V2('.'), Shape.of(2), 4);
    NodePath path = new NodePath("a");
    WritePlan plan =
        new WritePlan(
            NodePath.ROOT,
            Optional.of(new GroupMetadata(ZarrFormat.V2, Attributes.EMPTY)),
            List.of(new ArrayChange.Created(path, array)),
            List.of(),
            true,
            Duration.ZERO);
    write(store, plan, path, array, 1);
    assertThat(keys())
        .containsExactly(
            ".zattrs", ".zgroup", ".zmetadata", "a/.zarray", "a/.zattrs", "a/0", "a/1");
    assertThat(
            Hierarchy.open(store, Hierarchy.Consolidated.REQUIRED)
                .node(path)
                .map(node -> ((ArrayMetadata) node).document()))
        .contains(array.document());
  }

  @Test
  void consolidatedMetadataOfGroupsAboveFollowAndKeepTheirOthers() {
    Nodes.create(store, NodePath.ROOT, Tables.V3);
    Nodes.create(store, new NodePath("other"), ARRAY);
    Nodes.create(
        store,
        Tables.GROUP,
        new GroupMetadata(
            ZarrFormat.V3, new Attributes(JsonNodeFactory.instance.objectNode().put("x", 1))));
    Nodes.create(store, B, ARRAY);
    Nodes.consolidate(store);
    WritePlan plan =
        new WritePlan(
            Tables.GROUP,
            Optional.empty(),
            List.of(new ArrayChange.Created(A, ARRAY)),
            List.of(B),
            false,
            Duration.ZERO);
    write(store, plan, A, ARRAY, 1);
    Hierarchy hierarchy = Hierarchy.open(store, Hierarchy.Consolidated.REQUIRED);
    assertThat(hierarchy.descendants(NodePath.ROOT).nodes())
        .containsOnlyKeys(Tables.GROUP, A, new NodePath("other"));
    assertThat(keys())
        .containsExactly(
            "g/a/c/0", "g/a/c/1", "g/a/zarr.json", "g/zarr.json", "other/zarr.json", "zarr.json");
  }

  @Test
  void aWriterInTheWayIsNamed() {
    WritePlan plan = plan(Tables.GROUP, new ArrayChange.Created(A, ARRAY));
    try (TableCommit first = TableCommit.begin(store, plan, NOW)) {
      assertThatThrownBy(() -> TableCommit.begin(store, plan, NOW))
          .isInstanceOf(ConflictException.class)
          .hasMessageStartingWith(
              "Cannot write to memory:(unnamed): another writer, " + first.ticket().id())
          .hasMessageContaining("2026-01-01T00:00:00Z")
          .hasMessageContaining("2026-01-01T00:06:00Z");
      first.tasksEnded();
    }
    assertThat(keys()).isEmpty();
  }

  @Test
  void regionsWithoutACommonObjectRunSideBySide() {
    write(store, plan(Tables.GROUP, new ArrayChange.Created(A, ARRAY)), A, ARRAY, 1);
    try (TableCommit first = TableCommit.begin(store, region(0, 2), NOW);
        TableCommit second = TableCommit.begin(store, region(2, 4), NOW)) {
      assertThatThrownBy(() -> TableCommit.begin(store, region(1, 3), NOW))
          .isInstanceOf(ConflictException.class);
      second.commit();
      first.commit();
    }
    assertThat(keys()).doesNotContain(".sparkzarr/claims.json");
  }

  private static WritePlan region(long start, long stop) {
    return new WritePlan(
        Tables.GROUP,
        Optional.empty(),
        List.of(
            new ArrayChange.Updated(A, ARRAY, new Region(List.of(Region.Range.of(start, stop))))),
        List.of(),
        true,
        Duration.ZERO);
  }

  private static WritePlan addition(NodePath path, Optional<GroupMetadata> group, SeenGroup seen) {
    return new WritePlan(
        Tables.GROUP,
        group,
        List.of(new ArrayChange.Created(path, ARRAY), new ArrayChange.Untouched(A, ARRAY)),
        List.of(),
        true,
        Duration.ZERO,
        Optional.of(seen));
  }

  @Test
  void anArrayThatOthersHaveToFitDoesNotGrowMeanwhile() {
    write(store, plan(Tables.GROUP, new ArrayChange.Created(A, ARRAY)), A, ARRAY, 1);
    SeenGroup seen = new SeenGroup(Attributes.EMPTY, Set.of("a"));
    WritePlan addition = addition(B, Optional.empty(), seen);
    ArrayMetadata longer = Tables.array(FOLDERS, 9);
    WritePlan append = plan(Tables.GROUP, new ArrayChange.Grown(A, ARRAY, longer));
    try (TableCommit adding = TableCommit.begin(store, addition, NOW);
        TableCommit region = TableCommit.begin(store, region(0, 2), NOW)) {
      assertThatThrownBy(() -> TableCommit.begin(store, append, NOW))
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining(adding.ticket().id());
      region.commit();
      adding.tasksEnded();
    }
    write(store, append, A, longer, 1);
    assertThatThrownBy(() -> TableCommit.begin(store, addition, NOW))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("Cannot write /g/a in memory:(unnamed): it is another array by now");
  }

  @Test
  void aGroupThatIsNotThePlannedOneAnyMoreIsNotWrittenOver() {
    write(store, plan(Tables.GROUP, new ArrayChange.Created(A, ARRAY)), A, ARRAY, 1);
    SeenGroup seen = new SeenGroup(Attributes.EMPTY, Set.of("a"));
    NodePath c = Tables.GROUP.resolve("c");
    WritePlan late = addition(c, Optional.of(Tables.group(Set.of("c"))), seen);
    try (TableCommit commit = TableCommit.begin(store, addition(B, Optional.empty(), seen), NOW)) {
      commit.commit();
    }
    assertThatThrownBy(() -> TableCommit.begin(store, late, NOW))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("Cannot write /g/b in memory:(unnamed): it is new in the group");
    SeenGroup both = new SeenGroup(Attributes.EMPTY, Set.of("a", "b"));
    WritePlan named = addition(c, Optional.of(Tables.group(Set.of("c"))), both);
    try (TableCommit commit = TableCommit.begin(store, named, NOW)) {
      commit.commit();
    }
    NodePath d = Tables.GROUP.resolve("d");
    SeenGroup all = new SeenGroup(Attributes.EMPTY, Set.of("a", "b", "c"));
    assertThatThrownBy(
            () -> TableCommit.begin(store, addition(d, Optional.of(Tables.V3), all), NOW))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("its attributes are others by now");
    try (TableCommit commit = TableCommit.begin(store, addition(d, Optional.empty(), all), NOW)) {
      commit.commit();
    }
    assertThat(Tables.coordinates(Tables.attributes(store))).containsExactly("c");
  }

  @Test
  void anotherTableThanThePlannedOneIsNotWrittenOver() {
    write(store, plan(Tables.GROUP, new ArrayChange.Created(A, ARRAY)), A, ARRAY, 1);
    List<String> before = keys();
    ArrayMetadata longer = Tables.array(FOLDERS, 6);
    for (ArrayChange change :
        List.of(
            new ArrayChange.Created(A, ARRAY),
            new ArrayChange.Updated(B, ARRAY, ALL),
            new ArrayChange.Grown(A, longer, Tables.array(FOLDERS, 8)),
            new ArrayChange.Replaced(A, longer, Tables.array(new ChunkKeyEncoding.V2('.'), 4)))) {
      assertThatThrownBy(() -> TableCommit.begin(store, plan(Tables.GROUP, change), NOW))
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining("Load it again");
      assertThat(keys()).isEqualTo(before);
    }
  }

  @Test
  void plansThatNobodyCanCarryOutAreRefusedAtOnce() {
    MemoryStore other = MemoryStore.unnamed();
    List<WritePlan> plans =
        List.of(
            plan(Tables.GROUP, new ArrayChange.Replaced(A, ARRAY, ARRAY)),
            plan(
                Tables.GROUP, new ArrayChange.Created(A, ARRAY), new ArrayChange.Created(A, ARRAY)),
            plan(Tables.GROUP, new ArrayChange.Grown(A, ARRAY, Tables.array(FOLDERS, 3))),
            new WritePlan(
                Tables.GROUP,
                Optional.empty(),
                List.of(new ArrayChange.Created(A, ARRAY)),
                List.of(Tables.GROUP),
                true,
                Duration.ZERO));
    for (WritePlan plan : plans) {
      assertThatThrownBy(() -> TableCommit.begin(other, plan, NOW))
          .isInstanceOf(ZarrException.class)
          .hasMessageStartingWith("Cannot write /g");
    }
    assertThat(other.keys(Optional.empty())).isEmpty();
  }

  @Test
  void whatAnAbortedJobPutIsRemoved() {
    TableCommit commit =
        TableCommit.begin(store, plan(Tables.GROUP, new ArrayChange.Created(A, ARRAY)), NOW);
    Store guarded = commit.ticket().guard(store, NOW.clock());
    put(guarded, A, ARRAY, 1);
    commit.abort();
    commit.abort();
    assertThat(keys()).noneMatch(key -> key.startsWith("g/a/c"));
    assertThatThrownBy(commit::commit).isInstanceOf(IllegalStateException.class);
    // A task that nobody stopped finds out, and what it put before goes with the cleanup.
    Store late = commit.ticket().guard(store, NOW.clock());
    assertThatThrownBy(() -> put(late, A, ARRAY, 1)).isInstanceOf(ConflictException.class);
    put(store, A, ARRAY, 1);
    Cleanup.Report report = Cleanup.run(store, later(Duration.ofMinutes(3)));
    assertThat(report.undone()).containsExactly(commit.ticket().id());
    assertThat(keys()).isEmpty();
  }

  @Test
  void aLostClaimIsNoticedBeforeAnythingIsSent() {
    TableCommit commit =
        TableCommit.begin(store, plan(Tables.GROUP, new ArrayChange.Created(A, ARRAY)), NOW);
    WriterTicket ticket = commit.ticket();
    Store expired = ticket.guard(store, later(Duration.ofMinutes(4)).clock());
    assertThatThrownBy(() -> put(expired, A, ARRAY, 1)).isInstanceOf(ConflictException.class);
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> put(ticket.guard(store, NOW.clock()), A, ARRAY, 1))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("interrupted");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(keys()).noneMatch(key -> key.startsWith("g/a/c"));
    Cleanup.run(store, later(Duration.ofMinutes(7)));
    assertThatThrownBy(commit::commit).isInstanceOf(ConflictException.class);
    assertThat(keys()).isEmpty();
  }

  @Test
  void aSwitchThatStoppedHalfwayIsCompleted() {
    FaultyStore faulty = new FaultyStore(store);
    TableCommit commit =
        TableCommit.begin(faulty, plan(Tables.GROUP, new ArrayChange.Created(A, ARRAY)), NOW);
    put(commit.ticket().guard(store, NOW.clock()), A, ARRAY, 1);
    faulty.failKey("g/a/zarr.json", FaultyStore.Fault.FAILED);
    faulty.failWhen(
        request ->
            request.verb() == StoreVerb.PUT
                && request.key().filter(new StoreKey("g/a/zarr.json")::equals).isPresent(),
        FaultyStore.Fault.FAILED);
    assertThatThrownBy(commit::commit).hasMessageContaining("completes or undoes");
    commit.close();
    faulty.heal();
    Cleanup.Report report = Cleanup.run(store, later(Duration.ofMinutes(7)));
    assertThat(report.completed()).containsExactly(commit.ticket().id());
    assertThat(cells(store, A)).containsExactly(1, 2, 3, 4);
    assertThat(keys()).noneMatch(key -> key.contains(".sparkzarr"));
  }

  @Test
  void nothingIsSentInTheLastStretchOfAClaim() {
    Duration sure = NOW.lease().minus(NOW.longestPut());
    for (Duration time : List.of(sure.minusMillis(1), sure)) {
      boolean mayChange = time.compareTo(sure) < 0;
      MemoryStore fresh = MemoryStore.unnamed();
      AtomicReference<Instant> now = new AtomicReference<>(NOW.now());
      CommitSettings settings =
          new CommitSettings(NOW.lease(), NOW.longestPut(), clock(now), NO_PAUSE);
      TableCommit commit =
          TableCommit.begin(fresh, plan(Tables.GROUP, new ArrayChange.Created(A, ARRAY)), settings);
      Store guarded = commit.ticket().guard(fresh, settings.clock());
      put(guarded, A, ARRAY, 1);
      now.set(NOW.now().plus(time));

      ThrowingCallable put = () -> put(guarded, A, ARRAY, 10);
      ThrowingCallable abort = commit::abort;
      for (ThrowingCallable change : List.of(put, abort)) {
        if (mayChange) {
          assertThatCode(change).doesNotThrowAnyException();
        } else {
          assertThatThrownBy(change)
              .isInstanceOf(ConflictException.class)
              .hasMessageContaining("was not renewed in time");
        }
      }
      // What the abort would have deleted, and the put replaced.
      assertThat(fresh.get(new StoreKey("g/a/c/0"), 100))
          .isEqualTo(
              mayChange
                  ? Optional.empty()
                  : Optional.of(Tables.object(new Cells(List.of(4L), List.of(1, 2, 3, 4)), 0, 0)));
    }
  }

  private static Clock clock(AtomicReference<Instant> now) {
    return new Clock() {
      @Override
      public Instant instant() {
        return now.get();
      }

      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }
    };
  }

  @Test
  void filesThatADeadWriterHadUnderWayAreRemoved(@TempDir Path directory) throws IOException {
    try (Store local = LocalStore.at(directory.toString())) {
      TableCommit.begin(local, plan(Tables.GROUP, new ArrayChange.Created(A, ARRAY)), NOW);
      List<Path> abandoned =
          List.of(
              directory.resolve("g/a/c/.sparkzarr-0123456789abcdef0123456789abcdef.tmp"),
              directory.resolve("g/.sparkzarr-1123456789abcdef0123456789abcdef.tmp"),
              directory.resolve(".sparkzarr/.sparkzarr-2123456789abcdef0123456789abcdef.tmp"));
      for (Path file : abandoned) {
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[] {1});
        Files.setLastModifiedTime(file, FileTime.from(NOW.now()));
      }
      Cleanup.run(local, later(Duration.ofMinutes(1)));
      assertThat(abandoned).allMatch(Files::exists);
      Cleanup.run(local, later(Duration.ofMinutes(7)));
      assertThat(directory).isEmptyDirectory();
    }
  }

  @Test
  void filesThatDeadTasksOfAJobHadUnderWayAreRemoved(@TempDir Path directory) throws IOException {
    try (Store local = LocalStore.at(directory.toString())) {
      WritePlan plan = plan(Tables.GROUP, new ArrayChange.Created(A, ARRAY));
      Path file = directory.resolve("g/a/c/.sparkzarr-0123456789abcdef0123456789abcdef.tmp");
      try (TableCommit commit = TableCommit.begin(local, plan, NOW)) {
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[] {1});
        Files.setLastModifiedTime(file, FileTime.from(NOW.now().minusSeconds(1)));
        commit.processesDied();
        commit.commit();
      }
      assertThat(Cleanup.run(local, later(Duration.ofMinutes(1))).skipped())
          .singleElement(STRING)
          .startsWith("What dead tasks left under way at /g/a waits until ");
      assertThat(file).exists();
      assertThat(Cleanup.run(local, later(Duration.ofMinutes(3))).skipped()).isEmpty();
      assertThat(directory.resolve("g/a")).isDirectoryNotContaining("glob:**/{c,.sparkzarr}");
    }
  }

  @Test
  void theNextWriterRemovesWhatDeadTasksLeft(@TempDir Path directory) throws IOException {
    try (Store local = LocalStore.at(directory.toString())) {
      Path file = directory.resolve("g/a/.sparkzarr-0123456789abcdef0123456789abcdef.tmp");
      try (TableCommit commit =
          TableCommit.begin(local, plan(Tables.GROUP, new ArrayChange.Created(A, ARRAY)), NOW)) {
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[] {1});
        Files.setLastModifiedTime(file, FileTime.from(NOW.now().minusSeconds(1)));
        commit.processesDied();
        commit.commit();
      }
      WritePlan grown =
          new WritePlan(
              Tables.GROUP,
              Optional.empty(),
              List.of(new ArrayChange.Grown(A, ARRAY, Tables.array(FOLDERS, 9))),
              List.of(),
              true,
              Duration.ZERO);
      try (TableCommit next = TableCommit.begin(local, grown, later(Duration.ofMinutes(3)))) {
        next.commit();
      }
      assertThat(directory.resolve("g/a")).isDirectoryNotContaining("glob:**/.sparkzarr*");
    }
  }

  @Test
  void theTicketTravels() throws IOException, ClassNotFoundException {
    WriterTicket ticket = new WriterTicket("id", 1, 2);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(ticket);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(ticket);
    }
  }

  @Test
  void aDamagedRegisterIsNamed() {
    for (String text : List.of("", "{", "[]", "{}", "{\"sparkzarr_commit_format\": 1}")) {
      store.put(Claims.KEY, ByteBuffer.wrap(text.getBytes()));
      assertThatThrownBy(
              () ->
                  TableCommit.begin(
                      store, plan(Tables.GROUP, new ArrayChange.Created(A, ARRAY)), NOW))
          .isInstanceOf(ZarrException.class)
          .hasMessageContaining(".sparkzarr/claims.json");
    }
  }

  @Test
  void plansSurviveTheirJournal() {
    WritePlan plan =
        new WritePlan(
            Tables.GROUP,
            Optional.of(Tables.V3),
            List.of(
                new ArrayChange.Created(A, ARRAY),
                new ArrayChange.Replaced(B, ARRAY, Tables.array(new ChunkKeyEncoding.V2('.'), 4)),
                new ArrayChange.Grown(Tables.GROUP.resolve("c"), ARRAY, Tables.array(FOLDERS, 9)),
                new ArrayChange.Updated(Tables.GROUP.resolve("d"), ARRAY, ALL),
                new ArrayChange.Untouched(Tables.GROUP.resolve("f"), ARRAY)),
            List.of(Tables.GROUP.resolve("e")),
            true,
            Duration.ofMinutes(5));
    Journal journal = new Journal("id", NOW.now(), Journal.State.SWITCHING, plan);
    journal.put(store);
    assertThat(Journal.read(store, journal.key())).contains(journal);
    assertThat(Map.of("g/a/.sparkzarr/id.json", 1)).containsKey(journal.key().value());
  }
}
