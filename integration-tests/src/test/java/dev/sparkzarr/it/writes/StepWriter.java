package dev.sparkzarr.it.writes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.array.ArrayEngine;
import dev.sparkzarr.array.ArrayEngines;
import dev.sparkzarr.array.ArrayWriter;
import dev.sparkzarr.array.ChunkIndex;
import dev.sparkzarr.array.EmptyChunks;
import dev.sparkzarr.array.Nodes;
import dev.sparkzarr.array.Region;
import dev.sparkzarr.array.ZarrArray;
import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.codec.Compression;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.Attributes;
import dev.sparkzarr.metadata.ChunkGrid;
import dev.sparkzarr.metadata.ChunkKeyEncoding;
import dev.sparkzarr.metadata.CodecSpec;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.FillValue;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.metadata.Shape;
import dev.sparkzarr.metadata.ZarrFormat;
import dev.sparkzarr.store.LocalStore;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Takes the steps of a case with this library. */
final class StepWriter {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final LocalStore store;
  private final WriteCase each;
  private final ArrayEngine engine;
  private ArrayMetadata metadata;

  private StepWriter(LocalStore store, WriteCase each) {
    this.store = store;
    this.each = each;
    this.engine = ArrayEngines.named(each.engine);
  }

  static void run(WriteCase each) {
    try (LocalStore store = LocalStore.at(each.json.get("path").asText())) {
      StepWriter writer = new StepWriter(store, each);
      boolean isOurs = each.json.get("begins").asText().equals("here");
      if (isOurs) {
        writer.metadata = writer.described();
        ZarrArray.create(store, NodePath.ROOT, writer.metadata);
      } else {
        writer.metadata = Nodes.readArray(store, NodePath.ROOT);
      }
      int at = 0;
      for (JsonNode step : each.json.get("steps")) {
        if (at++ > 0 || isOurs) { // the first is how zarr-python began
          writer.take(step);
        }
      }
    }
  }

  private DataType type() {
    return switch (each.json.get("dtype").asText()) {
      case "string" -> new DataType.Text();
      case "complex128" -> new DataType.Complex(ElementKind.FLOAT64);
      default ->
          new DataType.Numeric(
              ElementKind.valueOf(each.json.get("dtype").asText().toUpperCase(Locale.ROOT)));
    };
  }

  private ArrayMetadata described() {
    ZarrFormat format = each.json.get("format").asInt() == 2 ? ZarrFormat.V2 : ZarrFormat.V3;
    List<CodecSpec> chain = Compression.chain(each.compression, type(), format);
    JsonNode shards = each.json.get("shards");
    if (!shards.isNull()) {
      chain = List.of(sharding(chain));
    }
    return ArrayMetadata.of(
        format,
        Shape.of(longs(each.json.get("shape"))),
        type(),
        new ChunkGrid.Regular(
            Shape.of(longs(each.json.get(shards.isNull() ? "chunks" : "shards")))),
        format == ZarrFormat.V2 ? new ChunkKeyEncoding.V2('.') : new ChunkKeyEncoding.Default('/'),
        Optional.of(new FillValue(fill())),
        chain,
        List.of(),
        Attributes.EMPTY);
  }

  private CodecSpec sharding(List<CodecSpec> inner) {
    ObjectNode json = JSON.createObjectNode();
    json.set("chunk_shape", each.json.get("chunks"));
    for (CodecSpec codec : inner) {
      json.withArray("codecs")
          .addObject()
          .put("name", codec.name())
          .set("configuration", codec.configuration());
    }
    json.withArray("index_codecs")
        .addObject()
        .put("name", "bytes")
        .putObject("configuration")
        .put("endian", "little");
    json.withArray("index_codecs").addObject().put("name", "crc32c");
    json.put("index_location", "end");
    return CodecSpec.of("sharding_indexed", json);
  }

  private byte[] fill() {
    int value = each.json.get("fill").asInt();
    ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    switch (each.json.get("dtype").asText()) {
      case "string" -> {
        return new byte[0];
      }
      case "bool" -> {
        return new byte[1];
      }
      case "float32" -> bytes.putFloat(0, value);
      case "float64", "complex128" -> bytes.putDouble(0, value);
      default -> bytes.putLong(0, value);
    }
    return Arrays.copyOf(bytes.array(), type().layout().width());
  }

