package dev.sparkzarr.spark.write;

import dev.sparkzarr.ZarrException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;

/**
 * What travels between driver and tasks, as bytes of Java's own serialization: a user may have
 * chosen another serializer for Spark, which does not know records.
 */
final class TaskBytes {
  private TaskBytes() {}

  static byte[] of(Serializable value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    } catch (IOException e) {
      throw new ZarrException(
          "Cannot write: what tasks need to know does not travel: " + e.getMessage() + ".", e);
    }
    return bytes.toByteArray();
  }

  /**
   * @param bytes that {@link #of} made, in a process of the same application
   */
  static <T> T read(byte[] bytes, Class<T> type) {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return type.cast(in.readObject());
    } catch (IOException | ClassNotFoundException e) {
      throw new ZarrException(
          "Cannot write: what tasks need to know cannot be read: " + e.getMessage() + ".", e);
    }
  }
}
