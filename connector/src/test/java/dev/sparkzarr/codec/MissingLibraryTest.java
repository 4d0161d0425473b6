package dev.sparkzarr.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkzarr.metadata.ElementKind;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;

/** A library that is not on the class path is named by the codec that needs it, and by no other. */
class MissingLibraryTest {
  /** This class path without xz and commons-compress. */
  private static final class Without extends ClassLoader {
    Without(ClassLoader parent) {
      super(parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("org.tukaani.") || name.startsWith("org.apache.commons.compress.")) {
        throw new ClassNotFoundException(name);
      }
      if (!name.startsWith("dev.sparkzarr.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? define(name) : loaded;
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  /** Runs inside the other class path. */
  static final class Probe {
    private Probe() {}

    /** What goes wrong on the way there and back; empty: nothing. */
    static String run(String codec, byte[] stored) {
      try {
        CodecPipeline pipeline =
            Chains.pipeline("[{'name':'bytes'}," + codec + "]", ElementKind.UINT8, 5);
        byte[] bytes = Chains.counting(5);
        if (stored.length > 0) {
          Chains.decode(pipeline, stored);
        } else {
          Chains.decode(pipeline, Chains.encode(pipeline, bytes));
        }
        return "";
      } catch (CodecException e) {
        return e.getMessage();
      }
    }
  }

  private static String run(String codec, byte[] stored) throws ReflectiveOperationException {
    ClassLoader without = new Without(MissingLibraryTest.class.getClassLoader());
    Method run =
        without
            .loadClass(Probe.class.getName())
            .getDeclaredMethod("run", String.class, byte[].class);
    run.setAccessible(true);
    return (String) run.invoke(null, codec, stored);
  }

  @Test
  void itsCoordinatesAreNamed() throws ReflectiveOperationException {
    byte[] bz2 = Chains.hex("425a683517724538509000000000");
    String end = " to the class path, for example with spark.jars.packages.";
    for (byte[] stored : new byte[][] {new byte[0], bz2}) {
      assertThat(run("{'name':'numcodecs.bz2'}", stored))
          .startsWith("Cannot run codec 'bz2': this Spark does not ship the library it needs. Add ")
          .endsWith("org.apache.commons:commons-compress" + end);
    }
    assertThat(run("{'name':'numcodecs.lzma'}", bz2))
        .startsWith("Cannot run codec 'numcodecs.lzma': this Spark does not ship")
        .endsWith("org.tukaani:xz" + end);
  }

  @Test
  void otherCodecsDoNotNeedIt() throws ReflectiveOperationException {
    for (String name : new String[] {"zstd", "zlib", "blosc", "numcodecs.lz4", "crc32c"}) {
      assertThat(run("{'name':'" + name + "'}", new byte[0])).as(name).isEmpty();
    }
  }
}
