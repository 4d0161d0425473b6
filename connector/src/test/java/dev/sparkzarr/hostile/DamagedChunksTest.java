package dev.sparkzarr.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkzarr.array.ArrayReader;
import dev.sparkzarr.array.ChunkIndex;
import dev.sparkzarr.array.Region;
import dev.sparkzarr.array.ZarrArray;
import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.hostile.Guard.Outcome;
import dev.sparkzarr.hostile.Victim.Shows;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole arrays read while one of their stored objects is damaged, by both engines. Each read is
 * refused by an error that names array and chunk, or answers; an answer is right wherever a
 * checksum or a length shows the damage, and always right outside the damaged chunk. System
 * properties: {@code sparkzarr.hostile.mutations} for each array, {@code sparkzarr.hostile.seed}.
 */
class DamagedChunksTest {
  private static final int MUTATIONS = Integer.getInteger("sparkzarr.hostile.mutations", 16);
  private static final long SEED = Long.getLong("sparkzarr.hostile.seed", 4547764L);
  private static final List<String> ENGINES = List.of("java", "reference");

  /** The engine reference looks at every element by itself. */
  private static final int LARGE = 20_000;

  private static final Duration LONGEST = Duration.ofSeconds(60 + MUTATIONS / 4);

  private static long inputs;
  private static long refused;
  private static long right;
  private static long other;

  static List<Victim> victims() throws IOException {
    return Victims.all();
  }

  @AfterAll
  static void report() {
    System.out.printf(
        "damaged chunks: seed %d, %d reads: %d refused, %d right, %d with other values in the"
            + " damaged chunk%n",
        SEED, inputs, refused, right, other);
  }

  @ParameterizedTest
  @MethodSource("victims")
  void aTruncatedChunkIsRefusedOrRight(Victim victim) {
    AtomicReference<String> doing = new AtomicReference<>("");
    int step = 1 + victim.object.length / (2 * MUTATIONS);
    Guard.limit(
        LONGEST,
        () -> "hangs: " + doing.get(),
        () -> {
          int first = (int) (SEED % step);
          for (int length = first; length < victim.object.length; length += step) {
            check(victim, Damage.cut(victim.object, length), victim.shows != Shows.NOTHING, doing);
          }
          check(
              victim,
              Damage.cut(victim.object, victim.object.length - 1),
              victim.shows != Shows.NOTHING,
              doing);
          return null;
        });
  }

  @ParameterizedTest
  @MethodSource("victims")
  void aDamagedChunkIsRefusedOrOnlyItsOwnCellsAreOthers(Victim victim) {
    Random random = new Random(SEED ^ victim.name.hashCode());
    AtomicReference<String> doing = new AtomicReference<>("");
    Guard.limit(
        LONGEST,
        () -> "hangs: " + doing.get(),
        () -> {
          for (int i = 0; i < MUTATIONS; i++) {
            check(
                victim, Damage.any(victim.object, random), victim.shows == Shows.EVERYTHING, doing);
          }
          return null;
        });
  }

  private static void check(
      Victim victim, Damage damage, boolean shows, AtomicReference<String> doing) {
    victim.put(damage.bytes());
    List<byte[]> answers = new ArrayList<>();
    for (String engine : engines(victim)) {
      String what = victim + ", " + damage.what() + ", engine " + engine + ", seed " + SEED;
      doing.set(what);
      ZarrArray array = victim.array(engine);
      Outcome<ChunkBuffer> outcome =
          Guard.attempt(what, Guard.FEW_BYTES + 64L * victim.elements.length, array::readAll);
      inputs++;
      if (outcome.answer().isEmpty()) {
        refused++;
        assertThat(outcome.message())
            .as(what)
            .startsWith("Cannot ")
            .contains(Victim.PATH.toString(), victim.key(1).value().substring(14));
        continue;
      }
      byte[] answer = Victim.bytesOf(outcome.answer().get());
      answers.add(answer);
      assertSameOutside(victim, answer, victim.objectSize(), 2 * victim.objectSize(), what);
      if (Arrays.equals(answer, victim.elements)) {
        right++;
      } else {
        other++;
        assertThat(shows).as("wrong values, yet the damage shows: " + what).isFalse();
        assertThat(decodedAfter(array, 0))
            .as("depends on what was read before: " + what)
            .isEqualTo(decodedAfter(array, 2));
      }
    }
    if (answers.size() == 2) {
      assertThat(answers.get(0)).as(victim + ", " + damage.what()).isEqualTo(answers.get(1));
    }
  }

