package dev.sparkzarr.store.hadoop;

import dev.sparkzarr.store.Secrets;
import dev.sparkzarr.store.StoreErrors;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.s3.S3Credentials;
import dev.sparkzarr.store.s3.S3CredentialsSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;

/**
 * S3A's list of credential providers, of either SDK. It refreshes what it gives; what it gives is
 * taken anew for each request.
 */
final class S3aCredentials implements S3CredentialsSource {
  private final Object providers;
  private final String place;
  private final Secrets secrets;

  /**
   * @param providers an {@code AWSCredentialProviderList}; closed with this
   */
  S3aCredentials(Object providers, String place, Secrets secrets) {
    this.providers = providers;
    this.place = place;
    this.secrets = secrets;
  }

  @Override
  public Optional<S3Credentials> current() {
    try {
      Object found = ask(providers, "resolveCredentials", "getCredentials").orElse(null);
      if (found == null) {
        throw new StoreException("its list of providers cannot be asked");
      }
      Optional<String> access = text(found, "accessKeyId", "getAWSAccessKeyId");
      Optional<String> secret = text(found, "secretAccessKey", "getAWSSecretKey");
      if (access.isEmpty() || secret.isEmpty()) {
        return Optional.empty(); // the anonymous ones
      }
      return Optional.of(
          new S3Credentials(
              access.get(), secret.get(), text(found, "sessionToken", "getSessionToken")));
    } catch (InvocationTargetException e) {
      throw StoreErrors.denied("get credentials for", place, secrets.hideIn(e.getCause()));
    } catch (ReflectiveOperationException e) {
      throw StoreErrors.failed("get credentials for", place, secrets.hideIn(e));
    }
  }

  /** A provider may ask a server of the machine or of the account. */
  @Override
  public boolean mayWait() {
    return true;
  }

  private static Optional<String> text(Object target, String... names)
      throws ReflectiveOperationException {
    return ask(target, names).map(Object::toString).filter(text -> !text.isBlank());
  }

  /** Calls the first of these methods that there is, through a type that may be called. */
  private static Optional<Object> ask(Object target, String... names)
      throws ReflectiveOperationException {
    for (String name : names) {
      Optional<Method> method = method(target.getClass(), name);
      if (method.isPresent()) {
        return Optional.ofNullable(method.get().invoke(target));
      }
    }
    return Optional.empty();
  }

  private static Optional<Method> method(Class<?> type, String name) {
    if (type == null) {
      return Optional.empty();
    }
    if (java.lang.reflect.Modifier.isPublic(type.getModifiers())) {
      try {
        return Optional.of(type.getMethod(name));
      } catch (NoSuchMethodException e) {
        return Optional.empty();
      }
    }
    for (Class<?> face : type.getInterfaces()) {
      Optional<Method> method = method(face, name);
      if (method.isPresent()) {
        return method;
      }
    }
    return method(type.getSuperclass(), name);
  }

  @Override
  public void close() {
    if (providers instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception e) {
        throw StoreErrors.failed("close the credentials of", place, secrets.hideIn(e));
      }
    }
  }
}
