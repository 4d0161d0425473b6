package dev.sparkzarr.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.array.ArrayEngines;
import dev.sparkzarr.array.Hierarchy.Consolidated;
import dev.sparkzarr.array.ReadCounters;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.store.MemoryStore;
import dev.sparkzarr.store.StoreKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Arrays of single characters as columns of texts, in whatever chunks. */
class JoinedCharactersTest {
  private final MemoryStore store = MemoryStore.unnamed();

  private void put(String key, byte[] bytes) {
    store.writes().orElseThrow().put(new StoreKey(key), ByteBuffer.wrap(bytes));
  }

  private void put(String key, String text) {
    put(key, text.getBytes(StandardCharsets.UTF_8));
  }

  private void group() {
    put("zarr.json", "{\"zarr_format\":3,\"node_type\":\"group\"}");
  }

  private void document(String name, String type, String names, String shape, String chunks) {
    document(name, type, names, shape, chunks, "{\"name\":\"bytes\"}");
  }

  private void document(
      String name, String type, String names, String shape, String chunks, String codec) {
    put(
        name + "/zarr.json",
        "{\"zarr_format\":3,\"node_type\":\"array\",\"shape\":["
            + shape
            + "],\"data_type\":"
            + type
            + ",\"chunk_grid\":{\"name\":\"regular\",\"configuration\":{\"chunk_shape\":["
            + chunks
            + "]}},\"chunk_key_encoding\":{\"name\":\"default\"},\"fill_value\":"
            + (type.startsWith("{") ? "\"LQ==\"" : "0")
            + ",\"codecs\":["
            + codec
            + "],\"dimension_names\":["
            + names
            + "]}");
  }

  private static final String CHARACTER =
      "{\"name\":\"null_terminated_bytes\",\"configuration\":{\"length_bytes\":1}}";

  private Table open() {
    return open("", DatasetOptions.DEFAULT);
  }

  private Table open(String path, DatasetOptions options) {
    return Dataset.open(
        dev.sparkzarr.array.Hierarchy.open(
            store, dev.sparkzarr.array.Hierarchy.Consolidated.IF_PRESENT),
        new NodePath(path),
        options,
        ArrayEngines.named("java"),
        new ReadCounters());
  }

  private List<String> values(Table table, String name, int tileRows, boolean failOnMissing) {
    Column column =
        table.columns().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    ScanColumn scanned =
        new ScanColumn(
            name,
            column.type(),
            column.dimensions(),
            -1,
            new ArrayHandle(
                column.path().orElseThrow(),
                column.array().orElseThrow().document(),
                column.joinsCharacters()
                    ? ArrayHandle.Elements.JOINED_CHARACTERS
                    : ArrayHandle.Elements.STORED),
            column.decoder().orElseThrow());
    List<IndexSet> all =
        table.axes().stream().map(axis -> IndexSet.range(0, axis.length())).toList();
    ReadSettings settings =
        new ReadSettings("java", 0, 1 << 20, 0, tileRows, failOnMissing, Consolidated.IF_PRESENT);
    TableScan scan = new TableScan(table.axes(), all, List.of(scanned), settings);
    Box box =
        new Box(
            new long[table.axes().size()], table.axes().stream().mapToLong(Axis::length).toArray());
    List<String> values = new ArrayList<>();
    try (TableReader reader =
        TableReader.open(store, scan, box, Long.MAX_VALUE, new ReadCounters())) {
      while (reader.next()) {
        TileColumn tile = reader.column(0);
        tile.load();
        for (int row = 0; row < reader.rows(); row++) {
          int slot = 2 * (tile.start() + row);
          int from = LittleEndian.int32(tile.bytes(), slot);
          int length = LittleEndian.int32(tile.bytes(), slot + 1);
          values.add(new String(tile.heap(), from, length, StandardCharsets.UTF_8));
        }
      }
    }
    return values;
  }

