package dev.sparkzarr.codec;

import java.nio.charset.StandardCharsets;

/**
 * {@code numcodecs.msgpack2}: Python objects as a MessagePack list, which has the items that the
 * JSON list of {@link ObjectItems} has.
 *
 * <p>v2 ids {@code msgpack2} and, only read, in lists of old without a shape, {@code msgpack}.
 * Configuration: {@code raw}, {@code use_bin_type}, {@code use_single_float}, which say nothing
 * about reading texts. Elements are texts: strings, and bytes that are UTF-8, as they are, other
 * values as their JSON text. Texts are written as strings. Extension types are refused. Immutable.
 * Source: numcodecs {@code msgpacks.py}, the MessagePack specification.
 */
final class MsgPackCodec implements ArrayToBytes {
  static final CodecFactory FACTORY = (CodecFactory.OfArrayToBytes) MsgPackCodec::bind;
  private static final String OLD = "numcodecs.msgpack";
  private static final int LARGEST = Integer.MAX_VALUE - 8;

  private final String name;
  private final ArrayForm decoded;

  private MsgPackCodec(String name, ArrayForm decoded) {
    this.name = name;
    this.decoded = decoded;
  }

  private static MsgPackCodec bind(CodecConfiguration configuration, ArrayForm decoded) {
    JsonCodec.requireObjects(configuration, decoded);
    return new MsgPackCodec(configuration.codec(), decoded);
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
    byte[] json = new MsgPackReader(name, source).toJson().getBytes(StandardCharsets.UTF_8);
    ByteSpan span = new ByteSpan(json, 0, json.length);
    new ObjectItems(name, span, true, decoded, target, at, workspace.heap()).read();
  }

  @Override
  public ByteSpan encode(byte[] source, int at, ByteTarget target, Workspace workspace) {
    JsonCodec.refuseOldLists(name, OLD);
    if (decoded.shape().rank() == 0) {
      throw CodecErrors.unencodable(name, "numcodecs reads no list of a single value");
    }
    TargetStream out = new TargetStream(target);
    MsgPackSink sink = new MsgPackSink(out);
    new ObjectWriter(name, decoded, sink, source, at, workspace.heap()).write();
    return out.span();
  }
}
