package dev.sparkzarr.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkzarr.store.middleware.AroundStore;
import dev.sparkzarr.store.middleware.SingleFlightStore;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WrappedStoreTest {
  @Test
  void everyCapabilityIsLeftToTheWrapper() throws NoSuchMethodException {
    List<Method> capabilities =
        Arrays.stream(Store.class.getMethods()).filter(WrappedStoreTest::isCapability).toList();
    assertThat(capabilities)
        .extracting(Method::getName)
        .containsExactlyInAnyOrder(
            "ranges",
            "readsInto",
            "stats",
            "versions",
            "listing",
            "writes",
            "creates",
            "replaces",
            "rangeWrites",
            "deletes",
            "copies",
            "renames");
    assertThat(capabilities).hasSameSizeAs(Capability.ALL);
    for (Method capability : capabilities) {
      Method wrapped =
          WrappedStore.class.getMethod(capability.getName(), capability.getParameterTypes());
      assertThat(Modifier.isAbstract(wrapped.getModifiers()) && !wrapped.isDefault())
          .as(capability.getName())
          .isTrue();
    }
  }

  private static boolean isCapability(Method method) {
    return method.getReturnType() == Optional.class
        && method.getParameterCount() == 0
        && method.getGenericReturnType() instanceof ParameterizedType type
        && type.getActualTypeArguments()[0] instanceof Class<?> value
        && value.isInterface()
        && value != CharSequence.class;
  }

  /** A default method would be taken from the interface unseen: many slices become many opens. */
  @ParameterizedTest
  @ValueSource(classes = {PrefixStore.class, AroundStore.class, SingleFlightStore.class})
  void wrappersForwardWhatInterfacesWouldDoThemselves(Class<?> wrapper)
      throws NoSuchMethodException {
    for (Class<?> type : List.of(RangeReads.class, Versions.class, Deletes.class)) {
      List<Class<?>> forwards =
          Stream.<Class<?>>iterate(wrapper, Objects::nonNull, Class::getSuperclass)
              .flatMap(part -> Arrays.stream(part.getDeclaredClasses()))
              .filter(type::isAssignableFrom)
              .toList();
      assertThat(forwards).as(type.getSimpleName()).hasSize(1);
      List<Method> defaults = Arrays.stream(type.getMethods()).filter(Method::isDefault).toList();
      assertThat(defaults).isNotEmpty();
      for (Method method : defaults) {
        assertThat(forwards.get(0).getMethod(method.getName(), method.getParameterTypes()))
            .extracting(Method::getDeclaringClass)
            .isEqualTo(forwards.get(0));
      }
    }
  }
}
