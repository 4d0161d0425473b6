package dev.sparkzarr.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.sparkzarr.metadata.DataType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * {@code numcodecs.json2}: Python objects as a JSON list; see {@link ObjectItems}.
 *
 * <p>v2 ids {@code json2} and, in lists of old without a shape at the end, {@code json}.
 * Configuration: {@code encoding}, UTF-8; {@code strict}, whether control characters in strings are
 * an error; {@code ensure_ascii}, whether others than ASCII are escaped (default). Elements are
 * texts, all of which are written as JSON strings; elements of fixed size can be read. Immutable.
 * Source: numcodecs {@code json.py}.
 */
final class JsonCodec implements ArrayToBytes {
  static final CodecFactory FACTORY = (CodecFactory.OfArrayToBytes) JsonCodec::bind;
  private static final int LARGEST = Integer.MAX_VALUE - 8;
  private static final JsonFactory ASCII =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
  private static final JsonFactory UNICODE = JsonFactory.builder().build();

  private final String name;
  private final boolean strict;
  private final boolean ascii;
  private final ArrayForm decoded;

  private JsonCodec(String name, boolean strict, boolean ascii, ArrayForm decoded) {
    this.name = name;
    this.strict = strict;
    this.ascii = ascii;
    this.decoded = decoded;
  }

  private static JsonCodec bind(CodecConfiguration configuration, ArrayForm decoded) {
    String encoding = configuration.text("encoding").orElse("utf-8").toLowerCase(Locale.ROOT);
    if (!Set.of("utf-8", "utf8", "ascii", "us-ascii").contains(encoding)) {
      throw CodecErrors.unsupported(
          configuration.codec(), "its 'encoding' is '" + encoding + "', not utf-8");
    }
    requireTexts(configuration, decoded);
    boolean strict = configuration.value("strict").isEmpty() || configuration.isSet("strict");
    boolean ascii =
        configuration.value("ensure_ascii").isEmpty() || configuration.isSet("ensure_ascii");
    return new JsonCodec(configuration.codec(), strict, ascii, decoded);
  }

  /** Objects are texts here, or values of fixed size. */
  static void requireTexts(CodecConfiguration configuration, ArrayForm decoded) {
    if (decoded.layout().variable() && !(decoded.type() instanceof DataType.Text)) {
      throw CodecErrors.unsupported(
          configuration.codec(), "it stores texts, not " + decoded.type().name());
    }
  }

  /** The complaint about elements of fixed size. */
  static CodecException onlyTexts(String codec, ArrayForm decoded) {
    return CodecErrors.unencodable(
        codec, "elements of " + decoded.type().name() + " need no codec of objects");
  }

  @Override
  public ByteForm encoded() {
    return ByteForm.atMost(LARGEST);
  }

  @Override
  public boolean decodesInPlace() {
    return false;
  }

  @Override
  public long scratchBytes() {
    return 0;
  }

  @Override
  public void decode(ByteSpan source, byte[] target, int at, Workspace workspace) {
    new ObjectItems(name, source, strict, decoded, target, at, workspace.heap()).read();
  }

  @Override
  public ByteSpan encode(byte[] source, int at, ByteTarget target, Workspace workspace) {
    if (!decoded.layout().variable()) {
      throw onlyTexts(name, decoded);
    }
    TargetStream out = new TargetStream(target);
    long[] shape = decoded.shape().toArray();
    try (JsonGenerator json = (ascii ? ASCII : UNICODE).createGenerator(out)) {
      Writer writer = new Writer(name, json, source, workspace.heap().bytes(), at);
      json.writeStartArray();
      writer.write(shape, 0);
      json.writeString("|O");
      json.writeArray(shape, 0, shape.length);
      json.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // nothing here does input or output
    }
    return out.span();
  }

  /** Writes items, nested as the shape says. */
  private static final class Writer {
    private final String name;
    private final JsonGenerator json;
    private final byte[] slots;
    private final byte[] heap;
    private int at;

    Writer(String name, JsonGenerator json, byte[] slots, byte[] heap, int at) {
      this.name = name;
      this.json = json;
      this.slots = slots;
      this.heap = heap;
      this.at = at;
    }

    void write(long[] shape, int dimension) throws IOException {
      if (dimension == shape.length) {
        writeItem();
        return;
      }
      for (long i = 0; i < shape[dimension]; i++) {
        if (dimension + 1 < shape.length) {
          json.writeStartArray();
          write(shape, dimension + 1);
          json.writeEndArray();
        } else {
          writeItem();
        }
      }
    }

    private void writeItem() throws IOException {
      int from = Slots.offset(slots, at);
      int length = Slots.length(slots, at);
      if (!Utf8.isValid(heap, from, from + length)) {
        throw CodecErrors.unencodable(name, "a value is not UTF-8 text");
      }
      json.writeString(new String(heap, from, length, StandardCharsets.UTF_8));
      at += Slots.SIZE;
    }
  }
}
