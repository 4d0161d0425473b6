package dev.sparkzarr.dataset.cf;

import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.dataset.write.EncodableValues;
import dev.sparkzarr.dataset.write.ValueEncoder;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.FillValue;
import java.util.Objects;
import java.util.Optional;

/** Lists of any length: from slots that count elements to slots that count bytes. Immutable. */
final class RaggedEncoder implements ValueEncoder {
  private static final long serialVersionUID = 1L;

  private final DataType.Ragged stored;
  private final ValueEncoder elements;
  private final Refusal refusal;

  RaggedEncoder(DataType.Ragged stored, ValueEncoder elements, Refusal refusal) {
    this.stored = stored;
    this.elements = elements;
    this.refusal = refusal;
  }

  @Override
  public ColumnType type() {
    return ColumnType.array(elements.type());
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
    Objects.checkFromIndexSize(start, count, values.bytes().length / Long.BYTES);
    Objects.checkFromIndexSize(targetStart, count, target.elements());
    EncodableValues items = new EncodableValues(values.heap(), null, values.heap());
    ChunkBuffer encoded = new ChunkBuffer(elements.stored());
    int width = encoded.type().layout().width();
    for (int i = 0; i < count; i++) {
      if (values.missing() != null && values.missing()[start + i]) {
        throw refusal.because(
            "a list is NULL, and arrays of lists have no room for that. Write an empty list, or"
                + " leave such rows out.");
      }
      int first = LittleEndian.int32(values.bytes(), 2 * (start + i));
      int length = LittleEndian.int32(values.bytes(), 2 * (start + i) + 1);
      encoded.resize(length);
      if (length > 0) {
        elements.encode(items, first, length, encoded, 0);
      }
      int size = encoded.elements() * width;
      int at = target.heap().append(encoded.bytes(), 0, size);
      LittleEndian.int32(target.bytes(), 2 * (targetStart + i), at);
      LittleEndian.int32(target.bytes(), 2 * (targetStart + i) + 1, size);
    }
  }
}
