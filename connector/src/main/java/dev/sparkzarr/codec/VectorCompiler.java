package dev.sparkzarr.codec;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/**
 * Whether this JVM has the module {@code jdk.incubator.vector} and makes instructions of its
 * vectors. Vectors that stay objects are a hundred times slower than plain words, so the virtual
 * machine is asked beforehand: HotSpot with its own optimizing compiler, on x86 with AVX2, where
 * vectors of 256 bits were measured. Everything else, known or not, has none. Stateless.
 */
final class VectorCompiler {
  private static final int BITS = 256;

  private VectorCompiler() {}

  static boolean isHere() {
    return isThere("jdk.incubator.vector") && isThere("jdk.management") && Machine.compiles();
  }

  private static boolean isThere(String module) {
    return ModuleLayer.boot().findModule(module).isPresent();
  }

  /** Loads only where {@code jdk.management} is. */
  private static final class Machine {
    private Machine() {}

    static boolean compiles() {
      return number("UseAVX") >= 2
          && number("MaxVectorSize") * Byte.SIZE >= BITS
          && number("TieredStopAtLevel") == 4
          && !option("EnableVectorSupport").equals("false") // experimental: hidden, and then true
          && !option("UseJVMCICompiler").equals("true") // experimental: hidden, and then false
          && System.getProperty("java.vm.info", "").startsWith("mixed mode")
          && !System.getProperty("java.vm.version", "").contains("jvmci");
    }

    private static int number(String name) {
      String value = option(name);
      return value.isEmpty() ? 0 : Integer.parseInt(value);
    }

    /** Empty: this virtual machine has no such option. */
    private static String option(String name) {
      HotSpotDiagnosticMXBean bean =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      if (bean == null) {
        return "";
      }
      try {
        return bean.getVMOption(name).getValue();
      } catch (IllegalArgumentException e) {
        return "";
      }
    }
  }
}
