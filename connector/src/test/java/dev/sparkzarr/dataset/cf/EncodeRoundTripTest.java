package dev.sparkzarr.dataset.cf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.DatasetException;
import dev.sparkzarr.dataset.DatasetOptions;
import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.dataset.ValueDecoder;
import dev.sparkzarr.dataset.write.EncodableValues;
import dev.sparkzarr.metadata.ZarrFormat;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * Whatever is written is read as it was, or is refused: for random columns, values, missing ones,
 * encodings and formats.
 */
class EncodeRoundTripTest {
  private static final Map<ColumnType, List<String>> ENCODINGS =
      Map.ofEntries(
          Map.entry(
              ColumnType.BOOLEAN,
              List.of(
                  "{}",
                  "{'dtype':'int8'}",
                  "{'dtype':'int8','_FillValue':-1}",
                  "{'dtype':'int32','_FillValue':1}",
                  "{'_FillValue':false}")),
          Map.entry(ColumnType.INT8, integers()),
          Map.entry(ColumnType.INT16, integers()),
          Map.entry(ColumnType.INT32, integers()),
          Map.entry(ColumnType.INT64, integers()),
          Map.entry(ColumnType.UINT64, integers()),
          Map.entry(ColumnType.FLOAT32, floats()),
          Map.entry(ColumnType.FLOAT64, floats()),
          Map.entry(
              ColumnType.TIMESTAMP,
              List.of(
                  "{}",
                  "{'units':'hours since 1900-01-01','dtype':'int32'}",
                  "{'units':'seconds since 2001-02-03 04:05:06','calendar':'standard'}",
                  "{'units':'days since 1850-01-01','calendar':'noleap'}",
                  "{'units':'microseconds since 1582-10-15','calendar':'gregorian'}",
                  "{'units':'milliseconds since 1-1-1','calendar':'julian'}",
                  "{'units':'days since 2000-01-01','dtype':'float64'}",
                  "{'units':'seconds since 2000-01-01','dtype':'float32'}",
                  "{'units':'hours since 2000-01-01','dtype':'float64','calendar':'360_day'}",
                  "{'units':'nanoseconds since 2000-01-01 00:00:00.0000005'}",
                  "{'units':'minutes since 2000-01-01','dtype':'uint16','_FillValue':65535}",
                  "{'units':'minutes since 2000-01-01','_FillValue':0}",
                  "{'dtype':'datetime64[s]'}",
                  "{'dtype':'M8[M]'}",
                  "{'dtype':'M8[25us]'}")),
          Map.entry(
              ColumnType.INTERVAL,
              List.of(
                  "{}",
                  "{'units':'days','dtype':'int16'}",
                  "{'units':'seconds','dtype':'float64'}",
                  "{'units':'nanoseconds'}",
                  "{'units':'hours','dtype':'int32','_FillValue':-1}",
                  "{'dtype':'m8[ms]'}")),
          Map.entry(
              ColumnType.TEXT,
              List.of(
                  "{}",
                  "{'_FillValue':''}",
                  "{'_FillValue':'none'}",
                  "{'dtype':'U3'}",
                  "{'dtype':'<U2','_FillValue':'ab'}",
                  "{'dtype':'S4'}",
                  "{'dtype':'S4','_FillValue':'YQ=='}")),
          Map.entry(
              ColumnType.BINARY,
              List.of("{}", "{'_FillValue':'AAE='}", "{'dtype':'S3'}", "{'dtype':'V2'}")));

  private static List<String> integers() {
    return List.of(
        "{}",
        "{'_FillValue':-1}",
        "{'_FillValue':0,'dtype':'int64'}",
        "{'dtype':'int8'}",
        "{'dtype':'uint8','_FillValue':255}",
        "{'dtype':'int16','_Unsigned':'true'}",
        "{'dtype':'uint16','_Unsigned':'false','missing_value':7}",
        "{'dtype':'uint32'}",
        "{'dtype':'uint64','_FillValue':18446744073709551615}",
        "{'dtype':'float32'}",
        "{'dtype':'float64','_FillValue':-9999}",
        "{'dtype':'float16'}",
        "{'dtype':'int4'}",
        "{'scale_factor':10}",
        "{'scale_factor':-3,'dtype':'int16','_FillValue':1}");
  }

