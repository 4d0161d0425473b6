package dev.sparkzarr.array;

import dev.sparkzarr.ZarrException;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;

/**
 * The engines that can be found, built in or brought by a user's jar: looked up with this library's
 * own class loader, then with the thread's. A name belongs to the first that has it.
 */
public final class ArrayEngines {
  private ArrayEngines() {}

  /**
   * @throws ZarrException when there is no such engine; the message lists all
   */
  public static ArrayEngine named(String name) {
    Map<String, ArrayEngine> engines = all();
    ArrayEngine engine = engines.get(name);
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
    Map<String, ArrayEngine> engines = new TreeMap<>();
    find(ArrayEngines.class.getClassLoader(), engines);
    find(Thread.currentThread().getContextClassLoader(), engines);
    return engines;
  }

  private static void find(ClassLoader loader, Map<String, ArrayEngine> engines) {
    try {
      for (ArrayEngine engine : ServiceLoader.load(ArrayEngine.class, loader)) {
        engines.putIfAbsent(engine.name(), engine);
      }
    } catch (ServiceConfigurationError e) {
      throw new ZarrException("Cannot list array engines: " + e.getMessage() + ".", e);
    }
  }
}
