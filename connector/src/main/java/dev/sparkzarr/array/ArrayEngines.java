package dev.sparkzarr.array;

import dev.sparkzarr.ZarrException;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;

/**
 * The engines that can be found, built in or brought by a user's jar: looked up once with this
 * library's own class loader, then with the thread's. A name belongs to the first that has it.
 */
public final class ArrayEngines {
  private static final Map<String, ArrayEngine> OWN =
      find(ArrayEngines.class.getClassLoader(), Map.of());

  private ArrayEngines() {}

  /**
   * @throws ZarrException when there is no such engine; the message lists all
   */
  public static ArrayEngine named(String name) {
    ArrayEngine engine = OWN.get(name);
    if (engine != null) {
      return engine;
    }
    Map<String, ArrayEngine> engines = all();
    engine = engines.get(name);
    if (engine == null) {
      throw new ZarrException(
          "Cannot use option engine='"
              + name
              + "': there is no such engine. Use one of: "
              + String.join(", ", engines.keySet())
              + ".");
    }
    return engine;
  }

  /**
   * @return the names of all engines, ascending
   */
  public static List<String> names() {
    return List.copyOf(all().keySet());
  }

  private static Map<String, ArrayEngine> all() {
    return find(Thread.currentThread().getContextClassLoader(), OWN);
  }

  private static Map<String, ArrayEngine> find(
      ClassLoader loader, Map<String, ArrayEngine> before) {
    Map<String, ArrayEngine> engines = new TreeMap<>(before);
    try {
      for (ArrayEngine engine : ServiceLoader.load(ArrayEngine.class, loader)) {
        engines.putIfAbsent(engine.name(), engine);
      }
    } catch (ServiceConfigurationError e) {
      throw new ZarrException("Cannot list array engines: " + e.getMessage() + ".", e);
    }
    return engines;
  }
}
