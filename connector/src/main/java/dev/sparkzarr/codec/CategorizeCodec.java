package dev.sparkzarr.codec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.FillValue;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code numcodecs.categorize}: texts as numbers of labels.
 *
 * <pre>  0 = the empty text (or none of the labels)      k = labels[k-1] </pre>
 *
 * <p>v2 id {@code categorize}. Configuration: {@code labels}; {@code dtype}, which the array's type
 * says; {@code astype} of the numbers (default {@code u1}). Elements are texts of any length, or
 * padded UTF-32, to whose length labels are cut off. A number without a label is the empty text, as
 * in numcodecs; writing refuses a text that is neither empty nor a label. Immutable. Source:
 * numcodecs {@code categorize.py}.
 */
final class CategorizeCodec implements ArrayToArray {
  static final CodecFactory FACTORY = (CodecFactory.OfArrayToArray) CategorizeCodec::bind;

  private final String name;
  private final ElementKind stored;
  private final byte[][] labels; // as elements, or as values of variable size; at 0 the empty one
  private final Map<ByteBuffer, Integer> numbers = new HashMap<>();
  private final boolean variable;
  private final int width;
  private final int count;
  private final ArrayForm encoded;

  private CategorizeCodec(String name, ElementKind stored, List<byte[]> texts, ArrayForm decoded) {
    this.name = name;
    this.stored = stored;
    variable = decoded.layout().variable();
    width = decoded.width();
    count = (int) Math.min(decoded.shape().elements(), Integer.MAX_VALUE);
    labels = texts.toArray(new byte[0][]);
    for (int i = 0; i < labels.length; i++) {
      numbers.put(ByteBuffer.wrap(labels[i]), i); // of equal labels the last, as numcodecs
    }
    encoded = encoded(decoded);
  }

  private ArrayForm encoded(ArrayForm decoded) {
    DataType type = new DataType.Numeric(stored);
    if (decoded.lostFill().isPresent()) {
      return ArrayForm.withoutFill(type, decoded.shape(), decoded.lostFill().get());
    }
    Integer number = numbers.get(ByteBuffer.wrap(decoded.fill().pattern()));
    if (number == null) {
      return ArrayForm.withoutFill(type, decoded.shape(), "is not a label of '" + name + "'");
    }
    byte[] pattern = new byte[stored.width()];
    Longs.write(stored, new long[] {number}, true, pattern, 0, 1);
    return new ArrayForm(type, decoded.shape(), new FillValue(pattern));
  }

  private static CategorizeCodec bind(CodecConfiguration configuration, ArrayForm decoded) {
    configuration.only(Set.of("labels", "dtype", "astype"));
    ElementKind stored = NumpyKind.named(configuration, "astype", ElementKind.UINT8);
    JsonNode stated = configuration.required("labels");
    List<byte[]> labels = new ArrayList<>();
    labels.add(element(configuration, decoded.type(), ""));
    for (JsonNode label : stated) {
      if (!label.isTextual()) {
        throw configuration.wrong("labels", stated, "a list of texts");
      }
      labels.add(element(configuration, decoded.type(), label.textValue()));
    }
    if (!stated.isArray() || !stored.isInteger() || !Longs.fits(stored, stated.size(), true)) {
      throw CodecErrors.unsupported(
          configuration.codec(),
          "its 'labels' are not a list that numbers of its 'astype' can count");
    }
    return new CategorizeCodec(configuration.codec(), stored, labels, decoded);
  }

  /** A text as an element, or as a value of variable size. */
  private static byte[] element(CodecConfiguration configuration, DataType type, String text) {
    Optional<byte[]> bytes = Utf8.encode(text);
    if (bytes.isEmpty()) {
      throw CodecErrors.unsupported(configuration.codec(), "one of its 'labels' is not a text");
    }
    if (type instanceof DataType.Text) {
      return bytes.get();
    }
    if (!(type instanceof DataType.FixedText fixed)) {
      throw CodecErrors.unsupported(
          configuration.codec(), "its elements are texts, not " + type.name());
    }
    byte[] element = new byte[type.layout().width()];
    int[] points = text.codePoints().limit(fixed.characters()).toArray();
    for (int i = 0; i < points.length; i++) {
      RawBytes.putInt(element, i * Integer.BYTES, points[i]);
    }
    return element;
  }

  @Override
  public ArrayForm encoded() {
    return encoded;
  }

  @Override
  public void decode(
      byte[] source, int sourceAt, byte[] target, int targetAt, Workspace workspace) {
    byte[][] elements = labels;
    if (variable) {
      elements = new byte[labels.length][];
      Arrays.setAll(elements, i -> workspace.heap().slot(labels[i]));
    }
    long[] block = new long[Math.min(count, ElementwiseCodec.BLOCK)];
    for (int done = 0; done < count; done += block.length) {
      int some = Math.min(block.length, count - done);
      Longs.read(stored, source, sourceAt + done * stored.width(), block, some);
      for (int i = 0; i < some; i++) {
        boolean known = block[i] > 0 && block[i] < elements.length;
        byte[] element = elements[known ? (int) block[i] : 0];
        System.arraycopy(element, 0, target, targetAt + (done + i) * width, width);
      }
    }
  }

  @Override
  public void encode(
      byte[] source, int sourceAt, byte[] target, int targetAt, Workspace workspace) {
    long[] block = new long[Math.min(count, ElementwiseCodec.BLOCK)];
    for (int done = 0; done < count; done += block.length) {
      int some = Math.min(block.length, count - done);
      for (int i = 0; i < some; i++) {
        int at = sourceAt + (done + i) * width;
        ByteBuffer value =
            variable
                ? ByteBuffer.wrap(
                    workspace.heap().bytes(), Slots.offset(source, at), Slots.length(source, at))
                : ByteBuffer.wrap(source, at, width);
        Integer number = numbers.get(value);
        if (number == null) {
          throw CodecErrors.unencodable(
              name, "element " + (done + i) + " of the chunk is none of its labels");
        }
        block[i] = number;
      }
      Longs.write(stored, block, true, target, targetAt + done * stored.width(), some);
    }
  }
}
