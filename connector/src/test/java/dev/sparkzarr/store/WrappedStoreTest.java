package dev.sparkzarr.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
        .contains("ranges", "stats", "listing", "writes", "deletes");
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
  @ValueSource(classes = {PrefixStore.class, MeteredStore.class, InterceptedStore.class})
  void wrappersForwardWhatInterfacesWouldDoThemselves(Class<?> wrapper)
      throws NoSuchMethodException {
    List<Class<?>> ranges =
        Arrays.stream(wrapper.getDeclaredClasses())
            .filter(RangeReads.class::isAssignableFrom)
            .toList();
    assertThat(ranges).hasSize(1);
    for (Class<?> type :
        List.of(RangeReads.class, Stats.class, Listing.class, Writes.class, Deletes.class)) {
      List<Method> defaults = Arrays.stream(type.getMethods()).filter(Method::isDefault).toList();
      assertThat(defaults).hasSize(type == RangeReads.class ? 1 : 0);
      for (Method method : defaults) {
        assertThat(ranges.get(0).getMethod(method.getName(), method.getParameterTypes()))
            .extracting(Method::getDeclaringClass)
            .isEqualTo(ranges.get(0));
      }
    }
  }
}