  private static List<String> engines(Victim victim) {
    boolean slow = victim.elements.length > LARGE;
    boolean shardInside =
        victim.metadata.codecs().size() > 1
            && victim.metadata.codecs().get(0).name().equals("sharding_indexed");
    return slow || shardInside ? ENGINES.subList(0, 1) : ENGINES;
  }

  /** The damaged chunks, decoded into memory that held other chunks. */
  private static byte[] decodedAfter(ZarrArray array, int object) {
    ArrayReader reader = array.reader();
    long[] ratio = reader.grid().largestObject().toArray();
    for (int i = 0; i < ratio.length; i++) {
      ratio[i] /= reader.grid().largestChunk().length(i);
    }
    ByteArrayOutputStream decoded = new ByteArrayOutputStream();
    ChunkBuffer target = new ChunkBuffer(ElementKind.UINT8);
    long[] at = new long[ratio.length];
    for (int count = (int) Shape.of(ratio).elements(), i = 0; i < count; i++) {
      int rest = i;
      for (int d = at.length - 1; d >= 0; d--) {
        at[d] = rest % ratio[d];
        rest /= (int) ratio[d];
      }
      for (long which : new long[] {object, 1}) {
        long[] index = at.clone();
        index[0] += which * ratio[0];
        reader.decode(reader.fetch(List.of(ChunkIndex.of(index))).get(0), target);
      }
      decoded.writeBytes(Victim.bytesOf(target));
    }
    return decoded.toByteArray();
  }

  private static void assertSameOutside(
      Victim victim, byte[] answer, int from, int to, String what) {
    boolean same =
        answer.length == victim.elements.length
            && Arrays.equals(answer, 0, from, victim.elements, 0, from)
            && Arrays.equals(answer, to, answer.length, victim.elements, to, answer.length);
    assertThat(same).as("values of another chunk changed: " + what).isTrue();
  }

  /** Positions are those of a hand-made reading of the shard: the index has 4 entries and a sum. */
  @Test
  void damageInOneInnerChunkStaysThere() {
    Random random = new Random(SEED);
    for (String location : List.of("start", "end")) {
      for (String inner :
          List.of(Victims.BYTES, Victims.BYTES + Victims.ZSTD, Victims.BYTES + Victims.SUM)) {
        Victim victim = Victims.shard(Shows.TRUNCATION, location, inner, Victims.SUM, "");
        ByteBuffer index =
            ByteBuffer.wrap(victim.object)
                .order(ByteOrder.LITTLE_ENDIAN)
                .position(location.equals("start") ? 0 : victim.object.length - 68);
        for (int entry = 0; entry < 4; entry++) {
          int from = (int) index.getLong();
          int to = from + (int) index.getLong();
          for (int i = 0; i < Math.max(20, MUTATIONS / 4); i++) {
            Damage damage = Damage.flip(victim.object, 8 * from + random.nextInt(8 * (to - from)));
            checkInner(victim, damage, entry);
          }
        }
      }
    }
  }

  private static void checkInner(Victim victim, Damage damage, int damaged) {
    victim.put(damage.bytes());
    for (String engine : ENGINES) {
      ZarrArray array = victim.array(engine);
      for (int entry = 0; entry < 4; entry++) {
        long row = 16 + entry / 2 * 8;
        long column = entry % 2 * 16;
        Region region =
            new Region(
                List.of(Region.Range.of(row, row + 8), Region.Range.of(column, column + 16)));
        String what = victim + ", " + damage.what() + ", inner chunk " + entry + ", " + engine;
        Outcome<ChunkBuffer> outcome =
            Guard.attempt(what, Guard.FEW_BYTES, () -> array.read(region));
        inputs++;
        if (entry == damaged || engine.equals("reference") && outcome.answer().isEmpty()) {
          continue; // the reference engine decodes whole shards
        }
        byte[] expected = new byte[8 * 16 * 4];
        for (int r = 0; r < 8; r++) {
          System.arraycopy(
              victim.elements, (int) ((row + r) * 32 + column) * 4, expected, r * 64, 64);
        }
        assertThat(Victim.bytesOf(outcome.answer().orElseThrow(() -> failure(what, outcome))))
            .as(what)
            .isEqualTo(expected);
      }
    }
  }

  private static AssertionError failure(String what, Outcome<?> outcome) {
    return new AssertionError("refused: " + what, outcome.refusal().orElseThrow());
  }
}
