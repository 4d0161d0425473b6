package dev.sparkzarr.store.hadoop;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

/** The HTTP status that an exception of a cloud client carries. */
final class HttpStatus {
  private HttpStatus() {}

  /**
   * @return 0 when there is none
   */
  static int of(Throwable e) {
    for (String name : new String[] {"statusCode", "getStatusCode"}) {
      try {
        Method method = e.getClass().getMethod(name);
        if (method.getReturnType() == int.class
            && Modifier.isPublic(method.getDeclaringClass().getModifiers())) {
          return (int) method.invoke(e);
        }
      } catch (ReflectiveOperationException | RuntimeException none) {
        continue;
      }
    }
    return 0;
  }
}
