package dev.sparkzarr.it.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;

/** Seconds of each run, and seconds of all processors of this JVM. */
final class Timing {
  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  /** A warm-up that takes longer, in seconds, is the only run, and counts. */
  private static final double PATIENCE = 60;

  private Timing() {}

  static void measure(Task task, int warmups, int runs, ObjectNode result) throws IOException {
    for (int run = -warmups; run < runs; run++) {
      task.before();
      long busy = PROCESS.getProcessCpuTime();
      long start = System.nanoTime();
      task.run();
      double seconds = seconds(System.nanoTime() - start);
      boolean alone = run == -warmups && seconds > PATIENCE;
      if (run >= 0 || alone) {
        result.withArray("seconds").add(seconds);
        result.withArray("processor").add(seconds(PROCESS.getProcessCpuTime() - busy));
      }
      if (alone) {
        break;
      }
    }
    task.tell(result);
  }

  private static double seconds(long nanos) {
    return Math.round(nanos / 1e5) / 1e4;
  }
}
