package dev.sparkzarr.spark.write;

import dev.sparkzarr.array.commit.WriterTicket;
import dev.sparkzarr.store.stack.StorePlan;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * What travels to the tasks that write chunk rows, once for each executor. Immutable.
 *
 * @param store may hold credentials, which its text does not show
 * @param ticket the job's right to write; null for a pass that only checks
 * @param place of the table, for messages
 * @param engine who encodes
 * @param keepsEmpty whether chunks of nothing but fill values are stored
 * @param columns of the rows
 * @param targets the arrays
 */
record ChunkWriteTask(
    StorePlan store,
    WriterTicket ticket,
    String place,
    String engine,
    boolean keepsEmpty,
    ChunkColumns columns,
    List<ChunkTarget> targets)
    implements Serializable {
  ChunkWriteTask {
    targets = List.copyOf(targets);
  }

  /** The right to write, without which nothing is. */
  Optional<WriterTicket> right() {
    return Optional.ofNullable(ticket);
  }
}
