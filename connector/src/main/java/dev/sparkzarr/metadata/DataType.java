package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An array's data type. Byte order is not part of it: that is the codecs' business. */
public sealed interface DataType extends Serializable {
  /**
   * @return the type's name as Zarr v3 spells it, such as {@code float32}
   */
  String name();

  /**
   * @return how an element stands in memory
   */
  ElementLayout layout();

  /**
   * A number or a bool of fixed size.
   *
   * @param kind what one element is
   */
  record Numeric(ElementKind kind) implements DataType {
    @Override
    public String name() {
      return kind.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public ElementLayout layout() {
      return ElementLayout.of(kind.width(), 1);
    }
  }

  /**
   * A complex number: real part, imaginary part.
   *
   * @param part a float kind
   */
  record Complex(ElementKind part) implements DataType {
    public Complex {
      if (!part.isFloat()) {
        throw new MetadataException("Cannot use a complex type of " + part + " parts.");
      }
    }

    @Override
    public String name() {
      return switch (part) {
        case FLOAT32 -> "complex64";
        case FLOAT64 -> "complex128";
        default -> "complex_" + part.name().toLowerCase(Locale.ROOT);
      };
    }

    @Override
    public ElementLayout layout() {
      return ElementLayout.of(part.width(), 2);
    }
  }

  /**
   * A point in time or a span of it, as numpy counts them: an int64 of {@code multiplier} units,
   * since 1970-01-01T00:00 or by itself; the smallest int64 is NaT.
   *
   * @param clock which of the two
   * @param unit of the count
   * @param multiplier units per step of the count, at least 1
   */
  record Time(Clock clock, NumpyTimeUnit unit, int multiplier) implements DataType {
    /** What a count means. */
    public enum Clock {
      DATETIME64,
      TIMEDELTA64
    }

    public Time {
      if (multiplier < 1) {
        throw new MetadataException("Cannot use a time type of steps of " + multiplier + ".");
      }
    }

    @Override
    public String name() {
      return "numpy." + clock.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public ElementLayout layout() {
      return ElementLayout.of(Long.BYTES, 1);
    }
  }

  /**
   * Bytes padded with zeros on the right, which are not part of the value: numpy {@code S}.
   *
   * @param length bytes, at least 1
   */
  record FixedBytes(int length) implements DataType {
    @Override
    public String name() {
      return "null_terminated_bytes";
    }

    @Override
    public ElementLayout layout() {
      return ElementLayout.of(1, length);
    }
  }

  /**
   * Text in UTF-32, padded with zeros on the right, which are not part of the value: numpy {@code
   * U}.
   *
   * @param characters code points, at least 1
   */
  record FixedText(int characters) implements DataType {
    @Override
    public String name() {
      return "fixed_length_utf32";
    }

    @Override
    public ElementLayout layout() {
      return ElementLayout.of(Integer.BYTES, characters);
    }
  }

  /**
   * Bytes without meaning: {@code r8}, {@code r16}, ... and numpy {@code V}.
   *
   * @param length bytes, at least 1
   */
  record Raw(int length) implements DataType {
    @Override
    public String name() {
      return "r" + 8L * length;
    }

    @Override
    public ElementLayout layout() {
      return ElementLayout.of(1, length);
    }
  }

  /**
   * A record of fields, packed in order.
   *
   * @param fields at least one, of fixed size, with distinct names
   */
  record Struct(List<Field> fields) implements DataType {
    /**
     * @param name not empty
     * @param type of the field, or of one item of it
     * @param shape of a field that is a small array itself; rank 0 for a single value
     */
    public record Field(String name, DataType type, Shape shape) implements Serializable {
      /**
       * @return how the whole field stands in memory
       */
      public ElementLayout layout() {
        return type.layout().times(shape.elements());
      }
    }

    public Struct {
      fields = List.copyOf(fields);
    }

    @Override
    public String name() {
      return "struct";
    }

    @Override
    public ElementLayout layout() {
      List<ElementLayout> layouts = new ArrayList<>();
      for (Field field : fields) {
        layouts.add(field.layout());
      }
      return ElementLayout.of(layouts);
    }
  }

  /** Text of any length, UTF-8. */
  record Text() implements DataType {
    @Override
    public String name() {
      return "string";
    }

    @Override
    public ElementLayout layout() {
      return ElementLayout.VARIABLE;
    }
  }

  /** Bytes of any length. */
  record Binary() implements DataType {
    @Override
    public String name() {
      return "bytes";
    }

    @Override
    public ElementLayout layout() {
      return ElementLayout.VARIABLE;
    }
  }

  /**
   * A list of any length of values of one type, which stand in the heap as elements stand.
   *
   * @param element of fixed size
   */
  record Ragged(DataType element) implements DataType {
    @Override
    public String name() {
      return "vlen-array";
    }

    @Override
    public ElementLayout layout() {
      return ElementLayout.VARIABLE;
    }
  }

  /**
   * A type that a {@link DataTypeProvider} added: known by name, and read as another one.
   *
   * @param name as documents spell it
   * @param configuration as documents spell it; a copy, not to be modified
   * @param storage what its elements are in memory, and as what they are shown; not extended itself
   */
  record Extended(String name, ObjectNode configuration, DataType storage) implements DataType {
    public Extended {
      configuration = configuration.deepCopy();
      if (storage instanceof Extended) {
        throw new MetadataException(
            "Cannot use data type '" + name + "': its storage is an extension itself.");
      }
    }

    @Override
    public ElementLayout layout() {
      return storage.layout();
    }
  }

  /**
   * @return the type whose elements stand in memory: this one, or an extension's storage
   */
  default DataType storage() {
    return this;
  }
}
