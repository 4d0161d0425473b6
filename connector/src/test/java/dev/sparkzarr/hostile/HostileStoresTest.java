package dev.sparkzarr.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.array.ArrayEngines;
import dev.sparkzarr.array.Hierarchy;
import dev.sparkzarr.array.Hierarchy.Consolidated;
import dev.sparkzarr.array.Nodes;
import dev.sparkzarr.array.Region;
import dev.sparkzarr.array.ZarrArray;
import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.hostile.Guard.Outcome;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.MetadataException;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.store.AccessDeniedException;
import dev.sparkzarr.store.FaultyStore;
import dev.sparkzarr.store.FaultyStore.Fault;
import dev.sparkzarr.store.InterceptedStore;
import dev.sparkzarr.store.MemoryStore;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.StoreLocation;
import dev.sparkzarr.store.StoreRequest;
import dev.sparkzarr.store.Stores;
import dev.sparkzarr.store.UnavailableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arrays and hierarchies in stores that lie, refuse, fail, or change under the reader. */
class HostileStoresTest {
  private static final String GROUP =
      "{\"zarr_format\":3,\"node_type\":\"group\",\"attributes\":{}}";
  private static final String PLAIN =
      "[{\"name\":\"bytes\",\"configuration\":{\"endian\":\"little\"}}]";
  private static final String ZSTD =
      "[{\"name\":\"bytes\",\"configuration\":{\"endian\":\"little\"}},"
          + "{\"name\":\"zstd\",\"configuration\":{\"level\":1,\"checksum\":false}}]";
  private static final long DOCUMENT_BYTES = 64L << 20;

  private final MemoryStore store = MemoryStore.unnamed();

  /** Classes and loggers are not what is measured. */
  @BeforeAll
  static void warmUp() {
    HostileStoresTest once = new HostileStoresTest();
    once.put("zarr.json", GROUP);
    once.put("a/zarr.json", array(ElementKind.INT32, "[2]", "[2]", PLAIN));
    once.open("java").readAll();
    once.open("reference").readAll();
    Hierarchy.open(once.store, Consolidated.IF_PRESENT).children(NodePath.ROOT);
  }

  private void put(String key, String text) {
    put(key, text.getBytes(StandardCharsets.UTF_8));
  }

  private void put(String key, byte[] bytes) {
    store.put(new StoreKey(key), ByteBuffer.wrap(bytes));
  }

  private static String array(ElementKind kind, String shape, String chunks, String codecs) {
    return "{\"zarr_format\":3,\"node_type\":\"array\",\"shape\":"
        + shape
        + ",\"data_type\":\""
        + kind.name().toLowerCase(Locale.ROOT)
        + "\",\"chunk_grid\":{\"name\":\"regular\",\"configuration\":{\"chunk_shape\":"
        + chunks
        + "}},\"chunk_key_encoding\":{\"name\":\"default\"},\"fill_value\":7,\"codecs\":"
        + codecs
        + ",\"attributes\":{}}";
  }

  private static byte[] ints(int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    Arrays.stream(values).forEach(bytes::putInt);
    return bytes.array();
  }

  private ZarrArray open(String engine) {
    return ZarrArray.of(
        store,
        new NodePath("a"),
        Nodes.readArray(store, new NodePath("a")),
        ArrayEngines.named(engine));
  }

