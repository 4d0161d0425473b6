package dev.sparkzarr.it.servers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A proxy that spoils connections, whatever is spoken over them. */
public final class Toxiproxy implements AutoCloseable {
  private final ServerProcess process;
  private final String api;

  private Toxiproxy(ServerProcess process, String api) {
    this.process = process;
    this.api = api;
  }

  /** Starts it without a proxy. */
  public static Toxiproxy start() throws IOException {
    String program = Program.below("bin/toxiproxy-server").toString();
    Path folder = ServerProcess.folder("toxiproxy");
    int port = ServerProcess.freePort();
    String api = "http://127.0.0.1:" + port;
    ServerProcess process =
        ServerProcess.start(
            folder,
            Map.of(),
            List.of(program, "-host", "127.0.0.1", "-port", Integer.toString(port)),
            () -> Web.status("GET", api + "/version", new byte[0]) == 200);
    return new Toxiproxy(process, api);
  }

  /** A way to a server that can be spoilt. */
  public final class Link {
    private final String name;
    private final int port;

    private Link(String name, int port) {
      this.name = name;
      this.port = port;
    }

    /** The port of the loopback interface that leads to the server. */
    public int port() {
      return port;
    }

    /**
     * Spoils what comes from the server.
     *
     * @param type such as {@code latency}, {@code limit_data}, {@code reset_peer}, {@code timeout}
     * @param toxicity the share of connections that are spoilt, from 0 to 1
     * @param attributes of the type, as a JSON object
     */
    public void spoil(String type, double toxicity, String attributes) throws IOException {
      post(
          "/proxies/" + name + "/toxics",
          "{\"type\":\""
              + type
              + "\",\"toxicity\":"
              + toxicity
              + ",\"attributes\":"
              + attributes
              + "}");
    }

    /** Refuses connections, and cuts those that there are. */
    public void cut() throws IOException {
      post("/proxies/" + name, "{\"enabled\":false}");
    }
  }

  /** Opens a way to a server on this machine. */
  public Link to(int upstream) throws IOException {
    int port = ServerProcess.freePort();
    String name = "to-" + upstream + "-by-" + port;
    post(
        "/proxies",
        "{\"name\":\""
            + name
            + "\",\"listen\":\"127.0.0.1:"
            + port
            + "\",\"upstream\":\"127.0.0.1:"
            + upstream
            + "\"}");
    return new Link(name, port);
  }

  /** Heals every link. */
  public void heal() throws IOException {
    post("/reset", "");
  }

  private void post(String path, String body) throws IOException {
    Web.ask("POST", api + path, body.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    process.close();
  }
}
