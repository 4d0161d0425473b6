package dev.sparkzarr.dataset.cf;

import dev.sparkzarr.dataset.Column;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.DatasetOptions;
import dev.sparkzarr.dataset.write.SourceColumn;
import dev.sparkzarr.dataset.write.ValueEncoder;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.Attributes;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.FillValue;
import dev.sparkzarr.metadata.NumpyTimeUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which encoder takes a column's values into an array, by what the array's document and attributes
 * say: the one place that decides it, for new arrays as for those that exist.
 */
final class EncoderChoice {
  private final String where;
  private final ArrayMetadata array;
  private final Attributes parent;
  private final Column.Role role;
  private final SourceColumn column;
  private final DatasetOptions options;
  private final FloatEncoder.Rounding rounding;
  private final Refusal refusal;

  /**
   * @param rounding EXACT, or NEAREST where the user asks for the array's float type
   */
  EncoderChoice(
      String where,
      ArrayMetadata array,
      Attributes parent,
      Column.Role role,
      SourceColumn column,
      DatasetOptions options,
      FloatEncoder.Rounding rounding) {
    this.where = where;
    this.array = array;
    this.parent = parent;
    this.role = role;
    this.column = column;
    this.options = options;
    this.rounding = rounding;
    this.refusal = new Refusal(column.name(), where);
  }

  /**
   * @throws dev.sparkzarr.dataset.DatasetException when the array cannot hold such values at all
   */
  ValueEncoder choose() {
    DataType type = array.dataType().storage();
    if (type instanceof DataType.Numeric numeric) {
      return numeric(numeric);
    }
    if (type instanceof DataType.Complex complex) {
      return complex(complex);
    }
    boolean masks = type instanceof DataType.Text || type instanceof DataType.Binary;
    boolean fixed = type instanceof DataType.FixedText || type instanceof DataType.FixedBytes;
    List<byte[]> marks =
        masks || fixed
            ? ordered(new TypeDecision(where, array, role, options).missingBytes(type))
            : List.of();
    return part(type, column.type(), marks, refusal);
  }

  /** The mark that is the array's fill value first: chunks that are not stored are missing too. */
  private List<byte[]> ordered(List<byte[]> marks) {
    DataType type = array.dataType().storage();
    List<byte[]> ordered = new ArrayList<>();
    MissingBytes fill = new MissingBytes(type);
    array.fillValue().ifPresent(value -> fill.addFill(value.pattern()));
    for (byte[] mark : marks) {
      boolean first = fill.values().stream().anyMatch(value -> Arrays.equals(value, mark));
      boolean fits =
          type.layout().variable()
              || (type instanceof DataType.FixedText text
                  ? characters(mark) <= text.characters()
                  : mark.length <= type.layout().width());
      if (fits) {
        ordered.add(first ? 0 : ordered.size(), mark);
      }
    }
    return ordered;
  }

  private static int characters(byte[] utf8) {
    int characters = 0;
    for (byte b : utf8) {
      characters += (b & 0xc0) != 0x80 ? 1 : 0;
    }
    return characters;
  }

  private ValueEncoder numeric(DataType.Numeric stored) {
    ElementKind whole = stored.kind().wholeBytes();
    NumberMeaning meaning = NumberMeaning.of(where, array, whole, parent, options);
    NumberEncoders encoders = new NumberEncoders(stored, meaning, missing(meaning), refusal);
    boolean timed = meaning.times().isPresent() || meaning.duration().isPresent();
    return switch (column.type().kind()) {
      case BOOLEAN -> encoders.truths();
      case INT8, INT16, INT32, INT64, UINT64, FLOAT32, FLOAT64 -> {
        if (timed) {
          throw refusal.type(
              column.type(),
              "times",
              "Cast the column to a timestamp or an interval, or set decodeTimes=false to write"
                  + " the numbers.");
        }
        boolean coordinate =
            role != Column.Role.VARIABLE
                && !options.exactFloatCoordinates()
                && rounding == FloatEncoder.Rounding.EXACT;
        yield encoders.numbers(
            column.type(),
            column.decimalScale().orElse(0),
            coordinate ? FloatEncoder.Rounding.SHORTEST_DECIMAL : rounding);
      }
      case TIMESTAMP, TEXT, INTERVAL ->
          encoders.times(
              column.type(),
              where,
              parent.text("units").or(() -> array.attributes().text("units")).orElse(""));
      default ->
          throw refusal.type(
              column.type(), "numbers", "Write it to an array of its own, or cast it.");
    };
  }

  /** What is read as missing, and what is written for it. */
  private MissingElement missing(NumberMeaning meaning) {
    ElementKind kind = meaning.kind();
    MissingValues marks = meaning.missing();
    boolean masked = options.maskAndScale();
    boolean timed = meaning.times().isPresent() || meaning.duration().isPresent();
    if (!marks.isEmpty()) {
      return new MissingElement(marks, mark(kind, marks), kind.isFloat());
    }
    if (kind.isFloat() && (masked || timed)) {
      return new MissingElement(marks, nan(kind), false);
    }
    return kind == ElementKind.INT64 && timed
        ? new MissingElement(marks, bytes(TimeSteps.INEXACT, Long.BYTES), false)
        : new MissingElement(marks, null, false);
  }

