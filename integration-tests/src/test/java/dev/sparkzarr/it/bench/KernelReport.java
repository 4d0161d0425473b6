package dev.sparkzarr.it.bench;

import dev.sparkzarr.dataset.aggregate.KernelBenchmark;
import dev.sparkzarr.dataset.aggregate.KernelCase;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Kernels of aggregates beside plain loops: {@code KernelReport CASES}, a regular expression found
 * in names of cases. Prints a Markdown table in GB/s (10^9 bytes of decoded cells in a second),
 * medians of JMH's iterations.
 */
public final class KernelReport {
  private KernelReport() {}

  /** Runs it. */
  public static void main(String[] arguments) throws RunnerException {
    String[] cases =
        Arrays.stream(KernelCase.values())
            .map(Enum::name)
            .filter(name -> name.matches(".*(" + arguments[0] + ").*"))
            .toArray(String[]::new);
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include("\\.KernelBenchmark\\.")
                    .param("query", cases)
                    .verbosity(VerboseMode.SILENT)
                    .shouldFailOnError(true)
                    .build())
            .run();
    Map<String, Map<String, Double>> speeds = new LinkedHashMap<>();
    for (RunResult result : results) {
      double micros = result.getPrimaryResult().getStatistics().getPercentile(50);
      speeds
          .computeIfAbsent(result.getParams().getParam("query"), name -> new LinkedHashMap<>())
          .put(result.getPrimaryResult().getLabel(), KernelBenchmark.BYTES / micros / 1e3);
    }
    System.out.println("| aggregate | kernel | plain loop | plain / kernel |");
    System.out.println("|---|---|---|---|");
    speeds.forEach(
        (name, speed) ->
            System.out.printf(
                Locale.ROOT,
                "| %s | %.1f | %.1f | %.2f |%n",
                name.toLowerCase(Locale.ROOT).replace('_', ' '),
                speed.get("kernel"),
                speed.get("plain"),
                speed.get("plain") / speed.get("kernel")));
  }
}
