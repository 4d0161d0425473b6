package dev.sparkzarr.store.hadoop;

import dev.sparkzarr.store.StoreLocation;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** A Hadoop configuration as the settings of a {@link StoreLocation}, and back. */
public final class HadoopSettings {
  private HadoopSettings() {}

  /**
   * @param configuration such as the Spark session's; what only Hadoop's own defaults say is left
   *     out, for every process has those
   * @param options of a read or write; names starting with {@code fs.}, whatever their case, win
   *     over the configuration, others are ignored
   * @return values unexpanded: {@code ${...}} is resolved where the store is opened
   */
  public static Map<String, String> of(Configuration configuration, Map<String, String> options) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (Map.Entry<String, String> entry : configuration) {
      if (entry.getValue() != null && !isDefault(configuration, entry.getKey())) {
        settings.put(entry.getKey(), entry.getValue());
      }
    }
    options.forEach(
        (name, value) -> {
          if (name.toLowerCase(Locale.ROOT).startsWith("fs.") && value != null) {
            settings.put(name, value);
          }
        });
    return Map.copyOf(settings);
  }

  private static boolean isDefault(Configuration configuration, String name) {
    String[] sources = configuration.getPropertySources(name);
    return sources != null
        && sources.length > 0
        && sources[sources.length - 1].endsWith("-default.xml");
  }

  /**
   * @return a new configuration: this process's defaults, then the settings
   */
  static Configuration configuration(Map<String, String> settings) {
    Configuration configuration = new Configuration();
    settings.forEach(configuration::set);
    return configuration;
  }
}
