package dev.sparkzarr.examples;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.array.EmptyChunks;
import dev.sparkzarr.array.Nodes;
import dev.sparkzarr.array.Region;
import dev.sparkzarr.array.ZarrGroup;
import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.Attributes;
import dev.sparkzarr.metadata.ChunkGrid;
import dev.sparkzarr.metadata.ChunkKeyEncoding;
import dev.sparkzarr.metadata.CodecSpec;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.FillValue;
import dev.sparkzarr.metadata.GroupMetadata;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.metadata.Shape;
import dev.sparkzarr.metadata.ZarrFormat;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreLocation;
import dev.sparkzarr.store.Stores;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A small Zarr v3 store of made-up weather: four days of hourly temperature round the British
 * Isles, {@code t2m(time, latitude, longitude)}, in chunks of one day.
 */
final class WeatherStore {
  private static final int HOURS = 96;
  private static final int LATITUDES = 41;
  private static final int LONGITUDES = 57;

  private WeatherStore() {}

  /** Writes the store in place of what is at the path. */
  static void write(Path path) {
    try (Store store = Stores.open(new StoreLocation(path.toString(), Map.of()))) {
      GroupMetadata root = new GroupMetadata(ZarrFormat.V3, attributes("title", "Made-up weather"));
      ZarrGroup group = ZarrGroup.overwrite(store, NodePath.ROOT, root);
      axis(
          group,
          "time",
          ElementKind.INT64,
          values(ElementKind.INT64, HOURS, i -> i),
          attributes("units", "hours since 2024-01-01", "calendar", "proleptic_gregorian"));
      axis(
          group,
          "latitude",
          ElementKind.FLOAT32,
          values(ElementKind.FLOAT32, LATITUDES, WeatherStore::latitude),
          attributes("units", "degrees_north"));
      axis(
          group,
          "longitude",
          ElementKind.FLOAT32,
          values(ElementKind.FLOAT32, LONGITUDES, WeatherStore::longitude),
          attributes("units", "degrees_east"));
      Shape shape = Shape.of(HOURS, LATITUDES, LONGITUDES);
      ArrayMetadata t2m =
          array(
              ElementKind.FLOAT32,
              shape,
              Shape.of(24, LATITUDES, LONGITUDES),
              List.of("time", "latitude", "longitude"),
              attributes("long_name", "2 metre temperature", "units", "K"));
      group
          .createArray("t2m", t2m)
          .writer(EmptyChunks.SKIP)
          .write(Region.all(shape), temperature());
      Nodes.consolidate(store);
    }
  }

  private static double latitude(int index) {
    return 60 - 0.25 * index;
  }

  private static double longitude(int index) {
    return -11 + 0.25 * index;
  }

  /** Warm in the south, in the afternoon, and behind a front that moves east. */
  private static ChunkBuffer temperature() {
    Random noise = new Random(42);
    return values(
        ElementKind.FLOAT32,
        HOURS * LATITUDES * LONGITUDES,
        cell -> {
          int hour = cell / (LATITUDES * LONGITUDES);
          double north = latitude(cell / LONGITUDES % LATITUDES);
          double east = longitude(cell % LONGITUDES);
          double afternoon = 2.5 * Math.cos(2 * Math.PI * (hour - 15) / 24.0);
          double front = 3 * Math.tanh((hour / 8.0 - 11 - east) / 2);
          return 283 - 0.7 * (north - 50) + afternoon + front + 0.3 * noise.nextGaussian();
        });
  }

  private static void axis(
      ZarrGroup group, String name, ElementKind kind, ChunkBuffer values, Attributes attributes) {
    Shape shape = Shape.of(values.elements());
    group
        .createArray(name, array(kind, shape, shape, List.of(name), attributes))
        .writer(EmptyChunks.WRITE)
        .write(Region.all(shape), values);
  }

  private static ArrayMetadata array(
      ElementKind kind, Shape shape, Shape chunks, List<String> dimensions, Attributes attributes) {
    ObjectNode endian = JsonNodeFactory.instance.objectNode().put("endian", "little");
    ObjectNode level = JsonNodeFactory.instance.objectNode().put("level", 3).put("checksum", false);
    ByteBuffer fill = ByteBuffer.allocate(kind.width()).order(ByteOrder.LITTLE_ENDIAN);
    if (kind == ElementKind.FLOAT32) {
      fill.putFloat(Float.NaN);
    }
    return ArrayMetadata.of(
        ZarrFormat.V3,
        shape,
        new DataType.Numeric(kind),
        new ChunkGrid.Regular(chunks),
        new ChunkKeyEncoding.Default('/'),
        Optional.of(new FillValue(fill.array())),
        List.of(CodecSpec.of("bytes", endian), CodecSpec.of("zstd", level)),
        dimensions.stream().map(Optional::of).toList(),
        attributes);
  }

  /** A value for each index. */
  private interface Values {
    double at(int index);
  }

  private static ChunkBuffer values(ElementKind kind, int count, Values values) {
    ChunkBuffer buffer = new ChunkBuffer(kind);
    buffer.resize(count);
    ByteBuffer bytes = ByteBuffer.wrap(buffer.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      if (kind == ElementKind.INT64) {
        bytes.putLong((long) values.at(i));
      } else {
        bytes.putFloat((float) values.at(i));
      }
    }
    return buffer;
  }

  private static Attributes attributes(String... namesAndValues) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      json.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return new Attributes(json);
  }
}
