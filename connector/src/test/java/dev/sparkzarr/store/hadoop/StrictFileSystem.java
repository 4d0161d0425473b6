package dev.sparkzarr.store.hadoop;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PositionedReadable;
import org.apache.hadoop.fs.Seekable;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * An object store as a Hadoop file system: {@code strict://bucket/...}. Each call is written down;
 * streams left open, calls after closing, and {@code exists} before reading show. Objects appear
 * when their stream is closed. One world per bucket, kept until {@link #forget}.
 */
public final class StrictFileSystem extends FileSystem {
  private static final Map<String, World> WORLDS = new ConcurrentHashMap<>();

  /** What all clients of one bucket share. */
  static final class World {
    final Map<String, byte[]> objects = Collections.synchronizedMap(new TreeMap<>());
    final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    final Map<String, Exception> faults = new ConcurrentHashMap<>();
    final AtomicInteger openStreams = new AtomicInteger();
    final AtomicInteger openClients = new AtomicInteger();
    volatile boolean saysAvailable = true;
    volatile Configuration configuration;
  }

  private URI uri;
  private World world;
  private boolean closed;

  static World world(String bucket) {
    return WORLDS.computeIfAbsent(bucket, b -> new World());
  }

  static void forget(String bucket) {
    WORLDS.remove(bucket);
  }

  @Override
  public void initialize(URI name, Configuration conf) throws IOException {
    super.initialize(name, conf);
    uri = URI.create(name.getScheme() + "://" + name.getAuthority());
    world = world(name.getAuthority());
    world.openClients.incrementAndGet();
    world.configuration = conf;
  }

  private String called(String what, Path path) throws IOException {
    if (closed) {
      throw new IOException("Filesystem closed");
    }
    checkPath(path);
    String key = path.toUri().getPath();
    world.calls.add(what + " " + key);
    fail(what);
    return key;
  }

  private void fail(String what) throws IOException {
    Exception fault = world.faults.get(what);
    if (fault instanceof IOException e) {
      throw e;
    }
    if (fault instanceof RuntimeException e) {
      throw e;
    }
  }

  private byte[] object(String key) throws FileNotFoundException {
    byte[] object = world.objects.get(key);
    if (object == null) {
      throw new FileNotFoundException("No such object: " + key);
    }
    return object;
  }

  private boolean isDirectory(String key) {
    String prefix = key.endsWith("/") ? key : key + "/";
    synchronized (world.objects) {
      return world.objects.keySet().stream().anyMatch(k -> k.startsWith(prefix));
    }
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    String key = called("open", path);
    byte[] object = object(key);
    world.openStreams.incrementAndGet();
    return new FSDataInputStream(new Stream(key, object));
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    String key = called("create", path);
    ByteArrayOutputStream out =
        new ByteArrayOutputStream() {
          @Override
          public void close() throws IOException {
            called("put", path);
            world.objects.put(key, toByteArray());
          }
        };
    return new FSDataOutputStream(out, null);
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    String key = called("status", path);
    if (world.objects.containsKey(key)) {
      return file(key);
    }
    if (isDirectory(key)) {
      return new FileStatus(0, true, 1, 0, 0, path);
    }
    throw new FileNotFoundException("No such object: " + key);
  }

  private FileStatus file(String key) throws IOException {
    return new FileStatus(
        object(key).length, false, 1, 1, 0, new Path(uri.getScheme(), uri.getAuthority(), key));
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    String key = called("list", path);
    if (world.objects.containsKey(key)) {
      return new FileStatus[] {file(key)};
    }
    String prefix = key.endsWith("/") ? key : key + "/";
    List<FileStatus> found = new ArrayList<>();
    TreeSet<String> directories = new TreeSet<>();
    for (String k : List.copyOf(world.objects.keySet())) {
      if (k.startsWith(prefix)) {
        int slash = k.indexOf('/', prefix.length());
        if (slash < 0) {
          found.add(file(k));
        } else {
          directories.add(k.substring(0, slash));
        }
      }
    }
    for (String directory : directories) {
      found.add(
          new FileStatus(
              0, true, 1, 0, 0, new Path(uri.getScheme(), uri.getAuthority(), directory)));
    }
    if (found.isEmpty()) {
      throw new FileNotFoundException("No such prefix: " + key);
    }
    return found.toArray(new FileStatus[0]);
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    String key = called("delete", path);
    if (world.objects.remove(key) != null) {
      return true;
    }
    if (!isDirectory(key)) {
      return false;
    }
    if (!recursive) {
      throw new IOException("not empty: " + key);
    }
    synchronized (world.objects) {
      return world.objects.keySet().removeIf(k -> k.startsWith(key + "/"));
    }
  }

  @Override
  public boolean exists(Path path) {
    throw new AssertionError("exists asks for what the next call tells");
  }

  @Override
  public boolean rename(Path from, Path to) {
    throw new AssertionError("an object store has no rename");
  }

  @Override
  public boolean mkdirs(Path path, FsPermission permission) {
    throw new AssertionError("an object store has no directories");
  }

  @Override
  public FSDataOutputStream append(Path path, int bufferSize, Progressable progress) {
    throw new AssertionError("an object store cannot append");
  }

  @Override
  public URI getUri() {
    return uri;
  }

  @Override
  public void setWorkingDirectory(Path path) {}

  @Override
  public Path getWorkingDirectory() {
    return new Path(uri.getScheme(), uri.getAuthority(), "/");
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      world.openClients.decrementAndGet();
    }
    super.close();
  }

  private final class Stream extends InputStream implements Seekable, PositionedReadable {
    private final String key;
    private final byte[] object;
    private int position;
    private boolean open = true;

    private Stream(String key, byte[] object) {
      this.key = key;
      this.object = object;
    }

    @Override
    public int available() {
      return world.saysAvailable ? object.length - position : 0;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** Ever only a part, as streams may. */
    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (!open) {
        throw new IOException("Stream is closed!");
      }
      if (position >= object.length) {
        return -1;
      }
      if (position == 0) {
        fail("read");
        world.calls.add("read " + key + " " + length);
      }
      int count = Math.min(Math.min(length, object.length - position), 1000);
      System.arraycopy(object, position, buffer, offset, count);
      position += count;
      return count;
    }

    @Override
    public int read(long at, byte[] buffer, int offset, int length) {
      if (at >= object.length) {
        return -1;
      }
      int count = (int) Math.min(length, object.length - at);
      System.arraycopy(object, (int) at, buffer, offset, count);
      return count;
    }

    @Override
    public void readFully(long at, byte[] buffer, int offset, int length) throws IOException {
      fail("pread");
      world.calls.add("pread " + key + " " + at + "+" + length);
      if (at + length > object.length) {
        throw new EOFException("past the end");
      }
      System.arraycopy(object, (int) at, buffer, offset, length);
    }

    @Override
    public void readFully(long at, byte[] buffer) throws IOException {
      readFully(at, buffer, 0, buffer.length);
    }

    @Override
    public void seek(long to) {
      throw new AssertionError("positioned reads need no seek");
    }

    @Override
    public long getPos() {
      return position;
    }

    @Override
    public boolean seekToNewSource(long target) {
      return false;
    }

    @Override
    public void close() {
      if (open) {
        open = false;
        world.openStreams.decrementAndGet();
      }
    }
  }
}