  /** The mark that is the array's fill value, or else the first. */
  private byte[] mark(ElementKind kind, MissingValues marks) {
    ElementKind stored = ((DataType.Numeric) array.dataType().storage()).kind().wholeBytes();
    MissingValuesParser parser = new MissingValuesParser(stored, kind);
    array.fillValue().ifPresent(parser::add);
    for (long fill : parser.result().elements()) {
      if (Arrays.stream(marks.elements()).anyMatch(mark -> mark == fill)) {
        return array.fillValue().orElseThrow().pattern();
      }
    }
    return element(kind, marks.elements()[0]);
  }

  /** NaN as the array's fill value spells it, or else the usual one. */
  private byte[] nan(ElementKind kind) {
    if (array.dataType().storage() instanceof DataType.Numeric && array.fillValue().isPresent()) {
      byte[] pattern = array.fillValue().get().pattern();
      if (Double.isNaN(StoredNumbers.floatAt(kind, pattern, 0))) {
        return pattern;
      }
    }
    return element(kind, Double.doubleToLongBits(Double.NaN));
  }

  /**
   * @param bits of an integer, or of a double
   */
  static byte[] element(ElementKind kind, long bits) {
    if (!kind.isFloat()) {
      return bytes(bits, kind.width());
    }
    byte[] element = new byte[kind.width()];
    StoredNumbers.fromDoubles(kind, bytes(bits, Double.BYTES), 1, element, 0);
    return element;
  }

  private static byte[] bytes(long bits, int width) {
    byte[] bytes = new byte[width];
    for (int i = 0; i < width; i++) {
      bytes[i] = (byte) (bits >>> 8 * i);
    }
    return bytes;
  }

  private ValueEncoder complex(DataType.Complex stored) {
    double[] marks = new TypeDecision(where, array, role, options).missingComplex(stored);
    marks = withoutNaN(marks);
    ElementKind kind = stored.part();
    ValueEncoder parts = complexParts(stored, column.type(), refusal);
    byte[] missing = null;
    if (marks.length > 0) {
      missing = pair(element(kind, bits(marks[0])), element(kind, bits(marks[1])));
    } else if (options.maskAndScale()) {
      byte[] nan = element(kind, bits(Double.NaN));
      missing = pair(nan, nan);
    }
    byte[] written = missing;
    boolean isFill =
        marks.length == 0
            && array.fillValue().filter(fill -> isNaN(kind, fill.pattern())).isPresent();
    return new ComplexEncoder(
        column.type(),
        stored,
        parts,
        marks,
        isFill ? array.fillValue().get().pattern() : written,
        refusal);
  }

  private static long bits(double value) {
    return Double.doubleToLongBits(value);
  }

  private static double[] withoutNaN(double[] marks) {
    double[] kept = new double[marks.length];
    int size = 0;
    for (int m = 0; m < marks.length; m += 2) {
      if (!Double.isNaN(marks[m]) && !Double.isNaN(marks[m + 1])) {
        kept[size++] = marks[m];
        kept[size++] = marks[m + 1];
      }
    }
    return Arrays.copyOf(kept, size);
  }

  private static boolean isNaN(ElementKind kind, byte[] pattern) {
    return Double.isNaN(StoredNumbers.floatAt(kind, pattern, 0))
        && Double.isNaN(StoredNumbers.floatAt(kind, pattern, 1));
  }

  private static byte[] pair(byte[] re, byte[] im) {
    byte[] pair = Arrays.copyOf(re, re.length + im.length);
    System.arraycopy(im, 0, pair, re.length, im.length);
    return pair;
  }

  private ValueEncoder complexParts(DataType.Complex stored, ColumnType type, Refusal problems) {
    List<ColumnType.Field> fields = type.fields();
    boolean pair =
        type.kind() == ColumnType.Kind.STRUCT
            && fields.size() == 2
            && fields.get(0).name().equalsIgnoreCase("re")
            && fields.get(1).name().equalsIgnoreCase("im")
            && fields.get(0).type().equals(fields.get(1).type());
    Optional<ColumnNumbers> numbers =
        pair ? ColumnNumbers.of(fields.get(0).type(), 0) : Optional.empty();
    if (numbers.isEmpty()) {
      throw problems.type(
          type, "complex numbers", "Make it a struct of two floats of one type, re and im.");
    }
    ElementKind kind = stored.part();
    return new FloatEncoder(
        fields.get(0).type(),
        numbers.get(),
        new DataType.Numeric(kind),
        kind,
        Scale.NONE,
        rounding,
        new MissingElement(MissingValues.none(kind), element(kind, bits(Double.NaN)), false),
        problems);
  }

