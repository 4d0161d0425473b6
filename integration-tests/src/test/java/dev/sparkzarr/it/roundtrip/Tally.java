package dev.sparkzarr.it.roundtrip;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What was tried and what came of it. Safe for many threads. */
final class Tally {
  private final Map<String, Map<String, Integer>> counts = new TreeMap<>();
  private final List<String> failures = new ArrayList<>();

  synchronized void count(String heading, String what) {
    counts.computeIfAbsent(heading, h -> new TreeMap<>()).merge(what, 1, Integer::sum);
  }

  synchronized void failure(String direction, Case each, Path place, String reason) {
    failures.add(
        direction
            + ", case "
            + each.number()
            + " in "
            + place
            + ": "
            + reason
            + "\n"
            + each.json());
  }

  synchronized List<String> failures() {
    return List.copyOf(failures);
  }

  synchronized int count(String heading) {
    return counts.getOrDefault(heading, Map.of()).values().stream().mapToInt(i -> i).sum();
  }

  /** What of these was never counted under the heading. */
  synchronized TreeSet<String> never(String heading, Iterable<String> wanted) {
    TreeSet<String> never = new TreeSet<>();
    wanted.forEach(never::add);
    never.removeAll(counts.getOrDefault(heading, Map.of()).keySet());
    return never;
  }

  @Override
  public synchronized String toString() {
    StringBuilder text = new StringBuilder();
    counts.forEach(
        (heading, whats) -> {
          text.append(heading).append(": ").append(count(heading)).append('\n');
          whats.forEach((what, n) -> text.append(String.format("%8d %s%n", n, what)));
        });
    return text.toString();
  }
}