  private static Region region(long from, long to) {
    return new Region(List.of(Region.Range.of(from, to)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "reference"})
  void anArrayOf2To62ElementsIsReadInPartsAndRefusedAsAWhole(String engine) {
    put("a/zarr.json", array(ElementKind.INT32, "[4611686018427387904]", "[4]", PLAIN));
    put("a/c/1152921504606846975", ints(1, 2, 3, 4)); // the last of 2^60 chunks
    long end = 1L << 62;
    Outcome<ChunkBuffer> some =
        Guard.attemptAlone("2^62", Guard.FEW_BYTES, () -> open(engine).read(region(end - 6, end)));
    assertThat(Victim.bytesOf(some.answer().orElseThrow())).isEqualTo(ints(7, 7, 1, 2, 3, 4));
    Outcome<ChunkBuffer> all =
        Guard.attemptAlone("2^62", Guard.FEW_BYTES, () -> open(engine).readAll());
    assertThat(all.message()).contains("/a", "2 GiB");
    Outcome<ChunkBuffer> few =
        Guard.attemptAlone(
            "2^62 by steps",
            Guard.FEW_BYTES,
            () ->
                open(engine)
                    .read(new Region(List.of(new Region.Range(end - 1, 3, -((1L << 60) + 3))))));
    assertThat(Victim.bytesOf(few.answer().orElseThrow())).isEqualTo(ints(4, 7, 7));
  }

  @Test
  void moreThan2To63ElementsAreReadInParts() {
    put(
        "a/zarr.json",
        array(ElementKind.INT32, "[4611686018427387904,4611686018427387904]", "[2,2]", PLAIN));
    put("a/c/0/0", ints(1, 2, 3, 4));
    Region corner = new Region(List.of(Region.Range.of(0, 2), Region.Range.of(1, 3)));
    Outcome<ChunkBuffer> some =
        Guard.attemptAlone("2^124", Guard.FEW_BYTES, () -> open("java").read(corner));
    assertThat(Victim.bytesOf(some.answer().orElseThrow())).isEqualTo(ints(2, 7, 4, 7));
    assertThat(Guard.attemptAlone("2^124", Guard.FEW_BYTES, () -> open("java").readAll()).message())
        .contains("/a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[1099511627776]",
        "[4611686018427387904]",
        "[9223372036854775807]",
        "[536870912]"
      })
  void chunksBeyondMemoryAreRefused(String chunk) {
    put("a/zarr.json", array(ElementKind.INT32, "[10]", chunk, ZSTD));
    put("a/c/0", new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0x00, 0x58, 0x01, 0x00});
    Outcome<ChunkBuffer> outcome =
        Guard.attemptAlone(chunk, Guard.FEW_BYTES, () -> open("java").readAll());
    assertThat(outcome.message()).startsWith("Cannot ").contains("/a");
  }

