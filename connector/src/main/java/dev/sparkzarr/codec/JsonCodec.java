package dev.sparkzarr.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.sparkzarr.metadata.DataType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Set;

/**
 * {@code numcodecs.json2}: Python objects as a JSON list; see {@link ObjectItems}.
 *
 * <p>v2 ids {@code json2} and, only read, in lists of old without a shape, {@code json}.
 * Configuration: {@code encoding}, UTF-8; {@code strict}, whether control characters in strings are
 * an error; {@code ensure_ascii}, whether others than ASCII are escaped (default). Elements are
 * texts, all of which are written as JSON strings, padded texts or numbers. Immutable. Source:
 * numcodecs {@code json.py}.
 */
final class JsonCodec implements ArrayToBytes {
  static final CodecFactory FACTORY = (CodecFactory.OfArrayToBytes) JsonCodec::bind;
  private static final String OLD = "numcodecs.json";
  private static final int LARGEST = Integer.MAX_VALUE - 8;
  private static final JsonFactory ASCII =
      JsonFactory.builder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
          .build();
  private static final JsonFactory UNICODE =
      JsonFactory.builder().disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS).build();

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
    requireObjects(configuration, decoded);
    boolean strict = configuration.value("strict").isEmpty() || configuration.isSet("strict");
    boolean ascii =
        configuration.value("ensure_ascii").isEmpty() || configuration.isSet("ensure_ascii");
    return new JsonCodec(configuration.codec(), strict, ascii, decoded);
  }

  /** Elements are texts, padded texts or numbers: what Python has for objects. */
  static void requireObjects(CodecConfiguration configuration, ArrayForm decoded) {
    DataType type = decoded.type();
    boolean number = type instanceof DataType.Numeric numeric && NumpyKind.isNumpys(numeric.kind());
    if (!number && !(type instanceof DataType.Text) && !(type instanceof DataType.FixedText)) {
      throw CodecErrors.unsupported(
          configuration.codec(), "it stores texts and numbers, not " + type.name());
    }
  }

  /** Lists without a shape are read only: numcodecs itself does not know them any more. */
  static void refuseOldLists(String name, String old) {
    if (name.equals(old)) {
      throw CodecErrors.unencodable(name, "numcodecs reads it no more; use '" + old + "2'");
    }
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
    refuseOldLists(name, OLD);
    TargetStream out = new TargetStream(target);
    try (JsonGenerator json = (ascii ? ASCII : UNICODE).createGenerator(out)) {
      new ObjectWriter(name, decoded, new JsonSink(json), source, at, workspace.heap()).write();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail so
    }
    return out.span();
  }
}
