package dev.sparkzarr.spark.read;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkExecutorInfo;

/**
 * The hosts of the executors, of which each piece of work prefers the same one every time: where
 * its chunks may still be in memory. When a host comes or goes, only the work moves that is taken
 * over by it or from it. Immutable.
 *
 * @param hosts each once
 */
record ExecutorHosts(Collection<String> hosts) {
  ExecutorHosts {
    hosts = List.copyOf(hosts);
  }

  /**
   * @return those that run executors now; none in local mode
   */
  static ExecutorHosts of(SparkContext spark) {
    Map<String, Integer> processes = new TreeMap<>();
    for (SparkExecutorInfo process : spark.statusTracker().getExecutorInfos()) {
      processes.merge(process.host(), 1, Integer::sum);
    }
    return without(spark.getConf().get("spark.driver.host", ""), processes);
  }

  /**
   * @param driver host of the driver, which is counted like an executor and runs no tasks
   * @param processes how many there are on each host
   */
  static ExecutorHosts without(String driver, Map<String, Integer> processes) {
    return new ExecutorHosts(
        processes.keySet().stream()
            .filter(host -> processes.get(host) > (host.equals(driver) ? 1 : 0))
            .toList());
  }

  /**
   * Prefers the host whose name and the work's together hash highest (rendezvous hashing).
   *
   * @return at most one host
   */
  List<String> preferred(String work) {
    String best = null;
    long highest = 0;
    for (String host : hosts) {
      long hash = hash(host + "\n" + work);
      if (best == null || hash > highest || hash == highest && host.compareTo(best) < 0) {
        best = host;
        highest = hash;
      }
    }
    return best == null ? List.of() : List.of(best);
  }

  /** FNV-1a, then mixed as SplitMix64 does: the same on every JVM. */
  private static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ hash >>> 30) * 0xbf58476d1ce4e5b9L;
    hash = (hash ^ hash >>> 27) * 0x94d049bb133111ebL;
    return hash ^ hash >>> 31;
  }
}
