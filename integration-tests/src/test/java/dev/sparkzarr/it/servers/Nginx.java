package dev.sparkzarr.it.servers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * HTTP with ranges over a folder, at {@code /}. The same files with other manners below {@code
 * /gz/} (compressed on request), {@code /norange/} (no ranges), {@code /flat/} (folders are not
 * there), {@code /auth/} (user {@code u}, password {@code planted-p4ssw0rd}), {@code /redir/}
 * (redirected), {@code /slow/} (100 kB/s); always an error at {@code /503/}; WebDAV at {@code
 * /dav/}.
 */
public final class Nginx implements AutoCloseable {
  /** The user of {@code /auth/}. */
  public static final String USER = "u";

  /** Its password. */
  public static final String PASSWORD = "planted-p4ssw0rd";

  private static final Path DAV = Path.of("/usr/lib/nginx/modules/ngx_http_dav_ext_module.so");

  private final ServerProcess process;
  private final Path folder;
  private final int port;

  private Nginx(ServerProcess process, Path folder, int port) {
    this.process = process;
    this.folder = folder;
    this.port = port;
  }

  /** Starts it without a file. */
  public static Nginx start() throws IOException {
    String program = Program.ofSystem("nginx");
    Path folder = ServerProcess.folder("nginx");
    for (String each : List.of("tmp", "www", "dav")) {
      Files.createDirectories(folder.resolve(each));
    }
    Files.writeString(folder.resolve("htpasswd"), USER + ":{PLAIN}" + PASSWORD + "\n");
    int port = ServerProcess.freePort();
    Path configuration =
        Files.writeString(folder.resolve("nginx.conf"), configuration(folder, port));
    ServerProcess process =
        ServerProcess.start(
            folder,
            Map.of(),
            List.of(
                program, "-e", "stderr", "-p", folder.toString(), "-c", configuration.toString()),
            () -> Web.status("GET", "http://127.0.0.1:" + port + "/503/", new byte[0]) == 503);
    return new Nginx(process, folder, port);
  }

  /** The port of the loopback interface on which it listens. */
  public int port() {
    return port;
  }

  /** Copies what is in a folder to what is served. */
  public void fill(Path from) throws IOException {
    Folders.copy(from, folder.resolve("www"));
  }

  /** The folder that is served. */
  public Path files() {
    return folder.resolve("www");
  }

  /** What is sent as {@code Authorization} by who knows the password. */
  public static String authorization() {
    byte[] pair = (USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  private static String configuration(Path folder, int port) {
    boolean webDav = Files.exists(DAV);
    return (webDav ? "load_module " + DAV + ";\n" : "")
        + """
          daemon off; master_process off; error_log stderr warn; pid DIR/nginx.pid; worker_processes 1;
          events { worker_connections 512; }
          http {
            access_log DIR/access.log; default_type application/octet-stream; keepalive_requests 10000; gzip off;
            client_body_temp_path tmp/b; proxy_temp_path tmp/p; fastcgi_temp_path tmp/f; uwsgi_temp_path tmp/u; scgi_temp_path tmp/s;
            server {
              listen 127.0.0.1:PORT; root DIR/www; autoindex off;
              location /gz/      { alias DIR/www/; gzip on; gzip_types *; gzip_min_length 1; }
              location /slow/    { alias DIR/www/; limit_rate 100k; }
              location /flat/    { alias DIR/www/; error_page 403 = @none; }
              location @none     { return 404; }
              location /503/     { return 503; }
              location /norange/ { alias DIR/www/; max_ranges 0; }
              location /auth/    { alias DIR/www/; auth_basic zarr; auth_basic_user_file DIR/htpasswd; }
              location /redir/   { rewrite ^/redir/(.*)$ /$1 redirect; }
              location /dav/     { alias DIR/dav/; WEBDAV client_max_body_size 1g; }
            }
          }
          """
            .replace(
                "WEBDAV",
                webDav
                    ? "dav_methods PUT DELETE MKCOL COPY MOVE; dav_ext_methods PROPFIND OPTIONS;"
                        + " create_full_put_path on;"
                    : "")
            .replace("DIR", folder.toString())
            .replace("PORT", Integer.toString(port));
  }

  @Override
  public void close() {
    process.close();
  }
}
