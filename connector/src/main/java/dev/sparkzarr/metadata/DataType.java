package dev.sparkzarr.metadata;

/** An array's data type. */
public sealed interface DataType {
  /**
   * @return the type's name as Zarr v3 spells it, such as {@code float32}
   */
  String name();

  /**
   * A number or a bool of fixed size.
   *
   * @param kind what one element is
   */
  record Numeric(ElementKind kind) implements DataType {
    @Override
    public String name() {
      return kind.name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
