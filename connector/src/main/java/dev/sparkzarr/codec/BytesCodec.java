package dev.sparkzarr.codec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkzarr.metadata.Endian;
import dev.sparkzarr.metadata.MetadataException;
import dev.sparkzarr.metadata.StoredWords;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code bytes}: the elements one after another, in one byte order.
 *
 * <pre>  | element 0 | element 1 | … | element n-1 |      encoded length = n × width </pre>
 *
 * <p>v3 {@code bytes}, formerly {@code endian}; in v2 the byte order of {@code dtype}.
 * Configuration: {@code endian}, {@code little} or {@code big}; needed where an element has several
 * bytes, else ignored; a list of them, one per field, where the fields of a v2 record differ.
 * Decoding copies once, or not at all when the bytes already lie in their place; big-endian is
 * turned there, and of numbers narrower than a byte the bits above are replaced by the sign, or by
 * zeros. Stateless. Source: Zarr v3 {@code codecs/bytes}.
 */
final class BytesCodec implements ArrayToBytes {
  static final CodecFactory FACTORY = (CodecFactory.OfArrayToBytes) BytesCodec::bind;

  private static final String ENDIAN = "endian";

  private final ByteForm encoded;
  private final StoredElements elements;

  private BytesCodec(ByteForm encoded, StoredElements elements) {
    this.encoded = encoded;
    this.elements = elements;
  }

  private static BytesCodec bind(CodecConfiguration configuration, ArrayForm decoded) {
    configuration.only(Set.of(ENDIAN));
    if (decoded.layout().variable()) {
      throw CodecErrors.unsupported(
          configuration.codec(),
          "elements of "
              + decoded.type().name()
              + " have no fixed size; a codec such as vlen-utf8 or vlen-bytes stores them");
    }
    StoredElements elements;
    try {
      elements = new StoredElements(StoredWords.of(decoded.type(), orders(configuration, decoded)));
    } catch (MetadataException e) {
      throw CodecErrors.unsupported(configuration.codec(), e.getMessage());
    }
    return new BytesCodec(ByteForm.exactly(decoded.size(), decoded.width()), elements);
  }

  /** One per leaf. */
  private static List<Endian> orders(CodecConfiguration configuration, ArrayForm decoded) {
    Optional<JsonNode> endian = configuration.value(ENDIAN);
    if (endian.isPresent() && endian.get().isArray()) {
      List<Endian> orders = new ArrayList<>();
      endian.get().forEach(word -> orders.add(order(word.asText(), configuration, decoded)));
      return orders;
    }
    boolean turns = decoded.layout().words().stream().anyMatch(word -> word.size() > 1);
    String word = configuration.text(ENDIAN).orElse("");
    Endian all = turns ? order(word, configuration, decoded) : Endian.LITTLE;
    return Collections.nCopies(StoredWords.leaves(decoded.type()), all);
  }

  private static Endian order(String word, CodecConfiguration configuration, ArrayForm decoded) {
    return Endian.ofWord(word)
        .orElseThrow(
            () ->
                CodecErrors.unsupported(
                    configuration.codec(),
                    "its 'endian' is '"
                        + (word.length() > 20 ? word.substring(0, 20) + "…" : word)
                        + "', but elements of "
                        + decoded.type().name()
                        + " need little or big"));
  }

  @Override
  public ByteForm encoded() {
    return encoded;
  }

  @Override
  public boolean decodesInPlace() {
    return true;
  }

  @Override
  public long scratchBytes() {
    return 0;
  }

  @Override
  public void decode(ByteSpan source, byte[] target, int at, Workspace workspace) {
    elements.decode(source.array(), source.offset(), target, at, source.length());
  }

  @Override
  public ByteSpan encode(byte[] source, int at, ByteTarget target, Workspace workspace) {
    int size = (int) encoded.most();
    if (elements.areAsInMemory()) {
      return new ByteSpan(source, at, size);
    }
    byte[] out = target.reserve(size);
    elements.encode(source, at, out, target.offset(), size);
    return target.span(size);
  }
}
