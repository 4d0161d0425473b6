package dev.sparkzarr.codec;

import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeSet;

/**
 * Codecs by name: this library's own first, then those of other providers that its class loader or
 * the calling thread's finds. Looked up when a chain is bound, so that a jar that comes later
 * counts.
 */
final class CodecRegistry {
  private static final Map<String, CodecFactory> OWN = new BuiltInCodecs().codecs();

  private CodecRegistry() {}

  static Optional<CodecFactory> find(String name) {
    CodecFactory own = OWN.get(name);
    if (own != null) {
      return Optional.of(own);
    }
    Optional<CodecFactory> found = find(name, CodecRegistry.class.getClassLoader());
    return found.isPresent() ? found : find(name, Thread.currentThread().getContextClassLoader());
  }

  static CodecException unknown(String name) {
    return RefusedCodecs.find(name)
        .orElseGet(() -> CodecErrors.unknown(name, new TreeSet<>(OWN.keySet())));
  }

  private static Optional<CodecFactory> find(String name, ClassLoader loader) {
    try {
      Iterator<CodecProvider> providers =
          ServiceLoader.load(CodecProvider.class, loader).iterator();
      while (providers.hasNext()) {
        CodecFactory factory = providers.next().codecs().get(name);
        if (factory != null) {
          return Optional.of(factory);
        }
      }
      return Optional.empty();
    } catch (ServiceConfigurationError e) {
      throw new CodecException(
          "Cannot look for codec '"
              + name
              + "': a codec service on the class path is broken ("
              + e.getMessage()
              + "). Remove or repair its jar.",
          e);
    }
  }
}
