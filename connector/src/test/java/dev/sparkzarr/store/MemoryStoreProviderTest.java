package dev.sparkzarr.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoryStoreProviderTest {
  private static final StoreLocation LOCATION = new StoreLocation("memory:home", Map.of("a", "b"));

  @Test
  void aMarkedLocationOpensTheSameStore() {
    StoreLocation marked = MemoryStoreProvider.atHome(LOCATION);
    assertThat(marked).isEqualTo(MemoryStoreProvider.atHome(LOCATION));
    assertThat(marked.settings()).containsEntry("a", "b");
    assertThat(new MemoryStoreProvider().open(marked)).containsSame(MemoryStore.named("home"));
    StoreLocation local = new StoreLocation("/memory", Map.of());
    assertThat(MemoryStoreProvider.atHome(local)).isSameAs(local);
  }

  @Test
  void aLocationFromElsewhereIsRefused() throws Exception {
    StoreLocation foreign = new StoreLocation("memory:home", settingsOfAnotherCopy());
    assertThatThrownBy(() -> new MemoryStoreProvider().open(foreign))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("Cannot open store memory:home: it is in the memory of another JVM");
  }

  /** What another class loader's copy of this library marks a location with. */
  private static Map<String, String> settingsOfAnotherCopy()
      throws IOException, ReflectiveOperationException {
    URL classes = MemoryStoreProvider.class.getProtectionDomain().getCodeSource().getLocation();
    ClassLoader platform = ClassLoader.getPlatformClassLoader();
    try (URLClassLoader copy = new URLClassLoader(new URL[] {classes}, platform)) {
      Class<?> locations = copy.loadClass(StoreLocation.class.getName());
      Object location =
          locations.getConstructor(String.class, Map.class).newInstance("memory:home", Map.of());
      Method atHome =
          copy.loadClass(MemoryStoreProvider.class.getName()).getMethod("atHome", locations);
      Object marked = call(atHome, location);
      return Map.copyOf(castToMap(locations.getMethod("settings").invoke(marked)));
    }
  }

  private static Object call(Method method, Object argument) throws ReflectiveOperationException {
    try {
      return method.invoke(null, argument);
    } catch (InvocationTargetException e) {
      throw new AssertionError(e.getCause());
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, String> castToMap(Object settings) {
    return (Map<String, String>) settings;
  }
}
