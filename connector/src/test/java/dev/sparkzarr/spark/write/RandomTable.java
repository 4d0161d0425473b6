package dev.sparkzarr.spark.write;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * A small table of random shape, types, layout and values, as Spark has rows inside: its
 * dimensions, then columns of all of them, then one of the first alone.
 *
 * @param dimensions how many there are
 * @param rows none twice; some cells have no row
 */
record RandomTable(
    StructType schema, int dimensions, Map<String, String> options, List<InternalRow> rows) {
  private static final List<DataType> DIMENSIONS =
      List.of(
          DataTypes.ShortType,
          DataTypes.IntegerType,
          DataTypes.LongType,
          DataTypes.FloatType,
          DataTypes.DoubleType,
          DataTypes.StringType,
          DataTypes.DateType,
          DataTypes.TimestampNTZType);

  /** The first four have room for NULL. */
  private static final List<DataType> VALUES =
      List.of(
          DataTypes.FloatType,
          DataTypes.DoubleType,
          DataTypes.TimestampNTZType,
          new StructType().add("re", "float").add("im", "float"),
          DataTypes.BooleanType,
          DataTypes.ByteType,
          DataTypes.ShortType,
          DataTypes.IntegerType,
          DataTypes.LongType,
          DataTypes.StringType,
          DataTypes.BinaryType,
          DataTypes.DateType,
          DataTypes.createDecimalType(9, 2));

  private static final int WITH_NULL = 4;

  static RandomTable of(Random random) {
    int rank = 1 + random.nextInt(3);
    int[] lengths = random.ints(rank, 1, 8).toArray();
    StructType schema = new StructType();
    for (int i = 0; i < rank; i++) {
      schema = schema.add("d" + i, DIMENSIONS.get(random.nextInt(DIMENSIONS.size())), false);
    }
    List<Integer> picked = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      picked.add(random.nextInt(VALUES.size()));
      schema = schema.add("v" + i, VALUES.get(picked.get(i)));
    }
    schema = schema.add("s", DataTypes.IntegerType);
    return new RandomTable(
        schema, rank, options(random, lengths), rows(random, schema, lengths, picked));
  }

  private static Map<String, String> options(Random random, int[] lengths) {
    Map<String, String> options = new HashMap<>();
    int[] chunks = IntStream.of(lengths).map(length -> 1 + random.nextInt(length + 1)).toArray();
    options.put("path", "memory:none");
    options.put("dimensions", names(IntStream.range(0, lengths.length), "d"));
    options.put("chunks", names(IntStream.of(chunks), ""));
    options.put("encoding", "{\"s\":{\"dimensions\":[\"d0\"]}}");
    options.put("writeEmptyChunks", Boolean.toString(random.nextBoolean()));
    if (random.nextBoolean()) {
      options.put("shards", names(IntStream.of(chunks).map(i -> i * (1 + random.nextInt(2))), ""));
    }
    return options;
  }

  private static String names(IntStream numbers, String prefix) {
    return numbers.mapToObj(i -> prefix + i).collect(Collectors.joining(","));
  }

  private static List<InternalRow> rows(
      Random random, StructType schema, int[] lengths, List<Integer> picked) {
    int rank = lengths.length;
    boolean isFull = random.nextInt(3) > 0;
    boolean isFill = random.nextInt(4) == 0;
    List<InternalRow> rows = new ArrayList<>();
    int cells = IntStream.of(lengths).reduce(1, (one, other) -> one * other);
    for (int cell = 0; cell < cells; cell++) {
      Object[] row = new Object[schema.length()];
      int rest = cell;
      for (int i = rank - 1; i >= 0; i--) {
        row[i] = value(schema.fields()[i].dataType(), rest % lengths[i]);
        rest /= lengths[i];
      }
      for (int i = 0; i < picked.size(); i++) {
        boolean isNull = picked.get(i) < WITH_NULL && (isFill || random.nextInt(5) == 0);
        row[rank + i] =
            isNull
                ? null
                : value(schema.fields()[rank + i].dataType(), isFill ? 0 : 1 + random.nextInt(99));
      }
      row[rank + picked.size()] = 100 + rest;
      if (isFull || random.nextInt(4) > 0) {
        rows.add(new GenericInternalRow(row));
      }
    }
    if (random.nextInt(3) == 0) {
      Collections.shuffle(rows, random);
    }
    return rows;
  }

  /** A value of a type for each number from 0 to 99. */
  private static Object value(DataType type, int number) {
    if (type instanceof DecimalType decimal) {
      return Decimal.apply(number, decimal.precision(), decimal.scale());
    } else if (type instanceof StructType) {
      return new GenericInternalRow(new Object[] {(float) number, number * 0.5f});
    }
    return switch (type.simpleString()) {
      case "boolean" -> number % 2 == 0;
      case "tinyint" -> (byte) number;
      case "smallint" -> (short) number;
      case "int", "date" -> number;
      case "float" -> number * 0.1f;
      case "double" -> number * 0.1;
      case "string" -> UTF8String.fromString("t" + number);
      case "binary" -> new byte[] {(byte) number, 1};
      case "timestamp_ntz" -> number * 3_600_000_000L;
      default -> (long) number;
    };
  }

  List<DataType> types() {
    List<DataType> types = new ArrayList<>();
    for (int i = 0; i < schema.length(); i++) {
      types.add(schema.fields()[i].dataType());
    }
    return types;
  }

  /** The rows cut at random into as many parts, which may be empty. */
  List<List<InternalRow>> parts(Random random, int count) {
    List<List<InternalRow>> parts = new ArrayList<>();
    int from = 0;
    for (int left = count; left > 0; left--) {
      int to = left == 1 ? rows.size() : from + random.nextInt(rows.size() - from + 1);
      parts.add(rows.subList(from, to));
      from = to;
    }
    return parts;
  }
}
