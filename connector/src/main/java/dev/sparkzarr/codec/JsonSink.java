package dev.sparkzarr.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** Objects as JSON. For one call; the generator writes to memory. */
record JsonSink(JsonGenerator json) implements ObjectWriter.Sink {
  /** What a generator does. */
  private interface Action {
    void run() throws IOException;
  }

  private static void inMemory(Action action) {
    try {
      action.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail so
    }
  }

  @Override
  public void beginList(long count) {
    inMemory(json::writeStartArray);
  }

  @Override
  public void endList() {
    inMemory(json::writeEndArray);
  }

  @Override
  public void text(byte[] bytes, int from, int length) {
    String text = new String(bytes, from, length, StandardCharsets.UTF_8);
    inMemory(() -> json.writeString(text));
  }

  @Override
  public void integer(long value) {
    inMemory(() -> json.writeNumber(value));
  }

  @Override
  public void unsigned(long value) {
    inMemory(() -> json.writeNumber(new BigInteger(Long.toUnsignedString(value))));
  }

  @Override
  public void real(double value) {
    inMemory(() -> json.writeNumber(value));
  }

  @Override
  public void bool(boolean value) {
    inMemory(() -> json.writeBoolean(value));
  }
}
