package dev.sparkzarr.it.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** A question as one engine answers it. */
interface Task {
  /** Makes what has to be there before each run; not timed. */
  default void before() throws IOException {}

  /** What is timed. */
  void run();

  /**
   * Puts the answer of the last run, a number or null, and what else there is to say; not timed.
   */
  void tell(ObjectNode result);
}
