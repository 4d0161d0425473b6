package dev.sparkzarr.it;

import dev.sparkzarr.it.servers.Seen;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The requests by which a store is read from a kind of server: more than one for a read where a
 * client asks for sizes or names first. A request is written as its method, the key and the range,
 * such as {@code GET t2m/0.0.0 bytes=0-99}.
 */
interface Wire {
  /** What a client asks once, whatever it reads. */
  String ONCE = "once";

  /** Bytes of a value, from the first to the last. */
  record Part(long first, long last) {
    @Override
    public String toString() {
      return "bytes=" + first + "-" + last;
    }
  }

  /** The requests of reading what is not there. */
  List<String> missing(String key);

  /** The requests of reading a whole value. */
  List<String> whole(String key, long size);

  /** The requests of reading the last bytes of a value. */
  List<String> last(String key, long size, long length);

  /** The requests of reading parts of a value together. */
  List<String> parts(String key, long size, List<Part> parts);

  /**
   * Writes a request that was seen.
   *
   * @param root of the store as {@link ServedData#path} has it, to its last slash
   */
  default String text(Seen request, String root) {
    return text(request.method(), key(request.path(), root), request);
  }

  /** The wire of a kind of server. */
  static Wire of(ServedData.Kind kind) {
    return switch (kind) {
      case HTTP, S3 -> new OneEach();
      case WEBDAV -> new SizesFirst();
      case GCS -> new Google();
      case AZURE -> new Azure();
      case HDFS -> new Hdfs();
      case FTP -> throw new IllegalArgumentException("what FTP is asked is not known");
    };
  }

  private static String text(String method, String key, Seen request) {
    return method + " " + key + request.range().map(range -> " " + range).orElse("");
  }

  private static String key(String path, String root) {
    if (!path.startsWith(root)) {
      throw new AssertionError(path + " is not below " + root);
    }
    return path.substring(root.length());
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static String prefix(Seen listing) {
    return decoded(listing.target()).replaceAll(".*[?&]prefix=([^&]*).*", "$1");
  }

  /** One request for each read and each part. */
  record OneEach() implements Wire {
    @Override
    public List<String> missing(String key) {
      return List.of("GET " + key);
    }

    @Override
    public List<String> whole(String key, long size) {
      return List.of("GET " + key);
    }

    @Override
    public List<String> last(String key, long size, long length) {
      return List.of("GET " + key + " bytes=-" + length);
    }

    @Override
    public List<String> parts(String key, long size, List<Part> parts) {
      return parts.stream().map(part -> "GET " + key + " " + part).toList();
    }
  }

  /** OpenDAL is asked for the size before each read, and again after one of the last bytes. */
  record SizesFirst() implements Wire {
    @Override
    public List<String> missing(String key) {
      return List.of("PROPFIND " + key);
    }

    @Override
    public List<String> whole(String key, long size) {
      return List.of("PROPFIND " + key, "GET " + key);
    }

    @Override
    public List<String> last(String key, long size, long length) {
      Part part = new Part(size - length, size - 1);
      return List.of("PROPFIND " + key, "GET " + key + " " + part, "PROPFIND " + key);
    }

    @Override
    public List<String> parts(String key, long size, List<Part> parts) {
      List<String> requests = new ArrayList<>();
      for (Part part : parts) {
        requests.addAll(List.of("PROPFIND " + key, "GET " + key + " " + part));
      }
      return requests;
    }
  }

  /**
   * Google's client asks for attributes when a value is opened, and for a status also whether it is
   * a folder. Of a value of less than 2 MiB it reads all, whatever parts are wanted.
   */
  record Google() implements Wire {
    @Override
    public String text(Seen request, String root) {
      String path = decoded(request.path());
      if (path.endsWith("/o")) {
        return "LIST " + key(prefix(request), root);
      }
      String key = key(path.substring(path.indexOf("/o/") + 3), root);
      return Wire.text(path.startsWith("/download/") ? "GET" : "ATTRIBUTES", key, request);
    }

    @Override
    public List<String> missing(String key) {
      return List.of("ATTRIBUTES " + key);
    }

    @Override
    public List<String> whole(String key, long size) {
      return List.of("ATTRIBUTES " + key, "GET " + key + " bytes=0-");
    }

    @Override
    public List<String> last(String key, long size, long length) {
      List<String> requests = new ArrayList<>(List.of("ATTRIBUTES " + key, "LIST " + key + "/"));
      requests.addAll(whole(key, size));
      return requests;
    }

    @Override
    public List<String> parts(String key, long size, List<Part> parts) {
      return whole(key, size);
    }
  }

  /**
   * Hadoop's older client of Azure asks for attributes three times before it reads. From the start
   * of a value it reads 4 MiB ahead.
   */
  record Azure() implements Wire {
    @Override
    public String text(Seen request, String root) {
      if (request.target().contains("comp=list")) {
        return "LIST " + key("/devstoreaccount1/zarr/" + prefix(request), root);
      }
      return request.target().endsWith("?restype=container")
          ? ONCE
          : Wire.super.text(request, root);
    }

    @Override
    public List<String> missing(String key) {
      return List.of("HEAD " + key, "LIST " + key + "/");
    }

    @Override
    public List<String> whole(String key, long size) {
      return parts(key, size, List.of(new Part(0, size - 1)));
    }

    @Override
    public List<String> last(String key, long size, long length) {
      return parts(key, size, List.of(new Part(size - length, size - 1)), 5);
    }

    @Override
    public List<String> parts(String key, long size, List<Part> parts) {
      return parts(key, size, parts, 3);
    }

    private static List<String> parts(String key, long size, List<Part> parts, int heads) {
      List<String> requests = new ArrayList<>(Collections.nCopies(heads, "HEAD " + key));
      for (Part part : parts) {
        requests.add("GET " + key + " " + (part.first() == 0 ? new Part(0, size - 1) : part));
      }
      return requests;
    }
  }

  /**
   * A name node is asked where a file is, and, where ranges are read, of which state. A data node
   * sends whole pieces of 512 bytes with a checksum of four bytes each. Files that are not there
   * are not written down.
   */
  record Hdfs() implements Wire {
    private static final int PIECE = 512;

    @Override
    public String text(Seen request, String root) {
      return request.method().equals("HDFS_READ")
          ? "HDFS_READ " + request.range().orElseThrow()
          : Wire.super.text(request, root);
    }

    @Override
    public List<String> missing(String key) {
      return List.of();
    }

    @Override
    public List<String> whole(String key, long size) {
      return List.of("open " + key, read(size, new Part(0, size - 1)));
    }

    @Override
    public List<String> last(String key, long size, long length) {
      return parts(key, size, List.of(new Part(size - length, size - 1)));
    }

    @Override
    public List<String> parts(String key, long size, List<Part> parts) {
      List<String> requests = new ArrayList<>(List.of("getfileinfo " + key, "open " + key));
      parts.forEach(part -> requests.add(read(size, part)));
      return requests;
    }

    private static String read(long size, Part part) {
      long start = part.first() / PIECE * PIECE;
      long pieces = part.last() / PIECE + 1 - part.first() / PIECE;
      long end = Math.min(size, start + pieces * PIECE);
      return "HDFS_READ " + start + "+" + (end - start + pieces * 4);
    }
  }
}
