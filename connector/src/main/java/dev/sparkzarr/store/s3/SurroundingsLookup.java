package dev.sparkzarr.store.s3;

import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** Finds the {@link S3Surroundings}, beside our own classes, where Hadoop is there to run it. */
final class SurroundingsLookup {
  private SurroundingsLookup() {}

  static Optional<S3Surroundings> find() {
    try {
      Iterator<S3Surroundings> found =
          ServiceLoader.load(S3Surroundings.class, S3Surroundings.class.getClassLoader())
              .iterator();
      return found.hasNext() ? Optional.of(found.next()) : Optional.empty();
    } catch (ServiceConfigurationError | LinkageError e) {
      // Without Hadoop nothing is made for it either.
      return Optional.empty();
    }
  }

  /** Only where there is something to resolve, for Hadoop takes its time. */
  static Map<String, String> resolve(
      Optional<S3Surroundings> surroundings, Map<String, String> settings) {
    boolean isPlain =
        settings.entrySet().stream()
            .noneMatch(e -> e.getKey().startsWith("fs.s3a.") && e.getValue().contains("${"));
    return isPlain ? settings : surroundings.map(s -> s.resolve(settings)).orElse(settings);
  }
}