  private static List<String> floats() {
    return List.of(
        "{}",
        "{'_FillValue':-9999.0}",
        "{'_FillValue':0}",
        "{'_FillValue':null}",
        "{'missing_value':1.5}",
        "{'dtype':'float32'}",
        "{'dtype':'float64'}",
        "{'dtype':'float16','_FillValue':'NaN'}",
        "{'dtype':'int16'}",
        "{'dtype':'int32','_FillValue':-2147483648}",
        "{'dtype':'uint64','_FillValue':0}");
  }

  @Property(tries = 6000, seed = "20261121", shrinking = ShrinkingMode.OFF)
  void whatIsWrittenIsReadAsItWasOrRefused(@ForAll long seed) {
    Random random = new Random(seed);
    List<ColumnType> types = new ArrayList<>(ENCODINGS.keySet());
    types.sort((a, b) -> a.kind().compareTo(b.kind()));
    ColumnType type = types.get(random.nextInt(types.size()));
    List<String> encodings = ENCODINGS.get(type);
    String encoding = encodings.get(random.nextInt(encodings.size())).replace('\'', '"');
    ZarrFormat format = random.nextInt(3) == 0 ? ZarrFormat.V2 : ZarrFormat.V3;
    boolean isInt4 = encoding.contains("int4");
    Encoded.Asked asked =
        Encoded.column(type).format(isInt4 ? ZarrFormat.V3 : format).encoding(encoding);
    int count = random.nextInt(4) == 0 ? 1 + random.nextInt(9000) : 1 + random.nextInt(6);
    EncodableValues values = values(type, random, count);
    String about = type + " " + encoding + " " + format + " seed " + seed;
    CfEncoding made;
    ChunkBuffer elements;
    try {
      made = asked.encoding();
      elements = Encoded.encode(made.encoder(), values, count);
    } catch (DatasetException refused) {
      assertThat(refused)
          .as(about)
          .hasMessageStartingWith("Cannot write column 'v' to array /v in memory:test: ");
      REFUSED[0]++;
      return;
    }
    WRITTEN[0]++;
    check(type, asked.read(made).decoder(), elements, values, count, about);
  }

  private static final int[] REFUSED = new int[1];
  private static final int[] WRITTEN = new int[1];

  /** So that the property is not about refusals. */
  @AfterContainer
  static void bothHappened() {
    assertThat(WRITTEN[0]).isGreaterThan(1000);
    assertThat(REFUSED[0]).isGreaterThan(500);
  }

  private static void check(
      ColumnType type,
      ValueDecoder decoder,
      ChunkBuffer elements,
      EncodableValues values,
      int count,
      String about) {
    List<String> expected = Encoded.texts(type, values, count);
    List<String> read = Encoded.decode(decoder, elements);
    for (int i = 0; i < count; i++) {
      String wanted = expected.get(i);
      String found = read.get(i);
      if (wanted != null && wanted.equals("NaN")) {
        wanted = null; // what Zarr has for missing
      }
      boolean same =
          wanted == null || found == null
              ? wanted == null && found == null
              : wanted.equals(found)
                  || isNumber(type) && isNearest(type, decoder.type(), elements, wanted, found);
      if (!same) {
        assertThat(found).as("[%s] of %s", i, about).isEqualTo(wanted);
      }
    }
  }

  private static boolean isNumber(ColumnType type) {
    return ColumnNumbers.of(type, 0).isPresent();
  }

  /** The same number in another type, or the nearest one where the user asked for a narrower. */
  private static boolean isNearest(
      ColumnType type, ColumnType as, ChunkBuffer elements, String wanted, String found) {
    if (wanted.contains("Inf") || found.contains("Inf")) {
      return wanted.equals(found);
    }
    double number = Double.parseDouble(wanted);
    boolean isFloat = as.equals(ColumnType.FLOAT32) || as.equals(ColumnType.FLOAT64);
    if (!isFloat || elements.type().equals(Encoded.dataType("float64"))) {
      return new BigDecimal(wanted).compareTo(new BigDecimal(found)) == 0
          || isFloat
              && type.equals(ColumnType.FLOAT32)
              && (float) Double.parseDouble(found) == Float.parseFloat(wanted)
          || isFloat && Double.parseDouble(found) == number;
    }
    return elements.type().equals(Encoded.dataType("float16"))
        ? Math.abs(number - Double.parseDouble(found)) <= Math.max(Math.abs(number) / 2048, 0x1p-25)
        : (float) number == Float.parseFloat(found);
  }

