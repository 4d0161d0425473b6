package dev.sparkzarr.array;

import dev.sparkzarr.store.AccessDeniedException;
import dev.sparkzarr.store.BasicStore;
import dev.sparkzarr.store.Listing;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Documents in memory; writes down every request, and denies or cannot list where told to. */
final class FakeStore extends BasicStore {
  private final TreeMap<String, byte[]> values = new TreeMap<>();
  private final Set<String> denied = new HashSet<>();
  private final List<String> requests = new ArrayList<>();
  private boolean lists = true;

  FakeStore with(String key, String value) {
    values.put(key, value.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    return this;
  }

  FakeStore withDenied(String key) {
    denied.add(key);
    return this;
  }

  FakeStore withDeniedIfAbsent(String key) {
    return values.containsKey(key) ? this : withDenied(key);
  }

  FakeStore withoutListing() {
    lists = false;
    return this;
  }

  /** The documents of a store on disk, without its chunks. */
  static FakeStore ofDocuments(Path root) {
    FakeStore store = new FakeStore();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        String name = file.getFileName().toString();
        if (name.equals("zarr.json") || name.startsWith(".z")) {
          store.values.put(
              root.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return store;
  }

  FakeStore remove(String key) {
    values.remove(key);
    return this;
  }

  /** The requests since the last call. */
  List<String> requests() {
    List<String> sent = List.copyOf(requests);
    requests.clear();
    return sent;
  }

  @Override
  public Optional<ByteBuffer> get(StoreKey key, long limit) {
    requests.add("get " + key);
    if (denied.contains(key.value())) {
      throw new AccessDeniedException("Cannot read " + describe(key) + ": 403.", null);
    }
    byte[] value = values.get(key.value());
    if (value != null && value.length > limit) {
      throw new StoreException("Cannot read " + describe(key) + ": too large.");
    }
    return Optional.ofNullable(value).map(v -> ByteBuffer.wrap(v).asReadOnlyBuffer());
  }

  @Override
  public Optional<Listing> listing() {
    return lists ? Optional.of(new Levels()) : Optional.empty();
  }

  private final class Levels implements Listing {
    @Override
    public Stream<StoreKey> keys(Optional<StoreKey> below) {
      throw new AssertionError("a hierarchy never lists all keys");
    }

    @Override
    public Stream<Entry> entries(Optional<StoreKey> below) {
      String prefix = below.map(key -> key + "/").orElse("");
      requests.add("list " + prefix);
      if (denied.contains(prefix)) {
        throw new AccessDeniedException("Cannot list " + prefix + ": 403.", null);
      }
      TreeSet<String> places = new TreeSet<>();
      TreeSet<String> names = new TreeSet<>();
      for (String key : values.keySet()) {
        if (key.startsWith(prefix)) {
          String rest = key.substring(prefix.length());
          int slash = rest.indexOf('/');
          (slash < 0 ? names : places).add(slash < 0 ? rest : rest.substring(0, slash));
        }
      }
      return Stream.concat(
          places.stream().map(name -> new Entry(name, false)),
          names.stream().map(name -> new Entry(name, true)));
    }
  }

  @Override
  public String describe(StoreKey key) {
    return "fake:store/" + key;
  }

  @Override
  public String describe() {
    return "fake:store";
  }

  @Override
  public Optional<String> identity() {
    return Optional.empty();
  }

  @Override
  public void close() {}
}
