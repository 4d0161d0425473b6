package dev.sparkzarr.codec;

import com.github.luben.zstd.Zstd;

/** Which compiled code this JVM has for codecs, in words for people. Stateless. */
public final class NativeCode {
  private NativeCode() {}

  /**
   * @return the version of zstd-jni, once its library has compressed something
   * @throws LinkageError when the jar or its library does not load
   */
  public static String zstd() {
    int probe = Zstd.compress(new byte[64]).length;
    return version("com.github.luben.zstd.util.ZstdVersion")
        + (probe > 0 ? ", its library loads" : "");
  }

  /** The constant of the jar that is here, where the compiler would have taken its own. */
  private static String version(String type) {
    try {
      return (String) Class.forName(type).getField("VERSION").get(null);
    } catch (ReflectiveOperationException e) {
      return "of unknown version";
    }
  }

  /**
   * @return how LZ4 blocks are coded
   * @throws LinkageError when the jar does not load
   */
  public static String lz4() {
    return Lz4Blocks.kind();
  }

  /**
   * @return whether bytes are shuffled with vectors, and if not, why
   */
  public static String vectors() {
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      return "none: module jdk.incubator.vector is not loaded";
    }
    return VectorCompiler.isHere()
        ? "used for shuffled chunks once many were read"
        : "none: this processor or virtual machine has no fast ones";
  }
}