  private static EncodableValues values(ColumnType type, Random random, int count) {
    boolean[] missing = random.nextInt(3) == 0 ? new boolean[count] : null;
    for (int i = 0; missing != null && i < count; i++) {
      missing[i] = random.nextInt(5) == 0;
    }
    if (type.isBytes()) {
      byte[][] bytes = new byte[count][];
      for (int i = 0; i < count; i++) {
        bytes[i] = missing != null && missing[i] ? null : bytes(type, random);
      }
      return Encoded.ofBytes(bytes);
    }
    byte[] values = new byte[count * type.width()];
    random.nextBytes(values);
    int range = random.nextInt(6);
    for (int i = 0; i < count; i++) {
      switch (type.kind()) {
        case BOOLEAN -> values[i] &= 1;
        case FLOAT32 -> {
          float value =
              range == 0
                  ? LittleEndian.float32(values, i)
                  : range == 1 ? random.nextInt(100) - 50 : random.nextFloat() * 1000;
          LittleEndian.float32(values, i, random.nextInt(20) == 0 ? Float.NaN : value);
        }
        case FLOAT64 -> {
          double value =
              range == 0
                  ? LittleEndian.float64(values, i)
                  : range == 1 ? random.nextInt(100) - 50 : random.nextGaussian() * 1000;
          LittleEndian.float64(values, i, random.nextInt(20) == 0 ? Double.NaN : value);
        }
        case INT8 -> values[i] = (byte) (range < 2 ? values[i] : random.nextInt(5) * 3);
        case INT16 -> LittleEndian.int16(values, i, (short) integer(random, range, values, 2 * i));
        case INT32 -> LittleEndian.int32(values, i, (int) integer(random, range, values, 4 * i));
        case INT64, UINT64 -> LittleEndian.int64(values, i, integer(random, range, values, 8 * i));
        case TIMESTAMP, INTERVAL -> LittleEndian.int64(values, i, time(random, range));
        default -> throw new IllegalStateException(type.toString());
      }
    }
    return new EncodableValues(values, missing, null);
  }

  private static long integer(Random random, int range, byte[] values, int at) {
    return switch (range) {
      case 0 -> random.nextLong();
      case 1 -> random.nextInt(70000);
      case 2 -> random.nextInt(600) - 300;
      case 3 -> 30L * random.nextInt(8);
      default -> random.nextInt(100);
    };
  }

  private static long time(Random random, int range) {
    long step =
        switch (range) {
          case 0 -> 1;
          case 1 -> 1000;
          case 2 -> 1_000_000;
          case 3 -> 3_600_000_000L;
          default -> TimeReference.MICROS_PER_DAY;
        };
    long about = random.nextInt(10) == 0 ? 70_000_000_000_000_000L : 2_000_000_000_000_000L;
    return Math.floorDiv((long) (random.nextDouble() * about) - about / 4, step) * step;
  }

