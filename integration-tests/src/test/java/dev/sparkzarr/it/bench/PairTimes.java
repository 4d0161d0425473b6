package dev.sparkzarr.it.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Processor time of the thread, in nanoseconds: of both sides of a pair, in one iteration. */
@AuxCounters(AuxCounters.Type.EVENTS)
@State(Scope.Thread)
public class PairTimes {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** What this library took. */
  public long ours;

  /** What the library underneath took. */
  public long bare;

  /** How many chunks each had. */
  public long chunks;

  static long now() {
    return THREADS.getCurrentThreadCpuTime();
  }

  void add(long start, long middle, long end) {
    ours += middle - start;
    bare += end - middle;
    chunks++;
  }
}
