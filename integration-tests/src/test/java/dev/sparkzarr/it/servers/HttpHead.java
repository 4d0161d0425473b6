package dev.sparkzarr.it.servers;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The head of a message of HTTP/1.1, its lines as they were sent.
 *
 * @param lines the first line, then one for each header; without line ends
 */
record HttpHead(List<String> lines) {
  private static final int LIMIT = 64 << 10;

  /** Reads up to the empty line; nothing when the connection ended before the first byte. */
  static Optional<HttpHead> read(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int b = in.read(); ; b = in.read()) {
      if (b < 0) {
        if (bytes.size() == 0) {
          return Optional.empty();
        }
        throw new EOFException("ended inside a head");
      }
      bytes.write(b);
      if (b == '\n') {
        String text = bytes.toString(StandardCharsets.ISO_8859_1);
        if (text.endsWith("\r\n\r\n")) {
          return Optional.of(new HttpHead(List.of(text.strip().split("\r\n"))));
        }
      }
      if (bytes.size() > LIMIT) {
        throw new IOException("a head of more than " + LIMIT + " bytes");
      }
    }
  }

  /** The words of the first line. */
  String word(int index) {
    return lines.get(0).split(" ", 3)[index];
  }

  /** The value of a header. */
  Optional<String> header(String name) {
    String start = name.toLowerCase(Locale.ROOT) + ":";
    return lines.stream()
        .skip(1)
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
        .map(line -> line.substring(start.length()).strip())
        .findFirst();
  }

  /** The stated length of the body. */
  Optional<Long> length() {
    return header("Content-Length").map(Long::valueOf);
  }

  boolean isChunked() {
    return header("Transfer-Encoding").filter(v -> v.equalsIgnoreCase("chunked")).isPresent();
  }

  /** This head without some headers. */
  HttpHead without(Set<String> names) {
    List<String> kept = new ArrayList<>();
    for (String line : lines) {
      int colon = line.indexOf(':');
      boolean dropped =
          !kept.isEmpty()
              && colon > 0
              && names.stream().anyMatch(line.substring(0, colon)::equalsIgnoreCase);
      if (!dropped) {
        kept.add(line);
      }
    }
    return new HttpHead(List.copyOf(kept));
  }

  /** This head with one more header. */
  HttpHead with(String name, String value) {
    List<String> more = new ArrayList<>(lines);
    more.add(name + ": " + value);
    return new HttpHead(List.copyOf(more));
  }

  byte[] bytes() {
    return (String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
  }
}
