package dev.sparkzarr.metadata;

import java.util.regex.Pattern;

/** Data types that are known, and not read: why, and what to do. Stateless. */
final class RefusedTypes {
  private static final Pattern LONG_DOUBLE = Pattern.compile("[<>|=]?(f16|f12|c32|c24|g|G)");
  private static final Pattern TINY_FLOAT = Pattern.compile("(complex_)?float[468]_.{1,20}");
  private static final Pattern OPTIONAL = Pattern.compile("(zarrs\\.)?optional");
  private static final Pattern OBJECT = Pattern.compile("[<>|=]?O");

  private RefusedTypes() {}

  /**
   * @param name as the document spells it
   */
  static MetadataException problem(String name, Place place) {
    return place.problem("data type " + Place.quote(name) + " is not supported" + reason(name));
  }

  private static String reason(String name) {
    if (LONG_DOUBLE.matcher(name).matches()) {
      return ": the bytes of a long double differ from machine to machine. Rewrite it as float64"
          + " on one like that which wrote it.";
    }
    if (TINY_FLOAT.matcher(name).matches()) {
      return ": no float of eight bits or fewer is. Rewrite it as float16 or float32.";
    }
    if (OPTIONAL.matcher(name).matches()) {
      return ": it is an experiment of one implementation. Rewrite it as its data and a mask.";
    }
    if (OBJECT.matcher(name).matches()) {
      return " within another type. Rewrite it without Python objects.";
    }
    return " by this version. Rewrite the array with another type, or add a jar with a "
        + DataTypeProvider.class.getName()
        + " service for it.";
  }
}