  @Test
  void aChunkOfAllTheMemoryIsAnErrorOfOurs() {
    put("a/zarr.json", array(ElementKind.FLOAT64, "[10]", "[268435454]", ZSTD));
    put("a/c/0", new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0x00, 0x58, 0x01, 0x00});
    Outcome<ChunkBuffer> outcome =
        Guard.attemptAlone("2 GiB", Long.MAX_VALUE, () -> open("java").readAll());
    assertThat(outcome.message()).startsWith("Cannot ").contains("/a");
  }

  @Test
  void aShardIndexBeyondTheObjectTakesNoMemory() {
    put(
        "a/zarr.json",
        array(
            ElementKind.UINT8,
            "[100000000]",
            "[100000000]",
            "[{\"name\":\"sharding_indexed\",\"configuration\":{\"chunk_shape\":[1],\"codecs\":"
                + "[{\"name\":\"bytes\"}],\"index_codecs\":"
                + PLAIN
                + ",\"index_location\":\"end\"}}]"));
    put("a/c/0", new byte[64]);
    Outcome<ChunkBuffer> outcome =
        Guard.attemptAlone(
            "index of 1.6 GB", Guard.FEW_BYTES, () -> open("java").read(region(5, 9)));
    assertThat(outcome.message()).contains("/a", "c/0", "index");
  }

  @Test
  void objectsLargerThanAnyChunkAreNotFetched() {
    put("a/zarr.json", array(ElementKind.INT32, "[4]", "[4]", PLAIN));
    put("a/c/0", new byte[40 << 20]);
    Outcome<ChunkBuffer> outcome =
        Guard.attemptAlone("40 MiB chunk", 1 << 20, () -> open("java").readAll());
    assertThat(outcome.message()).contains("a/c/0", "16");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../a",
        "/../a",
        "a/../../b",
        "a//b",
        "./a",
        "a\\\\..\\\\b",
        "a/\\u0000/b",
        "//a",
        "/"
      })
  void keysInConsolidatedMetadataCannotLeaveTheStore(String key) {
    put("a/zarr.json", array(ElementKind.INT32, "[2]", "[2]", PLAIN));
    put("a/c/0", ints(1, 2));
    String document = array(ElementKind.INT32, "[2]", "[2]", PLAIN);
    put(
        "zarr.json",
        GROUP.replace(
            "\"attributes\":{}",
            "\"attributes\":{},\"consolidated_metadata\":{\"kind\":\"inline\","
                + "\"must_understand\":false,\"metadata\":{\""
                + key
                + "\":"
                + document
                + "}}"));
    Outcome<Hierarchy.Children> used =
        Guard.attemptAlone(
            key,
            Guard.FEW_BYTES,
            () -> Hierarchy.open(store, Consolidated.IF_PRESENT).children(NodePath.ROOT));
    assertThat(used.message()).contains("consolidated");
    Hierarchy.Children own = Hierarchy.open(store, Consolidated.IGNORED).children(NodePath.ROOT);
    assertThat(own.nodes()).containsOnlyKeys(new NodePath("a"));
  }

  /** Beside an array that can be read, one whose document cannot. */
  private void assertOnlyBadIsUnreadable(String what) {
    put("zarr.json", GROUP);
    put("good/zarr.json", array(ElementKind.INT32, "[2]", "[2]", PLAIN));
    Hierarchy hierarchy = Hierarchy.open(store, Consolidated.IF_PRESENT);
    Outcome<Hierarchy.Children> outcome =
        Guard.attemptAlone(what, 40 * DOCUMENT_BYTES, () -> hierarchy.children(NodePath.ROOT));
    Hierarchy.Children children = outcome.answer().orElseThrow(() -> broken(what, outcome));
    assertThat(children.nodes()).containsOnlyKeys(new NodePath("good"));
    assertThat(children.unreadable())
        .singleElement()
        .satisfies(bad -> assertThat(bad.path()).isEqualTo(new NodePath("bad")))
        .satisfies(bad -> assertThat(bad.reason()).startsWith("Cannot read ").contains("/bad"));
    assertThatThrownBy(() -> hierarchy.node(new NodePath("bad")))
        .isInstanceOf(MetadataException.class)
        .hasMessageContaining("/bad");
  }

  private static AssertionError broken(String what, Outcome<?> outcome) {
    return new AssertionError("refused: " + what, outcome.refusal().orElseThrow());
  }

  @Test
  void oneBrokenArrayLeavesItsGroupReadable() {
    put("bad/zarr.json", "{\"zarr_format\":3,\"node_type\":\"array\",\"shape\":[-1]}");
    assertOnlyBadIsUnreadable("negative shape");
  }

  @Test
  void aDocumentNestedWithoutEndIsUnreadable() {
    for (String nest : List.of("[", "{\"a\":")) {
      put("bad/zarr.json", "{\"zarr_format\":3,\"attributes\":" + nest.repeat(1_000_000));
      assertOnlyBadIsUnreadable("nested");
    }
  }

  @Test
  void namesGivenTwiceMakeADocumentUnreadable() {
    put(
        "bad/zarr.json",
        array(ElementKind.INT32, "[2]", "[2]", PLAIN)
            .replace("\"shape\"", "\"shape\":[9],\"shape\""));
    assertOnlyBadIsUnreadable("shape twice");
  }

  @Test
  void attributesOf100MegabytesMakeADocumentUnreadable() {
    byte[] document = new byte[100_000_000];
    Arrays.fill(document, (byte) 'x');
    byte[] start =
        "{\"zarr_format\":3,\"node_type\":\"group\",\"attributes\":{\"a\":\""
            .getBytes(StandardCharsets.UTF_8);
    System.arraycopy(start, 0, document, 0, start.length);
    System.arraycopy("\"}}".getBytes(StandardCharsets.UTF_8), 0, document, document.length - 3, 3);
    put("bad/zarr.json", document);
    assertOnlyBadIsUnreadable("100 MB");
  }

  @Test
  void anArrayNestedInManyListsOfMillionsIsUnreadable() {
    put(
        "bad/zarr.json",
        "{\"zarr_format\":3,\"node_type\":\"array\",\"shape\":[" + "1,".repeat(10_000_000) + "1]}");
    assertOnlyBadIsUnreadable("ten million dimensions");
  }

  @Test
  void aDirectoryIsNoValue(@TempDir Path directory) throws IOException {
    Files.createDirectories(directory.resolve("a/c/0"));
    Files.createDirectories(directory.resolve("b/zarr.json"));
    Files.writeString(
        directory.resolve("a/zarr.json"), array(ElementKind.INT32, "[4]", "[2]", PLAIN));
    Files.writeString(directory.resolve("zarr.json"), GROUP);
    Files.write(directory.resolve("a/c/1"), ints(3, 4));
    try (Store local = Stores.open(new StoreLocation(directory.toString(), Map.of()))) {
      ZarrArray array = ZarrArray.open(local, new NodePath("a"));
      assertThat(Victim.bytesOf(array.readAll())).isEqualTo(ints(7, 7, 3, 4));
      assertThat(Hierarchy.open(local, Consolidated.IF_PRESENT).children(NodePath.ROOT).nodes())
          .containsKey(new NodePath("a"));
    }
  }

  @Test
  void directoriesThatLeadInACircleEnd(@TempDir Path directory) throws IOException {
    Files.writeString(directory.resolve("zarr.json"), GROUP);
    for (String loop : List.of("x", "y")) {
      Files.createSymbolicLink(directory.resolve(loop), directory);
    }
    try (Store local = Stores.open(new StoreLocation(directory.toString(), Map.of()))) {
      Outcome<Hierarchy.Children> outcome =
          Guard.attemptAlone(
              "circle",
              1L << 30,
              () -> Hierarchy.open(local, Consolidated.IF_PRESENT).children(NodePath.ROOT));
      assertThat(outcome.refusal()).isEmpty();
    }
  }

  @Test
  void whatIsDeniedIsNeverFill() {
    put("a/zarr.json", array(ElementKind.INT32, "[4]", "[2]", PLAIN));
    put("a/c/0", ints(1, 2));
    FaultyStore denied = new FaultyStore(store).failKey("a/c/1", Fault.DENIED);
    ZarrArray array = ZarrArray.open(denied, new NodePath("a"));
    assertThat(Victim.bytesOf(array.read(region(0, 2)))).isEqualTo(ints(1, 2));
    assertThatThrownBy(array::readAll)
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining("a/c/1");
    FaultyStore hidden = new FaultyStore(store).failKey("a/zarr.json", Fault.DENIED);
    assertThatThrownBy(() -> ZarrArray.open(hidden, new NodePath("a")))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining("/a");
  }

  @Test
  void aStoreThatFailsEveryTenthRequestGivesErrorsOrTheRightAnswer() throws IOException {
    int answers = 0;
    int errors = 0;
    for (Victim victim : Victims.all().subList(60, 100)) {
      if (victim.elements.length > 20_000) {
        continue;
      }
      FaultyStore faulty = new FaultyStore(victim.store).failEvery(10, Fault.UNAVAILABLE);
      ZarrArray array =
          ZarrArray.of(faulty, Victim.PATH, victim.metadata, ArrayEngines.named("java"));
      for (int i = 0; i < 20; i++) {
        Outcome<ChunkBuffer> outcome =
            Guard.attemptAlone(victim.name, Guard.FEW_BYTES, array::readAll);
        if (outcome.answer().isPresent()) {
          answers++;
          assertThat(Victim.bytesOf(outcome.answer().get())).isEqualTo(victim.elements);
        } else {
          errors++;
          assertThat(outcome.refusal().get()).isInstanceOf(UnavailableException.class);
        }
      }
      assertThat(faulty.failures()).isPositive();
    }
    assertThat(answers).isPositive();
    assertThat(errors).isPositive();
  }

  /** Replaces a value right before the n-th request for it. */
  private static final class ReplacingStore extends InterceptedStore {
    private final MemoryStore values;
    private final StoreKey key;
    private final byte[] later;
    private int requestsBefore;

    ReplacingStore(MemoryStore values, StoreKey key, byte[] later, int requestsBefore) {
      super(values);
      this.values = values;
      this.key = key;
      this.later = later;
      this.requestsBefore = requestsBefore;
    }

    @Override
    protected void before(StoreRequest request) {
      if (request.key().filter(key::equals).isPresent() && requestsBefore-- == 0) {
        values.put(key, ByteBuffer.wrap(later));
      }
    }
  }

  @Test
  void aChunkReplacedWhileReadingIsOldOrNew() {
    for (int requests = 0; requests < 3; requests++) {
      put("a/zarr.json", array(ElementKind.INT32, "[4]", "[4]", PLAIN));
      put("a/c/0", ints(1, 2, 3, 4));
      Store replaced = new ReplacingStore(store, new StoreKey("a/c/0"), ints(5, 6, 7, 8), requests);
      ZarrArray array = ZarrArray.open(replaced, new NodePath("a"));
      assertThat(Victim.bytesOf(array.readAll()))
          .isEqualTo(requests == 0 ? ints(5, 6, 7, 8) : ints(1, 2, 3, 4));
    }
  }

  /** Between the index and the chunks: what is fetched then is not where the index says. */
  @Test
  void aShardReplacedByAShorterOneIsRefused() {
    Victim victim =
        Victims.shard(
            Victim.Shows.EVERYTHING,
            "start",
            Victims.BYTES + Victims.ZSTD + Victims.SUM,
            Victims.SUM,
            "");
    byte[] shorter = Arrays.copyOf(victim.object, 68);
    Arrays.fill(shorter, 0, 64, (byte) 0xff); // nothing stored
    Store replaced = new ReplacingStore(victim.store, victim.key(1), shorter, 1);
    Outcome<ChunkBuffer> outcome =
        Guard.attemptAlone(
            "replaced",
            Guard.FEW_BYTES,
            () ->
                ZarrArray.of(replaced, Victim.PATH, victim.metadata, ArrayEngines.named("java"))
                    .readAll());
    assertThat(outcome.message()).contains("c/1/0", "the shard was replaced while it was read");
  }
}
