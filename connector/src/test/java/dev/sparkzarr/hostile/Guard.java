package dev.sparkzarr.hostile;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import dev.sparkzarr.ZarrException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.function.ThrowingSupplier;

/**
 * Runs what bad input may hang, exhaust or break, and lets exactly two outcomes pass: an answer, or
 * an error of this library. Anything else is a failure that tells what the input was.
 */
final class Guard {
  /** For one read of small arrays: slow machines included, far below what a lie would cost. */
  static final long FEW_BYTES = 24L << 20;

  private static final Duration LONGEST_READ = Duration.ofSeconds(10);
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Guard() {}

  /**
   * What came of it.
   *
   * @param answer empty when refused
   * @param refusal empty when answered
   * @param <T> of the answer
   */
  record Outcome<T>(Optional<T> answer, Optional<ZarrException> refusal) {
    /** The message of the refusal. */
    String message() {
      return refusal.orElseThrow(() -> new AssertionError("answered: " + answer)).getMessage();
    }
  }

  /**
   * Ends the whole of a test if it hangs.
   *
   * @param doing what is under way, asked when it hangs
   */
  static <T> T limit(Duration longest, Supplier<String> doing, ThrowingSupplier<T> action) {
    return assertTimeoutPreemptively(longest, action, doing);
  }

  /** One read on this thread, measured. */
  static <T> Outcome<T> attempt(String what, long mostBytes, Supplier<T> read) {
    long start = System.nanoTime();
    long before = THREADS.getCurrentThreadAllocatedBytes();
    Outcome<T> outcome;
    try {
      outcome = new Outcome<>(Optional.of(read.get()), Optional.empty());
    } catch (ZarrException e) {
      outcome = new Outcome<>(Optional.empty(), Optional.of(e));
    } catch (RuntimeException | Error e) {
      throw new AssertionError("neither an answer nor an error of ours: " + what, e);
    }
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    if (allocated > mostBytes) {
      throw new AssertionError("took " + allocated + " bytes of memory: " + what);
    }
    if (System.nanoTime() - start > LONGEST_READ.toNanos()) {
      throw new AssertionError("took longer than " + LONGEST_READ + ": " + what);
    }
    return outcome;
  }

  /** One read with a time limit of its own. */
  static <T> Outcome<T> attemptAlone(String what, long mostBytes, Supplier<T> read) {
    return limit(
        Duration.ofSeconds(30), () -> "hangs: " + what, () -> attempt(what, mostBytes, read));
  }
}
