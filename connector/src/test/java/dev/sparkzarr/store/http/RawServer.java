package dev.sparkzarr.store.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers every request with the same bytes, right or wrong, and then closes or holds the
 * connection. On loopback.
 */
final class RawServer implements AutoCloseable {
  /** What happens after the answer. */
  enum Then {
    CLOSE,
    HOLD
  }

  private final ServerSocket server;
  private final byte[] answer;
  private final Then then;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /**
   * @param answer head and body, each character a byte
   */
  RawServer(String answer, Then then) throws IOException {
    this.answer = answer.getBytes(StandardCharsets.ISO_8859_1);
    this.then = then;
    server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::accept, "raw-server");
    thread.setDaemon(true);
    thread.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        open.add(socket);
        Thread thread = new Thread(() -> serve(socket), "raw-server-connection");
        thread.setDaemon(true);
        thread.start();
      }
    } catch (IOException closed) {
      return;
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = socket.getInputStream();
      int ends = 0;
      while (ends < 4) {
        int c = in.read();
        if (c < 0) {
          return;
        }
        ends = c == "\r\n\r\n".charAt(ends) ? ends + 1 : c == '\r' ? 1 : 0;
      }
      socket.getOutputStream().write(answer);
      socket.getOutputStream().flush();
      if (then == Then.HOLD) {
        // Until the client goes.
        while (in.read() >= 0) {
          continue;
        }
      }
    } catch (IOException gone) {
      return;
    } finally {
      open.remove(socket);
    }
  }

  /**
   * @return connections that the client has not closed
   */
  int connections() {
    return open.size();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
