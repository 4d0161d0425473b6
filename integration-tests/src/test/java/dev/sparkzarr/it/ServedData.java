package dev.sparkzarr.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sparkzarr.it.servers.Azurite;
import dev.sparkzarr.it.servers.FakeGcs;
import dev.sparkzarr.it.servers.Ftp;
import dev.sparkzarr.it.servers.HadoopClient;
import dev.sparkzarr.it.servers.MiniHdfs;
import dev.sparkzarr.it.servers.Nginx;
import dev.sparkzarr.it.servers.PassThrough;
import dev.sparkzarr.it.servers.Seen;
import dev.sparkzarr.it.servers.Versitygw;
import dev.sparkzarr.it.servers.WsgiDav;
import java.io.IOException;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The real stores on a server, put there by somebody else's client.
 *
 * @param root where they are, to the last slash
 * @param options that reading them takes
 * @param path where they are in the paths of requests, to the last slash; empty where they have
 *     none
 * @param proxy what stands before the server, where it speaks HTTP
 * @param log what the server is asked
 * @param opened closed in this order
 */
record ServedData(
    String root,
    Map<String, String> options,
    String path,
    Optional<PassThrough> proxy,
    Log log,
    List<AutoCloseable> opened)
    implements AutoCloseable {
  /** The requests that came to a server. */
  interface Log {
    /** Forgets the requests so far; returns them. */
    List<Seen> take() throws IOException;
  }

  private static ServedData behind(
      PassThrough proxy,
      String root,
      Map<String, String> options,
      String path,
      List<AutoCloseable> opened) {
    return new ServedData(root, options, path, Optional.of(proxy), proxy::take, opened);
  }

  /** The real stores. */
  static final Path DATA = Path.of(System.getProperty("sparkzarr.shared"), "data");

  /** Kinds of servers. */
  enum Kind {
    /** A web server. */
    HTTP,
    /** S3, by our own client. */
    S3,
    /** Google's cloud storage, by Google's client for Hadoop. */
    GCS,
    /** HDFS, by Hadoop's client. */
    HDFS,
    /** Azure blobs, by Hadoop's older client. */
    AZURE,
    /** WebDAV, by OpenDAL. */
    WEBDAV,
    /** FTP, by Hadoop's client. */
    FTP
  }

  /** Starts a server and fills it; the test is skipped where one of both cannot be. */
  static ServedData on(Kind kind) throws IOException {
    assumeTrue(Files.exists(DATA.resolve("expected.json")), "the real stores are not here");
    return switch (kind) {
      case HTTP -> http();
      case S3 -> s3();
      case GCS -> gcs();
      case HDFS -> hdfs();
      case AZURE -> azure();
      case WEBDAV -> webDav();
      case FTP -> ftp();
    };
  }

  private static ServedData http() throws IOException {
    Nginx nginx = Nginx.start();
    try {
      nginx.fill(DATA);
      PassThrough proxy = PassThrough.to(nginx.port());
      return behind(
          proxy, "http://127.0.0.1:" + proxy.port() + "/", Map.of(), "/", List.of(proxy, nginx));
    } catch (IOException | RuntimeException | Error e) {
      nginx.close();
      throw e;
    }
  }

  private static ServedData s3() throws IOException {
    Versitygw s3 = Versitygw.start();
    try {
      s3.fill(DATA, "data/");
      PassThrough proxy = PassThrough.to(s3.port());
      return behind(
          proxy,
          "s3a://" + Versitygw.BUCKET + "/data/",
          Versitygw.settings(proxy.port()),
          "/" + Versitygw.BUCKET + "/data/",
          List.of(proxy, s3));
    } catch (IOException | RuntimeException | Error e) {
      s3.close();
      throw e;
    }
  }

  private static ServedData gcs() throws IOException {
    int port = FakeGcs.freePort();
    PassThrough proxy = PassThrough.to(port);
    List<AutoCloseable> opened = new ArrayList<>(List.of(proxy));
    try {
      FakeGcs gcs = FakeGcs.start(port, proxy.port());
      opened.add(gcs);
      gcs.fill(DATA, "data/");
    } catch (IOException | RuntimeException | Error e) {
      close(opened);
      throw e;
    }
    return behind(
        proxy,
        "gs://" + FakeGcs.BUCKET + "/data/",
        FakeGcs.settings(proxy.port()),
        "data/",
        opened);
  }

  private static ServedData hdfs() throws IOException {
    MiniHdfs hdfs = MiniHdfs.start();
    hdfs.fill(DATA, "/data");
    return new ServedData(
        hdfs.uri() + "/data/", Map.of(), "/data/", Optional.empty(), hdfs::take, List.of(hdfs));
  }

  private static ServedData azure() throws IOException {
    HadoopClient.jars("wasb");
    Azurite azure = Azurite.startElsewhere();
    List<AutoCloseable> opened = new ArrayList<>(List.of(azure));
    URI container = URI.create("wasb://zarr@" + Azurite.ACCOUNT + "/data");
    try (URLClassLoader loader = HadoopClient.loader(HadoopClient.jars("wasb"))) {
      PassThrough proxy = PassThrough.at(Azurite.PORT, azure.port());
      opened.add(0, proxy);
      HadoopClient.copy(DATA, container, Azurite.settings(), loader);
      return behind(
          proxy,
          container + "/",
          Azurite.settings(),
          "/" + Azurite.ACCOUNT + "/zarr/data/",
          opened);
    } catch (IOException | RuntimeException | Error e) {
      close(opened);
      throw e;
    }
  }

  private static ServedData webDav() throws IOException {
    HadoopClient.jars("opendal");
    WsgiDav server = WsgiDav.start();
    try {
      server.fill(DATA);
      PassThrough proxy = PassThrough.to(server.port());
      return behind(
          proxy, "webdav://127.0.0.1:" + proxy.port() + "/", Map.of(), "/", List.of(proxy, server));
    } catch (IOException | RuntimeException | Error e) {
      server.close();
      throw e;
    }
  }

  private static ServedData ftp() throws IOException {
    Ftp server = Ftp.start();
    try {
      server.fill(DATA);
    } catch (IOException | RuntimeException | Error e) {
      server.close();
      throw e;
    }
    return new ServedData(
        "ftp://127.0.0.1:" + server.port() + "/",
        Map.of(
            "fs.ftp.user.127.0.0.1", Ftp.USER,
            "fs.ftp.password.127.0.0.1", Ftp.PASSWORD,
            "fs.ftp.data.connection.mode", "PASSIVE_LOCAL_DATA_CONNECTION_MODE"),
        "",
        Optional.empty(),
        List::of,
        List.of(server));
  }

  @Override
  public void close() {
    close(opened);
  }

  private static void close(List<AutoCloseable> opened) {
    for (AutoCloseable each : opened) {
      try {
        each.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