  private static byte[] bytes(ColumnType type, Random random) {
    if (type.equals(ColumnType.BINARY)) {
      byte[] bytes = new byte[random.nextInt(4)];
      random.nextBytes(bytes);
      return bytes;
    }
    String[] parts = {"a", "b", "none", "", "\u00e9", "\u20ac", "\ud83d\ude00", "\0"};
    StringBuilder text = new StringBuilder();
    for (int n = random.nextInt(4); n > 0; n--) {
      text.append(parts[random.nextInt(random.nextInt(8) + 1)]);
    }
    return text.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  @Property(tries = 2000, seed = "20261122")
  void packedValuesAreWithinHalfAStep(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 4) int typeIndex) {
    Random random = new Random(seed);
    String dtype = List.of("int8", "uint8", "int16", "int32", "uint16").get(typeIndex);
    double scale = Math.pow(10, random.nextInt(7) - 3) * (1 + random.nextInt(9));
    double offset = random.nextBoolean() ? 0 : random.nextGaussian() * 100;
    ColumnType type = random.nextBoolean() ? ColumnType.FLOAT32 : ColumnType.FLOAT64;
    String encoding =
        "{\"dtype\":\""
            + dtype
            + "\",\"scale_factor\":"
            + scale
            + (offset == 0 ? "" : ",\"add_offset\":" + offset)
            + ",\"_FillValue\":0}";
    Encoded.Asked asked = Encoded.column(type).encoding(encoding);
    CfEncoding made = asked.encoding();
    double[] wanted = new double[6];
    byte[] values = new byte[6 * type.width()];
    boolean[] missing = new boolean[6];
    for (int i = 0; i < 6; i++) {
      wanted[i] = offset + (1 + random.nextDouble() * 125) * scale;
      if (type.equals(ColumnType.FLOAT32)) {
        LittleEndian.float32(values, i, (float) wanted[i]);
        wanted[i] = (float) wanted[i];
      } else {
        LittleEndian.float64(values, i, wanted[i]);
      }
      missing[i] = random.nextInt(4) == 0;
    }
    ChunkBuffer elements =
        Encoded.encode(made.encoder(), new EncodableValues(values, missing, null), 6);
    List<String> read = Encoded.decode(asked.read(made).decoder(), elements);
    for (int i = 0; i < 6; i++) {
      if (missing[i]) {
        assertThat(read.get(i)).isNull();
      } else {
        double error = Math.abs(Double.parseDouble(read.get(i)) - wanted[i]);
        double rounding =
            type.equals(ColumnType.FLOAT32)
                ? (Math.abs(wanted[i]) + Math.abs(offset)) * 0x1p-22
                : (Math.abs(wanted[i]) + Math.abs(offset)) * 0x1p-50;
        assertThat(error)
            .as("%s %s", encoding, wanted[i])
            .isLessThanOrEqualTo(scale / 2 + rounding);
      }
    }
  }

  @Property(tries = 500, seed = "20261123")
  void decimalsAreTheirUnscaledNumbers(
      @ForAll long unscaled, @ForAll @IntRange(min = 0, max = 18) int digits) {
    Encoded.Asked asked = Encoded.column(ColumnType.INT64).decimals(digits);
    CfEncoding made = asked.encoding();
    ChunkBuffer elements = Encoded.encode(made.encoder(), Encoded.of(Arrays1d.int64s(unscaled)), 1);
    assertThat(LittleEndian.int64(elements.bytes(), 0)).isEqualTo(unscaled);
    String read = Encoded.decode(asked.read(made).decoder(), elements).get(0);
    double exact = BigDecimal.valueOf(unscaled, digits).doubleValue();
    assertThat(Double.parseDouble(read))
        .isCloseTo(exact, org.assertj.core.data.Offset.offset(Math.ulp(exact) * 2));
  }

  @Property(tries = 300, seed = "20261124")
  void calendarTextsAreReadAsTheyWere(@ForAll long seed) {
    Random random = new Random(seed);
    CfCalendar calendar = CfCalendar.values()[random.nextInt(CfCalendar.values().length)];
    if (calendar == CfCalendar.PROLEPTIC_GREGORIAN) {
      return;
    }
    String name =
        switch (calendar) {
          case STANDARD -> "standard";
          case DAYS_360 -> "360_day";
          default -> calendar.name().toLowerCase(java.util.Locale.ROOT);
        };
    String[] texts = new String[5];
    for (int i = 0; i < texts.length; i++) {
      long micros = (long) (random.nextDouble() * 2e17) - 62_000_000_000_000_000L;
      texts[i] = new CalendarFormat(calendar).format(Math.floorDiv(micros, 1000L) * 1000);
    }
    Encoded.Asked asked =
        Encoded.column(ColumnType.TEXT)
            .role(dev.sparkzarr.dataset.Column.Role.DIMENSION)
            .encoding(
                "{\"units\":\"milliseconds since 1500-01-01\",\"calendar\":\"" + name + "\"}");
    CfEncoding made = asked.encoding();
    ChunkBuffer elements = Encoded.encode(made.encoder(), Encoded.ofTexts(texts), 5);
    CfVariable read =
        CfVariable.of(
            Encoded.WHERE,
            OriginFit.array(
                ZarrFormat.V3, made.dataType(), made.fill(), made.attributes().toJson()),
            dev.sparkzarr.metadata.Attributes.EMPTY,
            dev.sparkzarr.dataset.Column.Role.DIMENSION,
            DatasetOptions.DEFAULT);
    assertThat(Encoded.decode(read.decoder(), elements)).containsExactly(texts);
  }
}
