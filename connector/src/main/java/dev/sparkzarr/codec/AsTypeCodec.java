package dev.sparkzarr.codec;

import dev.sparkzarr.metadata.ElementKind;
import java.util.Set;

/**
 * {@code numcodecs.astype}: numbers stored as another type.
 *
 * <pre>  encoded[i] = encode_dtype(decoded[i])      decoded[i] = decode_dtype(encoded[i]) </pre>
 *
 * <p>v2 id {@code astype}; v3 {@code numcodecs.astype}. Configuration: {@code encode_dtype}, {@code
 * decode_dtype} (default: the array's), names of numpy. Casts are numpy's, see {@link Casts}.
 * Immutable. Source: numcodecs {@code astype.py}.
 */
final class AsTypeCodec {
  static final CodecFactory FACTORY = (CodecFactory.OfArrayToArray) AsTypeCodec::bind;

  private AsTypeCodec() {}

  private static ArrayToArray bind(CodecConfiguration configuration, ArrayForm decoded) {
    configuration.only(Set.of("encode_dtype", "decode_dtype"));
    configuration.required("encode_dtype");
    ElementKind kind = NumpyKind.decoded(configuration, "decode_dtype", decoded);
    ElementKind stored = NumpyKind.named(configuration, "encode_dtype", kind);
    return ElementwiseCodec.of(
        decoded,
        stored,
        Casts.reading(stored, kind),
        Casts.writing(configuration.codec(), kind, stored));
  }
}
