package dev.sparkzarr.codec;

import java.util.Collection;

/** Every message of this floor that more than one place needs. */
final class CodecErrors {
  private CodecErrors() {}

  static CodecException damaged(String codec, String reason) {
    return damaged(codec, reason, null);
  }

  static CodecException damaged(String codec, String reason, Throwable cause) {
    return new CodecException(
        "Cannot decode "
            + codec
            + ": "
            + reason
            + ". The stored bytes are damaged or belong to another array.",
        cause);
  }

  static CodecException wrongSize(String codec, long found, ByteForm expected) {
    return damaged(codec, "it holds " + found + " bytes where " + expected + " belong");
  }

  static CodecException unsupported(String codec, String reason) {
    return new CodecException("Cannot use codec '" + codec + "': " + reason + ".");
  }

  static CodecException unencodable(String codec, String reason) {
    return new CodecException("Cannot encode with codec '" + codec + "': " + reason + ".");
  }

  static CodecException unknown(String codec, Collection<String> known) {
    return new CodecException(
        "Cannot use codec '"
            + codec
            + "': no codec has this name. Known are "
            + String.join(", ", known)
            + "; others can be added as a "
            + CodecProvider.class.getName()
            + " service.");
  }

  static CodecException tooLarge(String what, long size) {
    return new CodecException(
        "Cannot hold " + what + " of " + size + " bytes: one chunk in memory is at most 2 GiB.");
  }

  static CodecException noMemory(String what, long size, Throwable cause) {
    return new CodecException(
        "Cannot hold "
            + what
            + " of "
            + size
            + " bytes: this JVM has "
            + Runtime.getRuntime().maxMemory()
            + " bytes of memory. If the metadata are right, give it more.",
        cause);
  }

  static CodecException noLibrary(String codec, String coordinates, Throwable cause) {
    return new CodecException(
        "Cannot run codec '"
            + codec
            + "': this Spark does not ship the library it needs. Add "
            + coordinates
            + " to the class path, for example with spark.jars.packages.",
        cause);
  }

  static CodecException noNative(String codec, Throwable cause) {
    return new CodecException(
        "Cannot run codec '"
            + codec
            + "': its native library does not load on this machine. Add one for this platform to"
            + " the class path.",
        cause);
  }
}
