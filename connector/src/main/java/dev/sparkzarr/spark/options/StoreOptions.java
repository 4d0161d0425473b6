package dev.sparkzarr.spark.options;

import dev.sparkzarr.store.middleware.RequestLimits;
import dev.sparkzarr.store.middleware.RetryPolicy;
import dev.sparkzarr.store.middleware.UsageFormat;
import dev.sparkzarr.store.stack.LimitLayer;
import dev.sparkzarr.store.stack.RetryLayer;
import dev.sparkzarr.store.stack.StoreLayer;
import dev.sparkzarr.store.stack.UsageLogLayer;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The options of requests to a store, which reading and writing share, and what they put around it.
 */
record StoreOptions(
    Option<Optional<Integer>> retries,
    Option<Duration> retryBudget,
    Option<Optional<Integer>> requestRate,
    Option<Optional<Integer>> maxConcurrentRequests,
    Option<Optional<String>> usageLog,
    Option<UsageFormat> usageLogFormat) {
  /** Looks an option up. */
  interface Values {
    <T> T get(Option<T> option);
  }

  static StoreOptions of(Option.Side side) {
    return new StoreOptions(
        Option.optional(
            "retries",
            side,
            OptionType.integer(0, 100),
            RetryPolicy.DEFAULT.retries() + ", where the store's client does not retry itself",
            "How often a request is sent again that found no answer, after pauses that double from"
                + " 0.1 to 0.2 s up to 5 to 10 s, or that the store asked for. Hadoop's clients"
                + " retry by settings of their own; a number given here comes on top of theirs."),
        Option.of(
            "retryBudget",
            side,
            OptionType.duration(),
            RetryPolicy.DEFAULT.budget(),
            "1m",
            "No request is sent again when more time than this would have passed since it was"
                + " first sent."),
        Option.optional(
            "requestRate",
            side,
            OptionType.integer(1, 1_000_000),
            "no limit",
            "Requests in a second at most, of each executor to each store; a second's worth at"
                + " once."),
        Option.optional(
            "maxConcurrentRequests",
            side,
            OptionType.integer(1, 100_000),
            "no limit",
            "Requests under way at most, of each executor to each store."),
        Option.optional(
            "usageLog",
            side,
            OptionType.text("logger, or a local path"),
            "none",
            "Write down each request: what, how many bytes, how long. `logger`: at level INFO of"
                + " the logger `dev.sparkzarr.usage`. A directory, or a path that ends in a slash:"
                + " a file for each JVM in it. Another path: one file."),
        Option.of(
            "usageLogFormat",
            side,
            OptionType.choice(UsageFormat.class),
            UsageFormat.LINE,
            "line",
            "`line`: for people. `json`: a JSON object in each line."));
  }

  List<Option<?>> all() {
    return List.of(
        retries, retryBudget, requestRate, maxConcurrentRequests, usageLog, usageLogFormat);
  }

  /**
   * @return what these options put around a store
   * @throws OptionException when a value cannot be used
   */
  List<StoreLayer> layers(Values values) {
    List<StoreLayer> layers = new ArrayList<>();
    layers.add(retryLayer(values));
    Optional<Integer> rate = values.get(requestRate);
    Optional<Integer> concurrent = values.get(maxConcurrentRequests);
    if (rate.isPresent() || concurrent.isPresent()) {
      layers.add(
          new LimitLayer(
              RequestLimits.of(
                  rate.isPresent() ? OptionalDouble.of(rate.get()) : OptionalDouble.empty(),
                  concurrent.isPresent()
                      ? OptionalInt.of(concurrent.get())
                      : OptionalInt.empty())));
    }
    values
        .get(usageLog)
        .ifPresent(
            target -> layers.add(new UsageLogLayer(absolute(target), values.get(usageLogFormat))));
    return layers;
  }

  private StoreLayer retryLayer(Values values) {
    RetryPolicy policy = RetryPolicy.DEFAULT.withBudget(values.get(retryBudget));
    return values
        .get(retries)
        .map(count -> new RetryLayer(policy.withRetries(count), RetryLayer.When.ALWAYS))
        .orElseGet(() -> new RetryLayer(policy, RetryLayer.When.UNLESS_THE_CLIENT_DOES));
  }

  /** The same directory in every process of a machine; an address is refused when it is opened. */
  private String absolute(String target) {
    if (target.equals(UsageLogLayer.TO_LOGGER) || target.contains(":")) {
      return target;
    }
    try {
      return Path.of(target).toAbsolutePath() + (target.endsWith("/") ? "/" : "");
    } catch (InvalidPathException e) {
      throw new OptionException(
          "Cannot "
              + usageLog.side().verb()
              + " with option '"
              + usageLog
              + "': '"
              + target
              + "' is not a path. Write "
              + usageLog.form()
              + ".");
    }
  }
}
