package dev.sparkzarr.store.zip;

import dev.sparkzarr.store.BasicStore;
import dev.sparkzarr.store.ByteRange;
import dev.sparkzarr.store.Listing;
import dev.sparkzarr.store.MemoryStore;
import dev.sparkzarr.store.RangeReads;
import dev.sparkzarr.store.Stats;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.Version;
import dev.sparkzarr.store.Versions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** An archive that java.util.zip makes again after each change, and that is then opened again. */
final class ReopenedZip extends BasicStore {
  static final StoreKey KEY = new StoreKey("dir/k.zip");

  private final int method;
  private final MemoryStore memory = MemoryStore.unnamed();
  private final Map<String, byte[]> values = new TreeMap<>();
  private ZipStore zip;

  /**
   * @param method of {@link ZipEntry}
   */
  ReopenedZip(int method) {
    this.method = method;
    change();
  }

  synchronized void put(String key, byte[] value) {
    values.put(key, value);
    change();
  }

  private void change() {
    memory.put(KEY, ByteBuffer.wrap(archive(values, method)));
    zip = new ZipStore(memory, KEY);
  }

  /** An archive as java.util.zip writes it. */
  static byte[] archive(Map<String, byte[]> values, int method) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> value : values.entrySet()) {
        ZipEntry entry = new ZipEntry(value.getKey());
        entry.setMethod(method);
        if (method == ZipEntry.STORED) {
          CRC32 crc = new CRC32();
          crc.update(value.getValue());
          entry.setCrc(crc.getValue());
          entry.setSize(value.getValue().length);
        }
        out.putNextEntry(entry);
        out.write(value.getValue());
        out.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private synchronized ZipStore now() {
    return zip;
  }

  @Override
  public Optional<ByteBuffer> get(StoreKey key, long limit) {
    return now().get(key, limit);
  }

  @Override
  public String describe(StoreKey key) {
    return now().describe(key);
  }

  @Override
  public String describe() {
    return now().describe();
  }

  @Override
  public Optional<String> identity() {
    return now().identity();
  }

  @Override
  public Optional<RangeReads> ranges() {
    return Optional.of(now());
  }

  @Override
  public Optional<Stats> stats() {
    return Optional.of(key -> now().stat(key));
  }

  @Override
  public Optional<Versions> versions() {
    return Optional.of(
        new Versions() {
          @Override
          public Optional<Versioned> get(StoreKey key, long limit) {
            return now().versions().orElseThrow().get(key, limit);
          }

          @Override
          public Optional<Versioned> read(StoreKey key, ByteRange range) {
            return now().versions().orElseThrow().read(key, range);
          }

          @Override
          public Optional<ByteBuffer> read(StoreKey key, ByteRange range, Version expected) {
            return now().versions().orElseThrow().read(key, range, expected);
          }
        });
  }

  @Override
  public Optional<Listing> listing() {
    return Optional.of(
        new Listing() {
          @Override
          public Stream<StoreKey> keys(Optional<StoreKey> below) {
            return now().keys(below);
          }

          @Override
          public Stream<Entry> entries(Optional<StoreKey> below) {
            return now().entries(below);
          }
        });
  }

  @Override
  public void close() {
    now().close();
  }
}
