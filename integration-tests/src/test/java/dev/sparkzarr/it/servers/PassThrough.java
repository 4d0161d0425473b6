package dev.sparkzarr.it.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Stands before a server that speaks HTTP/1.1 without encryption, remembers every request, and
 * spoils those that it is told to. Passes on all bytes as they are, {@code Host} too, so that
 * signatures hold. Safe for many threads; one connection to the server for each of the clients'.
 */
public final class PassThrough implements AutoCloseable {
  private final ServerSocket socket;
  private final int upstream;
  private final Set<String> dropped;
  private final List<Seen> seen = new ArrayList<>();
  private final AtomicLong arrived = new AtomicLong();
  private final AtomicLong bytesSent = new AtomicLong();
  private final Set<PassThroughConnection> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong connections = new AtomicLong();
  private volatile Function<Seen, Optional<Fault>> faults = request -> Optional.empty();

  private PassThrough(ServerSocket socket, int upstream, Set<String> dropped) {
    this.socket = socket;
    this.upstream = upstream;
    this.dropped = dropped;
  }

  /** Stands before a server on this machine. */
  public static PassThrough to(int port) throws IOException {
    return dropping(port, Set.of());
  }

  /** Stands before a server on this machine, at a port that clients take for granted. */
  public static PassThrough at(int listened, int port) throws IOException {
    return start(listened, port, Set.of());
  }

  /**
   * Stands before a server on this machine, and forgets some headers of the requests: without
   * {@code If-Match} and {@code If-None-Match}, a server that ignores preconditions.
   */
  public static PassThrough dropping(int port, Set<String> headers) throws IOException {
    return start(0, port, headers);
  }

  private static PassThrough start(int listened, int port, Set<String> headers) throws IOException {
    ServerSocket socket = new ServerSocket(listened, 200, InetAddress.getLoopbackAddress());
    PassThrough proxy = new PassThrough(socket, port, headers);
    daemon("pass-through-" + socket.getLocalPort(), proxy::accept);
    return proxy;
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        client.setTcpNoDelay(true);
        PassThroughConnection connection = new PassThroughConnection(this, client);
        open.add(connection);
        connections.incrementAndGet();
        daemon("pass-through-connection", connection::serve);
      } catch (IOException e) {
        // Closed, or a client that went at once.
      }
    }
  }

  /** The port of the loopback interface that leads to the server. */
  public int port() {
    return socket.getLocalPort();
  }

  /** Decides for each request what to do to it, from the next one on; replaces what was said. */
  public void spoil(Function<Seen, Optional<Fault>> decision) {
    faults = decision;
  }

  /** Passes everything from the next request on. */
  public void heal() {
    spoil(request -> Optional.empty());
  }

  /** The requests so far. */
  public List<Seen> requests() {
    synchronized (seen) {
      return List.copyOf(seen);
    }
  }

  /** Forgets the requests so far; returns them. */
  public List<Seen> take() {
    synchronized (seen) {
      List<Seen> taken = List.copyOf(seen);
      seen.clear();
      return taken;
    }
  }

  /** Bytes of bodies sent to clients so far. */
  public long bytesSent() {
    return bytesSent.get();
  }

  /** Connections that clients hold now. */
  public int openConnections() {
    return open.size();
  }

  /**
   * Closes the connections on which no request is under way, as servers do after a while. A client
   * that has read its answers then closes its side; one that has left an answer unread does not.
   */
  public void closeIdle() throws IOException {
    for (PassThroughConnection connection : open) {
      connection.closeIfIdle();
    }
  }

  /** Connections that clients have made so far. */
  public long connections() {
    return connections.get();
  }

  Socket connect() throws IOException {
    Socket server = new Socket(InetAddress.getLoopbackAddress(), upstream);
    server.setTcpNoDelay(true);
    return server;
  }

  HttpHead forwarded(HttpHead request) {
    return dropped.isEmpty() ? request : request.without(dropped);
  }

  Optional<Fault> arrived(HttpHead request) {
    Seen one;
    synchronized (seen) {
      one =
          new Seen(
              arrived.getAndIncrement(),
              request.word(0),
              request.word(1),
              request.header("Range").or(() -> request.header("x-ms-range")));
      seen.add(one);
    }
    return faults.apply(one);
  }

  void sent(int bytes) {
    bytesSent.addAndGet(bytes);
  }

  void ended(PassThroughConnection connection) {
    open.remove(connection);
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (PassThroughConnection connection : open) {
      connection.close();
    }
  }
}