  /** Values that are parts of others, and those that attributes do not concern. */
  private ValueEncoder part(DataType given, ColumnType type, List<byte[]> marks, Refusal problems) {
    DataType stored = given.storage();
    if (stored instanceof DataType.Numeric numeric) {
      return plainNumber(numeric, type, problems);
    }
    if (stored instanceof DataType.Complex complex) {
      ValueEncoder parts = complexParts(complex, type, problems);
      return new ComplexEncoder(type, complex, parts, new double[0], null, problems);
    }
    if (stored instanceof DataType.Time time) {
      return numpyTime(time, type, problems);
    }
    boolean text = type.equals(ColumnType.TEXT);
    boolean binary = type.equals(ColumnType.BINARY);
    if (stored instanceof DataType.Text && text || stored instanceof DataType.Binary && binary) {
      return new HeapEncoder(type, stored, marks, problems);
    }
    if (stored instanceof DataType.FixedText fixed && text) {
      return FixedEncoder.text(fixed, marks, problems);
    }
    if (stored instanceof DataType.FixedBytes fixed && (text || binary)) {
      return FixedEncoder.bytes(type, fixed, marks, problems);
    }
    if (stored instanceof DataType.Raw raw && binary) {
      return FixedEncoder.raw(raw, problems);
    }
    if (stored instanceof DataType.Struct struct && type.kind() == ColumnType.Kind.STRUCT) {
      return struct(struct, type, problems);
    }
    if (stored instanceof DataType.Ragged ragged && type.kind() == ColumnType.Kind.ARRAY) {
      ColumnType element = type.fields().get(0).type();
      return new RaggedEncoder(
          ragged, part(ragged.element(), element, List.of(), problems), problems);
    }
    throw problems.type(
        type, stored.name(), "Cast the column to what the array holds, or write another array.");
  }

  private ValueEncoder plainNumber(DataType.Numeric stored, ColumnType type, Refusal problems) {
    ElementKind kind = stored.kind().wholeBytes();
    NumberMeaning plain =
        new NumberMeaning(
            kind,
            MissingValues.none(kind),
            Scale.NONE,
            Optional.empty(),
            Optional.empty(),
            false,
            List.of());
    byte[] nan = kind.isFloat() ? element(kind, bits(Double.NaN)) : null;
    MissingElement missing = new MissingElement(plain.missing(), nan, false);
    NumberEncoders encoders = new NumberEncoders(stored, plain, missing, problems);
    return type.equals(ColumnType.BOOLEAN)
        ? encoders.truths()
        : encoders.numbers(type, 0, rounding);
  }

  private ValueEncoder numpyTime(DataType.Time time, ColumnType type, Refusal problems) {
    MissingElement missing =
        new MissingElement(
            MissingValues.none(ElementKind.INT64), FillValue.undefined(time).pattern(), false);
    boolean span = time.clock() == DataType.Time.Clock.TIMEDELTA64;
    boolean calendar = time.unit() == NumpyTimeUnit.YEAR || time.unit() == NumpyTimeUnit.MONTH;
    boolean counts =
        !options.decodeNumpyTimes() || time.unit() == NumpyTimeUnit.GENERIC || span && calendar;
    if (counts) {
      Optional<ColumnNumbers> numbers = ColumnNumbers.of(type, 0);
      if (numbers.isEmpty() || numbers.get().kind().isFloat()) {
        throw problems.type(type, "counts of time", "Cast the column to BIGINT.");
      }
      MissingValues nat = new MissingValues(ElementKind.INT64, new long[] {TimeSteps.INEXACT});
      return new IntegerEncoder(
          type,
          numbers.get(),
          time,
          ElementKind.INT64,
          ElementKind.INT64,
          1,
          1,
          new MissingElement(nat, FillValue.undefined(time).pattern(), false),
          problems);
    }
    if (!type.equals(span ? ColumnType.INTERVAL : ColumnType.TIMESTAMP)) {
      throw problems.type(
          type,
          span ? "spans of time" : "times",
          "Cast the column to " + (span ? "a day-time interval." : "a timestamp."));
    }
    return new NumpyTimeEncoder(type, time, missing, problems);
  }

  private ValueEncoder struct(DataType.Struct struct, ColumnType type, Refusal problems) {
    List<StructEncoder.Field> fields = new ArrayList<>();
    int to = 0;
    for (DataType.Struct.Field field : struct.fields()) {
      int from = 0;
      ColumnType found = null;
      for (ColumnType.Field each : type.fields()) {
        if (each.name().equalsIgnoreCase(field.name())) {
          found = each.type();
          break;
        }
        from += each.type().width();
      }
      if (found == null
          || field.shape().rank() > 0
          || struct.fields().size() != type.fields().size()) {
        throw problems.type(
            type, "records of " + names(struct), "Make it a struct of these fields.");
      }
      Refusal within = problems.field(field.name());
      fields.add(new StructEncoder.Field(from, to, part(field.type(), found, List.of(), within)));
      to += field.type().layout().width();
    }
    return new StructEncoder(type, struct, fields, problems);
  }

  private static String names(DataType.Struct struct) {
    return String.join(", ", struct.fields().stream().map(DataType.Struct.Field::name).toList());
  }
}
