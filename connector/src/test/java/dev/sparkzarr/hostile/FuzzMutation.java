package dev.sparkzarr.hostile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;

/** Changes inputs: trees as trees, bytes as {@link Damage}, and parts of two inputs together. */
final class FuzzMutation {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
          .build();

  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "false",
          "-1",
          "0",
          "1",
          "2",
          "3",
          "12",
          "255",
          "256",
          "4096",
          "65536",
          "1.5",
          "-0.0",
          "NaN",
          "Infinity",
          "16777216",
          "16777217",
          "2147483647",
          "2147483648",
          "1099511627776",
          "4611686018427387904",
          "9223372036854775807",
          "-9223372036854775808",
          "18446744073709551615",
          "1e308",
          "1e400",
          "123456789012345678901234567890",
          "''",
          "'x'",
          "'/'",
          "'..'",
          "'a/b'",
          "'NaN'",
          "'0x7fc00001'",
          "'0x'",
          "'little'",
          "'big'",
          "'|O'",
          "'<U16777216'",
          "'|S67108864'",
          "'|V1'",
          "'<M8[99999999999s]'",
          "'>f8'",
          "'AAAA'",
          "'\u0000'",
          "'\ud800'",
          "[]",
          "{}",
          "[[]]",
          "[null]",
          "[-1,0]",
          "[1,1]",
          "[2147483647,2147483647]",
          "[[9223372036854775807,9223372036854775807]]",
          "[[1,1099511627776]]",
          "{'name':'x'}",
          "{'id':'x'}",
          "{'name':null}",
          "{'must_understand':false}",
          "{'name':'bytes','must_understand':false}",
          "[1,1,1,1,1,1,1,1,1,1,1,1,1]");

  /** What is spliced again and again must not grow without end. */
  private static final int LONGEST = 16_000;

  private final Random random;

  FuzzMutation(Random random) {
    this.random = random;
  }

  /** Some damage, of one kind or several. */
  byte[] bytes(byte[] whole, byte[] other) {
    byte[] bytes = whole;
    for (int i = random.nextInt(4); i >= 0; i--) {
      if (bytes.length == 0 || random.nextInt(10) == 0) {
        bytes = spliced(bytes, other);
      } else {
        bytes = Damage.any(bytes, random).bytes();
      }
    }
    return random.nextBoolean() ? withXzChecksums(bytes) : bytes;
  }

  /** Where an xz stream begins, its headers get the checksums of what they say now. */
  private static byte[] withXzChecksums(byte[] bytes) {
    boolean xz = bytes.length > 13 && bytes[0] == (byte) 0xfd && bytes[1] == '7';
    int header = xz ? 4 * ((bytes[12] & 0xff) + 1) : 0;
    if (!xz || header < 8 || bytes.length < 12 + header) {
      return bytes;
    }
    byte[] whole = bytes.clone();
    putChecksum(whole, 6, 2);
    putChecksum(whole, 12, header - 4);
    return whole;
  }

  /** Checksum of so many bytes, after them. */
  private static void putChecksum(byte[] bytes, int from, int count) {
    CRC32 crc = new CRC32();
    crc.update(bytes, from, count);
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(from + count, (int) crc.getValue());
  }

  /** The beginning of one, and some of the other. */
  private byte[] spliced(byte[] one, byte[] other) {
    int head = random.nextInt(one.length + 1);
    int from = random.nextInt(other.length + 1);
    byte[] bytes = Arrays.copyOf(one, head + other.length - from);
    System.arraycopy(other, from, bytes, head, other.length - from);
    return bytes;
  }

  /** Other values, names and parts in the tree; other bytes where it is none. */
  byte[] document(byte[] whole, byte[] other) {
    if (random.nextInt(10) == 0) {
      return bytes(whole, other);
    }
    try {
      JsonNode tree = JSON.readTree(whole);
      JsonNode donor = JSON.readTree(other);
      if (!tree.isContainerNode()) {
        return bytes(whole, other);
      }
      for (int i = random.nextInt(4); i >= 0; i--) {
        change(tree, donor);
      }
      byte[] changed = JSON.writeValueAsBytes(tree);
      return changed.length > LONGEST ? bytes(whole, other) : changed;
    } catch (IOException e) {
      return bytes(whole, other);
    }
  }

  private void change(JsonNode tree, JsonNode donor) throws JsonProcessingException {
    JsonNode container = any(containers(tree));
    if (container instanceof ObjectNode object) {
      changeObject(object, donor);
    } else if (container instanceof ArrayNode array) {
      changeArray(array, donor);
    }
  }

  private void changeObject(ObjectNode object, JsonNode donor) throws JsonProcessingException {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    String name = names.isEmpty() ? "new" : any(names);
    List<JsonNode> same = donor.findValues(name);
    switch (random.nextInt(8)) {
      case 0 -> object.remove(name);
      case 1 -> object.set("new", value(donor));
      case 2 -> {
        JsonNode value = object.remove(name);
        if (value != null) {
          object.set(name.isEmpty() ? "x" : name.substring(1), value);
        }
      }
      case 3, 4, 5 ->
          object.set(name, same.isEmpty() ? value(donor) : any(same).<JsonNode>deepCopy());
      case 6 -> object.set(name, near(object.path(name)));
      default -> object.set(name, value(donor));
    }
  }

  private void changeArray(ArrayNode array, JsonNode donor) throws JsonProcessingException {
    int size = array.size();
    int at = size == 0 ? 0 : random.nextInt(size);
    switch (random.nextInt(6)) {
      case 0 -> array.remove(at);
      case 1 -> {
        if (size > 0) {
          array.insert(at, array.get(random.nextInt(size)).<JsonNode>deepCopy());
        }
      }
      case 2 -> {
        if (size > 0) {
          array.set(at, near(array.get(at)));
        }
      }
      case 3 -> array.insert(random.nextInt(size + 1), value(donor));
      default -> {
        if (size > 0) {
          array.set(at, value(donor));
        }
      }
    }
  }

  /** A value like this one. */
  private JsonNode near(JsonNode value) throws JsonProcessingException {
    if (value.isMissingNode()) {
      return JSON.getNodeFactory().nullNode();
    }
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      long number = value.longValue();
      long[] others = {number + 1, number - 1, 2 * number, -number, number / 2, number << 20};
      return JSON.getNodeFactory().numberNode(others[random.nextInt(others.length)]);
    }
    if (value.isTextual() && !value.textValue().isEmpty()) {
      StringBuilder text = new StringBuilder(value.textValue());
      int at = random.nextInt(text.length());
      switch (random.nextInt(3)) {
        case 0 -> text.deleteCharAt(at);
        case 1 -> text.insert(at, (char) (32 + random.nextInt(96)));
        default -> text.setCharAt(at, (char) (32 + random.nextInt(96)));
      }
      return JSON.getNodeFactory().textNode(text.toString());
    }
    return JSON.getNodeFactory().arrayNode().add(value.<JsonNode>deepCopy());
  }

  private JsonNode value(JsonNode donor) throws JsonProcessingException {
    return random.nextInt(3) == 0
        ? any(containers(donor)).<JsonNode>deepCopy()
        : JSON.readTree(any(VALUES).replace('\'', '"').replace("\u0000", "\\u0000"));
  }

  private List<JsonNode> containers(JsonNode json) {
    List<JsonNode> containers = new ArrayList<>();
    collect(json, containers);
    if (containers.isEmpty()) {
      containers.add(JSON.createObjectNode());
    }
    return containers;
  }

  private static void collect(JsonNode json, List<JsonNode> containers) {
    if (json.isContainerNode()) {
      containers.add(json);
      json.forEach(child -> collect(child, containers));
    }
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