  /** Words of up to {@code length} bytes in chunks of {@code rows} words and {@code cut} bytes. */
  @Property(tries = 200)
  void textsAreTheirCharactersWhateverTheChunks(@ForAll long seed) {
    Random random = new Random(seed);
    int count = 1 + random.nextInt(9);
    int length = 1 + random.nextInt(9);
    int rows = 1 + random.nextInt(count + 1);
    int cut = 1 + random.nextInt(length + 2);
    int innerRows = random.nextBoolean() ? rows : 1;
    int innerCut = random.nextBoolean() ? cut : 1;
    boolean sharded = random.nextInt(3) == 0;
    group();
    document(
        "v",
        CHARACTER,
        "\"x\",\"n\"",
        count + "," + length,
        rows + "," + cut,
        sharded
            ? "{\"name\":\"sharding_indexed\",\"configuration\":{\"chunk_shape\":["
                + innerRows
                + ","
                + innerCut
                + "],\"codecs\":[{\"name\":\"bytes\"}],\"index_codecs\":[{\"name\":\"bytes\","
                + "\"configuration\":{\"endian\":\"little\"}}]}}"
            : "{\"name\":\"bytes\"}");
    byte[][] words = new byte[count][length];
    for (byte[] word : words) {
      for (int i = 0; i < random.nextInt(length + 1); i++) {
        word[i] = (byte) ('a' + random.nextInt(26));
      }
    }
    dev.sparkzarr.array.ZarrArray array =
        dev.sparkzarr.array.ZarrArray.open(store, new NodePath("v"));
    dev.sparkzarr.codec.ChunkBuffer buffer =
        new dev.sparkzarr.codec.ChunkBuffer(array.metadata().dataType());
    buffer.resize((long) count * length);
    for (int i = 0; i < count; i++) {
      System.arraycopy(words[i], 0, buffer.bytes(), i * length, length);
    }
    array
        .writer(dev.sparkzarr.array.EmptyChunks.WRITE)
        .write(dev.sparkzarr.array.Region.all(array.metadata().shape()), buffer);
    if (!sharded && random.nextBoolean()) {
      int row = random.nextInt((count - 1) / rows + 1);
      int part = random.nextInt((length - 1) / cut + 1);
      store.delete(new StoreKey("v/c/" + row + "/" + part));
      for (int i = row * rows; i < Math.min(count, (row + 1) * rows); i++) {
        Arrays.fill(words[i], part * cut, Math.min(length, (part + 1) * cut), (byte) '-');
      }
    }
    List<String> expected = new ArrayList<>();
    for (byte[] word : words) {
      expected.add(new String(word, StandardCharsets.UTF_8).replaceAll("\0+$", ""));
    }
    Table table = open();
    assertThat(StoredGroup.describe(table)).isEqualTo("x:INT64 v:TEXT?[0]");
    assertThat(values(table, "v", 1 + random.nextInt(8), false)).isEqualTo(expected);
  }

  @Example
  void aPartThatIsNotStoredIsAnErrorWhereMissingChunksAre() {
    group();
    document("v", CHARACTER, "\"x\",\"n\"", "2,4", "2,2");
    put("v/c/0/0", "abcd");
    assertThat(values(open(), "v", 8, false)).containsExactly("ab--", "cd--");
    assertThatThrownBy(() -> values(open(), "v", 8, true))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("chunk [0] of array /v");
  }

  @Example
  void aCoordinateOfCharactersIsAnAxisOfTexts() {
    group();
    document("x", CHARACTER, "\"x\",\"n\"", "3,4", "3,4");
    put("x/c/0/0", "ab\0\0c\0\0\0\0\0\0\0");
    document("t", "\"int8\"", "\"x\"", "3", "3");
    Table table = open();
    assertThat(StoredGroup.describe(table)).isEqualTo("x:TEXT t:INT8?[0]");
    assertThat(table.axes().get(0).textAt(0)).isEqualTo("ab");
    assertThat(table.axes().get(0).textAt(2)).isEmpty();
  }

  @Example
  void aDimensionThatMeansMoreIsNotJoinedAlong() {
    group();
    document("v", CHARACTER, "\"x\",\"n\"", "2,2", "2,2");
    document("w", "\"int8\"", "\"x\",\"n\"", "2,2", "2,2");
    assertThat(StoredGroup.describe(open()))
        .isEqualTo("x:INT64 n:INT64 v:TEXT?[0, 1] w:INT8?[0, 1]");
    document("w", CHARACTER.replace(":1}", ":2}"), "\"y\",\"n\"", "2,2", "2,2");
    assertThat(StoredGroup.describe(open("v", DatasetOptions.DEFAULT)))
        .isEqualTo("x:INT64 v:TEXT?[0]");
    document("w", CHARACTER.replace(":1}", ":2}"), "\"n\",\"y\"", "2,2", "2,2");
    assertThat(StoredGroup.describe(open("", StoredGroup.options(null, List.of("v")))))
        .isEqualTo("x:INT64 n:INT64 v:TEXT?[0, 1]");
    document("n", "\"int8\"", "\"n\"", "2", "2");
    assertThat(StoredGroup.describe(open("v", DatasetOptions.DEFAULT)))
        .isEqualTo("x:INT64 n:INT8 v:TEXT?[0, 1]");
  }

  @Example
  void withoutCfCharactersAreBytes() {
    group();
    document("v", CHARACTER, "\"x\",\"n\"", "2,2", "2,2");
    DatasetOptions raw =
        new DatasetOptions(
            Optional.empty(),
            Optional.empty(),
            false,
            false,
            true,
            false,
            Optional.empty(),
            false,
            false);
    assertThat(StoredGroup.describe(open("", raw))).isEqualTo("x:INT64 n:INT64 v:BINARY?[0, 1]");
  }
}
