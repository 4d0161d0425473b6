package dev.sparkzarr.dataset.cf;

import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.write.EncodableValues;
import dev.sparkzarr.dataset.write.ValueEncoder;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.FillValue;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Structs as records, field by field. A NULL struct is refused. Immutable. */
final class StructEncoder implements ValueEncoder {
  private static final long serialVersionUID = 1L;

  private final ColumnType type;
  private final DataType stored;
  private final List<Field> fields;
  private final Refusal refusal;

  /**
   * How a field is encoded.
   *
   * @param from first byte in a value
   * @param to first byte in an element
   */
  record Field(int from, int to, ValueEncoder encoder) implements Serializable {}

  StructEncoder(ColumnType type, DataType stored, List<Field> fields, Refusal refusal) {
    this.type = type;
    this.stored = stored;
    this.fields = List.copyOf(fields);
    this.refusal = refusal;
  }

  @Override
  public ColumnType type() {
    return type;
  }

  @Override
  public DataType stored() {
    return stored;
  }

  @Override
  public Optional<FillValue> missing() {
    return Optional.empty();
  }

  @Override
  public void encode(
      EncodableValues values, int start, int count, ChunkBuffer target, int targetStart) {
    Objects.checkFromIndexSize(start, count, values.bytes().length / type.width());
    Objects.checkFromIndexSize(targetStart, count, target.elements());
    for (int i = start; values.missing() != null && i < start + count; i++) {
      if (values.missing()[i]) {
        throw refusal.because(
            "a struct is NULL, and records have no room for that. Leave such rows out, or write the"
                + " fields as columns of their own.");
      }
    }
    for (Field field : fields) {
      encode(field, values, start, count, target, targetStart);
    }
  }

  private void encode(
      Field field,
      EncodableValues values,
      int start,
      int count,
      ChunkBuffer target,
      int targetStart) {
    int width = field.encoder().type().width();
    byte[] gathered = new byte[Math.multiplyExact(count, width)];
    for (int i = 0; i < count; i++) {
      int from = (start + i) * type.width() + field.from();
      System.arraycopy(values.bytes(), from, gathered, i * width, width);
    }
    ChunkBuffer elements = new ChunkBuffer(field.encoder().stored());
    elements.resize(count);
    field
        .encoder()
        .encode(new EncodableValues(gathered, null, values.heap()), 0, count, elements, 0);
    int part = elements.type().layout().width();
    int whole = target.type().layout().width();
    for (int i = 0; i < count; i++) {
      int to = (targetStart + i) * whole + field.to();
      System.arraycopy(elements.bytes(), i * part, target.bytes(), to, part);
    }
  }
}
