package dev.sparkzarr.store.zip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.store.ByteRange.Slice;
import dev.sparkzarr.store.ByteRange.Suffix;
import dev.sparkzarr.store.ConflictException;
import dev.sparkzarr.store.MemoryStore;
import dev.sparkzarr.store.OverLimitException;
import dev.sparkzarr.store.RangeMerge;
import dev.sparkzarr.store.RecordingStore;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.StoreLocation;
import dev.sparkzarr.store.StoreRequest;
import dev.sparkzarr.store.Stores;
import dev.sparkzarr.store.UntaggedStore;
import dev.sparkzarr.store.Version;
import dev.sparkzarr.store.Versions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZipStoreTest {
  private static final StoreKey ARCHIVE = new StoreKey("k.zip");

  @TempDir Path directory;

  private final MemoryStore memory = MemoryStore.named("zip-test");
  private final RecordingStore recording = new RecordingStore(memory);

  @AfterEach
  void forget() {
    MemoryStore.forget("zip-test");
  }

  private static StoreKey key(String value) {
    return new StoreKey(value);
  }

  private static byte[] random(int length) {
    byte[] value = new byte[length];
    new Random(length).nextBytes(value);
    return value;
  }

  private ZipStore archived(byte[] archive) {
    memory.put(ARCHIVE, ByteBuffer.wrap(archive));
    return new ZipStore(recording, ARCHIVE);
  }

  private static Map<String, byte[]> large() {
    Map<String, byte[]> values = new LinkedHashMap<>();
    values.put("zarr.json", random(500));
    for (int i = 0; i < 8; i++) {
      values.put("c/" + i, random(100_000 + i));
    }
    return values;
  }

  @Test
  void anArchiveIsOpenedByOneRequestAndAValueIsOne() {
    ZipStore store = archived(ReopenedZip.archive(large(), ZipEntry.STORED));
    assertThat(recording.requests()).as("opening asks nothing").isEmpty();
    assertThat(store.stat(key("zarr.json")).orElseThrow().size()).isEqualTo(500);
    assertThat(recording.requests()).containsExactly(StoreRequest.suffix("k.zip", 1 << 18));
    recording.clear();
    for (int i = 0; i < 8; i++) {
      assertThat(store.get(key("c/" + i), 1 << 20)).contains(ByteBuffer.wrap(random(100_000 + i)));
    }
    assertThat(recording.requests()).hasSize(8).noneMatch(r -> r.range().isEmpty());
    recording.clear();
    assertThat(store.get(key("c/99"), 1 << 20)).isEmpty();
    assertThat(recording.requests()).isEmpty();
    assertThat(store.read(key("c/3"), new Slice(90_000, 10)))
        .contains(ByteBuffer.wrap(random(100_003)).slice(90_000, 10));
    store.read(key("c/3"), List.of(new Slice(5, 10), new Slice(20, 10)), RangeMerge.DEFAULT);
    assertThat(recording.requests()).as("the header is known by now").hasSize(2);
  }

  @Test
  void aFarRangeOfAnUnknownEntryReadsItsHeaderFirst() {
    ZipStore store = archived(ReopenedZip.archive(large(), ZipEntry.STORED));
    store.stat(key("c/3"));
    recording.clear();
    assertThat(store.read(key("c/3"), new Suffix(4)))
        .contains(ByteBuffer.wrap(random(100_003)).slice(99_999, 4));
    assertThat(store.read(key("c/3"), new Suffix(4))).isPresent();
    assertThat(recording.requests()).hasSize(3);
    assertThat(recording.requests().get(0).range().orElseThrow())
        .isInstanceOfSatisfying(Slice.class, s -> assertThat(s.length()).isLessThan(200));
  }

  @Test
  void aSmallArchiveIsReadWholeAndOnce() {
    ZipStore store =
        archived(ReopenedZip.archive(Map.of("a", random(10), "b", random(20)), ZipEntry.DEFLATED));
    for (int round = 0; round < 2; round++) {
      assertThat(store.get(key("a"), 10)).contains(ByteBuffer.wrap(random(10)));
      assertThat(store.get(key("b"), 20)).contains(ByteBuffer.wrap(random(20)));
    }
    assertThat(recording.requests())
        .containsExactly(StoreRequest.suffix("k.zip", 1 << 18), StoreRequest.get("k.zip"));
  }

  @Test
  void aLargeDirectoryIsOneMoreRequest() {
    Map<String, byte[]> values = new LinkedHashMap<>();
    for (int i = 0; i < 70_000; i++) {
      values.put("c/" + i, new byte[] {(byte) i});
    }
    ZipStore store = archived(ReopenedZip.archive(values, ZipEntry.STORED));
    assertThat(store.keys(Optional.of(key("c")))).hasSize(70_000);
    assertThat(recording.requests()).hasSize(2);
    assertThat(store.get(key("c/69999"), 1)).contains(ByteBuffer.wrap(values.get("c/69999")));
    assertThat(recording.requests()).hasSize(3);
  }

  @Test
  void anArchiveOfAServerThatGivesNoVersionsIsRead() {
    memory.put(ARCHIVE, ByteBuffer.wrap(ReopenedZip.archive(large(), ZipEntry.STORED)));
    ZipStore store = new ZipStore(new UntaggedStore(memory), ARCHIVE);
    Versions versions = store.versions().orElseThrow();
    assertThat(versions.get(key("c/1"), 1 << 20))
        .contains(new Versions.Versioned(ByteBuffer.wrap(random(100_001)), Optional.empty()));
    assertThat(versions.read(key("zarr.json"), new Slice(0, 9)).orElseThrow().version()).isEmpty();
    assertThat(store.stat(key("zarr.json")).orElseThrow().version()).isEmpty();
    assertThatThrownBy(() -> versions.read(key("c/1"), new Slice(0, 9), new Version("x")))
        .isInstanceOf(ConflictException.class);
  }

  @Test
  void anArchiveThatWasReplacedIsNeverMixed() {
    byte[] first = ReopenedZip.archive(large(), ZipEntry.STORED);
    ZipStore store = archived(first);
    assertThat(store.get(key("c/1"), 1 << 20)).isPresent();
    memory.put(ARCHIVE, ByteBuffer.wrap(first));
    assertThatThrownBy(() -> store.get(key("c/1"), 1 << 20)).isInstanceOf(ConflictException.class);
    assertThat(archived(first).get(key("c/1"), 1 << 20)).isPresent();
  }

  @Test
  void aMissingArchiveIsAnErrorAndNotAnEmptyStore() {
    ZipStore store = new ZipStore(memory, ARCHIVE);
    assertThatThrownBy(() -> store.get(key("zarr.json"), 10))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "Cannot read archive memory:zip-test/k.zip: it is not there. Check its address.");
    assertThatThrownBy(() -> store.keys(Optional.empty())).isInstanceOf(StoreException.class);
  }

  @Test
  void ofEntriesOfOneNameTheLastIsMeant() {
    byte[] archive = ReopenedZip.archive(Map.of("a/x", random(10)), ZipEntry.STORED);
    Map<String, byte[]> two = new LinkedHashMap<>();
    two.put("a/x", random(10));
    two.put("a/y", random(20));
    byte[] both = ReopenedZip.archive(two, ZipEntry.STORED);
    assertThat(archived(archive).get(key("a/x"), 99)).contains(ByteBuffer.wrap(random(10)));
    ZipStore store = archived(replaced(both, "a/y", "a/x"));
    assertThat(store.get(key("a/x"), 99)).contains(ByteBuffer.wrap(random(20)));
    assertThat(store.keys(Optional.empty())).containsExactly(key("a/x"));
  }

  /**
   * Written by {@code write_zip.py}, its root document twice, as zarr-python does for attributes.
   */
  @Test
  void zarrPythonsArchiveHasTheValuesThatItHasInPython() throws Exception {
    ZipStore store = archived(resource("zarr-python-3.1.6.zip"));
    Map<String, String> sums = new TreeMap<>();
    for (StoreKey key : store.keys(Optional.empty()).toList()) {
      ByteBuffer bytes = store.get(key, 1 << 20).orElseThrow();
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(bytes);
      sums.put(key.value(), HexFormat.of().formatHex(sha.digest()));
    }
    Map<String, String> expected = new TreeMap<>();
    new String(resource("zarr-python-3.1.6.txt"), StandardCharsets.UTF_8)
        .lines()
        .forEach(line -> expected.put(line.substring(65), line.substring(0, 64)));
    assertThat(expected).hasSize(13);
    assertThat(sums).isEqualTo(expected);
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = ZipStoreTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"../abc", "/abcde", "a//bcd", "./abcd", "a/../b", "a\\bcde", "a\nbcde"})
  void namesThatCannotBeKeysAreRefused(String name) {
    byte[] archive = ReopenedZip.archive(Map.of("safe01", random(5)), ZipEntry.STORED);
    ZipStore store = archived(replaced(archive, "safe01", name));
    assertThatThrownBy(() -> store.get(key("zarr.json"), 10))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("memory:zip-test/k.zip")
        .hasMessageContaining("cannot be a key");
  }

  @Test
  void directoriesAreNoValues() {
    Map<String, byte[]> values = new LinkedHashMap<>();
    values.put("a/", new byte[0]);
    values.put("a/x", random(3));
    ZipStore store = archived(ReopenedZip.archive(values, ZipEntry.STORED));
    assertThat(store.keys(Optional.empty())).containsExactly(key("a/x"));
    assertThat(store.get(key("a"), 10)).isEmpty();
  }

  @Test
  void namesOfOldToolsAreReadAsTheyMeantThem() {
    byte[] archive =
        replaced(
            ReopenedZip.archive(Map.of("xyz", random(3)), ZipEntry.STORED),
            "xyz".getBytes(StandardCharsets.US_ASCII),
            new byte[] {(byte) 0x81, (byte) 0x84, 'a'});
    // Without the flag that says UTF-8.
    archive[7] = 0;
    archive[directoryOf(archive) + 9] = 0;
    assertThat(archived(archive).keys(Optional.empty())).containsExactly(key("üäa"));
  }

  /** Bytes 6 and 8 of a local header, 8 and 10 of a directory's entry. */
  @ParameterizedTest
  @CsvSource({"0, 1, encrypted", "1, 99, 99", "1, 12, bzip2", "1, 93, zstd", "1, 14, lzma"})
  void whatCannotBeReadIsRefusedByName(int field, int value, String said) {
    Map<String, byte[]> values = new LinkedHashMap<>();
    values.put("a", random(10));
    byte[] archive = ReopenedZip.archive(values, ZipEntry.STORED);
    ByteBuffer bytes = ByteBuffer.wrap(archive);
    bytes.put(6 + 2 * field, (byte) value);
    bytes.put(directoryOf(archive) + 8 + 2 * field, (byte) value);
    ZipStore store = archived(archive);
    assertThat(store.keys(Optional.empty())).containsExactly(key("a"));
    assertThatThrownBy(() -> store.get(key("a"), 100))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("Cannot read zip::memory:zip-test/k.zip/a: ")
        .hasMessageContaining(said);
  }

  @Test
  void aChangedByteIsNoticedByItsChecksum() {
    byte[] archive = ReopenedZip.archive(large(), ZipEntry.STORED);
    archive[archive.length / 2] ^= 4;
    ZipStore store = archived(archive);
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 8; i++) {
                store.get(key("c/" + i), 1 << 20);
              }
            })
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("CRC-32");
  }

  @Test
  void aBombIsRefusedBeforeMemoryIsTaken() {
    byte[] archive = ReopenedZip.archive(Map.of("a", random(10)), ZipEntry.DEFLATED);
    ByteBuffer.wrap(archive)
        .order(java.nio.ByteOrder.LITTLE_ENDIAN)
        .putInt(directoryOf(archive) + 24, Integer.MAX_VALUE - 100);
    ZipStore store = archived(archive);
    assertThatThrownBy(() -> store.get(key("a"), Long.MAX_VALUE))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("cannot be the encoding of");
    ZipStore zeros = archived(ReopenedZip.archive(Map.of("a", new byte[50_000_000]), 8));
    assertThatThrownBy(() -> zeros.get(key("a"), 1000)).isInstanceOf(OverLimitException.class);
    assertThat(zeros.get(key("a"), 50_000_000).orElseThrow().remaining()).isEqualTo(50_000_000);
  }

  @Test
  void addressesAreChained() throws Exception {
    byte[] archive = ReopenedZip.archive(Map.of("g/a", random(10)), ZipEntry.STORED);
    memory.put(key("dir/k.zip"), ByteBuffer.wrap(archive));
    Path file = Files.write(directory.resolve("x y%20.zarr.zip"), archive);
    Path link = Files.createSymbolicLink(directory.resolve("link.zip"), file);
    Path other = Files.write(directory.resolve("archive.bin"), archive);
    List<String> addresses =
        new ArrayList<>(
            List.of("zip::memory:zip-test/dir/k.zip", "ZIP::memory://zip-test/dir/k.zip"));
    for (Path path : List.of(file, link)) {
      addresses.addAll(
          List.of(path.toString(), "file:" + path, "zip::" + path, "zip::file://" + path));
    }
    addresses.add("zip::" + other);
    for (String address : addresses) {
      try (Store store = open(address)) {
        assertThat(store.get(key("g/a"), 10)).as(address).contains(ByteBuffer.wrap(random(10)));
      }
    }
    try (Store place = open("zip://g::" + file)) {
      assertThat(place.get(key("a"), 10)).contains(ByteBuffer.wrap(random(10)));
      assertThat(place.describe(key("a"))).isEqualTo("zip::" + file + "/g/a");
    }
    // A directory stays a directory, whatever its name.
    try (Store store = open(Files.createDirectory(directory.resolve("d.zip")).toString())) {
      assertThat(store.writes()).isPresent();
    }
    assertThatThrownBy(() -> open("zip::s4a://bucket/k.zip")).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> open("zip::k"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("names no value");
    assertThat(Stores.absolute(new StoreLocation("zip::k.zip", Map.of())).uri())
        .isEqualTo("zip::" + Path.of("").toAbsolutePath().resolve("k.zip"));
  }

  private static Store open(String uri) {
    return Stores.open(new StoreLocation(uri, Map.of()));
  }

  private static int directoryOf(byte[] archive) {
    return ByteBuffer.wrap(archive)
        .order(java.nio.ByteOrder.LITTLE_ENDIAN)
        .getInt(archive.length - 6);
  }

  private static byte[] replaced(byte[] archive, String from, String to) {
    return replaced(
        archive, from.getBytes(StandardCharsets.UTF_8), to.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] replaced(byte[] archive, byte[] from, byte[] to) {
    byte[] changed = archive.clone();
    for (int i = 0; i + from.length <= archive.length; i++) {
      if (java.util.Arrays.equals(archive, i, i + from.length, from, 0, from.length)) {
        System.arraycopy(to, 0, changed, i, to.length);
      }
    }
    return changed;
  }
}
