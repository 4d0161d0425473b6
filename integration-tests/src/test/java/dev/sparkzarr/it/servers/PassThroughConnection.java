package dev.sparkzarr.it.servers;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** One client of a {@link PassThrough}: its requests, one after the other. */
final class PassThroughConnection {
  private final PassThrough proxy;
  private final Socket client;
  private Socket server;
  private InputStream fromServer;
  private volatile boolean isIdle;

  PassThroughConnection(PassThrough proxy, Socket client) {
    this.proxy = proxy;
    this.client = client;
  }

  void serve() {
    try (client) {
      InputStream in = new BufferedInputStream(client.getInputStream());
      boolean goesOn = true;
      while (goesOn) {
        isIdle = true;
        Optional<HttpHead> request = HttpHead.read(in);
        isIdle = false;
        goesOn = request.isPresent() && exchange(request.get(), in);
      }
    } catch (IOException e) {
      // One side went away; the other one is closed too.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      proxy.ended(this);
      closeServer();
    }
  }

  /** Closes the connection if no request is under way. */
  void closeIfIdle() throws IOException {
    if (isIdle) {
      close();
    }
  }

  void close() throws IOException {
    client.close();
  }

  private void closeServer() {
    try {
      if (server != null) {
        server.close();
      }
    } catch (IOException e) {
      // It is gone.
    }
  }

  /** Returns whether another request may come. */
  private boolean exchange(HttpHead request, InputStream in)
      throws IOException, InterruptedException {
    Optional<Fault> fault = proxy.arrived(request);
    if (fault.orElse(null) instanceof Fault.Reset) {
      client.setSoLinger(true, 0);
      return false;
    }
    if (fault.orElse(null) instanceof Fault.Silence) {
      in.transferTo(OutputStream.nullOutputStream());
      return false;
    }
    if (fault.orElse(null) instanceof Fault.Answer answer) {
      drain(request, in);
      answer(request, answer);
      return true;
    }
    if (fault.orElse(null) instanceof Fault.Delay delay) {
      pause(delay.time());
    }
    boolean mayBeStale = server != null && !request.isChunked() && request.length().orElse(0L) == 0;
    HttpHead response;
    try {
      response = response(request, in);
    } catch (NoAnswer e) {
      if (!mayBeStale) {
        throw e;
      }
      // The server has closed what it found idle, which is no business of the client.
      closeServer();
      server = null;
      response = response(request, in);
    }
    return back(request, response, fault);
  }

  /** The server went away before it said a word. */
  private static final class NoAnswer extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /** Passes a request on; returns the head of the answer. */
  private HttpHead response(HttpHead request, InputStream in) throws IOException {
    if (server == null) {
      server = proxy.connect();
      fromServer = new BufferedInputStream(server.getInputStream());
    }
    OutputStream out = server.getOutputStream();
    try {
      out.write(proxy.forwarded(request).bytes());
    } catch (SocketException e) {
      throw (IOException) new NoAnswer().initCause(e);
    }
    boolean expects = request.header("Expect").isPresent();
    if (!expects) {
      body(request, in, out, Long.MAX_VALUE);
    }
    HttpHead response = head();
    while (response.word(1).equals("100")) {
      if (expects) {
        client.getOutputStream().write(response.bytes());
        body(request, in, out, Long.MAX_VALUE);
        expects = false;
      }
      response = head();
    }
    return response;
  }

  private static void pause(Duration time) throws InterruptedException {
    Thread.sleep(time.toMillis());
  }

  private HttpHead head() throws IOException {
    try {
      return HttpHead.read(fromServer).orElseThrow(NoAnswer::new);
    } catch (SocketException e) {
      throw (IOException) new NoAnswer().initCause(e);
    }
  }

  private void drain(HttpHead request, InputStream in) throws IOException {
    if (request.header("Expect").isEmpty()) {
      body(request, in, OutputStream.nullOutputStream(), Long.MAX_VALUE);
    }
  }

  private void answer(HttpHead request, Fault.Answer answer) throws IOException {
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    StringBuilder head = new StringBuilder("HTTP/1.1 " + answer.status() + " Spoilt\r\n");
    answer.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    head.append("Content-Length: " + body.length + "\r\n\r\n");
    OutputStream out = client.getOutputStream();
    out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    if (!request.word(0).equals("HEAD")) {
      out.write(body);
    }
    out.flush();
  }

  private boolean back(HttpHead request, HttpHead response, Optional<Fault> fault)
      throws IOException {
    OutputStream out = client.getOutputStream();
    int status = Integer.parseInt(response.word(1));
    boolean hasBody = !request.word(0).equals("HEAD") && status != 204 && status != 304;
    boolean closes = response.header("Connection").filter("close"::equalsIgnoreCase).isPresent();
    if (!hasBody) {
      out.write(response.bytes());
      return !closes;
    }
    long limit = Long.MAX_VALUE;
    boolean spoilt = false;
    HttpHead told = response;
    if (fault.orElse(null) instanceof Fault.Cut cut) {
      limit = cut.after();
      spoilt = true;
    } else if (fault.orElse(null) instanceof Fault.WrongLength wrong
        && response.length().isPresent()) {
      long length = Math.max(0, response.length().get() + wrong.more());
      told = response.without(Set.of("Content-Length"));
      told = told.with("Content-Length", Long.toString(length));
      limit = Math.min(limit, length);
      spoilt = true;
    }
    out.write(told.bytes());
    boolean toTheEnd = response.length().isEmpty() && !response.isChunked();
    boolean whole = body(response, fromServer, out, limit);
    out.flush();
    return whole && !spoilt && !toTheEnd && !closes;
  }

  /** Copies a body as its head frames it; returns whether it came whole. */
  private boolean body(HttpHead head, InputStream in, OutputStream out, long limit)
      throws IOException {
    if (head.isChunked()) {
      return chunks(in, out, limit);
    }
    boolean isRequest = !head.lines().get(0).startsWith("HTTP/");
    long length = head.length().orElse(isRequest ? 0L : Long.MAX_VALUE);
    copy(in, out, Math.min(length, limit), head.length().isPresent());
    return limit >= length;
  }

  private boolean chunks(InputStream in, OutputStream out, long limit) throws IOException {
    long sent = 0;
    while (true) {
      String line = line(in);
      long size = Long.parseLong(line.split(";")[0].strip(), 16);
      out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      if (sent + size > limit) {
        copy(in, out, limit - sent, true);
        return false;
      }
      copy(in, out, size, true);
      sent += size;
      // The end of the chunk; after the last one, headers up to an empty line.
      String after = line(in);
      out.write((after + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      while (size == 0 && !after.isEmpty()) {
        after = line(in);
        out.write((after + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      }
      if (size == 0) {
        return true;
      }
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0 || line.length() > 1000) {
        throw new EOFException("ended inside a chunk's size");
      }
      if (b != '\r') {
        line.append((char) b);
      }
    }
    return line.toString();
  }

  private void copy(InputStream in, OutputStream out, long length, boolean mustBeWhole)
      throws IOException {
    byte[] part = new byte[16 << 10];
    long left = length;
    while (left > 0) {
      int read = in.read(part, 0, (int) Math.min(part.length, left));
      if (read < 0) {
        if (mustBeWhole) {
          throw new EOFException("ended inside a body");
        }
        return;
      }
      out.write(part, 0, read);
      if (in == fromServer) {
        proxy.sent(read);
      }
      left -= read;
    }
  }
}
