package dev.sparkzarr.store.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A web server of values in memory, on loopback, with ranges and conditions as RFC 9110 has them.
 * Paths are compared decoded.
 */
final class ValueServer implements AutoCloseable {
  static {
    // Read once by the server: without it each request waits for a delayed acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");

  /** Answers a request in another way. */
  interface Answer {
    /**
     * @return false when the request is to be answered as usual
     */
    boolean to(HttpExchange exchange) throws IOException;
  }

  /** What was asked: method, path with query, and all headers. */
  record Seen(String method, String path, Map<String, List<String>> headers) {
    String header(String name) {
      return headers.getOrDefault(name, List.of("")).get(0);
    }
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, byte[]> values = new ConcurrentHashMap<>();
  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private volatile Answer answer = exchange -> false;

  ValueServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /**
   * @param path from the slash on, decoded
   */
  void put(String path, byte[] value) {
    values.put(path, value);
  }

  void answer(Answer other) {
    answer = other;
  }

  List<Seen> seen() {
    return List.copyOf(seen);
  }

  void forget() {
    seen.clear();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      seen.add(
          new Seen(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              Map.copyOf(exchange.getRequestHeaders())));
      if (!answer.to(exchange)) {
        usual(exchange);
      }
    }
  }

  /** Answers with the value that the path has now. */
  void usual(HttpExchange exchange) throws IOException {
    byte[] value = values.get(exchange.getRequestURI().getPath());
    if (value == null) {
      send(exchange, 404, "no such page".getBytes());
      return;
    }
    Headers headers = exchange.getResponseHeaders();
    String tag = "\"" + digest(value) + "\"";
    headers.set("ETag", tag);
    String match = exchange.getRequestHeaders().getFirst("If-Match");
    if (match != null && !match.equals(tag)) {
      send(exchange, 412, new byte[0]);
      return;
    }
    String range = exchange.getRequestHeaders().getFirst("Range");
    if (range == null || exchange.getRequestMethod().equals("HEAD")) {
      send(exchange, 200, value);
      return;
    }
    Matcher matcher = RANGE.matcher(range);
    if (!matcher.matches()) {
      throw new IOException("the test asks for " + range);
    }
    boolean isSuffix = matcher.group(1).isEmpty();
    long first =
        isSuffix
            ? Math.max(0, value.length - Long.parseLong(matcher.group(2)))
            : Long.parseLong(matcher.group(1));
    long end =
        isSuffix ? value.length : Math.min(value.length, Long.parseLong(matcher.group(2)) + 1);
    if (first >= end) {
      headers.set("Content-Range", "bytes */" + value.length);
      send(exchange, 416, new byte[0]);
    } else {
      headers.set("Content-Range", "bytes " + first + "-" + (end - 1) + "/" + value.length);
      send(exchange, 206, Arrays.copyOfRange(value, (int) first, (int) end));
    }
  }

  static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    }
  }

  private static String digest(byte[] value) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(value));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
