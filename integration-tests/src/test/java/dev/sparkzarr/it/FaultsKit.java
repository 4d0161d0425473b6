package dev.sparkzarr.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkzarr.it.servers.Fault;
import dev.sparkzarr.it.servers.PassThrough;
import dev.sparkzarr.it.servers.Seen;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A server that fails while a Spark job reads from it: the right answer or a clear error, in
 * bounded time, and nothing is left behind. The session bounds each answer, so a hang fails too.
 */
@Tag("servers")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FaultsKit {
  static final String STORE = "era5-uk-v2.zarr";
  private static final String CHUNK = STORE + "/t2m/2.1.1";

  /** Eager and impatient, so that tests are short. */
  static final Map<String, String> IMPATIENT =
      Map.of(
          "retries", "2",
          "retryBudget", "5s",
          "fs.http.timeout", "1s",
          "fs.s3a.connection.timeout", "1s");

  private static final int ROUNDS = 3;

  private static final Duration OUTAGE = Duration.ofSeconds(5);

  private final ServedData.Kind kind;
  private SparkShell spark;
  private ServedData data;
  private PassThrough proxy;

  FaultsKit(ServedData.Kind kind) {
    this.kind = kind;
  }

  SparkShell spark() {
    return spark;
  }

  ServedData data() {
    return data;
  }

  PassThrough proxy() {
    return proxy;
  }

  @BeforeAll
  void start() throws IOException {
    data = ServedData.on(kind);
    proxy = data.proxy().orElseThrow();
    spark = SparkShell.start(SparkRuntime.ofThisBuild(), List.of(), Map.of());
  }

  @AfterAll
  void stop() {
    if (spark != null) {
      spark.close();
    }
    if (data != null) {
      data.close();
    }
  }

  // What passes is not seen

  @Test
  void everyTenthRequestFails() throws IOException {
    List<Fault> passing =
        List.of(
            new Fault.Answer(429, Map.of("Retry-After", "0"), "slow down"),
            new Fault.Answer(500),
            new Fault.Reset(),
            new Fault.Cut(100),
            new Fault.WrongLength(7));
    for (Fault fault : passing) {
      isRightWhile(request -> request.number() % 10 == 3 ? Optional.of(fault) : Optional.empty());
    }
  }

  /** Nothing is answered for five seconds, from a chunk on, and every tenth request after that. */
  @Test
  void anOutageIsWaitedOut() throws IOException {
    Fault busy = new Fault.Answer(503);
    AtomicLong began = new AtomicLong();
    isRightWhile(
        request -> {
          if (request.target().contains(CHUNK)) {
            began.compareAndSet(0, System.nanoTime());
          }
          boolean isDown = began.get() != 0 && System.nanoTime() - began.get() < OUTAGE.toNanos();
          return isDown || request.number() % 10 == 3 ? Optional.of(busy) : Optional.empty();
        });
    assertThat(System.nanoTime() - began.get()).isGreaterThan(OUTAGE.toNanos());
  }

  @Test
  void everyAnswerIsSlow() throws IOException {
    isRightWhile(
        request -> Optional.of(new Fault.Delay(Duration.ofMillis(request.number() * 37 % 150))));
  }

  // What stays is an error that says what and where

  @Test
  void aChunkThatIsRefusedIsAnError() throws IOException {
    for (int status : new int[] {401, 403}) {
      failing(new Fault.Answer(status), "AccessDeniedException", "Cannot read", CHUNK);
    }
  }

  @Test
  void aChunkThatNeverComesIsAnError() throws IOException {
    for (int status : new int[] {429, 500, 503}) {
      failing(new Fault.Answer(status), "UnavailableException", "Cannot read", CHUNK);
    }
    failing(new Fault.Silence(), "UnavailableException", "Cannot read", CHUNK);
    failing(new Fault.Reset(), "UnavailableException", "Cannot read", CHUNK);
    failing(new Fault.Cut(100), "UnavailableException", "Cannot read", CHUNK);
    failing(new Fault.WrongLength(1), "UnavailableException", "Cannot read", CHUNK);
  }

  /** Nothing on the way tells; the codec does. */
  @Test
  void aChunkThatIsShorterThanItWasIsAnError() throws IOException {
    failing(new Fault.WrongLength(-10), "Cannot ", "t2m", "2.1.1");
  }

  /** A chunk that is not there is the fill value, unless the reader says otherwise. */
  @Test
  void aMissingChunkIsWhatTheOptionSays() throws IOException {
    spoil(request -> request.target().contains(CHUNK), new Fault.Answer(404));
    Map<String, String> strict = Map.of("missingChunks", "error");
    isError(data.root(), strict, "Cannot read column t2m: chunk [2, 1, 1]", STORE);
    load(data.root(), Map.of());
    SparkShell.Outcome filled = spark.sql("SELECT count(*) - count(t2m) FROM t");
    assertThat(filled.error()).isEmpty();
    assertThat(filled.value().get(0).get(0).asInt()).isEqualTo(168 * 11 * 17);
    proxy.heal();
  }

  @Test
  void aStoreThatIsGoneIsAnError() throws IOException {
    load(data.root(), Map.of());
    spoil(request -> true, new Fault.Answer(404));
    SparkShell.Outcome outcome = spark.sql("SELECT avg(t2m) FROM t");
    assertThat(outcome.error()).contains("Cannot ", STORE);
    proxy.heal();
  }

  // Nothing stays

  /**
   * A thread for each failure would be three in a round; pools have what they need after two.
   * Connections that were read to the end are kept for the next requests, as many as were ever
   * needed at once: so the server closes those, and what then stays on either side is a leak.
   */
  @Test
  void nothingIsLeftBehind() throws IOException, InterruptedException {
    rounds(2);
    int threads = threads();
    rounds(ROUNDS);
    assertThat(threads()).as("threads").isLessThan(threads + 2 * ROUNDS);
    assertThat(connections()).as("connections that are kept").isPositive();
    proxy.closeIdle();
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (proxy.openConnections() + connections() > 0 && System.nanoTime() < end) {
      Thread.sleep(20);
    }
    assertThat(connections()).as("the client's ends").isZero();
    assertThat(proxy.openConnections()).as("the server's ends").isZero();
  }

  private void rounds(int count) throws IOException {
    for (int round = 0; round < count; round++) {
      aRoundOfFaults();
    }
  }

  private void aRoundOfFaults() throws IOException {
    failing(new Fault.Cut(100), "UnavailableException");
    failing(new Fault.Answer(403, Map.of(), "no".repeat(50_000)), "AccessDeniedException");
    failing(new Fault.Silence(), "UnavailableException");
    Fault busy = new Fault.Answer(503);
    isRightWhile(request -> request.number() % 10 == 3 ? Optional.of(busy) : Optional.empty());
  }

  /** Ours, and those of the JDK's clients; pools of Spark's grow by themselves. */
  private int threads() throws IOException {
    return (int)
        spark.threads().stream()
            .filter(name -> name.contains("zarr") || name.startsWith("HttpClient"))
            .count();
  }

  /** To the proxy; Spark has others. */
  private int connections() throws IOException {
    String ours = Descriptors.to(proxy.port());
    return (int) spark.descriptors().stream().filter(name -> name.startsWith(ours)).count();
  }

  private void isRightWhile(Function<Seen, Optional<Fault>> faults) throws IOException {
    proxy.spoil(faults);
    isRight(data.root(), Map.of());
    proxy.heal();
  }

  void isRight(String root, Map<String, String> options) throws IOException {
    Map<String, String> all = new HashMap<>(data.options());
    all.putAll(options);
    SparkShell.Outcome outcome = spark.answers(ServedData.DATA, root, STORE, all);
    assertThat(outcome.error()).isEmpty();
    assertThat(outcome.value()).isEmpty();
  }

  /** One chunk is spoilt for ever. */
  private void failing(Fault fault, String... words) throws IOException {
    spoil(request -> request.target().contains(CHUNK), fault);
    isError(data.root(), IMPATIENT, words);
    proxy.heal();
  }

  void spoil(Predicate<Seen> which, Fault fault) {
    proxy.spoil(request -> which.test(request) ? Optional.of(fault) : Optional.empty());
  }

  void isError(String root, Map<String, String> options, String... words) throws IOException {
    SparkShell.Outcome outcome = load(root, options);
    if (!outcome.isError()) {
      outcome = spark.sql("SELECT avg(t2m) FROM t");
    }
    assertThat(outcome.isError()).as("%s", outcome.value()).isTrue();
    assertThat(outcome.error()).contains(words);
  }

  SparkShell.Outcome load(String root, Map<String, String> more) throws IOException {
    Map<String, String> options = new HashMap<>(data.options());
    options.putAll(more);
    return spark.load(root + STORE, options);
  }
}
