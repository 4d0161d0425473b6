package dev.sparkzarr.store.middleware;

import dev.sparkzarr.store.Secrets;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.middleware.UsageRecord.Outcome;
import java.time.Instant;
import java.util.Optional;

/**
 * Writes down each call: what was asked, what came, how long it took. Of a listing, the beginning.
 * Changes nothing else.
 */
public final class LogStore extends AroundStore {
  private final UsageSink sink;
  private final UsageFormat format;
  private final Secrets secrets;

  /**
   * @param inner closed with this store
   * @param sink closed with this store
   * @param secrets removed from what is written
   */
  public LogStore(Store inner, UsageSink sink, UsageFormat format, Secrets secrets) {
    super(inner);
    this.sink = sink;
    this.format = format;
    this.secrets = secrets;
  }

  @Override
  protected <T> T around(StoreCall<T> call) {
    long start = System.nanoTime();
    T answer;
    try {
      answer = call.send();
    } catch (RuntimeException | Error e) {
      write(call, start, 0, Outcome.ERROR, Optional.of(e));
      throw e;
    }
    Outcome outcome = call.isAbsent(answer) ? Outcome.ABSENT : Outcome.FOUND;
    write(call, start, call.bytesReceived(answer), outcome, Optional.empty());
    return answer;
  }

  private void write(
      StoreCall<?> call, long start, long received, Outcome outcome, Optional<Throwable> error) {
    long nanos = System.nanoTime() - start;
    sink.write(
        format.format(
            new UsageRecord(
                Instant.now(),
                call.verb(),
                secrets.hideIn(call.key().map(this::describe).orElseGet(this::describe)),
                call.ranges(),
                call.bytesSent(),
                received,
                outcome,
                error.map(
                    e -> secrets.hideIn(e.getClass().getSimpleName() + ": " + e.getMessage())),
                nanos,
                Thread.currentThread().getName())));
  }

  @Override
  public void close() {
    try {
      super.close();
    } finally {
      sink.close();
    }
  }
}
