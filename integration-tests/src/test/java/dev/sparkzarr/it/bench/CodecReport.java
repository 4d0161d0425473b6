package dev.sparkzarr.it.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Codecs beside the libraries underneath and numcodecs: {@code CodecReport DIRECTORY PYTHON SCRIPT
 * CASES MILLISECONDS}. Prints two Markdown tables, in MB/s (10^6 decoded bytes in a second of
 * processor time): medians of JMH's iterations, in each of which this library and the bare calls
 * take turns, and of the script's passes. The part of the bare speed is the median of what each
 * iteration says.
 */
public final class CodecReport {
  private final Path directory;
  private final String python;
  private final String script;
  private final int millis;

  private CodecReport(Path directory, String python, String script, int millis) {
    this.directory = directory;
    this.python = python;
    this.script = script;
    this.millis = millis;
  }

  /** Runs it. */
  public static void main(String[] arguments) throws IOException, RunnerException {
    CodecReport report =
        new CodecReport(
            Path.of(arguments[0]), arguments[1], arguments[2], Integer.parseInt(arguments[4]));
    report.loops(arguments[3]);
    report.codecs(Pattern.compile(arguments[3]));
  }

  private void loops(String pattern) throws RunnerException {
    Collection<RunResult> results;
    try {
      String loops = Pattern.quote("LoopBenchmark.") + ".*(" + pattern + ")";
      results = new Runner(options(loops).build()).run();
    } catch (NoBenchmarksException none) {
      return; // only codecs are asked for
    }
    System.out.println("| loop, bytes of an element | MB/s |");
    System.out.println("|---|---|");
    for (RunResult result : results) {
      String name = result.getPrimaryResult().getLabel();
      String width = result.getParams().getParam("width");
      System.out.printf(Locale.ROOT, "| %s %s | %.0f |%n", name, width, speed(result));
    }
    System.out.println();
  }

  private void codecs(Pattern pattern) throws IOException {
    System.out.println(
        "| data/codec | ratio | decode | bare | of bare | numcodecs | of numcodecs "
            + "| encode | bare | of bare | numcodecs | of numcodecs |");
    System.out.println("|---|---|---|---|---|---|---|---|---|---|---|---|");
    for (Path array : arrays()) {
      String name = directory.relativize(array).toString().replace('\\', '/');
      if (pattern.matcher(name).find()) {
        try {
          codec(array, name);
        } catch (RunnerException e) {
          System.out.println("| " + name + " | failed: see above |");
        }
      }
    }
  }

  private List<Path> arrays() throws IOException {
    try (Stream<Path> paths = Files.walk(directory, 2)) {
      return paths.filter(path -> Files.exists(path.resolve("zarr.json"))).sorted().toList();
    }
  }

  private void codec(Path array, String name) throws IOException, RunnerException {
    double[] peer = peer(name);
    boolean isBare = BareLibrary.isOf(BareStreams.codec(array.toString()));
    double ratio = (double) CodecState.CHUNKS * CodecState.CHUNK_BYTES;
    System.out.printf(
        Locale.ROOT,
        "| %s | %.2f | %s | %s |%n",
        name,
        ratio / CodecState.storedBytes(array),
        direction(array, "decode", isBare, peer[0]),
        direction(array, "encode", isBare, peer[1]));
  }

  /** Five cells. */
  private String direction(Path array, String what, boolean isBare, double peer)
      throws RunnerException {
    ChainedOptionsBuilder options = options("\\.CodecBenchmark\\." + what + "$");
    List<Pair> pairs = pairs(new Runner(options.param("array", array.toString()).build()).run());
    double ours = median(pairs, pair -> pair.speed(pair.ours()));
    String bare =
        isBare
            ? String.format(
                Locale.ROOT,
                "%.0f | %.2f",
                median(pairs, pair -> pair.speed(pair.bare())),
                median(pairs, pair -> pair.bare() / pair.ours()))
            : "– | –";
    return String.format(Locale.ROOT, "%.0f | %s | %.0f | %.2f", ours, bare, peer, ours / peer);
  }

  /**
   * One iteration.
   *
   * @param ours nanoseconds of all chunks
   * @param bare likewise
   */
  private record Pair(double ours, double bare, double chunks) {
    double speed(double nanos) {
      return 1e3 * CodecState.CHUNK_BYTES * chunks / nanos;
    }
  }

  private static List<Pair> pairs(Collection<RunResult> results) {
    return results.stream()
        .flatMap(result -> result.getBenchmarkResults().stream())
        .flatMap(fork -> fork.getIterationResults().stream())
        .map(
            iteration ->
                new Pair(sum(iteration, "ours"), sum(iteration, "bare"), sum(iteration, "chunks")))
        .toList();
  }

  /** What a counter of {@link PairTimes} came to. */
  private static double sum(IterationResult iteration, String counter) {
    return iteration.getSecondaryResults().get(counter).getScore();
  }

  private static double median(List<Pair> pairs, ToDoubleFunction<Pair> value) {
    double[] sorted = pairs.stream().mapToDouble(value).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private ChainedOptionsBuilder options(String benchmarks) {
    TimeValue time = TimeValue.milliseconds(millis);
    return new OptionsBuilder()
        .include(benchmarks)
        .verbosity(VerboseMode.SILENT)
        .warmupTime(time)
        .measurementTime(time)
        .shouldFailOnError(true);
  }

  private static double speed(RunResult result) {
    double micros = result.getPrimaryResult().getStatistics().getPercentile(50);
    return CodecState.CHUNK_BYTES / micros;
  }

  private double[] peer(String name) throws IOException {
    Process process =
        new ProcessBuilder(python, "-W", "ignore", script, "time", directory.toString(), name)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String[] answer = new String(process.getInputStream().readAllBytes()).strip().split(" ");
    return new double[] {Double.parseDouble(answer[0]), Double.parseDouble(answer[1])};
  }
}