  private ArrayWriter writer() {
    return engine.openForWriting(store, NodePath.ROOT, metadata, EmptyChunks.DELETE);
  }

  private void take(JsonNode step) {
    switch (step.get("kind").asText()) {
      case "write" -> {
        Region region = region(longs(step.get("start")), longs(step.get("stop")));
        writer().write(region, values(step.get("seed").asInt(), region.shape()));
      }
      case "delete" -> writer().delete(ChunkIndex.of(longs(step.get("object"))));
      default -> grow(Shape.of(longs(step.get("shape"))));
    }
  }

  /** Beyond the old shape lies what an abandoned append left there: it does not come back. */
  private void grow(Shape larger) {
    Shape old = metadata.shape();
    List<long[]> edge = List.of(lastObject(old));
    for (long[] object : edge) {
      if (!Arrays.stream(object).anyMatch(i -> i < 0)) {
        writer()
            .update(
                ChunkIndex.of(object),
                Region.all(Shape.of(Arrays.stream(old.toArray()).map(n -> n + 100).toArray())),
                (values, before) -> scribbleBeyond(values, object, old));
      }
    }
    metadata =
        ArrayMetadata.of(
            metadata.format(),
            larger,
            metadata.dataType(),
            metadata.grid(),
            metadata.keys(),
            metadata.fillValue(),
            metadata.codecs(),
            metadata.dimensionNames(),
            metadata.attributes());
    Nodes.writeMetadata(store, NodePath.ROOT, metadata);
    for (long[] object : edge) {
      writer().update(ChunkIndex.of(object), Region.all(old), (values, before) -> {});
    }
  }

  private long[] lastObject(Shape shape) {
    return metadata.grid().edges(shape).stream().mapToLong(edges -> edges.count() - 1).toArray();
  }

  /** Makes another value of every cell of an object that lies beyond the array. */
  private void scribbleBeyond(ChunkBuffer values, long[] object, Shape old) {
    var edges = metadata.grid().edges(old);
    ChunkBuffer other = values(7, Shape.of(values.elements()));
    int width = values.type().layout().width();
    long[] at = new long[object.length];
    for (int cell = 0; cell < values.elements(); cell++) {
      long rest = cell;
      boolean isBeyond = false;
      for (int d = at.length - 1; d >= 0; d--) {
        long length = edges.get(d).length(object[d]);
        isBeyond |= edges.get(d).start(object[d]) + rest % length >= old.length(d);
        rest /= length;
      }
      if (isBeyond && !values.isVariable()) {
        System.arraycopy(other.bytes(), cell * width, values.bytes(), cell * width, width);
      }
    }
  }

  /** The values that {@code peers/writes} has for a step. */
  private ChunkBuffer values(int seed, Shape shape) {
    ChunkBuffer values = new ChunkBuffer(type());
    int count = (int) shape.elements();
    values.resize(count);
    int width = values.type().layout().width();
    for (int i = 0; i < count; i++) {
      long number = (seed * 31L + i * 7L) % 100;
      ByteBuffer element = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
      switch (each.json.get("dtype").asText()) {
        case "string" -> {
          String text = ("s" + number).repeat((int) (number % 4));
          element.put(0, values.element(text.getBytes(StandardCharsets.UTF_8)));
        }
        case "bool" -> element.put(0, (byte) (number % 2));
        case "float32" -> element.putFloat(0, number);
        case "float64" -> element.putDouble(0, number);
        case "complex128" -> element.putDouble(0, number).putDouble(8, -number);
        default -> element.putLong(0, number);
      }
      System.arraycopy(element.array(), 0, values.bytes(), i * width, width);
    }
    return values;
  }

  private static Region region(long[] start, long[] stop) {
    Region.Range[] ranges = new Region.Range[start.length];
    for (int i = 0; i < ranges.length; i++) {
      ranges[i] = Region.Range.of(start[i], stop[i]);
    }
    return new Region(List.of(ranges));
  }

  private static long[] longs(JsonNode list) {
    long[] values = new long[list.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = list.get(i).asLong();
    }
    return values;
  }
}
